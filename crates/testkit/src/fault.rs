//! Faults on demand. A crash takes the whole process down: until it is revived, everything it asks
//! of the outside fails. A passing error fails once.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Where something can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    /// Reading from the store.
    Read,
    /// Writing a unit of work.
    Commit,
    /// Writing into the read log alone.
    ReadLog,
    /// Taking a job.
    Claim,
    /// Handing over an announcement.
    Spool,
    /// Writing public files.
    Folder,
    /// Keeping or removing a file that was attached.
    Objects,
}

impl Site {
    /// Every place.
    pub const ALL: &[Site] = &[
        Site::Read,
        Site::Commit,
        Site::ReadLog,
        Site::Claim,
        Site::Spool,
        Site::Folder,
        Site::Objects,
    ];
}

/// Before the thing was done, or after it was done and before anybody heard of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Nothing was done.
    Before,
    /// It was done, and the caller is told that it failed.
    After,
}

/// What fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// This one call.
    Error,
    /// The process, at this call and for all that follow.
    Crash,
}

/// One fault to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub site: Site,
    /// Before or after.
    pub when: When,
    /// The call or the process.
    pub how: How,
    /// After so many calls there that go well.
    pub skip: u32,
}

#[derive(Default)]
struct State {
    armed: Option<Fault>,
    down: bool,
    fired: Vec<Fault>,
    /// Crash at the boundary with this number, counting every boundary from 1.
    boundary: Option<u64>,
    passed: u64,
}

/// The faults of one process.
#[derive(Default)]
pub struct Faults(Mutex<State>);

impl Faults {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Let this fault happen when its call comes.
    pub fn arm(&self, fault: Fault) {
        self.state().armed = Some(fault);
    }

    /// Crash at the boundary with this number from now, counted from 1. Every write to the outside
    /// has two: before it and after it.
    pub fn crash_at(&self, boundary: u64) {
        let mut state = self.state();
        state.passed = 0;
        state.boundary = Some(boundary);
    }

    /// Forget what was armed, and let the process live again. What fired is told and forgotten.
    pub fn revive(&self) -> Vec<Fault> {
        std::mem::take(&mut *self.state()).fired
    }

    /// Whether the process is down.
    pub fn is_down(&self) -> bool {
        self.state().down
    }

    /// What fired since the last revival.
    pub fn fired(&self) -> Vec<Fault> {
        self.state().fired.clone()
    }

    /// Pass this boundary, or fail there.
    pub(crate) fn pass(&self, site: Site, when: When) -> Result<(), String> {
        let mut state = self.state();
        if state.down {
            return Err("the process is down".to_owned());
        }
        if site != Site::Read {
            state.passed += 1;
            if state.boundary == Some(state.passed) {
                let fault = Fault { site, when, how: How::Crash, skip: 0 };
                return Err(fire(&mut state, fault));
            }
        }
        match &mut state.armed {
            Some(fault) if fault.site == site && fault.when == when && fault.skip == 0 => {
                let fault = *fault;
                Err(fire(&mut state, fault))
            }
            Some(fault) if fault.site == site && fault.when == when => {
                fault.skip -= 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn fire(state: &mut State, fault: Fault) -> String {
    state.armed = None;
    state.fired.push(fault);
    state.down = fault.how == How::Crash;
    format!("injected: {:?} {:?} {:?}", fault.how, fault.when, fault.site)
}
