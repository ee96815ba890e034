//! Everything else that enters or leaves the process: the clock, chance, passwords, files, mail.
//! It decides nothing.

mod chance;
mod clock;
mod credentials;
mod letter;
mod lock;
mod master_key;
mod objects;
mod openid;
mod openpgp;
mod passkeys;
mod policy_folder;
mod post_office;
mod public_folder;
mod receipt_keys;
mod smtp;
mod smtp_address;
mod spool_folder;
mod text_file;

pub use chance::SystemChance;
pub use clock::{ClockFile, clock_reading, now};
pub use credentials::SystemCredentials;
pub use lock::hold;
pub use master_key::{MasterKeyCommand, MasterKeyFile, MasterKeyValue};
pub use objects::{Bucket, ObjectFolder};
pub use openid::OpenIdProvider;
pub use openpgp::{MailKey, OpeningKey, Recipients, Sealing, SigningKey, check_public_key};
pub use passkeys::WebPasskeys;
pub use policy_folder::read_policy_folder;
pub use post_office::PostOffice;
pub use public_folder::PublicFolder;
pub use receipt_keys::{RECEIPT_MAX, ReceiptKeyFile, ReceiptKeys, verify_receipt};
pub use smtp::Smtp;
pub use smtp_address::{Secured, SmtpAddress};
pub use spool_folder::SpoolFolder;
pub use text_file::{create_private, read_bounded, read_text, write_whole};

#[cfg(test)]
mod tests;
