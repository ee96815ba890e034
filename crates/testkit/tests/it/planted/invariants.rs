//! Each invariant that a case can break is broken here: by a verb whose guard is missing, which
//! production has to stop, or by a fold that does what no event says.

use crate::told::{approved, confirmed, done, free, in_review, reported};
use app::{Asked, Decided, Error, Input, Verb, perform};
use domain::access::Action;
use domain::case::{
    Affect, Audience, By, Case, Dues, EndReason, Event, Fact, INVARIANTS, PublishedAs, ReportState,
    Resolution, Step, Terms, apply, fold_checked, violated_by, violations,
};
use domain::cve::{CveCall, CveEntry, CveId, CveSource, CveState, ReadBack};
use domain::party::{Consent, Party, PartyKind};
use domain::words::{AccountId, CaseId, Digest, PartyId};
use domain::world::{WorldFact, WorldKind, WorldState};
use jiff::ToSpan;
use serde_json::json;
use std::collections::BTreeSet;
use testkit::World;

/// How far the case is when the fault comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Reported,
    /// And a vendor was asked to take part, who has not signed anything.
    Invited,
    Confirmed,
    InReview,
    Approved,
    /// Approved, and its embargo is over.
    Free,
    /// Confirmed, and a CVE record of it is written.
    Recorded,
    /// And approved.
    RecordApproved,
    /// And the matter is public.
    RecordPublic,
}

impl Stage {
    async fn case(self, world: &World) -> CaseId {
        let (id, _) = match self {
            Stage::Reported | Stage::Invited => reported(world).await,
            Stage::Confirmed | Stage::Recorded | Stage::RecordApproved | Stage::RecordPublic => {
                confirmed(world).await
            }
            Stage::InReview => in_review(world).await,
            Stage::Approved | Stage::Free => approved(world).await,
        };
        if self == Stage::Invited {
            let vendor = json!({ "role": "vendor", "name": "Another vendor" });
            done(world, "lead", "participant invite", &id, vendor).await;
        }
        if self >= Stage::Recorded {
            recorded(world, &id, self).await;
        }
        if self == Stage::Free {
            free(world, &id).await;
        }
        id
    }
}

/// A CVE record of this case, as far as the stage has it.
async fn recorded(world: &World, id: &CaseId, stage: Stage) {
    let assigned = json!({ "id": "CVE-2026-40001", "from": "own" });
    done(world, "cna", "cve assign", id, assigned).await;
    let container = json!({
        "affected": [{}], "descriptions": [{ "lang": "en", "value": "It ends." }],
        "references": [{ "url": "https://acme.example/" }],
    });
    let draft = json!({ "entry": "1", "container": container });
    done(world, "cna", "cve draft", id, draft).await;
    if stage >= Stage::RecordApproved {
        let digest = world.case(id).await.cves[&1].draft.as_ref().expect("a draft").digest;
        let seen = json!({ "entry": "1", "digest": digest.to_string() });
        done(world, "reviewer", "cve approve", id, seen).await;
    }
    if stage == Stage::RecordPublic {
        let said = json!({ "what": "public", "source": "https://forum.example/1" });
        done(world, "lead", "world allege", id, said).await;
        for login in ["lead", "reviewer"] {
            done(world, login, "world confirm", id, json!({ "what": "public" })).await;
        }
    }
}

pub(super) type Decide = fn(&Asked) -> Vec<Fact>;

/// A verb without a guard.
pub(super) struct Plant {
    pub(super) breaks: &'static str,
    pub(super) stage: Stage,
    /// Who uses it; nobody means the system.
    pub(super) login: Option<&'static str>,
    pub(super) decide: Decide,
}

pub(super) const fn by(
    login: &'static str,
    breaks: &'static str,
    stage: Stage,
    decide: Decide,
) -> Plant {
    Plant { breaks, stage, login: Some(login), decide }
}

fn own_digest(asked: &Asked) -> Digest {
    domain::embargo::candidate(asked.case, asked.policy).map_or(Digest::of(b""), |it| it.digest())
}

fn publication(asked: &Asked) -> Fact {
    let candidate = own_digest(asked);
    let id = "ACME-2026-1".to_owned();
    Fact::AdvisoryPublished { id, number: 1, edition: 1, candidate }
}

