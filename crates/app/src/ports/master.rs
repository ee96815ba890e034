//! Where the master keys come from, which open the keys of everything that is sealed. They are never in
//! the database.

use std::time::SystemTime;

/// The text of the master keys: one on each line, of which the first seals and all open.
pub trait MasterText: Send + Sync {
    /// Read it; what is wrong is said without the keys.
    fn read(&self) -> Result<String, String>;
    /// Another one than before says that the text may have changed; nothing where nobody can know.
    fn stamp(&self) -> Option<(SystemTime, u64)> {
        None
    }
    /// Where it comes from, for a sentence.
    fn name(&self) -> String;
}
