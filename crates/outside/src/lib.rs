//! Everything else that enters or leaves the process: the clock, chance, passwords, files, mail.
//! It decides nothing.

mod chance;
mod clock;
mod credentials;
mod lock;
mod master_key;
mod objects;
mod openpgp;
mod policy_folder;
mod public_folder;
mod receipt_keys;
mod spool_folder;
mod text_file;

pub use chance::SystemChance;
pub use clock::{ClockFile, clock_reading, now};
pub use credentials::SystemCredentials;
pub use lock::hold;
pub use master_key::{MasterKeyCommand, MasterKeyFile, MasterKeyValue};
pub use objects::ObjectFolder;
pub use openpgp::{OpeningKey, Recipients, Sealing, SigningKey};
pub use policy_folder::read_policy_folder;
pub use public_folder::PublicFolder;
pub use receipt_keys::{RECEIPT_MAX, ReceiptKeyFile, ReceiptKeys, verify_receipt};
pub use spool_folder::SpoolFolder;
pub use text_file::{create_private, read_bounded, read_text, write_whole};

#[cfg(test)]
mod tests;