fn terms(asked: &Asked) -> Terms {
    let terms = asked.case.embargo.terms.clone();
    terms.expect("the embargo of a reported case has terms")
}

fn a_party() -> PartyId {
    PartyId::from_chance([9; 16])
}

fn first_party(asked: &Asked) -> PartyId {
    asked.case.parties.keys().next().expect("somebody was invited").clone()
}

fn message_to(party: &PartyId) -> Fact {
    Fact::MessageSent { to: Audience::Party(party.clone()), automatic: false, due: Dues::new() }
}

fn alleged() -> Fact {
    Fact::WorldAlleged { what: WorldKind::Public, capture: None }
}

fn confirmed_public() -> Fact {
    Fact::WorldConfirmed { what: WorldKind::Public, breach: None, decide_by: None }
}

pub(super) const PLANTS: &[Plant] = &[
    by("lead", "I1", Stage::Reported, |asked| {
        let proposed_by = asked.by.account().cloned();
        vec![Fact::EmbargoEnded { reason: EndReason::Consensus, proposed_by }]
    }),
    by("lead", "I1", Stage::Reported, |asked| {
        let proposed_by = asked.by.account().cloned();
        let reason = EndReason::Consensus;
        vec![Fact::EmbargoEndProposed { reason }, Fact::EmbargoEnded { reason, proposed_by }]
    }),
    Plant {
        breaks: "I1",
        stage: Stage::Reported,
        login: None,
        decide: |asked| vec![Fact::EmbargoExpired { effective_at: terms(asked).ends_at }],
    },
    Plant {
        breaks: "I1",
        stage: Stage::Reported,
        login: None,
        decide: |asked| vec![Fact::EmbargoExpired { effective_at: asked.now }],
    },
    by("publisher", "I2", Stage::Approved, |asked| vec![publication(asked)]),
    Plant {
        breaks: "I4",
        stage: Stage::Free,
        login: None,
        decide: |asked| vec![publication(asked)],
    },
    by("lead", "I2", Stage::Reported, |_| vec![alleged(), confirmed_public()]),
    by("publisher", "I5", Stage::Approved, |asked| vec![publication(asked)]),
    by("lead", "I6", Stage::Invited, |asked| vec![message_to(&first_party(asked))]),
    by("lead", "I6", Stage::Reported, |_| vec![message_to(&a_party())]),
    by("lead", "I7", Stage::Reported, |_| {
        let resolution = Resolution::Spam;
        vec![Fact::Invalidated { rules: Vec::new() }, Fact::Closed { resolution }]
    }),
    by("fixer", "I8", Stage::Confirmed, |_| {
        vec![Fact::FixReady { line: "v2".into(), version: "2.9.8".into(), proof: None, fix: None }]
    }),
    by("fixer", "I9", Stage::InReview, |_| {
        vec![Fact::FixReady { line: "v2".into(), version: "2.9.9".into(), proof: None, fix: None }]
    }),
    by("publisher", "I10", Stage::InReview, |asked| {
        vec![Fact::AdvisoryApproved { candidate: own_digest(asked) }]
    }),
    by("reviewer", "I10", Stage::InReview, |_| {
        vec![Fact::AdvisoryApproved { candidate: Digest::of(b"something else") }]
    }),
    by("publisher", "I10", Stage::InReview, |asked| vec![publication(asked)]),
    by("lead", "I10", Stage::Reported, |_| vec![alleged(), confirmed_public()]),
    by("lead", "I10", Stage::Reported, |asked| vec![Fact::AttackHeld { until: asked.now }]),
    by("lead", "I10", Stage::Reported, |asked| {
        let reader = asked.by.account().expect("a person").clone();
        vec![Fact::GlassAsked, Fact::GlassOpened { reader, until: asked.now }]
    }),
    by("lead", "I16", Stage::Invited, |asked| {
        let (party, terms) = (first_party(asked), terms(asked).digest());
        vec![Fact::TermsAccepted { party, terms }]
    }),
    by("lead", "I16", Stage::Invited, |asked| vec![Fact::PartyLeft { party: first_party(asked) }]),
    by("lead", "I16", Stage::Reported, |_| {
        vec![Fact::EmbargoConsented { terms: Digest::of(b"what nobody proposed") }]
    }),
    by("lead", "I16", Stage::Reported, |asked| {
        let ends_at = terms(asked).ends_at.checked_add(1.hours()).expect("an instant");
        vec![Fact::EmbargoMerged { terms: Terms { ends_at, ..terms(asked) } }]
    }),
    by("lead", "I17", Stage::Approved, |_| {
        let what = WorldKind::Public;
        vec![alleged(), confirmed_public(), Fact::WorldDismissed { what }]
    }),
    by("lead", "I3", Stage::Approved, |_| {
        let what = WorldKind::Public;
        vec![alleged(), confirmed_public(), Fact::WorldDismissed { what }]
    }),
    by("lead", "I19", Stage::Reported, |asked| {
        let (party, channel) = (a_party(), Some(asked.case.id.clone()));
        let role = PartyKind::Reporter;
        let joined = Fact::Invited { party: party.clone(), role, secret: None, channel };
        vec![joined, message_to(&party)]
    }),
    by("lead", "I16", Stage::Reported, |_| {
        vec![Fact::EmbargoAccepted { terms: Digest::of(b"what nobody proposed") }]
    }),
    Plant {
        breaks: "I21",
        stage: Stage::Reported,
        login: None,
        decide: |_| vec![Fact::Invalidated { rules: Vec::new() }],
    },
    by("cna", "I18", Stage::RecordPublic, |_| {
        vec![Fact::CvePublished { entry: 1, container: Digest::of(b"another record") }]
    }),
    by("cna", "I18", Stage::RecordPublic, |asked| {
        // An update that nobody read back: the old record is not the new one.
        let (entry, new) = (1, Digest::of(b"a new record"));
        let old = Fact::CvePublished { entry, container: super::conduct::own_record(asked) };
        vec![
            old,
            Fact::CveDrafted { entry, container: new },
            Fact::CvePublished { entry, container: new },
        ]
    }),
    by("cna", "I18", Stage::Recorded, |asked| {
        vec![Fact::CveStuck { entry: 1, container: super::conduct::own_record(asked) }]
    }),
    by("cna", "I18", Stage::RecordPublic, |asked| {
        vec![Fact::CvePublished { entry: 7, container: super::conduct::own_record(asked) }]
    }),
    by("cna", "I5", Stage::RecordApproved, |asked| {
        vec![Fact::CvePublished { entry: 1, container: super::conduct::own_record(asked) }]
    }),
    by("cna", "W.P", Stage::RecordApproved, |_| {
        vec![Fact::CveCallBegun { entry: 1, call: CveCall::Publish }]
    }),
    by("cna", "I10", Stage::Recorded, |asked| {
        vec![Fact::CveApproved { entry: 1, container: super::conduct::own_record(asked) }]
    }),
    by("reviewer", "I10", Stage::Recorded, |_| {
        vec![Fact::CveApproved { entry: 1, container: Digest::of(b"something else") }]
    }),
    by("lead", "I22", Stage::Reported, |_| vec![Fact::Redacted { event: 99 }]),
    by("publisher", "c.2", Stage::Free, |asked| {
        let line = "v2".to_owned();
        let affect = Affect::Affected { introduced: "2.0.0".to_owned() };
        let lost = Fact::LineAssessed { line: "v1".to_owned(), affect: affect.clone() };
        vec![lost, Fact::LineAssessed { line, affect }, publication(asked)]
    }),
];

