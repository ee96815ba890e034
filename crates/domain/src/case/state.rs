//! The case as the fold knows it. Small machines side by side; nothing here is set by hand.

use super::decision::{Decided, Judgement, Review};
use super::event::{Audience, By, Content, Due, Pause};
use super::glass::Glass;
use super::line::LineState;
use super::report::{ReportState, Resolution};
use crate::advisory::{AdvisoryDraft, Severity};
use crate::attachment::Attachment;
use crate::cve::CveEntry;
use crate::embargo::Embargo;
use crate::mail::{Checks, Contact};
use crate::party::{Consent, Party};
use crate::sanction::Conduct;
use crate::triage::Reversed;
use crate::words::{AccountId, CaseId, Digest, PartyId};
use crate::world::World;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// How many events it has; what a writer must have seen.
    pub version: u64,
    /// When it was received.
    pub received_at: Timestamp,
    /// Through which door.
    pub door: String,
    /// The policy in force at receipt.
    pub received_under: Digest,
    /// The digest of what was received.
    pub received: Digest,
    /// The digest of the reporter's secret.
    pub secret: Digest,
    /// The group of reports that say almost the same, where it came into one.
    pub alike: Option<String>,
    /// The reporter's own words: title, body, version, claim, credit.
    pub report_text: Option<Content>,
    /// The rules for reporters that were accepted.
    pub accepted_rules: Option<AcceptedRules>,
    /// Where the report stands.
    pub report: ReportState,
    /// The latest judgement by the threat model.
    pub judgement: Option<Judgement>,
    /// Rules cited when validity was decided.
    pub decided_by_rules: Vec<String>,
    /// Why it was decided so, in words, and by whom.
    pub decided: Option<Decided>,
    /// What a changed policy says otherwise, until somebody has looked.
    pub review: Option<Review>,
    /// The policy, by digest and version, that was last compared with the judgement.
    pub reviewed: Option<(Digest, String)>,
    /// That the decision is no longer to be followed.
    pub reversed: Option<Reversed>,
    /// Who handles it.
    pub handler: Option<AccountId>,
    /// Who handled it and works here no more, until somebody takes it over.
    pub handler_left: Option<AccountId>,
    /// How bad it is.
    pub severity: Option<Severity>,
    /// The worst that it was ever rated, by a word or by a vector.
    pub gravest: Option<Severity>,
    /// By which vector.
    pub vector: Option<String>,
    /// Why it is rated as it is, in words, where something was said.
    pub severity_because: Option<String>,
    /// The embargo.
    pub embargo: Embargo,
    /// How the reporter is reached by mail.
    pub contact: Contact,
    /// What the reporter agreed to.
    pub consent: Consent,
    /// Others who take part.
    pub parties: BTreeMap<PartyId, Party>,
    /// What is so in the world.
    pub world: World,
    /// The case to which this report was joined as a duplicate.
    pub joined: Option<Joined>,
    /// Cases that a part of this one became, and the case that this one is a part of.
    pub split: Split,
    /// Earlier episodes of a report that was closed and opened again.
    pub episodes: Vec<Episode>,
    /// Whether it was received elsewhere and brought here.
    pub is_imported: bool,
    /// How its reporter behaves: sanctions, and what follows from them here.
    pub conduct: Conduct,
    /// Who has no part in it.
    pub recused: BTreeSet<AccountId>,
    /// Who was let in again: no rule keeps them out anew.
    pub readmitted: BTreeSet<AccountId>,
    /// Who asks to read it without a part in it, and who may.
    pub glass: Glass,
    /// Steps of timers that went off, by timer, step and due instant.
    pub fired: BTreeSet<(String, String, Timestamp)>,
    /// Release lines by id.
    pub lines: BTreeMap<String, LineState>,
    /// CVE ids, and requests for them, by their number in the case.
    pub cves: BTreeMap<u32, CveEntry>,
    /// Clocks by id.
    pub clocks: BTreeMap<String, ClockState>,
    /// Messages in order.
    pub messages: Vec<Message>,
    /// Files in order.
    pub attachments: Vec<Attachment>,
    /// The advisory's text.
    pub draft: Option<AdvisoryDraft>,
    /// Who wrote it last.
    pub draft_by: Option<AccountId>,
    /// What approval was asked for.
    pub asked: Option<Digest>,
    /// Who asked for it.
    pub asked_by: Option<AccountId>,
    /// Who approved what.
    pub approvals: Vec<Approval>,
    /// As what it was published.
    pub published: Option<PublishedAs>,
    /// Whether its text, severity or lines were changed after it was published.
    pub rewritten: bool,
    /// How it ended.
    pub resolution: Option<Resolution>,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// When this episode began: on receipt, or when it was opened again.
    pub began_at: Timestamp,
    /// Until when it is put off.
    pub deferred_until: Option<Timestamp>,
    /// Whether the reporter was asked to try the fix, and what came of it.
    pub retest: Option<Retest>,
    /// The last event's instant.
    pub changed_at: Timestamp,
}

