//! How people agree on an end: the shorter of two wishes, consent before content, reasons to move.

use crate::place::everywhere;
use crate::told::{count, done, refused, reported};
use app::case::show;
use domain::access::Actor;
use domain::case::Case;
use domain::embargo::{EmbargoState, NoticeOption, notice_options};
use domain::party::ConsentState;
use domain::words::{CaseId, Secret};
use jiff::Timestamp;
use serde_json::{Value, json};
use testkit::{World, draft};

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

async fn act(world: &World, actor: &Actor, verb: &str, id: &CaseId, given: Value) -> Case {
    let done = world.perform(actor, verb, id, given).await;
    done.unwrap_or_else(|error| panic!("{verb}: {error}"))
}

async fn rule_of(world: &World, actor: &Actor, verb: &str, id: &CaseId, given: Value) -> String {
    match world.perform(actor, verb, id, given).await {
        Err(app::Error::Refused(refusal)) => refusal.rule,
        Err(app::Error::NotAllowed(_)) => "not allowed".to_owned(),
        Err(app::Error::NotThere) => "not there".to_owned(),
        other => panic!("{verb} was not refused: {:?}", other.map(|case| case.version)),
    }
}

/// Somebody is invited; the page that the secret opens.
pub(super) async fn invited(world: &World, id: &CaseId, given: Value) -> Result<Secret, String> {
    let verb = app::find_verb("participant", "invite").expect("there is such a verb");
    let input = app::Input::read(verb, given).map_err(|wrong| wrong.join("; "))?;
    let ctx = world.ctx(&world.actor("lead"));
    let done = app::perform_fully(&ctx, id, verb, &input, None, None).await;
    let secret = done.map_err(|error| error.to_string())?.secret;
    secret.ok_or_else(|| "no secret was given".to_owned())
}

pub(super) async fn participant(world: &World, secret: &Secret) -> Actor {
    let anonymous = world.ctx(&Actor::Anonymous);
    anonymous.as_participant(secret).await.expect("the secret opens a page").actor
}

/// A report of 2026-11-23 whose reporter wishes for 30 days where the policy proposes 45.
async fn thirty_days(world: &mut World) -> (CaseId, Actor) {
    world.now = at("2026-11-23T09:00:00Z");
    let mut draft = draft("two headers end the process");
    draft.accept_terms = false;
    let (id, secret) = world.report(&draft).await.expect("a report is received");
    let case = world.case(&id).await;
    assert_eq!(case.embargo.state, EmbargoState::Proposed);
    assert_eq!(case.embargo.proposals[0].terms.ends_at, at("2027-01-07T09:00:00Z"));
    let anonymous = world.ctx(&Actor::Anonymous);
    let reporter = anonymous.as_reporter(&secret).await.expect("the secret").actor;
    let wish = json!({ "ends_at": "2026-12-23T09:00:00Z" });
    act(world, &reporter, "embargo propose", &id, wish).await;
    (id, reporter)
}

