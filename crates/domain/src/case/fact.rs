//! What can happen to a case: one flat list. A fact holds ids, moves and instants, never a text.

use super::decision::{AtReceipt, ReviewOutcome};
use super::event::{Audience, Content, Dues, News, Pause};
use super::line::{Affect, Proof};
use super::report::Resolution;
use crate::advisory::Severity;
use crate::cve::{CveCall, CveId, CveSource};
use crate::embargo::{EndReason, Terms};
use crate::intake::ImportSource;
use crate::party::{PartyKind, PartyRef};
use crate::sanction::SanctionTerms;
use crate::words::{AccountId, AttachmentId, CaseId, Digest, PartyId};
use crate::world::WorldKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "snake_case")]
#[expect(missing_docs, reason = "each variant says what happened; fields are named in its line")]
pub enum Fact {
    /// A report was received through a door, with the digest of what was received, the digest of
    /// the reporter's secret and the due instants of the clocks that start on receipt; and with the
    /// group of reports that say almost the same, where there was one.
    Submitted {
        door: String,
        received: Digest,
        secret: Digest,
        due: Dues,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alike: Option<String>,
    },
    /// These rules for reporters were accepted, as the event's policy has them.
    RulesAccepted { rules: Vec<String> },
    /// A message; one of a person to the reporter stops and restarts clocks.
    MessageSent { to: Audience, automatic: bool, due: Dues },
    /// The reporter was asked for something; clocks that stand still meanwhile, each with its reason.
    InfoAsked {
        due: Dues,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        paused: BTreeMap<String, Pause>,
    },
    /// The reporter supplied what was asked for, or wrote again.
    /// Clocks that stood still go on with these due instants.
    ReporterWrote {
        supplied: bool,
        #[serde(default, skip_serializing_if = "Dues::is_empty")]
        due: Dues,
    },
    /// The reporter said where to tell them that there is something to read, or took that back: what
    /// answers carry, by digest. The address is content.
    ContactGiven {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        thread: Option<Digest>,
        /// The cases whose sanctions run against whoever is reached there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        under: Vec<CaseId>,
    },
    /// Mail does not reach the reporter.
    Unreachable,
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
    /// Who handled the case works here no more, and nobody has taken it over yet.
    HandlerLeft { handler: AccountId },
    /// The severity was set, with its vector where there is one.
    SeveritySet { severity: Severity, vector: Option<String> },
    /// Whether a release line is affected was stated.
    LineAssessed { line: String, affect: Affect },
    /// A line is being tried.
    LineTesting { line: String },
    /// Somebody works on the fix of a line.
    FixStarted { line: String },
    /// The fix of a line is ready in this version, with what proves it.
    FixReady {
        line: String,
        version: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<Proof>,
        /// What a review binds: it outlives the words it was made of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fix: Option<Digest>,
    },
    /// No fix will be made on this line, for a reason in words.
    FixDeclined { line: String },
    /// A second person looked at exactly this fix.
    FixReviewed { line: String, fix: Digest, passed: bool },
    /// The fix of a line was released with the advisory.
    LineReleased { line: String, version: String },
    /// Embargo terms were proposed.
    EmbargoProposed { terms: Terms },
    /// Embargo terms were accepted by the last who had to; from now on they hold.
    EmbargoAccepted { terms: Digest },
    /// One side, or one person of several that are needed, agrees to these terms; not yet in force.
    EmbargoConsented { terms: Digest },
    /// One side does not want these terms.
    EmbargoRejected { terms: Digest },
    /// Who proposed these terms takes them back.
    EmbargoProposalWithdrawn { terms: Digest },
    /// Two reports became one case, and the earlier end holds for all.
    EmbargoMerged { terms: Terms },
    /// Somebody asks to end the embargo early.
    EmbargoEndProposed { reason: EndReason },
    /// The embargo ended early: by two people, or forced by a rule.
    EmbargoEnded { reason: EndReason, proposed_by: Option<AccountId> },
    /// The embargo ended at its instant, whenever that was noticed.
    EmbargoExpired { effective_at: Timestamp },
    /// Somebody was asked to take part, in a separate channel: the digest of the secret that opens
    /// it, or the case whose reporter it is. The name and the address are content.
    Invited {
        party: PartyId,
        role: PartyKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secret: Option<Digest>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<CaseId>,
    },
    /// A participant accepted the terms in force.
    TermsAccepted { party: PartyId, terms: Digest },
    /// A participant does not accept the terms.
    TermsDeclined { party: PartyId },
    /// A participant left.
    PartyLeft { party: PartyId },
    /// The team ended a participant's access.
    PartyRemoved { party: PartyId },
    /// A participant wrote in their own channel.
    PartyWrote { party: PartyId },
    /// Somebody says that this is so in the world, perhaps with the digest of what was captured.
    WorldAlleged {
        what: WorldKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        capture: Option<Digest>,
    },
    /// A first person of the team agrees that it is so, and perhaps says who broke the embargo by it.
    WorldAgreed {
        what: WorldKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        breach: Option<PartyRef>,
    },
    /// It is so, and will not be undone: who broke the embargo by it, and by when people decide
    /// whether it is kept in spite of attacks.
    WorldConfirmed {
        what: WorldKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        breach: Option<PartyRef>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decide_by: Option<Timestamp>,
    },
    /// It is not so.
    WorldDismissed { what: WorldKind },
    /// Somebody asks to keep the embargo for a while although attacks are known.
    AttackHoldAsked { until: Timestamp },
    /// A second person agreed: the embargo is kept until then.
    AttackHeld { until: Timestamp },
    /// Parts of this case go on in another one.
    SplitOff { case: CaseId },
    /// This case is a part of that one; the team wrote it, and the reporter there takes part here.
    SplitFrom { case: CaseId },
    /// The embargo of the whole holds for the part, and the reporter's consent to it too, if given.
    EmbargoInherited { terms: Terms, signed: bool },
    /// Not now: to be looked at again by then.
    Deferred { until: Timestamp },
    /// Taken up again.
    Resumed,
    /// The same as another report; this reporter takes part in that case.
    Duplicated { of: CaseId, party: PartyId },
    /// A closed report begins again, as another episode.
    Reopened { due: Dues },
    /// The reporter was asked to try the fix.
    RetestAsked,
    /// The reporter tried it.
    Retested { passed: bool },
    /// This person has no part in the case.
    Recused { account: AccountId },
    /// They may take part again.
    RecusalLifted { account: AccountId },
    /// Somebody without a part in it asked to read it; why is content.
    GlassAsked,
    /// A second person agreed: they may read it until then.
    GlassOpened { reader: AccountId, until: Timestamp },
    /// That was not agreed to, or is not wanted any more.
    GlassTakenBack,
    /// They may not read it any more.
    GlassEnded { reader: AccountId },
    /// A timer went off: a warning, an escalation or a step that follows by itself.
    TimerFired { timer: String, step: String, due_at: Timestamp },
    /// The advisory's text was written.
    AdvisoryWritten { draft: Digest },
    /// Approval of exactly this was asked for.
    ApprovalAsked { candidate: Digest },
    /// Exactly this was approved.
    AdvisoryApproved { candidate: Digest },
    /// The advisory became public.
    AdvisoryPublished { id: String, number: u32, edition: u32, candidate: Digest },
    /// A CVE id was asked for; who else assigns it, by name, and what it is for are content.
    CveRequested { entry: u32, from: CveSource },
    /// This id was assigned, to a request or without one.
    CveAssigned { entry: u32, id: CveId, from: CveSource },
    /// The record of an id was written; the digest of its container.
    CveDrafted { entry: u32, container: Digest },
    /// A second person approved exactly this record.
    CveApproved { entry: u32, container: Digest },
    /// The record was read back, and is what was approved.
    CvePublished { entry: u32, container: Digest },
    /// The record was read back and is what was approved, and its id is still listed as reserved.
    CveStuck { entry: u32, container: Digest },
    /// The record was read back, and is not what was approved but this, which is content.
    CveDiffers { entry: u32, container: Digest },
    /// The id was rejected, or the request came to nothing.
    CveRejected { entry: u32 },
    /// Something was noted about an id.
    CveNoted { entry: u32 },
    /// A client begins to call a CVE service.
    CveCallBegun { entry: u32, call: CveCall },
    /// The call did nothing for certain, or nobody knows what it did.
    CveCallEnded { entry: u32, refused: bool },
    /// The case was closed.
    Closed { resolution: Resolution },
    /// The reporter withdrew.
    Withdrawn,
    /// A file came with the report or the message of this event; its name, digest and key are content.
    Attached { attachment: AttachmentId, of: u64 },
    /// A file is held back by the team, or is so no more.
    AttachmentHeld { attachment: AttachmentId, held: bool },
    /// The report was received elsewhere and brought here; its id and address there are content.
    Imported {
        source: ImportSource,
        reported_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closed_at: Option<Timestamp>,
    },
    /// The content of an earlier event was erased.
    Redacted { event: u64 },
    /// The reporter was sanctioned; what the evidence shows and what they are told is content.
    Sanctioned { number: u32, terms: SanctionTerms },
    /// A sanction was ended by people before its time.
    SanctionLifted { number: u32 },
    /// A sanction ended at its instant, whenever that was noticed.
    SanctionLapsed { number: u32, effective_at: Timestamp },
    /// The reporter appeals.
    SanctionAppealed { number: u32 },
    /// An appeal was answered.
    AppealDecided { number: u32, upheld: bool },
    /// The report is from somebody whom sanctions of these cases run against.
    Barred { under: Vec<CaseId> },
    /// The sanction of that case should not have been, and counts no more here.
    BarLifted { under: CaseId },
    /// A person says that they have read the report.
    Seen,
}

impl Fact {
    /// The clocks that it sets going, if it is one that can.
    pub fn dues(&self) -> Option<&Dues> {
        match self {
            Fact::Submitted { due, .. }
            | Fact::MessageSent { due, .. }
            | Fact::InfoAsked { due, .. }
            | Fact::ReporterWrote { due, .. }
            | Fact::Reopened { due } => Some(due),
            _ => None,
        }
    }

    /// The kind, as written in the journal.
    pub fn kind(&self) -> String {
        let told = serde_json::to_value(self).unwrap_or_default();
        told["kind"].as_str().unwrap_or("unknown").to_owned()
    }

    /// With these texts.
    pub fn with(self, content: Content) -> News {
        News { fact: self, content }
    }
}
