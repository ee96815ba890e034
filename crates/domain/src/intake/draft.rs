//! A report before it is received. Reading never fails: it gives what was said and what is wrong.

use crate::attachment::Received;
use crate::triage::Claim;
use crate::words::{Digest, plain_length};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest title, body and version, in characters.
pub const REPORT_LIMITS: (usize, usize, usize) = (200, 50_000, 200);

/// What somebody reports.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// One line.
    #[serde(default)]
    pub title: String,
    /// What happens, how to see it happen, and what it costs whom.
    #[serde(default)]
    pub body: String,
    /// The versions it was seen in.
    #[serde(default)]
    pub version: String,
    /// What the project's own fields hold, by the field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// That it is to be taken although something that was asked for is not there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anyway: bool,
    /// Facts as the reporter states them.
    #[serde(default)]
    pub claim: Claim,
    /// The name to thank; empty to stay unnamed.
    #[serde(default)]
    pub credit: String,
    /// Whether the default embargo terms shown beside the report are accepted.
    #[serde(default)]
    pub accept_terms: bool,
    /// The rules for reporters that are accepted, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted_rules: Vec<String>,
    /// The files that came with it. Whoever receives them writes this; it is never taken from what was
    /// sent, and it is part of what the receipt is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<DraftFile>,
}

/// A file of a report, as its receipt knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftFile {
    /// Its name, made harmless.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// How many bytes it has.
    pub length: u64,
}

impl From<&Received> for DraftFile {
    fn from(file: &Received) -> Self {
        Self { name: file.name.clone(), sha256: file.sha256, length: file.length }
    }
}

impl Draft {
    /// Everything that is missing or too much, one sentence each.
    pub fn complaints(&self) -> Vec<String> {
        let (title, body, version) = REPORT_LIMITS;
        let mut wrong = Vec::new();
        if plain_length(&self.title) == 0 {
            wrong.push("title: say in one line what is wrong".to_owned());
        }
        if plain_length(&self.title) > title {
            wrong.push(format!("title: at most {title} characters"));
        }
        if plain_length(&self.body) == 0 {
            wrong.push("body: say how to see it happen, and what it costs whom".to_owned());
        }
        if plain_length(&self.body) > body {
            wrong.push(format!("body: at most {body} characters"));
        }
        if plain_length(&self.version) == 0 {
            wrong.push("version: say in which version you saw it".to_owned());
        }
        if plain_length(&self.version) > version {
            wrong.push(format!("version: at most {version} characters"));
        }
        if plain_length(&self.credit) > title {
            wrong.push(format!("credit: at most {title} characters"));
        }
        wrong
    }

    /// The digest of what was received, for the receipt.
    pub fn digest(&self) -> Digest {
        Digest::of(self.as_received().as_bytes())
    }

    /// What was received, as the text that the digest is of.
    pub fn as_received(&self) -> String {
        serde_json::to_string(self).expect("a draft is plain data")
    }
}
