//! What the threat model said, what people decided, and what a changed policy says otherwise.

use super::event::{By, Content, Event};
use super::fact::Fact;
use super::fold::{Misfit, move_report};
use super::state::Case;
use crate::triage::Reversed;
use crate::words::Digest;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// What the clauses at receipt said, where that was something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtReceipt {
    /// The verdict's word.
    pub verdict: String,
    /// Cited rules.
    pub rules: Vec<String>,
    /// The policy that was in force.
    pub policy: Digest,
}

/// What came of a review after the policy changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewOutcome {
    /// What was decided stands, and may be followed.
    Stands,
    /// What was decided stands for this report, and is not to be followed any more.
    Reversed,
    /// It will be decided again.
    Again,
    /// The policy came to say the same again before anybody looked.
    Moot,
}

impl ReviewOutcome {
    /// Those that a person may choose, with their words.
    pub const CHOICES: [(&'static str, ReviewOutcome); 3] = [
        ("stands", ReviewOutcome::Stands),
        ("reversed", ReviewOutcome::Reversed),
        ("again", ReviewOutcome::Again),
    ];

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Stands => "the decision stands",
            Self::Reversed => {
                "the decision stands for this report, and is no longer to be followed"
            }
            Self::Again => "it will be decided again",
            Self::Moot => "the policy says the same again",
        }
    }
}

/// Whether a report was found to be a vulnerability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Whether it is one.
    pub valid: bool,
    /// Who decided.
    pub by: By,
    /// When.
    pub at: Timestamp,
    /// Why, in words, where something was said.
    pub because: Option<String>,
}

/// A changed policy says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// What it says now.
    pub verdict: String,
    /// By which clauses.
    pub rules: Vec<String>,
    /// Which policy says so.
    pub policy: Digest,
    /// Which version of it.
    pub version: String,
    /// When it was noticed.
    pub at: Timestamp,
}

/// What the threat model said of stated facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict's word.
    pub verdict: String,
    /// Cited rules.
    pub rules: Vec<String>,
    /// Facts that would decide.
    pub missing: Vec<String>,
    /// What the clauses at receipt said, where that was something else.
    pub at_receipt: Option<AtReceipt>,
    /// Clauses that disagree about it.
    pub clashes: Vec<String>,
    /// Whether a bounty can be paid, by the day of receipt.
    pub bounty: Option<bool>,
    /// Who stated the facts.
    pub by: By,
    /// The policy that decided.
    pub policy: Digest,
    /// When.
    pub at: Timestamp,
    /// Facts as stated (JSON), and the reason in words; `None` when erased.
    pub content: Option<Content>,
}

/// Fold an event of this kind.
pub(super) fn apply(case: &mut Case, event: &Event) -> Result<(), Misfit> {
    match &event.fact {
        Fact::Judged { verdict, rules, missing, at_receipt, clashes, bounty } => {
            (case.review, case.reviewed) = (None, None);
            case.judgement = Some(Judgement {
                verdict: verdict.clone(),
                rules: rules.clone(),
                missing: missing.clone(),
                at_receipt: at_receipt.clone(),
                clashes: clashes.clone(),
                bounty: *bounty,
                by: event.by.clone(),
                policy: event.policy,
                at: event.at,
                content: event.content.clone(),
            });
        }
        Fact::Validated { rules } => {
            move_report(case, event, "validate")?;
            decided(case, event, true, rules);
        }
        Fact::Invalidated { rules } => {
            move_report(case, event, "invalidate")?;
            decided(case, event, false, rules);
        }
        Fact::ReviewOpened { verdict, rules, version } => {
            case.reviewed = Some((event.policy, version.clone()));
            case.review = Some(Review {
                verdict: verdict.clone(),
                rules: rules.clone(),
                policy: event.policy,
                version: version.clone(),
                at: event.at,
            });
        }
        Fact::Reviewed { outcome, by_rule } => {
            case.review = None;
            if let (ReviewOutcome::Reversed, Some(by)) = (outcome, by_rule) {
                case.reversed = Some(Reversed {
                    by: by.clone(),
                    since: event.at.to_zoned(TimeZone::UTC).date(),
                    because: because(event).unwrap_or_default(),
                });
            }
        }
        _ => {}
    }
    Ok(())
}

fn because(event: &Event) -> Option<String> {
    let content = event.content.as_ref()?;
    Some(content.get("because").to_owned()).filter(|because| !because.trim().is_empty())
}

fn decided(case: &mut Case, event: &Event, valid: bool, rules: &[String]) {
    case.decided_by_rules = rules.to_vec();
    (case.review, case.reversed) = (None, None);
    case.decided =
        Some(Decided { valid, by: event.by.clone(), at: event.at, because: because(event) });
}
