//! Why a store does not do what it is asked.

/// Why the store did not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote this first.
    #[error("{0} was taken meanwhile")]
    Conflict(String),
    /// The database failed.
    #[error("{0}")]
    Outside(String),
}