/// Rules for reporters that were accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedRules {
    /// By id.
    pub rules: Vec<String>,
    /// The policy that has them.
    pub policy: Digest,
    /// When.
    pub at: Timestamp,
}

/// This report is the same as that one; its reporter takes part there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The other case.
    pub of: CaseId,
    /// As whom.
    pub party: PartyId,
    /// Since when.
    pub at: Timestamp,
}

/// How cases come apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split {
    /// Cases that a part of this one became.
    pub off: Vec<CaseId>,
    /// The case that this one is a part of.
    pub from: Option<CaseId>,
}

/// One earlier life of a report, as it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// When it began.
    pub began_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// How.
    pub resolution: Option<Resolution>,
    /// Its clocks, as they stood.
    pub clocks: BTreeMap<String, ClockState>,
}

/// The reporter tries the fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retest {
    /// Asked at.
    pub asked_at: Timestamp,
    /// What came of it, once there is an answer.
    pub passed: Option<bool>,
}

/// One clock of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockState {
    /// When, and what meets it.
    pub due: Due,
    /// Met at.
    pub met_at: Option<Timestamp>,
    /// Why it stands still, while it does.
    pub paused: Option<Pause>,
}

impl ClockState {
    /// Whether it runs: neither met nor standing still.
    pub fn runs(&self) -> bool {
        self.met_at.is_none() && self.paused.is_none()
    }

    /// Whether it was missed by now.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.paused.is_none() && self.met_at.unwrap_or(now) > self.due.at
    }
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The event that holds it.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// For whom.
    pub to: Audience,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// The text; `None` when erased.
    pub body: Option<String>,
    /// Whether it may have reached whom it was for, by the rule of then (I6).
    pub allowed: bool,
    /// What was checked of it, where it came by mail.
    pub mail: Option<Checks>,
}

/// An approval binds one candidate to the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub by: AccountId,
    /// Of what.
    pub candidate: Digest,
}

/// As what a case was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedAs {
    /// The advisory's id.
    pub id: String,
    /// Its number in the project's series.
    pub number: u32,
    /// Which edition is public.
    pub edition: u32,
    /// First published at.
    pub first_at: Timestamp,
    /// Latest edition at.
    pub at: Timestamp,
}

impl Case {
    /// The reporter's title, or what stands for it when it was erased.
    pub fn title(&self) -> &str {
        self.report_text.as_ref().map_or("(erased)", |text| text.get("title"))
    }

    /// Whether it was found to be a vulnerability of its own, and is open or put off.
    pub fn is_confirmed(&self) -> bool {
        use ReportState::{Accepted, Deferred, Valid};
        self.joined.is_none() && matches!(self.report, Valid | Accepted | Deferred)
    }

    /// Whether somebody who neither wrote the text nor asked for its approval approved exactly this.
    pub fn is_approved(&self, candidate: Digest) -> bool {
        let asked_by = self.asked_by.as_ref().filter(|_| self.asked == Some(candidate));
        self.approvals.iter().any(|approval| {
            let own = [self.draft_by.as_ref(), asked_by].contains(&Some(&approval.by));
            approval.candidate == candidate && !own
        })
    }

    /// Whether every affected line that is owed a fix has it, and any line is affected.
    pub fn fixes_ready(&self) -> bool {
        let mut affected = self.lines.values().filter(|line| line.is_affected());
        let any = affected.clone().next().is_some();
        any && !affected.any(LineState::lacks_fix)
    }
}
