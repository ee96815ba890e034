//! What a use case answers when it does not do what was asked. Doors choose statuses and exit codes.

use crate::ports::store::StoreError;
use domain::words::Refusal;

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the asker may not know that there is: never told apart.
    #[error("there is nothing here")]
    NotThere,
    /// The asker may see it and may not do this.
    #[error("you may not do this: {0}")]
    NotAllowed(String),
    /// A rule refuses.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// What was given is incomplete or wrong; every complaint is listed.
    #[error("{}", .0.join("; "))]
    Invalid(Vec<String>),
    /// Somebody else wrote first.
    #[error("the case has moved on to version {now} since you read it; look again")]
    Stale {
        /// The version it now has.
        now: u64,
    },
    /// The same idempotency key came with another request.
    #[error("this idempotency key was used for another request")]
    KeyReused,
    /// More was sent than is taken; where the limit is, is said.
    #[error("{0}")]
    TooMuch(String),
    /// Something outside failed; nothing was written.
    #[error("{0}")]
    Outside(String),
}

impl Error {
    /// The invariant that stopped a write, where one did: a fault of the program.
    pub fn invariant(&self) -> Option<&str> {
        match self {
            Error::Refused(refusal) => {
                refusal.rule.strip_prefix(crate::unit::INVARIANT)?.strip_prefix(' ')
            }
            _ => None,
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(what) => {
                Error::Refused(Refusal::new("conflict", format!("{what} was taken meanwhile")))
            }
            StoreError::Outside(says) => Error::Outside(says),
        }
    }
}
