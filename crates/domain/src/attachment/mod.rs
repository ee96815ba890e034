//! Files that come with a report or a message. Which file it is, under which name and key, is content;
//! that there is one is a fact. Whoever may read the words that it came with may fetch it.

mod apply;
mod decide;
mod name;
mod state;

pub(crate) use apply::apply;
pub use decide::{Received, attach, hold};
pub use name::{disposition, safe_name};
pub use state::{Attachment, FileKey, KeptFile};

#[cfg(test)]
mod tests;