/// S08, first half: the shorter wish holds, the longer one is kept; an extension needs consent.
async fn shortest_wins(mut world: World) {
    let (id, reporter) = thirty_days(&mut world).await;
    let case = world.case(&id).await;
    let terms = case.embargo.terms.clone().expect("they agreed");
    assert_eq!(case.embargo.state, EmbargoState::Active);
    assert_eq!(terms.ends_at, at("2026-12-23T09:00:00Z"));
    assert_eq!(terms.shown(), "2026-12-23 09:00Z (10:00 Madrid)");
    let later: Vec<Timestamp> = case.embargo.later.iter().map(|terms| terms.ends_at).collect();
    assert_eq!(later, [at("2027-01-07T09:00:00Z")], "the longer wish is kept");
    assert!(case.consent.signed(terms.digest()), "stating an end is consent to it");

    let more = |why: &str| json!({ "ends_at": "2027-01-12T09:00:00Z", "because": why });
    assert_eq!(refused(&world, "lead", "embargo propose", &id, more(" ")).await, "e4 e5");
    done(&world, "lead", "embargo propose", &id, more("two lines are hard")).await;
    let case = world.case(&id).await;
    assert_eq!(case.embargo.state, EmbargoState::Revise);
    assert_eq!(case.embargo.terms.map(|terms| terms.ends_at), Some(at("2026-12-23T09:00:00Z")));
    act(&world, &reporter, "embargo reject", &id, json!({ "because": "30 days are enough" })).await;
    let case = world.case(&id).await;
    assert_eq!(case.embargo.state, EmbargoState::Active);
    assert_eq!(case.embargo.terms, Some(terms.clone()), "a refusal keeps what holds");
    assert!(case.consent.signed(terms.digest()));

    done(&world, "lead", "embargo propose", &id, more("the second line needs it")).await;
    act(&world, &reporter, "embargo accept", &id, json!({})).await;
    let case = world.case(&id).await;
    assert_eq!(case.embargo.terms.map(|terms| terms.ends_at), Some(at("2027-01-12T09:00:00Z")));
    assert_eq!(case.embargo.past, [terms], "what held before is kept");
    let beyond = json!({ "ends_at": "2027-02-22T09:00:00Z", "because": "longer" });
    assert_eq!(refused(&world, "lead", "embargo propose", &id, beyond).await, "embargo.cap_days");
}

#[tokio::test]
async fn the_shorter_of_two_wishes_holds_and_an_extension_needs_consent() {
    println!("{}", everywhere(shortest_wins).await);
}

/// S08, second half: a vendor gets terms first, and no content until it has signed them.
async fn terms_before_content(mut world: World) {
    let (id, _) = thirty_days(&mut world).await;
    world.now = at("2026-12-02T09:00:00Z");
    let options = notice_options(&world.case(&id).await, 7, world.now);
    let delay = NoticeOption::DelayNotice { until: at("2026-12-16T09:00:00Z"), days: 14 };
    assert_eq!(options[0], delay);
    assert_eq!(options[0].says(), "delay the notice by 14 d, until 2026-12-16T09:00:00Z");
    assert_eq!(notice_options(&world.case(&id).await, 21, world.now), [NoticeOption::TellNow]);

    let given =
        json!({ "role": "vendor", "name": "Example Linux", "address": "sec@linux.example" });
    let secret = invited(&world, &id, given).await.expect("a vendor is invited");
    let vendor = participant(&world, &secret).await;
    let case = world.case(&id).await;
    let (party, found) = case.parties.iter().next().expect("a participant");
    assert_eq!(found.consent.state, ConsentState::Invited);
    let words = json!({ "party": party, "body": "send two headers" });
    assert_eq!(refused(&world, "lead", "participant write", &id, words.clone()).await, "I6");
    let shown = show(&world.ctx(&vendor), &id).await.expect("their page");
    assert!(shown.messages.is_empty() && shown.events.is_empty() && shown.case.version == 0);
    assert_eq!(shown.case.title(), "(erased)", "no content before the terms");
    assert_eq!(shown.case.embargo.terms, case.embargo.terms, "the terms come first");

    act(&world, &vendor, "embargo accept", &id, json!({})).await;
    assert_eq!(rule_of(&world, &vendor, "embargo accept", &id, json!({})).await, "e2");
    done(&world, "lead", "participant write", &id, words).await;
    let shown = show(&world.ctx(&vendor), &id).await.expect("their page");
    let texts: Vec<_> = shown.messages.iter().filter_map(|one| one.body.as_deref()).collect();
    assert_eq!(texts, ["send two headers"]);
    act(&world, &vendor, "participant answer", &id, json!({ "body": "we build on Monday" })).await;
    for (verb, given) in [
        ("case note", json!({ "body": "x" })),
        ("case write", json!({ "body": "x" })),
        ("participant invite", json!({ "role": "vendor", "name": "Another" })),
        ("world confirm", json!({ "what": "public" })),
        ("case split", json!({ "title": "x", "body": "x" })),
    ] {
        assert_eq!(rule_of(&world, &vendor, verb, &id, given).await, "not allowed", "{verb}");
    }
    let (other, _) = reported(&world).await;
    let answer =
        rule_of(&world, &vendor, "participant answer", &other, json!({ "body": "x" })).await;
    assert_eq!(answer, "not there");
}

