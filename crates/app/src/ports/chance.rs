//! Where ids, salts and secrets come from, and how passwords and second factors are checked.

use jiff::Timestamp;

/// Randomness. A seeded one makes every run of a test the same.
pub trait Chance: Send + Sync {
    /// 16 random bytes.
    fn id(&self) -> [u8; 16];
    /// 16 random bytes for the id of a case. Cases that come at the same moment may share the last
    /// three: then they stand together in every index, where else each would change pages of its own.
    fn case(&self) -> [u8; 16] {
        self.id()
    }
    /// 32 random bytes.
    fn secret(&self) -> [u8; 32];
}

/// Passwords and time-based codes; slow on purpose, so call it off the async threads.
pub trait Credentials: Send + Sync {
    /// What to keep of a password.
    fn hash_password(&self, password: &str, salt: [u8; 16]) -> Result<String, String>;
    /// Why somebody with these names should take another password, if so: it would be among the first that
    /// are guessed.
    fn weakness(&self, password: &str, theirs: &[&str]) -> Option<String>;
    /// Whether it is the one that was kept.
    fn check_password(&self, password: &str, kept: &str) -> bool;
    /// The time step of a code that fits at `now`, to be remembered against replay.
    fn check_code(&self, secret: &[u8], code: &str, now: Timestamp) -> Option<i64>;
    /// The address that sets up an authenticator.
    fn enrolment(&self, secret: &[u8], issuer: &str, login: &str) -> Result<String, String>;
}
