//! Processes that tests left behind: a GnuPG agent, a browser whose driver died.
//!
//! On Linux the gate adopts its orphans, so that at the end every process whose parent it is was
//! started by it or by something it started. Elsewhere only process groups are ended.

use crate::say::say;
use crate::trouble::Trouble;

/// Ends on drop what is still there, also when a step panicked.
pub(crate) struct Sweep(());

impl Sweep {
    /// Makes orphans of all we start our own children.
    pub(crate) fn adopting() -> Result<Self, Trouble> {
        ours::adopt().map_err(Trouble::doing("adopting orphaned processes"))?;
        Ok(Self(()))
    }
}

impl Drop for Sweep {
    fn drop(&mut self) {
        let ended = ours::end_all();
        if !ended.is_empty() {
            let names: Vec<_> = ended.into_iter().collect();
            say(&format!("   ended what was left behind: {}", names.join(", ")));
        }
    }
}

#[cfg(target_os = "linux")]
mod ours {
    use std::collections::BTreeSet;
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    use rustix::process::{
        Pid, Signal, WaitOptions, getpid, kill_process, set_child_subreaper, wait,
    };

    pub(super) fn adopt() -> std::io::Result<()> {
        Ok(set_child_subreaper(Some(getpid()))?)
    }

    /// Politely for two seconds, then by force; killing a parent hands us its children, so this
    /// goes on until there are none.
    pub(super) fn end_all() -> BTreeSet<String> {
        let began = Instant::now();
        let mut ended = BTreeSet::new();
        while began.elapsed() < Duration::from_secs(10) {
            while matches!(wait(WaitOptions::NOHANG), Ok(Some(_))) {}
            let children = children();
            if children.is_empty() {
                break;
            }
            let polite = began.elapsed() < Duration::from_secs(2);
            let signal = if polite { Signal::TERM } else { Signal::KILL };
            for (pid, name) in children {
                let _ = kill_process(pid, signal);
                ended.insert(name);
            }
            sleep(Duration::from_millis(50));
        }
        ended
    }

    fn children() -> Vec<(Pid, String)> {
        let Ok(all) = std::fs::read_dir("/proc") else { return Vec::new() };
        all.flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok())
            .filter_map(|pid| {
                child(pid, &std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
            })
            .collect()
    }

    /// Reads `pid (name) state parent …`; a name may hold brackets and spaces, so it is cut at the
    /// last bracket. The dead that nobody has waited for yet are not counted.
    fn child(pid: i32, stat: &str) -> Option<(Pid, String)> {
        let (before, after) = stat.rsplit_once(')')?;
        let name = before.split_once('(')?.1;
        let mut fields = after.split_whitespace();
        let state = fields.next()?;
        let parent: i32 = fields.next()?.parse().ok()?;
        let ours = parent == getpid().as_raw_nonzero().get() && state != "Z";
        ours.then_some((Pid::from_raw(pid)?, name.to_owned()))
    }
}

#[cfg(not(target_os = "linux"))]
mod ours {
    use std::collections::BTreeSet;

    pub(super) fn adopt() -> std::io::Result<()> {
        Ok(())
    }

    pub(super) fn end_all() -> BTreeSet<String> {
        BTreeSet::new()
    }
}
