//! Use cases: one verb per file, called alike by every door. Nothing here renders, speaks SQL or
//! asks the time. Begin with `ctx`, `verb` and `perform`.

pub mod access;
pub mod advisory;
pub mod case;
mod ctx;
pub mod embargo;
mod error;
pub mod intake;
pub mod jobs;
mod perform;
pub mod ports;
pub mod release;
mod shelf;
pub mod triage;
mod verb;
mod words;

pub use ctx::{App, Ctx, Opened};
pub use error::Error;
pub use perform::{perform, perform_once};
pub use shelf::{Shelf, adopt};
pub use verb::{Asked, Decided, Field, Input, Kind, Verb, find_verb, verbs};
pub use words::search_words;