#[tokio::test]
async fn a_vendor_gets_terms_first_and_content_only_once_it_signed_them() {
    println!("{}", everywhere(terms_before_content).await);
}

/// New terms: who signed the old ones keeps what they read and gets nothing new until they sign.
async fn consent_lapses(mut world: World) {
    let (id, reporter) = thirty_days(&mut world).await;
    let given = json!({ "role": "coordinator", "name": "Example CERT" });
    let secret = invited(&world, &id, given).await.expect("invited");
    let cert = participant(&world, &secret).await;
    act(&world, &cert, "embargo accept", &id, json!({})).await;
    let party = world.case(&id).await.parties.keys().next().cloned().expect("a participant");
    let words = |body: &str| json!({ "party": party, "body": body });
    done(&world, "lead", "participant write", &id, words("first")).await;
    let sooner = json!({ "ends_at": "2026-12-21T09:00:00Z", "because": "the fix is early" });
    done(&world, "lead", "embargo propose", &id, sooner).await;
    act(&world, &reporter, "embargo accept", &id, json!({})).await;
    let case = world.case(&id).await;
    assert_eq!(case.parties[&party].consent.state, ConsentState::Lapsed);
    assert_eq!(case.consent.state, ConsentState::Signatory);
    assert_eq!(refused(&world, "lead", "participant write", &id, words("second")).await, "I6");
    let shown = show(&world.ctx(&cert), &id).await.expect("their page");
    assert_eq!(shown.messages.len(), 1, "what they have read they may read again");
    act(&world, &cert, "embargo accept", &id, json!({})).await;
    done(&world, "lead", "participant write", &id, words("second")).await;

    // A participant who agreed beforehand stays bound without a gap.
    let soon = json!({ "ends_at": "2026-12-20T09:00:00Z", "because": "earlier still" });
    done(&world, "lead", "embargo propose", &id, soon).await;
    let terms = world.case(&id).await.embargo.proposals[0].terms.digest();
    act(&world, &cert, "embargo accept", &id, json!({ "terms": terms })).await;
    act(&world, &reporter, "embargo accept", &id, json!({})).await;
    let case = world.case(&id).await;
    assert_eq!(case.parties[&party].consent.state, ConsentState::Signatory);
    act(&world, &cert, "participant leave", &id, json!({})).await;
    assert_eq!(refused(&world, "lead", "participant write", &id, words("third")).await, "I6");
    let gone = json!({ "party": party, "because": "they left" });
    done(&world, "lead", "participant remove", &id, gone).await;
    let anonymous = world.ctx(&Actor::Anonymous);
    assert!(anonymous.as_participant(&secret).await.is_err(), "the page is closed");
}

#[tokio::test]
async fn other_terms_let_a_consent_lapse_and_hold_new_content_back() {
    println!("{}", everywhere(consent_lapses).await);
}

/// An end that comes much sooner needs two people of the team, whoever asked for it (e4).
async fn much_sooner(mut world: World) {
    let (id, reporter) = thirty_days(&mut world).await;
    let sooner = json!({ "ends_at": "2026-12-10T09:00:00Z", "because": "I speak that day" });
    act(&world, &reporter, "embargo propose", &id, sooner).await;
    done(&world, "lead", "embargo accept", &id, json!({})).await;
    let case = world.case(&id).await;
    assert_eq!(case.embargo.state, EmbargoState::Revise, "one person is not enough");
    assert_eq!(refused(&world, "lead", "embargo accept", &id, json!({})).await, "I10");
    done(&world, "reviewer", "embargo accept", &id, json!({})).await;
    let case = world.case(&id).await;
    assert_eq!(case.embargo.terms.map(|terms| terms.ends_at), Some(at("2026-12-10T09:00:00Z")));
    assert_eq!(count(&world, &id, "embargo-consented").await, 1);
}

#[tokio::test]
async fn an_end_much_sooner_needs_a_second_person() {
    println!("{}", everywhere(much_sooner).await);
}

