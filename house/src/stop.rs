//! Ctrl-C and SIGTERM, as a question to ask instead of an end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::trouble::Trouble;

/// Whether somebody asked the gate to stop, and by which signal.
#[derive(Clone)]
pub(crate) struct Stop(Arc<AtomicUsize>);

impl Stop {
    /// Takes the signals over from the system, which would end the gate without tidying up.
    pub(crate) fn listen() -> Result<Self, Trouble> {
        let seen = Arc::new(AtomicUsize::new(0));
        for signal in [SIGHUP, SIGINT, SIGTERM] {
            let value = usize::try_from(signal).unwrap_or(usize::MAX);
            signal_hook::flag::register_usize(signal, Arc::clone(&seen), value)
                .map_err(Trouble::doing(format!("listening for signal {signal}")))?;
        }
        Ok(Self(seen))
    }

    /// The signal that came, if one did.
    pub(crate) fn signal(&self) -> Option<usize> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            signal => Some(signal),
        }
    }

    /// An error once a signal came, so that long work can be left with `?`.
    pub(crate) fn check(&self) -> Result<(), Trouble> {
        match self.signal() {
            None => Ok(()),
            Some(signal) => Err(Trouble::new(format!("stopped by signal {signal}"))),
        }
    }
}
