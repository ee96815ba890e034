//! The one place that asks the time.

use app::jobs::clock::{Reading, Seen};
use jiff::{SignedDuration, Timestamp};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

/// Now, in whole milliseconds: no stored instant is finer than what people can compare.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// What this machine's clocks say: the one on the wall, and one that nobody sets. Where the machine
/// does not tell when it started, the process stands in for it.
pub fn clock_reading() -> Reading {
    let read = |path: &str| std::fs::read_to_string(path).ok();
    let boot = read("/proc/sys/kernel/random/boot_id").map(|boot| boot.trim().to_owned());
    let up = read("/proc/uptime").and_then(|text| seconds(&text));
    let (boot, up) = match (boot, up) {
        (Some(boot), Some(up)) => (boot, up),
        _ => {
            let process = format!("process {} {}", std::process::id(), STARTED.0);
            (process, SignedDuration::try_from(STARTED.1.elapsed()).unwrap_or_default())
        }
    };
    Reading { at: now(), boot, up }
}

static STARTED: LazyLock<(Timestamp, Instant)> = LazyLock::new(|| (now(), Instant::now()));

fn seconds(uptime: &str) -> Option<SignedDuration> {
    let whole: i64 = uptime.split(['.', ' ']).next()?.parse().ok()?;
    Some(SignedDuration::from_secs(whole))
}

/// The last moment at which the clock was believed, in a small file of the data folder.
#[derive(Debug, Clone)]
pub struct ClockFile(PathBuf);

impl ClockFile {
    /// In this data folder.
    pub fn new(data: &Path) -> Self {
        Self(data.join("clock.json"))
    }

    /// What is remembered; nothing when there is no file, or one that was cut off.
    pub fn read(&self) -> Option<Seen> {
        let text = crate::read_text(&self.0, 10_000).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Remember this.
    pub fn write(&self, seen: &Seen) -> Result<(), String> {
        let text = serde_json::to_string(seen).map_err(|error| error.to_string())?;
        crate::write_whole(&self.0, &text)
    }
}
