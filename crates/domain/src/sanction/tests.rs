//! Who may sanction whom, and what becomes of it.

use super::*;
use crate::case::{
    By, Case, Content, Dues, Event, Fact, News, Resolution, Step, apply, fold, fold_checked,
    violated_by,
};
use crate::policy::{Measure, Policy};
use crate::words::{AccountId, CaseId, Digest};
use jiff::{Timestamp, ToSpan};

const RULES: &str = r#"
reporter_rule = [
  { id = "A", says = "Damage nothing.", severity = ["S-1", "S-2"] },
  { id = "B", says = "Be kind.", severity = ["S-1"] },
  { id = "C", says = "Later.", since = 2026-12-01 },
  { id = "S-1", kind = "sanction", says = "The report is refused." },
  { id = "S-2", kind = "sanction", measure = "ban", says = "For a time you take no part." },
]
"#;

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn policy() -> Policy {
    crate::policy::tests::program_with(RULES)
}

fn who(byte: u8) -> By {
    By::Person(AccountId::from_chance([byte; 16]))
}

fn event(seq: u64, by: &By, News { fact, content }: News) -> Event {
    let policy = Digest::of(b"p");
    Event { schema: 1, seq, at: now(), by: by.clone(), policy, fact, content: Some(content) }
}

fn events() -> Vec<Event> {
    let (received, secret) = (Digest::of(b"r"), Digest::of(b"s"));
    let fact =
        Fact::Submitted { door: "form".into(), received, secret, due: Dues::new(), alike: None };
    let asked = Fact::InfoAsked { due: Dues::new(), paused: Default::default() };
    vec![
        event(1, &By::Reporter, fact.with(Content::one("title", "a title"))),
        event(2, &who(1), asked.with(Content::one("body", "which version?"))),
    ]
}

fn case() -> Case {
    fold(&CaseId::from_chance([7; 16]), &events()).unwrap()
}

fn then(case: &Case, by: &By, news: News) -> Case {
    let mut after = case.clone();
    let event = event(case.version + 1, by, news);
    apply(&mut after, &event).unwrap();
    let found = violated_by(&Step { before: case, event: &event, after: &after });
    assert_eq!(found, [], "{:?}", event.fact);
    after
}

fn ban() -> Imposed<'static> {
    Imposed {
        rule: "A",
        sanction: "S-2",
        event: "1",
        of: None,
        until: Some(now() + 72.hours()),
        for_good: false,
        because: "the server stood still",
        notice: "You may take no part for three days.",
    }
}

fn banned() -> Case {
    let news = impose(&case(), &policy(), &who(2), &ban(), now()).unwrap();
    then(&case(), &who(2), news)
}

fn refusal(what: &Imposed<'_>) -> String {
    impose(&case(), &policy(), &who(2), what, now()).unwrap_err().says
}

#[test]
fn a_sanction_has_a_rule_that_leads_to_it_evidence_words_and_an_end() {
    assert!(refusal(&Imposed { rule: "Z", ..ban() }).contains("no such rule for reporters"));
    assert!(refusal(&Imposed { rule: "C", ..ban() }).contains("held on the day of the report"));
    assert!(refusal(&Imposed { sanction: "A", ..ban() }).contains("no such sanction"));
    let says = refusal(&Imposed { rule: "B", ..ban() });
    assert_eq!(says, "B leads to S-1, by the policy, and not to S-2");
    assert!(refusal(&Imposed { event: "3", ..ban() }).contains("events 1 to 2"));
    assert!(refusal(&Imposed { event: "x", ..ban() }).contains("events 1 to 2"));
    assert!(refusal(&Imposed { until: None, ..ban() }).contains("for good"));
    assert!(refusal(&Imposed { for_good: true, ..ban() }).contains("not both"));
    assert!(refusal(&Imposed { until: Some(now()), ..ban() }).contains("to come"));
    assert!(refusal(&Imposed { sanction: "S-1", ..ban() }).contains("only a ban lasts"));
    assert!(refusal(&Imposed { because: " ", ..ban() }).contains("not stored without"));
    assert!(refusal(&Imposed { notice: "", ..ban() }).contains("not stored without"));
    let one = &banned().conduct.sanctions[0];
    assert_eq!((one.number, one.terms.measure), (1, Measure::Ban));
    assert_eq!(one.terms.appeal_until, now() + (14 * 24).hours());
}

#[test]
fn who_looked_into_the_report_does_not_decide_about_its_reporter() {
    let by_triager = impose(&case(), &policy(), &who(1), &ban(), now()).unwrap_err();
    assert_eq!(by_triager.rule, "b.2");
    for nobody in [By::System, By::Reporter] {
        impose(&case(), &policy(), &nobody, &ban(), now()).unwrap_err();
    }
    let other = Imposed { of: Some(&case()), ..ban() };
    let fresh = fold(&CaseId::from_chance([8; 16]), &events()[..1]).unwrap();
    let says = impose(&fresh, &policy(), &who(1), &other, now()).unwrap_err().says;
    assert!(says.contains("report of the evidence"), "{says}");
}

#[test]
fn whoever_cannot_be_told_is_not_sanctioned() {
    let mut imported = case();
    imported.is_imported = true;
    let says = impose(&imported, &policy(), &who(2), &ban(), now()).unwrap_err().says;
    assert!(says.contains("nobody could be told"), "{says}");
}