fn verb(decide: fn(&Asked, &Input) -> Result<Decided, domain::words::Refusal>) -> Verb {
    let says = "A verb whose guard is missing.";
    Verb { group: "case", name: "planted", action: Action::ReadCase, says, fields: &[], decide }
}

/// Use a verb without a guard on a case; the rule that stopped it.
async fn stopped(world: &World, id: &CaseId, plant: &Plant) -> Result<String, String> {
    // A verb's decision is a plain function: which plant it is goes through the thread.
    std::thread_local! {
        static DECIDE: std::cell::Cell<Decide> = const { std::cell::Cell::new(|_| Vec::new()) };
    }
    DECIDE.set(plant.decide);
    let verb = verb(|asked, _| {
        let facts = DECIDE.get()(asked);
        let news: Vec<domain::case::News> = facts.into_iter().map(Into::into).collect();
        Ok(news.into())
    });
    let actor = plant.login.map_or(domain::access::Actor::System, |login| world.actor(login));
    match perform(&world.ctx(&actor), id, &verb, &Input::default(), None).await {
        Err(Error::Refused(refusal)) => Ok(refusal.rule),
        other => Err(format!("{:?}", other.map(|case| case.version))),
    }
}

/// What the whole journal would say with these facts at its end.
async fn broken_by(world: &World, id: &CaseId, plant: &Plant) -> Vec<&'static str> {
    let mut events = world.events(id).await;
    let case = world.case(id).await;
    let person = plant.login.map(|login| world.people[login].account.clone());
    let by = person.map_or(By::System, By::Person);
    let asked = Asked {
        other: None,
        original: None,
        fresh: app::Fresh::default(),
        case: &case,
        policy: &world.app.policy,
        then: None,
        by: &by,
        now: world.now,
        next_number: 1,
    };
    for fact in (plant.decide)(&asked) {
        let last = events.last().expect("a case has events").clone();
        events.push(Event { seq: last.seq + 1, by: by.clone(), fact, content: None, ..last });
    }
    let (_, wrong) = fold_checked(id, &events).expect("the events make a case");
    wrong.into_iter().map(|violation| violation.invariant).collect()
}

