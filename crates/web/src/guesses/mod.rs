//! Guesses at ids, secrets and log-ins, and how many one may make. No answer changes by it: what is
//! no longer looked up would have been answered alike. Begin with `watch`.

mod books;
mod ledger;
mod look;
mod source;
mod watch;

pub(crate) use books::Guesses;
pub use books::Limits;
pub(crate) use ledger::Key;
pub(crate) use look::Look;
pub(crate) use watch::{Guarded, watch};

#[cfg(test)]
mod tests;
