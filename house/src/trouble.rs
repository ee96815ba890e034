//! Why a step did not hold, as a sentence that says what was being done.

use std::fmt;

/// A sentence for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Trouble(String);

impl Trouble {
    /// A trouble that is complete in itself.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// For `map_err`: what was being done, then the cause.
    pub(crate) fn doing<C: fmt::Display>(what: impl Into<String>) -> impl FnOnce(C) -> Self {
        let what = what.into();
        move |cause| Self(format!("{what}: {cause}"))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