#[tokio::test]
async fn a_verb_without_its_guard_is_stopped_and_nothing_is_written() {
    for (index, plant) in super::conduct::every_plant().enumerate() {
        let world = World::new(1).await;
        let id = plant.stage.case(&world).await;
        let wrong = broken_by(&world, &id, plant).await;
        assert!(
            wrong.contains(&plant.breaks),
            "plant {index}: {} is not in {wrong:?}",
            plant.breaks
        );
        let before = (world.links(&id).await, world.truth().job_counts().await);
        let rule = stopped(&world, &id, plant).await;
        assert_eq!(rule, Ok(format!("invariant {}", wrong[0])), "plant {index}");
        assert_eq!(before, (world.links(&id).await, world.truth().job_counts().await));
    }
}

/// A fold that goes wrong: which invariant it breaks, how the case was before, on which event, and
/// what the fold makes of it that no event says.
struct Tampered {
    breaks: &'static str,
    before: fn(&mut Case),
    fact: fn() -> Fact,
    after: fn(&mut Case),
}

const fn fold(breaks: &'static str, fact: fn() -> Fact, after: fn(&mut Case)) -> Tampered {
    Tampered { breaks, before: |_| {}, fact, after }
}

const TAMPERED: &[Tampered] = &[
    fold("I1", note, |case| case.embargo.state = domain::embargo::EmbargoState::None),
    Tampered {
        breaks: "I3",
        before: |case| case.world.attacks.state = WorldState::Confirmed,
        fact: note,
        after: |case| case.world.attacks = WorldFact::default(),
    },
    fold("I4", expiry, |case| {
        let at = case.changed_at;
        let id = "ACME-2026-1".to_owned();
        case.published = Some(PublishedAs { id, number: 1, edition: 1, first_at: at, at });
    }),
    fold("I8", note, |case| case.report = ReportState::Accepted),
    Tampered {
        breaks: "I11",
        before: |case| {
            case.recused.insert(somebody());
        },
        fact: note,
        after: |_| {},
    },
    fold("I14", note, |case| {
        for clock in case.clocks.values_mut() {
            clock.due.at = clock.due.at.checked_add(1.hours()).expect("an instant");
        }
    }),
    fold("I14", note, |case| case.clocks.clear()),
    fold("I15", review, |case| case.report = ReportState::Invalid),
    fold("I15", review, |case| case.severity = Some(domain::advisory::Severity::Low)),
    fold("I16", note, |case| case.embargo.terms = None),
    fold("I16", note, |case| case.consent.terms = Some(Digest::of(b"other terms"))),
    Tampered {
        breaks: "I17",
        before: |case| case.world.attacks.state = WorldState::Alleged,
        fact: note,
        after: |case| case.world.attacks = WorldFact::default(),
    },
    fold("I19", note, |case| {
        let (of, party, at) = (case.id.clone(), a_party(), case.changed_at);
        case.joined = Some(domain::case::Joined { of, party: party.clone(), at });
        let vendor = Party {
            kind: PartyKind::Vendor,
            consent: Consent::default(),
            invited_at: at,
            secret: None,
            channel: None,
            name: None,
            address: None,
            removed_at: None,
        };
        case.parties.insert(party, vendor);
    }),
    Tampered {
        breaks: "I20",
        before: |case| case.world.exploit.state = WorldState::Confirmed,
        fact: note,
        after: |case| case.world.attacks.state = WorldState::Confirmed,
    },
    fold("I20", note, |case| case.world.exploit.state = WorldState::Confirmed),
    fold("I18", note, |case| {
        case.cves.insert(1, published_record());
    }),
    Tampered {
        breaks: "I18",
        before: |case| {
            case.cves.insert(1, published_record());
        },
        fact: note,
        after: |case| {
            let entry = case.cves.get_mut(&1).expect("an id");
            entry.written = Some(Digest::of(b"a later record"));
        },
    },
    fold("r6", note, |case| case.report = ReportState::Accepted),
];

