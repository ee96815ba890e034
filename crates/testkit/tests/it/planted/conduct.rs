//! Plants about how people decide about reporters: b.2 and b.3.

use super::invariants::{Plant, Stage, by};
use app::Asked;
use domain::case::{EndReason, Fact, Resolution};
use domain::policy::Measure;
use domain::sanction::SanctionTerms;
use domain::words::{CaseId, Digest};
use jiff::ToSpan;

/// A ban on the evidence of this event, without a word of why.
fn sanctioned(asked: &Asked, event: u64) -> Fact {
    let appeal_until = asked.now.checked_add(24.hours()).expect("an instant");
    let terms = SanctionTerms {
        rule: "RR-2".into(),
        sanction: "RS-3".into(),
        measure: Measure::Ban,
        event,
        case: None,
        until: None,
        appeal_until,
    };
    Fact::Sanctioned { number: 1, terms }
}

/// These, after all others.
pub(super) fn every_plant() -> impl Iterator<Item = &'static Plant> {
    super::invariants::PLANTS.iter().chain(PLANTS)
}

/// What is written under the CVE id of the case.
pub(super) fn own_record(asked: &Asked) -> Digest {
    asked.case.cves[&1].draft.as_ref().expect("a draft").digest
}

const PLANTS: &[Plant] = &[
    by("lead", "b.2", Stage::Reported, |asked| vec![sanctioned(asked, 99)]),
    by("triager", "b.2", Stage::Confirmed, |asked| vec![sanctioned(asked, 1)]),
    by("lead", "b.2", Stage::Reported, |_| vec![Fact::SanctionLifted { number: 1 }]),
    by("lead", "b.2", Stage::Reported, |_| vec![Fact::SanctionAppealed { number: 1 }]),
    by("reviewer", "b.2", Stage::Reported, |_| {
        vec![Fact::AppealDecided { number: 1, upheld: true }]
    }),
    Plant {
        breaks: "b.2",
        stage: Stage::Reported,
        login: None,
        decide: |asked| vec![Fact::SanctionLapsed { number: 1, effective_at: asked.now }],
    },
    by("lead", "b.3", Stage::Reported, |_| {
        let (under, resolution) = (vec![CaseId::from_chance([9; 16])], Resolution::Spam);
        let ended = Fact::EmbargoEnded { reason: EndReason::NoValidReport, proposed_by: None };
        vec![
            Fact::Barred { under },
            Fact::Invalidated { rules: Vec::new() },
            Fact::Seen,
            ended,
            Fact::Closed { resolution },
        ]
    }),
];
