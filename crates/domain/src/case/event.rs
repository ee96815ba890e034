//! What happened to a case. A fact holds ids, moves and instants; content holds texts and names.
//! The two are separate parts from the first day, so that content can be sealed or erased alone.

use super::decision::{AtReceipt, ReviewOutcome};
use crate::advisory::Severity;
use crate::policy::Stops;
use crate::words::{AccountId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version in which new events are written. Readers know this one and all before it.
pub const EVENT_SCHEMA: u16 = 1;

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The person who reported.
    Reporter,
    /// Somebody with an account.
    Person(AccountId),
    /// A timer or the outbox.
    System,
}

impl By {
    /// The account, where it was a person with one.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            By::Person(account) => Some(account),
            By::Reporter | By::System => None,
        }
    }
}

/// Texts and names of one event, by key. The journal keeps its salted digest in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Content(pub BTreeMap<String, String>);

impl Content {
    /// With one text.
    pub fn one(key: &str, text: impl Into<String>) -> Self {
        Self::default().and(key, text)
    }

    /// And another text; blank texts are left out.
    #[must_use]
    pub fn and(mut self, key: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.trim().is_empty() {
            self.0.insert(key.to_owned(), text);
        }
        self
    }

    /// The text under this key, or nothing.
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }
}

/// A clock set going: computed once, kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Due at.
    pub at: Timestamp,
    /// What meets it.
    pub stops: Stops,
    /// Whether it opens a right of the reporter instead of binding the team.
    pub right: bool,
}

/// Clocks set going by an event, by id.
pub type Dues = BTreeMap<String, Due>;

/// Who is meant to read a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// The reporter and the team.
    Reporter,
    /// The team only.
    Team,
}

/// Whether a release line is affected.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Affect {
    /// Not yet known.
    #[default]
    Unknown,
    /// From this version on.
    Affected {
        /// The first affected version of the line.
        introduced: String,
    },
    /// From this version on, and the line was at its end of life when that was stated: verified, and
    /// no fix is owed. An ended line of which nothing is stated is assumed to be affected instead.
    AffectedEnded {
        /// The first affected version of the line.
        introduced: String,
    },
    /// Not, and why (an OpenVEX justification).
    NotAffected {
        /// The justification's name.
        justification: String,
    },
}

/// The terms of an embargo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Until this instant.
    pub ends_at: Timestamp,
    /// Shown in this zone beside UTC.
    pub zone: String,
}

impl Terms {
    /// What a consent binds.
    pub fn digest(&self) -> Digest {
        let ends_at = self.ends_at.to_string();
        Digest::of_parts(&[b"embargo terms", ends_at.as_bytes(), self.zone.as_bytes()])
    }
}

/// Why an embargo ended before its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndReason {
    /// The matter became public.
    PublicInfo,
    /// An exploit became public.
    ExploitPublic,
    /// It is being attacked.
    Attacks,
    /// Fixes are ready and everybody agrees.
    FixReady,
    /// All sides agree.
    Consensus,
    /// A participant broke it.
    Breach,
    /// The law asks for it.
    Legal,
    /// There is no valid report left; nobody is held silent about a non-vulnerability.
    NoValidReport,
}

/// How a case was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// Fixed and published.
    Resolved,
    /// Not a vulnerability by the cited rules.
    NotAVulnerability,
    /// Out of scope by the cited rules.
    OutOfScope,
    /// Could not be reproduced.
    NotReproducible,
    /// The same as another report.
    Duplicate,
    /// True, and nothing will be done.
    WontFix,
    /// Withdrawn by the reporter.
    Withdrawn,
    /// Not a report.
    Spam,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "snake_case")]
#[expect(missing_docs, reason = "each variant says what happened; fields are named in its line")]
pub enum Fact {
    /// A report was received through a door, with the digest of what was received, the digest of
    /// the reporter's secret and the due instants of the clocks that start on receipt.
    Submitted { door: String, received: Digest, secret: Digest, due: Dues },
    /// These rules for reporters were accepted, as the event's policy has them.
    RulesAccepted { rules: Vec<String> },
    /// A message; one of a person to the reporter stops and restarts clocks.
    MessageSent { to: Audience, automatic: bool, due: Dues },
    /// The reporter was asked for something.
    InfoAsked { due: Dues },
    /// The reporter supplied what was asked for, or wrote again.
    ReporterWrote { supplied: bool },
    /// The threat model judged stated facts: by the clauses of now, by those at receipt where they
    /// say otherwise, and with the clauses that disagree about it.
    Judged {
        verdict: String,
        rules: Vec<String>,
        missing: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_receipt: Option<AtReceipt>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        clashes: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bounty: Option<bool>,
    },
    /// The policy changed, and its threat model now says this of the facts; a person must look.
    ReviewOpened { verdict: String, rules: Vec<String>, version: String },
    /// Somebody looked, or the policy came to say the same again.
    Reviewed { outcome: ReviewOutcome, by_rule: Option<String> },
    /// The report was confirmed, citing rules.
    Validated { rules: Vec<String> },
    /// The report was refused, citing rules.
    Invalidated { rules: Vec<String> },
    /// The case was accepted and has a handler.
    Accepted { handler: AccountId },
    /// The severity was set, with its vector where there is one.
    SeveritySet { severity: Severity, vector: Option<String> },
    /// Whether a release line is affected was stated.
    LineAssessed { line: String, affect: Affect },
    /// The fix of a line is ready in this version.
    FixReady { line: String, version: String },
    /// The fix of a line was released with the advisory.
    LineReleased { line: String, version: String },
    /// Embargo terms were proposed.
    EmbargoProposed { terms: Terms },
    /// Embargo terms were accepted by this side.
    EmbargoAccepted { terms: Digest },
    /// Somebody asks to end the embargo early.
    EmbargoEndProposed { reason: EndReason },
    /// The embargo ended early: by two people, or forced by a rule.
    EmbargoEnded { reason: EndReason, proposed_by: Option<AccountId> },
    /// The embargo ended at its instant, whenever that was noticed.
    EmbargoExpired { effective_at: Timestamp },
    /// The advisory's text was written.
    AdvisoryWritten { draft: Digest },
    /// Approval of exactly this was asked for.
    ApprovalAsked { candidate: Digest },
    /// Exactly this was approved.
    AdvisoryApproved { candidate: Digest },
    /// The advisory became public.
    AdvisoryPublished { id: String, number: u32, edition: u32, candidate: Digest },
    /// The case was closed.
    Closed { resolution: Resolution },
    /// The reporter withdrew.
    Withdrawn,
    /// The content of an earlier event was erased.
    Redacted { event: u64 },
}

impl Fact {
    /// The kind, as written in the journal.
    pub fn kind(&self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(fields)) => {
                fields.get("kind").and_then(|kind| kind.as_str()).unwrap_or("unknown").to_owned()
            }
            _ => "unknown".to_owned(),
        }
    }
}

/// A fact with its content, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News<F = Fact> {
    /// What happened.
    pub fact: F,
    /// Its texts.
    pub content: Content,
}

impl From<Fact> for News {
    fn from(fact: Fact) -> Self {
        Self { fact, content: Content::default() }
    }
}

impl Fact {
    /// With these texts.
    pub fn with(self, content: Content) -> News {
        News { fact: self, content }
    }
}

/// One event as the fold reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The version it was written in.
    pub schema: u16,
    /// Its place in the case, from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// The policy in force.
    pub policy: Digest,
    /// What.
    pub fact: Fact,
    /// Its texts; `None` when they were erased.
    pub content: Option<Content>,
}
