//! One CVE id of a case, from the wish for it to its record, and what waits for somebody.

use super::{CveCall, CveId, CveSource, CveState};
use crate::case::{By, Case};
use crate::words::{AccountId, Digest};
use jiff::Timestamp;

/// The most CVE ids of one case, with those that were only asked for.
pub const CVES_MOST: usize = 50;

/// A record as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CveDraft {
    /// Of its container, without what a service adds.
    pub digest: Digest,
    /// The container; `None` when erased.
    pub text: Option<String>,
    /// Who wrote it.
    pub by: Option<AccountId>,
    /// Which second person approved exactly this.
    pub approved_by: Option<AccountId>,
}

/// A record as it was read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBack {
    /// Of its container, without what a service adds.
    pub digest: Digest,
    /// The container where it is not what was approved; `None` when erased.
    pub text: Option<String>,
    /// Who read it.
    pub by: By,
    /// When.
    pub at: Timestamp,
}

/// What somebody had to say about an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CveNote {
    /// Who.
    pub by: By,
    /// When.
    pub at: Timestamp,
    /// The words; `None` when erased.
    pub text: Option<String>,
}

/// One CVE id of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CveEntry {
    /// Where it stands.
    pub state: CveState,
    /// From whom it comes.
    pub from: CveSource,
    /// That by name, where another CNA assigns it; `None` when erased.
    pub whom: Option<String>,
    /// Which vulnerability of the case it is for, in words; `None` when erased.
    pub about: Option<String>,
    /// The id, once there is one.
    pub id: Option<CveId>,
    /// Since when it is wished for or known.
    pub began_at: Timestamp,
    /// Since when there is an id.
    pub assigned_at: Option<Timestamp>,
    /// The record that is to be published, or was published last.
    pub draft: Option<CveDraft>,
    /// The digest of the approved record that was last read back.
    pub written: Option<Digest>,
    /// What was last read back.
    pub read: Option<ReadBack>,
    /// Since when its record is public.
    pub published_at: Option<Timestamp>,
    /// Why it was rejected, in words; `None` when erased.
    pub because: Option<String>,
    /// The call of a service that is under way, or whose outcome is not known.
    pub call: Option<(CveCall, Timestamp)>,
    /// What people had to say about it.
    pub notes: Vec<CveNote>,
}

impl CveEntry {
    /// The record that the public one has to be: the approved draft; else what was written before.
    pub fn expected(&self) -> Option<Digest> {
        let approved = self.draft.as_ref().filter(|draft| draft.approved_by.is_some());
        approved.map(|draft| draft.digest).or(self.written)
    }

    /// Whether a record waits for a second person.
    pub fn waits_for_approval(&self) -> bool {
        let written = matches!(self.state, CveState::Drafted | CveState::Updating);
        written && self.draft.as_ref().is_some_and(|draft| draft.approved_by.is_none())
    }

    /// Whether a record waits for this person: not for who wrote it.
    pub fn waits_for(&self, me: Option<&AccountId>) -> bool {
        let author = self.draft.as_ref().and_then(|draft| draft.by.as_ref());
        self.waits_for_approval() && me.is_some() && me != author
    }

    /// How people call it.
    pub fn title(&self, number: u32) -> String {
        self.id.as_ref().map_or_else(|| format!("request {number}"), ToString::to_string)
    }

    /// What somebody has to do about it now, if anything.
    pub fn task(&self, case: &Case) -> Option<CveTask> {
        let public = case.world.public.is_so();
        match self.state {
            CveState::Differs => Some(CveTask::Differs),
            CveState::Degraded => Some(CveTask::Stuck),
            CveState::Uncertain => Some(CveTask::Look),
            _ if self.waits_for_approval() => Some(CveTask::Approve),
            CveState::Updating => Some(CveTask::Publish),
            CveState::Drafted if public => Some(CveTask::Publish),
            CveState::Reserved if public => Some(CveTask::Draft),
            _ => None,
        }
    }
}

/// Something that somebody has to do about a CVE id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CveTask {
    /// The public record is not what was approved: put right one of the two.
    Differs,
    /// The record is public and the id is still listed as reserved: tell the CVE Program.
    Stuck,
    /// Nobody knows what a call did: look.
    Look,
    /// A second person reads the record.
    Approve,
    /// Publish the record, and read it back.
    Publish,
    /// The matter is public, and there is no record yet.
    Draft,
}

/// The first id of these that was rejected in this case: no advisory can name it.
pub fn rejected<'a>(case: &Case, ids: &'a [String]) -> Option<&'a str> {
    let gone = |id: &str| {
        let mut entries = case.cves.values().filter(|entry| entry.state == CveState::Rejected);
        entries.any(|entry| entry.id.as_ref().is_some_and(|known| known.as_str() == id))
    };
    ids.iter().map(String::as_str).find(|id| gone(id))
}
