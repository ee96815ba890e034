//! Why the database did not, and how the port says it. A conflict names what was taken in words
//! that people use; nothing else that fails here is anybody's fault.

use app::ports::store::StoreError;

/// Why a statement or a unit was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Somebody else was first; the noun says with what.
    Taken(&'static str),
    /// The engine says no.
    Engine(sqlx::Error),
    /// What is stored cannot be read, or what shall be stored makes no sense.
    Unreadable(String),
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Engine(error)
    }
}

impl Failure {
    /// Whether it is sure that nothing was written, although it was found out by the commit: a rule of
    /// the schema was broken, or another transaction was met. What else a commit fails with may have
    /// come after it took effect, from a server that was about to go or from somebody between.
    pub(crate) fn is_undone(&self) -> bool {
        let Self::Engine(sqlx::Error::Database(error)) = self else { return false };
        self.is_deadlock() || !matches!(error.kind(), sqlx::error::ErrorKind::Other)
    }

    /// Whether PostgreSQL undid the transaction only because it met another one: the same unit may
    /// succeed when it is tried again.
    pub(crate) fn is_deadlock(&self) -> bool {
        let Self::Engine(sqlx::Error::Database(error)) = self else { return false };
        matches!(error.code().as_deref(), Some("40001" | "40P01"))
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Taken(noun) => Self::Conflict(noun.to_owned()),
            Failure::Engine(error) => Self::Outside(format!("database: {error}")),
            Failure::Unreadable(says) => Self::Outside(format!("database: {says}")),
        }
    }
}

/// Turns the violation of a unique column into the conflict that it is.
pub(crate) trait OrTaken<T> {
    /// With this noun for what was taken.
    fn or_taken(self, noun: &'static str) -> Result<T, Failure>;
}

impl<T> OrTaken<T> for Result<T, Failure> {
    fn or_taken(self, noun: &'static str) -> Self {
        self.map_err(|failure| match failure {
            Failure::Engine(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                Failure::Taken(noun)
            }
            other => other,
        })
    }
}

/// A write that must have touched its row; else somebody else has.
pub(crate) fn must_touch(rows: u64, noun: &'static str) -> Result<(), Failure> {
    if rows == 0 { Err(Failure::Taken(noun)) } else { Ok(()) }
}
