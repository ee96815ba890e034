//! Use cases: one verb per file, called alike by every door. Nothing here renders, speaks SQL or
//! asks the time. Begin with `ctx`, `verb` and `perform`.

pub mod access;
pub mod advisory;
pub mod attachment;
pub mod case;
mod ctx;
pub mod cve;
pub mod embargo;
mod error;
pub mod glass;
mod input;
pub mod intake;
pub mod jobs;
mod keys;
pub mod mail;
mod often;
mod once;
pub mod participant;
mod perform;
pub mod ports;
mod reads;
pub mod release;
pub mod sanction;
mod shelf;
mod system;
pub mod triage;
mod unit;
mod verb;
mod words;
pub mod world;

pub use ctx::{App, Ctx, Opened};
pub use error::Error;
pub use input::Input;
pub use perform::{Performed, perform, perform_fully, perform_once, perform_with_files};
pub use shelf::{Shelf, adopt};
pub use unit::projected;
pub use verb::{Asked, Decided, Field, Fresh, Kind, Verb, find_verb, verbs};
pub use words::search_words;
