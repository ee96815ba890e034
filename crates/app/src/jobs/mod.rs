//! What must happen later, exactly once in effect: expiring embargoes, the public folder,
//! announcements, reminders. Every job may run twice.

mod arrivals;
pub mod clock;
mod guesses;
pub(crate) mod handover;
mod kinds;
mod notice;
mod objects;
mod plan;
mod remind;
mod review;
mod rows;
mod run;
pub(crate) mod ties;
mod timer;

pub(crate) use arrivals::arrivals;
pub use guesses::warn_of_guesses;
pub use kinds::{JobKind, Mail};
pub(crate) use notice::notices;
pub use objects::plan_sweep;
pub(crate) use objects::{after_erasing, object_key};
pub(crate) use plan::job;
pub(crate) use plan::{after_publication, embargo_watch, policy_reviews, rows_again};
pub use remind::plan_reminders;
pub(crate) use remind::sender;
pub(crate) use run::unsent;
pub use run::{Ran, do_one, keep_one, run_one, take_one, try_again};
pub(crate) use timer::timer_watch;
