//! S16: a flood of templates in which one report is real. Nothing is lost, nothing is closed without a
//! person, and the real one stands on the first screen.

use crate::place::everywhere;
use crate::told::done;
use app::case::{CaseFilter, apply_bulk, list, plan_bulk, show, waiting_behind};
use app::ports::store::CaseRow;
use app::{Input, find_verb};
use domain::access::Actor;
use domain::case::Priority;
use domain::intake::Draft;
use domain::words::CaseId;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use testkit::{CountedStore, Watch, World, draft};

/// Six templates; each time another function and another line.
const TEMPLATES: [&str; 6] = [
    "During an automatic analysis of your sources I found a critical memory corruption in {}. The length \
     of the input is never checked before it is copied, so that a remote attacker may run code. Please \
     confirm within two days and tell me about the bounty.",
    "Hello team, I am an independent researcher and noticed that {} may be open to a race between two \
     threads which both release the same object. I believe that this is severe and deserves a reward. A \
     full write-up is available on request.",
    "Your project does not set the recommended security headers when {} answers. Click-jacking and \
     other attacks are therefore possible in every browser. This was found with a scanner and rated \
     high by it, see the attached table for details.",
    "As a language model I have looked at {} and conclude that the loop can be made to run for ever with \
     crafted numbers, so that the service no longer answers. The root cause is missing validation, the \
     fix is to validate. Impact: total outage of production.",
    "The mail domain of your project lacks a strict policy, hence anybody can send a message that claims \
     to come from {}. We regularly see criminals use this against customers of large companies, and we \
     offer to set up monitoring for a modest monthly fee.",
    "There is a hard coded password in {} which grants access to everything. Anyone who reads the sources \
     can log in as administrator and delete all data. I have not tried it on your servers because I am \
     an ethical hacker. Kindly award this finding.",
];

fn spam(template: usize, number: usize) -> Draft {
    let place = format!("function_{} at line {number}", ["alpha", "beta", "gamma"][number % 3]);
    Draft {
        body: TEMPLATES[template].replace("{}", &place),
        ..draft("Critical finding, please read")
    }
}

fn real() -> Draft {
    let body = "Send the request below twice over one connection to a server that was started with \
        keep-alive on. The second header has no colon; the parser then reads one byte behind its buffer and \
        the process ends with a segmentation fault. It needs no log-in, and 3.4.1 on Debian shows it every \
        time with the script at the end of this text.";
    Draft { body: body.to_owned(), ..draft("A second header without a colon ends the process") }
}

async fn file(world: &World, report: &Draft) -> CaseId {
    world.report(report).await.expect("a report is received").0
}

async fn rows(world: &World, filter: &[(&str, &str)], limit: u32) -> Vec<CaseRow> {
    let filter = filter.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let filter = CaseFilter::read(filter).expect("a filter");
    let ctx = world.ctx(&world.actor("triager"));
    list(&ctx, &filter, None, limit).await.expect("a page").rows
}

async fn behind(world: &World, rows: &[CaseRow]) -> BTreeMap<CaseId, (String, u64)> {
    waiting_behind(&world.ctx(&world.actor("triager")), rows).await.expect("how many wait")
}

async fn the_real_one_stands_out(mut world: World) {
    let mut groups: BTreeMap<usize, Vec<CaseId>> = BTreeMap::new();
    let mut found = None;
    for number in 0..100 {
        world.pass(jiff::SignedDuration::from_secs(1));
        // Three in five are of one template.
        let template = if number % 5 < 3 { 0 } else { 1 + number % 5 };
        groups.entry(template).or_default().push(file(&world, &spam(template, number)).await);
        if number == 60 {
            found = Some(file(&world, &real()).await);
        }
    }
    let found = found.expect("the real one was filed");

    let all = rows(&world, &[], 200).await;
    assert_eq!(all.len(), 101, "nothing is lost");
    let first: Vec<&CaseRow> = all.iter().filter(|row| row.priority != Priority::Alike).collect();
    let heads: Vec<CaseId> = groups.values().map(|group| group[0].clone()).collect();
    assert_eq!(first.len(), heads.len() + 1, "a row for each template, and the real one");
    assert!(first.iter().any(|row| row.id == found), "which is on the first screen");
    assert!(
        all[..first.len()].iter().all(|row| row.priority != Priority::Alike),
        "they come first"
    );
    let counts = behind(&world, &all).await;
    for group in groups.values() {
        assert_eq!(counts[&group[0]].1, group.len() as u64 - 1);
    }
    assert!(!counts.contains_key(&found));

    // One of them turns out to be more than it seems: it leaves the group as soon as it is looked at.
    let picked = &groups[&0][7];
    done(&world, "triager", "case severity", picked, json!({ "severity": "low" })).await;
    let all = rows(&world, &[], 200).await;
    let row = all.iter().find(|row| row.id == *picked).expect("it is listed");
    assert_eq!(row.priority, Priority::Other);
    let (group, waiting) = behind(&world, &all).await[&groups[&0][0]].clone();
    assert_eq!(waiting, groups[&0].len() as u64 - 2);

    // The rest is closed by a person, with one reason; and any of them can be opened again.
    let listed = rows(&world, &[("alike", &group)], 200).await;
    assert_eq!(listed.len() as u64, waiting);
    close_all(&world, listed.iter().map(|row| row.id.clone()).collect()).await;
    assert_eq!(rows(&world, &[("alike", &group)], 200).await, []);
    let again = json!({ "because": "It was right after all." });
    done(&world, "lead", "case reopen", &groups[&0][3], again).await;

    // The first of them is closed too: the next of its kind begins a group of its own.
    close_all(&world, BTreeSet::from([groups[&0][0].clone(), groups[&0][7].clone()])).await;
    close_all(&world, BTreeSet::from([groups[&0][3].clone()])).await;
    let late = file(&world, &spam(0, 500)).await;
    let row = rows(&world, &[], 200).await.into_iter().find(|row| row.id == late).expect("listed");
    assert_eq!(row.priority, Priority::Other);
    world.pass_days(60);
    world.drain().await.expect("jobs are done");
    Watch::default().everything(&world).await.expect("the journal holds");
}