/// One report, two problems: the part inherits the embargo and the consent, and its end moves only
/// with the reporter, who stays in the page they have (e8).
async fn split(mut world: World) {
    let (id, reporter) = thirty_days(&mut world).await;
    let verb = app::find_verb("case", "split").expect("there is such a verb");
    let given = json!({ "title": "the second header", "body": "only this one leaks memory" });
    let input = app::Input::read(verb, given).expect("it reads");
    let ctx = world.ctx(&world.actor("lead"));
    let done_ = app::perform_fully(&ctx, &id, verb, &input, None, None).await.expect("split");
    let part = done_.opened.expect("another case");
    assert_eq!(world.case(&id).await.split.off, std::slice::from_ref(&part));
    let (whole, there) = (world.case(&id).await, world.case(&part).await);
    assert_eq!(there.embargo.terms, whole.embargo.terms);
    assert_eq!(there.split.from, Some(id.clone()));
    let party = there.parties.values().next().expect("the reporter takes part").clone();
    let terms = there.embargo.terms.clone().expect("inherited");
    assert!(party.consent.signed(terms.digest()), "the consent goes with it");

    let shown = show(&world.ctx(&reporter), &part).await.expect("their part");
    assert!(shown.case.report_text.is_none() && shown.events.is_empty(), "status, no words");
    let (other, _) = reported(&world).await;
    let elsewhere = show(&world.ctx(&reporter), &other).await.map(|shown| shown.phase);
    assert_eq!(elsewhere, Err(app::Error::NotThere));

    let later = json!({ "ends_at": "2027-01-12T09:00:00Z", "because": "the leak is hard" });
    done(&world, "lead", "embargo propose", &part, later).await;
    assert_eq!(refused(&world, "reviewer", "embargo accept", &part, json!({})).await, "e2");
    act(&world, &reporter, "embargo accept", &part, json!({})).await;
    let ends = |case: &Case| case.embargo.terms.as_ref().map(|terms| terms.ends_at);
    assert_eq!(ends(&world.case(&part).await), Some(at("2027-01-12T09:00:00Z")));
    assert_eq!(ends(&world.case(&id).await), Some(at("2026-12-23T09:00:00Z")), "the whole stays");
    let again = json!({ "title": "x", "body": "y" });
    assert_eq!(refused(&world, "lead", "case split", &part, again).await, "e8");
    let words = json!({ "body": "which header?" });
    assert_eq!(refused(&world, "lead", "case write", &part, words).await, "I19");

    // What ends here is this part's embargo and no other.
    let why = json!({ "reason": "consensus", "because": "it was known for years" });
    done(&world, "lead", "embargo end", &part, why).await;
    done(&world, "reviewer", "embargo confirm", &part, json!({})).await;
    assert_eq!(world.case(&part).await.embargo.state, EmbargoState::Exited);
    assert_eq!(world.case(&id).await.embargo.state, EmbargoState::Active);
}

#[tokio::test]
async fn a_part_inherits_the_embargo_and_the_consent() {
    println!("{}", everywhere(split).await);
}

