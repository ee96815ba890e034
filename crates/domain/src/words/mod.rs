//! Small types everyone needs: ids, digests, refusals. They never look outside.

mod bytes;
mod digest;
mod id;
mod refusal;
mod secret;
mod text;

pub use bytes::{hex_bytes, maybe_hex_bytes};
pub use digest::Digest;
pub use id::{AccountId, AttachmentId, BadId, CaseId, PartyId};
pub use refusal::Refusal;
pub use secret::Secret;
pub use text::{is_plain, one_line, plain_length, visible};

#[cfg(test)]
mod tests;
