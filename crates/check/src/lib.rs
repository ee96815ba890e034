//! The offline checker's brain: which of a project's runtime versions may be used today.
//!
//! It turns records and a release schedule into one database file, and answers questions about
//! exact versions from that file. It never touches a file, a clock or the network, never prints
//! and never ends the process: bytes, dates and text come in, values and text go out.
//!
//! Begin with [`matcher::check`]; [`database`] says what it reads, [`verdict`] what it answers.

pub mod complaint;
pub mod database;
pub mod matcher;
pub mod node_core;
pub mod platform;
pub mod print;
pub mod range;
pub mod schedule;
pub mod severity;
pub mod target;
pub mod verdict;
pub mod version;

pub use database::{Database, Meta};
pub use matcher::check;
pub use platform::Platform;
pub use target::Target;
pub use verdict::{EXIT_NO_DATA, Report, Status, exit_code};