fn published_record() -> CveEntry {
    let (at, digest) = (jiff::Timestamp::UNIX_EPOCH, Digest::of(b"a record"));
    let read = ReadBack { digest, text: None, by: By::System, at };
    CveEntry {
        state: CveState::Published,
        from: CveSource::Own,
        whom: None,
        about: None,
        id: CveId::read("CVE-2026-40001"),
        began_at: at,
        assigned_at: Some(at),
        draft: None,
        written: Some(digest),
        read: Some(read),
        published_at: Some(at),
        because: None,
        call: None,
        notes: Vec::new(),
    }
}

fn somebody() -> AccountId {
    AccountId::from_chance([3; 16])
}

fn note() -> Fact {
    Fact::MessageSent { to: Audience::Team, automatic: false, due: Dues::new() }
}

fn expiry() -> Fact {
    Fact::EmbargoExpired { effective_at: jiff::Timestamp::UNIX_EPOCH }
}

fn review() -> Fact {
    Fact::ReviewOpened { verdict: String::new(), rules: Vec::new(), version: String::new() }
}

#[tokio::test]
async fn a_fold_that_does_what_no_event_says_is_found() {
    let world = World::new(1).await;
    let id = Stage::Reported.case(&world).await;
    let sound = world.case(&id).await;
    let last = world.events(&id).await.pop().expect("a case has events");
    for (index, planted) in TAMPERED.iter().enumerate() {
        let (fact, by) = ((planted.fact)(), By::Person(somebody()));
        let event = Event { seq: last.seq + 1, fact, by, ..last.clone() };
        let mut before = sound.clone();
        (planted.before)(&mut before);
        let mut after = before.clone();
        apply(&mut after, &event).expect("the event fits");
        (planted.after)(&mut after);
        let breaks = planted.breaks;
        let mut wrong = violated_by(&Step { before: &before, event: &event, after: &after });
        wrong.extend(violations(&after));
        let wrong: Vec<_> = wrong.into_iter().map(|violation| violation.invariant).collect();
        assert!(wrong.contains(&breaks), "{index}: {breaks} is not in {wrong:?}");
    }
}

/// Those that only a whole instance shows, broken in a file of their own.
const OF_AN_INSTANCE: &[&str] = &["I13"];

#[test]
fn every_invariant_that_is_checked_is_broken_here() {
    let planted = super::conduct::every_plant().map(|plant| plant.breaks);
    let planted = planted.chain(TAMPERED.iter().map(|row| row.breaks));
    let planted: BTreeSet<&str> = planted.chain(OF_AN_INSTANCE.iter().copied()).collect();
    let checked = INVARIANTS.iter().filter(|row| !row.checks.is_empty()).map(|row| row.id);
    let missing: Vec<_> = checked.filter(|id| !planted.contains(id)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "nothing shows that these would be noticed");
}
