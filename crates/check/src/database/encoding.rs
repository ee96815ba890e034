//! The bytes of a database file: a header that can be checked, then the products as JSON.
//!
//! ```text
//! 8 bytes   the magic
//! 4 bytes   the layout, little endian
//! 8 bytes   the length of the content, little endian
//! 32 bytes  SHA-256 over layout, length and content
//! …         the content
//! ```
//!
//! The ranges inside are already reduced to plain comparators, so reading them is cheap. The
//! digest tells damage, not forgery: whoever can write the file can write a digest too.

use sha2::{Digest, Sha256};

use super::{Error, Product};

const MAGIC: &[u8; 8] = b"VULNDB\r\n";
const LAYOUT: u32 = 1;
const HEADER: usize = 8 + 4 + 8 + 32;

pub(super) fn write(products: &[Product]) -> Vec<u8> {
    let content = serde_json::to_vec(products).expect("texts and dates always become JSON");
    let layout = LAYOUT.to_le_bytes();
    let length = (content.len() as u64).to_le_bytes();
    let mut bytes = Vec::with_capacity(HEADER + content.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&layout);
    bytes.extend_from_slice(&length);
    bytes.extend_from_slice(&digest(layout, length, &content));
    bytes.extend_from_slice(&content);
    bytes
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Product>, Error> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(Error::NotADatabase)?;
    let short = || Error::Length { expected: HEADER as u64, found: bytes.len() as u64 };
    let (layout, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
    let found = u32::from_le_bytes(*layout);
    if found != LAYOUT {
        return Err(Error::Layout { found, known: LAYOUT });
    }
    let (length, rest) = rest.split_first_chunk::<8>().ok_or_else(short)?;
    let (expected, content) = rest.split_first_chunk::<32>().ok_or_else(short)?;
    let announced = u64::from_le_bytes(*length);
    if announced != content.len() as u64 {
        let expected = announced.saturating_add(HEADER as u64);
        return Err(Error::Length { expected, found: bytes.len() as u64 });
    }
    if digest(*layout, *length, content) != *expected {
        return Err(Error::Damaged);
    }
    serde_json::from_slice(content).map_err(Error::Content)
}

fn digest(layout: [u8; 4], length: [u8; 8], content: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(layout);
    hasher.update(length);
    hasher.update(content);
    hasher.finalize().into()
}
