//! Ids of cases and people: random, so that nothing can be learnt by counting.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Crockford's alphabet in lower case: no i, l, o, u, which people misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 20;

/// What was given is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an id is {LENGTH} characters of 0-9 and a-z without i, l, o, u")]
pub struct BadId;

fn write(chance: [u8; 16]) -> String {
    let mut bits = u128::from_be_bytes(chance);
    (0..LENGTH)
        .map(|_| {
            let digit = ALPHABET[(bits & 31) as usize] as char;
            bits >>= 5;
            digit
        })
        .collect()
}

fn read(text: &str) -> Result<String, BadId> {
    let good = text.len() == LENGTH && text.bytes().all(|b| ALPHABET.contains(&b));
    if good { Ok(text.to_owned()) } else { Err(BadId) }
}

macro_rules! id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// A new one from 16 random bytes.
            pub fn from_chance(chance: [u8; 16]) -> Self {
                Self(write(chance))
            }

            /// Read from text.
            pub fn read(text: &str) -> Result<Self, BadId> {
                read(text).map(Self)
            }

            /// As text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                Self::read(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(CaseId, "Names a case; 100 random bits, of which cases of one moment may share the first 24.");
id!(AttachmentId, "Names a file that came with a report or a message; 100 random bits.");
id!(AccountId, "Names a person who works here; 100 random bits.");
id!(PartyId, "Names somebody who takes part in a case from outside; 100 random bits.");