/// What one decides about one report one can decide about two hundred.
async fn close_all(world: &World, ids: BTreeSet<CaseId>) {
    let ctx = world.ctx(&world.actor("lead"));
    let steps = [
        ("invalidate", json!({ "because": "It shows nothing." })),
        ("close", json!({ "resolution": "spam", "because": "Noise." })),
    ];
    for (name, given) in steps {
        let verb = find_verb("case", name).expect("a verb");
        let input = Input::read(verb, given).expect("input");
        let plan = plan_bulk(&ctx, &ids, verb, &input).await.expect("a plan");
        let chosen =
            plan.iter().map(|one| (one.id.clone(), *one.outcome.as_ref().expect("can be")));
        let moved = apply_bulk(&ctx, &chosen.collect::<Vec<_>>(), verb, &input, None).await;
        assert!(moved.expect("they are moved").iter().all(|one| one.outcome.is_ok()));
    }
}

#[tokio::test]
async fn a_flood_of_templates_is_a_few_rows_and_the_real_report_stands_beside_them() {
    println!("{}", everywhere(the_real_one_stands_out).await);
}

/// Whoever files a report learns nothing from how it is received: neither that another is like it, nor
/// which.
async fn nobody_outside_hears_of_it(mut world: World) {
    let store = Arc::new(CountedStore::new(Arc::clone(&world.app.store)));
    world.app = Arc::new(app::App { store: Arc::clone(&store) as _, ..(*world.app).clone() });
    let hidden = file(&world, &real()).await;
    let mut seen = Vec::new();
    for report in [spam(2, 1), real()] {
        store.take();
        let (id, secret) = world.report(&report).await.expect("a report is received");
        let asked: Vec<_> = store.take().iter().map(|question| question.name).collect();
        let them = world.ctx(&Actor::Anonymous).as_reporter(&secret).await.expect("the secret");
        let shown = show(&them, &id).await.expect("their own report");
        assert_eq!(shown.case.alike, None);
        let text = format!("{:?}", shown.case);
        assert!(!text.contains(hidden.as_str()));
        seen.push((asked, shown.case.version, shown.offers.len()));
    }
    assert_eq!(seen[0], seen[1], "the same questions, the same version, the same offers");
    let rows = rows(&world, &[], 50).await;
    let alike: Vec<_> = rows.iter().filter(|row| row.priority == Priority::Alike).collect();
    assert_eq!(alike.len(), 1, "and the team sees it");
}

#[tokio::test]
async fn whoever_files_a_report_does_not_hear_that_another_is_like_it() {
    println!("{}", everywhere(nobody_outside_hears_of_it).await);
}

/// Who has no part in a report does not hear of it by a number either.
async fn kept_out(world: World) {
    let first = file(&world, &spam(1, 1)).await;
    let second = file(&world, &spam(1, 2)).await;
    assert_eq!(behind(&world, &rows(&world, &[], 50).await).await[&first].1, 1);
    let out = json!({ "because": "They know each other." });
    done(&world, "triager", "case recuse", &second, out).await;
    assert!(behind(&world, &rows(&world, &[], 50).await).await.is_empty());
}

#[tokio::test]
async fn who_was_kept_out_of_a_report_does_not_hear_that_it_waits_behind_another() {
    println!("{}", everywhere(kept_out).await);
}

/// Mails about new reports, since so many there were.
fn mails(world: &World, since: usize) -> Vec<String> {
    let told = world.spool.told();
    let new = told[since..].iter().filter(|one| one.about == "New reports");
    new.map(|one| one.says.clone()).collect()
}

async fn one_mail_in_a_while(mut world: World) {
    for number in 0..40 {
        world.pass(jiff::SignedDuration::from_secs(1));
        file(&world, &spam(0, number)).await;
    }
    world.drain().await.expect("jobs run");
    assert_eq!(mails(&world, 0), Vec::<String>::new(), "not before the while is over");
    world.pass(jiff::SignedDuration::from_mins(15));
    world.restart();
    world.drain().await.expect("jobs run");
    let said = mails(&world, 0);
    let alike = "Of these, 39 say almost the same as another.";
    assert_eq!(said, [format!("40 new reports wait since 2026-03-02T09:00:00Z. {alike}")]);
    let told = world.spool.told().into_iter().find(|one| one.about == "New reports").expect("told");
    assert!(told.desk && told.case.is_none() && told.token.is_none(), "{told:?}");

    // What was looked at meanwhile is no news; nor is nothing.
    let before = world.spool.told().len();
    let id = file(&world, &real()).await;
    done(&world, "triager", "case ask", &id, json!({ "body": "Which version?" })).await;
    world.pass(jiff::SignedDuration::from_mins(15));
    world.drain().await.expect("jobs run");
    assert_eq!(mails(&world, before), Vec::<String>::new());
    file(&world, &draft("another one, of one header")).await;
    world.pass(jiff::SignedDuration::from_mins(15));
    world.drain().await.expect("jobs run");
    assert_eq!(mails(&world, before), ["1 new report waits since 2026-03-02T09:30:00Z."]);
    Watch::default().everything(&world).await.expect("everything holds");
}

#[tokio::test]
async fn s16_the_team_gets_one_mail_in_a_while_however_many_reports_come() {
    println!("{}", everywhere(one_mail_in_a_while).await);
}
