//! What is asked of an instance through the use cases, and how long each answer takes.

use crate::engine::Place;
use crate::fill::Filled;
use crate::words::{APART, word};
use app::advisory::{public_advisory_number, public_page};
use app::case::{CaseFilter, Period, agenda, list, metrics, queue, show, show_with_moves};
use app::{App, Ctx, Input, find_verb, perform};
use domain::access::Actor;
use domain::words::{CaseId, Secret};
use jiff::SignedDuration;
use serde_json::json;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};
use testkit::{QuickCredentials, SeededChance};

/// A question is asked for so long, and so often at least.
const LONG: Duration = Duration::from_millis(1500);
const OFTEN: usize = 15;

/// How long the answers to one question took.
pub(crate) struct Taken {
    pub(crate) question: String,
    pub(crate) median: Duration,
    pub(crate) p90: Duration,
}

/// Ask this again and again; the argument counts up.
pub(crate) async fn timed<F: Future<Output = ()>>(
    question: &str,
    mut ask: impl FnMut(usize) -> F,
) -> Taken {
    for number in 0..3 {
        ask(number).await;
    }
    let (begin, mut all) = (Instant::now(), Vec::new());
    while all.len() < OFTEN || begin.elapsed() < LONG {
        let one = Instant::now();
        ask(all.len()).await;
        all.push(one.elapsed());
    }
    all.sort();
    let at = |percent: usize| all[(all.len() - 1) * percent / 100];
    Taken { question: question.to_owned(), median: at(50), p90: at(90) }
}

/// A process on this instance.
pub(crate) async fn app(place: &Place) -> (Arc<App>, store::Database) {
    let database = store::open(&place.url).await.unwrap();
    let policy = Arc::new(testkit::policy());
    let public = outside::PublicFolder::new("unused".into(), Arc::clone(&policy), String::new());
    let spool = outside::SpoolFolder::new("unused".into(), Arc::clone(&policy), String::new());
    let receipts = outside::ReceiptKeyFile::new(place.folder.join("receipts.key"), "bench".into());
    let app = App {
        store: Arc::new(testkit::sealed(&database, Arc::new(SeededChance::new(2))).await),
        policy,
        shelf: Default::default(),
        chance: Arc::new(outside::SystemChance),
        credentials: Arc::new(QuickCredentials),
        passkeys: Arc::new(app::ports::passkeys::NoPasskeys),
        sign_on: None,
        public_files: Arc::new(public),
        receipts: Arc::new(receipts),
        spool: Arc::new(spool),
        objects: Arc::new(outside::ObjectFolder::new(place.folder.join("objects"))),
        post: Arc::new(testkit::QuickPost),
        clock: Default::default(),
    };
    (Arc::new(app), database)
}

/// Lists as people keep them.
pub(crate) const FILTERS: [(&str, &[(&str, &str)]); 8] = [
    ("queue: of nobody", &[("handler", "nobody")]),
    ("queue: my own", &[("handler", "me")]),
    ("queue: one phase", &[("phase", "triage")]),
    ("queue: one severity", &[("severity", "critical")]),
    ("queue: first due first", &[("sort", "due")]),
    ("queue: due in 7 days", &[("due_before", "7d")]),
    ("queue: embargo ends in 7 days", &[("embargo_before", "7d")]),
    ("queue: three at once", &[("handler", "nobody"), ("severity", "high"), ("sort", "received")]),
];