#[test]
fn a_ban_is_over_at_its_instant_and_recorded_when_that_is_noticed() {
    let case = banned();
    let one = &case.conduct.sanctions[0];
    let end = one.terms.until.unwrap();
    assert!(one.bars(now()) && one.bars(end - 1.second()) && !one.bars(end));
    assert_eq!(lapse(&case, "sanction:1", end - 1.second()), None);
    assert_eq!(lapse(&case, "sanction:2", end), None);
    let news = crate::case::fire(&case, &policy(), end + 90.minutes());
    let facts: Vec<&Fact> = news.iter().map(|news| &news.fact).collect();
    let lapsed = Fact::SanctionLapsed { number: 1, effective_at: end };
    assert!(facts.contains(&&lapsed), "{facts:?}");
    let mut over = case.clone();
    for one in news {
        let mut event = event(over.version + 1, &By::System, one);
        event.at = end + 90.minutes();
        apply(&mut over, &event).unwrap();
    }
    assert_eq!(over.conduct.sanctions[0].state, SanctionState::Lapsed);
    assert!(crate::case::fire(&over, &policy(), end + 200.hours()).is_empty(), "once");
}

#[test]
fn one_appeal_in_time_is_answered_by_somebody_else() {
    let case = banned();
    let limit = case.conduct.sanctions[0].terms.appeal_until;
    let late = appeal(&case, "", "It was not me.", limit + 1.second()).unwrap_err();
    assert_eq!(late.rule, "handling.appeal_days");
    let asked = then(&case, &By::Reporter, appeal(&case, "", "It was not me.", limit).unwrap());
    appeal(&asked, "1", "Again.", now()).unwrap_err();
    decide_appeal(&asked, &who(2), "", true, "No.").unwrap_err();
    decide_appeal(&asked, &who(3), "", true, " ").unwrap_err();
    let stands = decide_appeal(&asked, &who(3), "", true, "It was you.").unwrap();
    let stands = then(&asked, &who(3), stands);
    assert!(stands.conduct.sanctions[0].bars(now()));
    decide_appeal(&stands, &who(3), "", false, "Or not.").unwrap_err();
    let overturned = decide_appeal(&asked, &who(3), "", false, "It was not.").unwrap();
    let overturned = then(&asked, &who(3), overturned);
    assert!(!overturned.conduct.sanctions[0].bars(now()));
    lift(&overturned, "1", "too late").unwrap_err();
}

#[test]
fn it_is_lifted_once_with_a_reason() {
    let case = banned();
    lift(&case, "1", "").unwrap_err();
    lift(&case, "2", "mercy").unwrap_err();
    let lifted = then(&case, &who(2), lift(&case, "", "mercy").unwrap());
    assert!(!lifted.conduct.sanctions[0].bars(now()));
    appeal(&lifted, "1", "still", now()).unwrap_err();
    impose(&lifted, &policy(), &who(2), &ban(), now()).unwrap();
    impose(&case, &policy(), &who(2), &ban(), now()).unwrap_err();
}

#[test]
fn two_people_read_before_it_is_closed() {
    let origin = CaseId::from_chance([9; 16]);
    let marked = then(&case(), &By::System, Fact::Barred { under: vec![origin.clone()] }.into());
    assert!(marked.conduct.is_unpaid() && !case().conduct.is_unpaid());
    seen(&case(), &who(1)).unwrap_err();
    let because = Content::one("because", "nothing in it");
    let refused = Fact::Invalidated { rules: Vec::new() }.with(because);
    let mut at = then(&marked, &who(1), refused);
    for reader in [1, 2] {
        let closing = crate::triage::close(&at, None, Resolution::Spam, "no report").unwrap_err();
        assert_eq!(closing.rule, "b.3");
        at = then(&at, &who(reader), seen(&at, &who(reader)).unwrap());
        seen(&at, &who(reader)).unwrap_err();
    }
    crate::triage::close(&at, None, Resolution::Spam, "no report").unwrap();
    let cleared = then(&marked, &By::System, Fact::BarLifted { under: origin }.into());
    assert_eq!((cleared.conduct.readers_missing(), cleared.conduct.is_unpaid()), (0, false));
}

#[test]
fn an_unanswered_question_does_not_close_what_two_people_have_not_read() {
    let fresh = fold(&CaseId::from_chance([7; 16]), &events()[..1]).unwrap();
    let asked = crate::intake::ask(&fresh, &policy(), "Which version?", now()).unwrap();
    let asked = then(&fresh, &who(1), asked);
    let closes = |case: &Case| {
        let news = crate::case::fire(case, &policy(), now() + (24 * 60).hours());
        assert!(!news.is_empty());
        news.iter().any(|news| matches!(news.fact, Fact::Closed { .. }))
    };
    assert!(closes(&asked));
    let mut marked = asked;
    marked.conduct.barred.insert(CaseId::from_chance([9; 16]));
    assert!(!closes(&marked));
}

#[test]
fn a_journal_that_breaks_a_rule_is_found() {
    let id = CaseId::from_chance([7; 16]);
    let mut all = events();
    let news = impose(&case(), &policy(), &who(2), &ban(), now()).unwrap();
    all.push(event(3, &who(1), news));
    let (_, wrong) = fold_checked(&id, &all).unwrap();
    assert!(wrong.iter().any(|one| one.invariant == "b.2"), "{wrong:?}");
}