/// What the team and the reporter discuss, a participant can neither take off the table nor see of
/// another participant.
async fn among_themselves(mut world: World) {
    let (id, reporter) = thirty_days(&mut world).await;
    let one = json!({ "role": "vendor", "name": "One", "address": "one@vendor.example" });
    let two = json!({ "role": "vendor", "name": "Two", "address": "two@vendor.example" });
    let one = participant(&world, &invited(&world, &id, one).await.expect("invited")).await;
    let two = participant(&world, &invited(&world, &id, two).await.expect("invited")).await;
    for vendor in [&one, &two] {
        act(&world, vendor, "embargo accept", &id, json!({})).await;
    }
    let more = json!({ "ends_at": "2027-01-12T09:00:00Z", "because": "two lines are hard" });
    done(&world, "lead", "embargo propose", &id, more).await;
    assert_eq!(rule_of(&world, &one, "embargo reject", &id, json!({})).await, "e3");
    let mine = json!({ "ends_at": "2027-01-02T09:00:00Z", "because": "our build days" });
    act(&world, &one, "embargo propose", &id, mine).await;
    let seen = |actor: Actor| {
        let ctx = world.ctx(&actor);
        let id = id.clone();
        async move {
            let shown = show(&ctx, &id).await.expect("their page");
            let text = format!("{:?}", shown.case);
            (shown.case.embargo.proposals.len(), shown.case.parties.len(), text)
        }
    };
    let (proposals, parties, _) = seen(one.clone()).await;
    assert_eq!((proposals, parties), (2, 1));
    let mine = world.case(&id).await.embargo.proposals.pop().expect("a wish").terms.digest();
    for (actor, verb) in [(&two, "embargo accept"), (&reporter, "embargo accept")] {
        let given = json!({ "terms": mine });
        assert_eq!(rule_of(&world, actor, verb, &id, given).await, "I16", "nobody saw it");
    }
    assert_eq!(
        refused(&world, "lead", "embargo accept", &id, json!({ "terms": mine })).await,
        "e2"
    );
    let (proposals, parties, text) = seen(two.clone()).await;
    assert_eq!((proposals, parties), (1, 1), "not the other vendor's wish, and not the other");
    assert!(!text.contains("One") && !text.contains("one@vendor.example"), "{text}");

    // Who leaves takes their wish along, and is bound by nothing new.
    act(&world, &one, "participant leave", &id, json!({})).await;
    let case = world.case(&id).await;
    assert_eq!(case.embargo.proposals.len(), 1);
    act(&world, &reporter, "embargo accept", &id, json!({})).await;
    let case = world.case(&id).await;
    let states: Vec<_> = case.parties.values().map(|party| party.consent.state).collect();
    assert!(states.contains(&ConsentState::Left) && states.contains(&ConsentState::Lapsed));
}

#[tokio::test]
async fn participants_neither_see_each_other_nor_decide_for_the_others() {
    println!("{}", everywhere(among_themselves).await);
}

/// Small steps towards an early end count as one big one.
async fn step_by_step(mut world: World) {
    let (id, reporter) = thirty_days(&mut world).await;
    let sooner = |day: u8| json!({ "ends_at": format!("2026-12-{day}T09:00:00Z"), "because": "x" });
    act(&world, &reporter, "embargo propose", &id, sooner(21)).await;
    done(&world, "lead", "embargo accept", &id, json!({})).await;
    assert_eq!(world.case(&id).await.embargo.state, EmbargoState::Active, "two days are few");
    act(&world, &reporter, "embargo propose", &id, sooner(19)).await;
    done(&world, "lead", "embargo accept", &id, json!({})).await;
    assert_eq!(world.case(&id).await.embargo.state, EmbargoState::Revise, "four days are not");
    done(&world, "reviewer", "embargo accept", &id, json!({})).await;
    assert_eq!(world.case(&id).await.embargo.state, EmbargoState::Active);
}

#[tokio::test]
async fn many_small_steps_need_a_second_person_too() {
    println!("{}", everywhere(step_by_step).await);
}

/// Whoever files the same report cannot end the embargo of others by wishing for ten minutes.
async fn sock_puppet(mut world: World) {
    let (id, _) = thirty_days(&mut world).await;
    let mut again = draft("the same headers");
    again.accept_terms = false;
    let (copy, secret) = world.report(&again).await.expect("a report is received");
    let anonymous = world.ctx(&Actor::Anonymous);
    let second = anonymous.as_reporter(&secret).await.expect("the secret").actor;
    let soon = json!({ "ends_at": "2026-11-23T09:10:00Z" });
    act(&world, &second, "embargo propose", &copy, soon).await;
    done(&world, "triager", "case duplicate", &copy, json!({ "of": id })).await;
    let case = world.case(&id).await;
    let ends_at = case.embargo.terms.map(|terms| terms.ends_at);
    assert_eq!(ends_at, Some(at("2026-12-23T09:00:00Z")), "what others agreed to still holds");
    assert_eq!(case.embargo.state, EmbargoState::Revise, "it is a wish, on the table");
}

#[tokio::test]
async fn joining_a_report_does_not_end_the_embargo_of_others() {
    println!("{}", everywhere(sock_puppet).await);
}