/// Searches by name: what is typed. In an instance of any size there are about fifty cases with a
/// certain word, a page of them; one of the rarest words has one case in a small instance.
pub(crate) fn searches(cases: u64) -> [(&'static str, String); 6] {
    [
        ("a word of 50 cases", word(180 * cases / 10_000)),
        ("a rare word", word(30_000)),
        ("a word of one case in 200", word(180)),
        ("a common word", word(0)),
        ("two common words", format!("{} {}", word(0), word(1))),
        ("two common words, never together", APART.join(" ")),
    ]
}

/// Ask everything.
pub(crate) async fn ask(place: &Place, filled: &Filled) -> Vec<Taken> {
    let (app, database) = app(place).await;
    let now = outside::now();
    let lead = app.store.account_of_login("lead").await.unwrap().unwrap();
    let lead = Actor::Person { account: lead.id, roles: lead.roles, scope: Default::default() };
    // Each time another request: one that asks twice is in the read log once.
    let staff = || Ctx::new(&app, lead.clone(), now);
    let nobody = Ctx::new(&app, Actor::Anonymous, now);
    let sample = |number: usize| &filled.samples[number % filled.samples.len()];
    let case = |number: usize| CaseId::read(&sample(number).0).unwrap();
    let mut all = Vec::new();
    all.push(
        timed("open a case by its id", |number| {
            let (staff, id) = (&staff, case(number));
            async move { drop(show(&staff(), &id).await.unwrap()) }
        })
        .await,
    );
    all.push(
        timed("open a case with its moves", |number| {
            let (staff, id) = (&staff, case(number));
            async move { drop(show_with_moves(&staff(), &id).await.unwrap()) }
        })
        .await,
    );
    all.push(
        timed("open a case by its secret", |number| {
            let (nobody, secret) = (&nobody, Secret::read(&sample(number).1));
            async move {
                let reporter = nobody.as_reporter(&secret).await.unwrap();
                let Actor::Reporter(id) = reporter.actor.clone() else { unreachable!() };
                drop(show(&reporter, &id).await.unwrap());
            }
        })
        .await,
    );
    for (name, closed) in [("queue, first page", false), ("queue, first page of closed", true)] {
        let page = timed(name, |_| async {
            assert_eq!(queue(&staff(), closed, "", None, 50).await.unwrap().rows.len(), 50);
        });
        all.push(page.await);
    }
    for (name, asks) in FILTERS {
        let asks = asks.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let (staff, filter) = (&staff, &CaseFilter::read(asks).unwrap());
        let page = timed(name, |_| async move {
            drop(list(&staff(), filter, None, 50).await.unwrap());
        });
        all.push(page.await);
    }
    for (name, words) in searches(filled.cases) {
        let (staff, words) = (&staff, words.as_str());
        let name = format!("search: {name}");
        let found = timed(&name, |_| async move {
            drop(queue(&staff(), false, words, None, 50).await.unwrap());
        });
        all.push(found.await);
    }
    let (from, before) =
        (now - SignedDuration::from_hours(24), now + SignedDuration::from_hours(24 * 30));
    let dates = timed("calendar of a month", |_| async {
        drop(agenda(&staff(), from, before, true).await.unwrap());
    });
    all.push(dates.await);
    let period = Period::of(None, None, now);
    let summed = timed("metrics of a year (a report)", |_| async {
        drop(metrics(&staff(), period).await.unwrap());
    });
    all.push(summed.await);
    let counted = timed("count the jobs", |_| async {
        assert!(app.store.job_counts().await.unwrap().open > 0);
    });
    all.push(counted.await);
    let month = now + SignedDuration::from_hours(24 * 30);
    let claim = timed("claim the first due job, on disk", |_| async {
        assert!(app.store.claim(month, month).await.unwrap().is_some());
    });
    all.push(claim.await);
    let again =
        "update job set state = 'waiting', due_at = run_at, attempt = 0 where state = 'running'";
    place.connect().await.script(again).await;
    all.push(
        timed("write a note on a case, on disk", |number| {
            let (staff, id) = (&staff, case(number));
            async move {
                let verb = find_verb("case", "note").unwrap();
                let input = Input::read(verb, json!({ "body": "seen" })).unwrap();
                drop(perform(&staff(), &id, verb, &input, None).await.unwrap());
            }
        })
        .await,
    );
    let page = timed("advisories, first page", |_| async {
        drop(public_page(&nobody, None, 50).await.unwrap());
    });
    all.push(page.await);
    let last = filled.advisories as usize;
    all.push(
        timed("one advisory", |number| {
            let (nobody, number) = (&nobody, (number % last) as u32 + 1);
            async move { drop(public_advisory_number(nobody, number).await.unwrap()) }
        })
        .await,
    );
    database.close().await;
    all
}
