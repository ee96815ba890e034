//! A mail as it was read. Everything in it was written by a stranger.

use crate::words::Digest;
use serde::{Deserialize, Serialize};

/// A mail that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// Of its Message-ID and its body: the same mail delivered twice has the same one.
    pub id: Digest,
    /// Its Message-ID, where it has one that can be repeated in a header.
    pub message_id: Option<String>,
    /// The one address that it says it is from, in small letters.
    pub from: Option<String>,
    /// Its subject, on one line.
    pub subject: String,
    /// Its words; `None` where there are none that can be read.
    pub text: Option<String>,
    /// What may be tokens of ours, from the addresses it was sent to and its subject.
    pub tokens: Vec<String>,
    /// Whether it says that it answers a mail of ours.
    pub answers_ours: bool,
    /// Whether a machine sent it.
    pub automatic: Option<Automatic>,
    /// Whether it says that a mail of ours did not arrive.
    pub bounce: Option<Bounce>,
    /// Files that came with it.
    pub attached: Vec<Attached>,
    /// What was checked of it.
    pub checks: Checks,
}

/// What shows that no person sent a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Automatic {
    /// It is a mail of ours that came back.
    Echo,
    /// It says so, or nobody could answer it.
    Answer,
    /// It came through a list.
    List,
}

/// A mail of ours that did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// At whom.
    pub recipient: String,
    /// For good, and not only so far.
    pub for_good: bool,
}

/// A file that came with a mail; it is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// How it is called, on one line.
    pub name: String,
    /// How long it is.
    pub bytes: u64,
    /// What it is.
    pub sha256: Digest,
}

/// What was checked of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Checks {
    /// The address it says it is from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// What the mail server that the operator trusts found by DKIM, SPF and DMARC, in its words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dkim: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[expect(missing_docs, reason = "said above")]
    pub spf: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[expect(missing_docs, reason = "said above")]
    pub dmarc: String,
    /// Whether it came encrypted to the project's key.
    pub encrypted: bool,
    /// Its OpenPGP signature.
    pub signature: Signature,
}

/// An OpenPGP signature.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signature {
    /// There is none.
    #[default]
    None,
    /// By a key that this person gave; its fingerprint.
    Good(String),
    /// By a key that nobody gave: it proves nothing.
    Unknown(String),
    /// It does not fit, or its key is no longer good; why.
    Bad(String),
}

impl Checks {
    /// Whether something speaks against the sender.
    pub fn speak_against(&self) -> bool {
        self.dmarc == "fail" || matches!(self.signature, Signature::Bad(_))
    }

    /// What people are shown, a sentence each; `true` where it vouches for the sender.
    pub fn badges(&self) -> Vec<(bool, String)> {
        let mut all = Vec::new();
        match &self.signature {
            Signature::None => {}
            Signature::Good(key) => {
                all.push((
                    true,
                    format!("signature good, by the key {key} that the reporter gave"),
                ));
            }
            Signature::Unknown(key) => {
                all.push((false, format!("signed by {key}, a key that nobody here knows")));
            }
            Signature::Bad(why) => all.push((false, format!("bad signature: {why}"))),
        }
        if self.encrypted {
            all.push((true, "came encrypted".to_owned()));
        }
        let found = [("DKIM", &self.dkim), ("SPF", &self.spf), ("DMARC", &self.dmarc)];
        let found = found.iter().filter(|(_, found)| !found.is_empty());
        all.extend(found.map(|(name, found)| (*found == "pass", format!("{name} {found}"))));
        let vouched = self.dmarc == "pass" || matches!(self.signature, Signature::Good(_));
        if !vouched {
            all.push((false, "sender not verified".to_owned()));
        }
        all
    }

    /// As an event keeps it.
    pub fn stored(&self) -> String {
        serde_json::to_string(self).expect("checks are plain data")
    }

    /// From an event.
    pub fn read_stored(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
