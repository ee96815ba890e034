//! What the use cases need of the outside, as traits. Adapters live in other crates.

pub mod chance;
pub mod master;
pub mod objects;
pub mod passkeys;
pub mod post;
pub mod public_files;
pub mod receipts;
pub mod sign_on;
pub mod spool;
pub mod store;
