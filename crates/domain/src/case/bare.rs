//! A case of which nothing is known yet. Journals begin with it, and so does what people outside are
//! shown: a field that is new is empty for them until it is named as theirs.

use super::glass::Glass;
use super::report::ReportState;
use super::state::{Case, Split};
use crate::embargo::Embargo;
use crate::mail::Contact;
use crate::party::Consent;
use crate::sanction::Conduct;
use crate::words::{CaseId, Digest};
use crate::world::World;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

impl Case {
    /// That something was received at this instant under this policy, and no more.
    pub fn bare(id: &CaseId, at: Timestamp, under: Digest) -> Self {
        let nothing = Digest::of(b"");
        Self {
            id: id.clone(),
            version: 0,
            received_at: at,
            door: String::new(),
            received_under: under,
            received: nothing,
            secret: nothing,
            alike: None,
            report_text: None,
            accepted_rules: None,
            report: ReportState::Received,
            judgement: None,
            decided_by_rules: Vec::new(),
            decided: None,
            review: None,
            reviewed: None,
            reversed: None,
            handler: None,
            handler_left: None,
            severity: None,
            gravest: None,
            vector: None,
            severity_because: None,
            embargo: Embargo::default(),
            contact: Contact::default(),
            consent: Consent::default(),
            parties: BTreeMap::new(),
            world: World::default(),
            joined: None,
            split: Split::default(),
            episodes: Vec::new(),
            is_imported: false,
            conduct: Conduct::default(),
            recused: BTreeSet::new(),
            readmitted: BTreeSet::new(),
            glass: Glass::default(),
            fired: BTreeSet::new(),
            lines: BTreeMap::new(),
            cves: BTreeMap::new(),
            clocks: BTreeMap::new(),
            messages: Vec::new(),
            attachments: Vec::new(),
            draft: None,
            draft_by: None,
            asked: None,
            asked_by: None,
            approvals: Vec::new(),
            published: None,
            rewritten: false,
            resolution: None,
            closed_at: None,
            began_at: at,
            deferred_until: None,
            retest: None,
            changed_at: at,
        }
    }
}
