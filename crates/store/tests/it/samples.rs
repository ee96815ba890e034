//! Small rows to keep.

use app::ports::store::{
    Account, CaseQuery, CaseRow, EntranceWrite, Identity, NewJob, Once, Passkey, ReadRow,
    SavedFilter, Store, Write,
};
use domain::access::{Door, ReadKind};
use domain::advisory::Severity;
use domain::case::{By, Content, Fact, Head, Link, News, Phase, Priority, extend};
use domain::embargo::PublishedRow;
use domain::words::{AccountId, CaseId, Digest};
use jiff::{SignedDuration, Timestamp};
use store::Database;

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_microsecond(1_790_000_000_123_456).unwrap() + SignedDuration::from_secs(seconds)
}

pub(crate) fn case_id(number: u64) -> CaseId {
    CaseId::from_chance(u128::from(number).to_be_bytes())
}

pub(crate) fn account_id(number: u64) -> AccountId {
    AccountId::from_chance(u128::from(number).to_be_bytes())
}

pub(crate) fn secret(number: u64) -> Digest {
    Digest::of(&number.to_be_bytes())
}

pub(crate) fn case_row(number: u64) -> CaseRow {
    CaseRow {
        id: case_id(number),
        version: 3,
        secret: secret(number),
        phase: Phase::Triage,
        open: true,
        priority: Priority::Severe,
        severity: Some(Severity::High),
        due_at: Some(at(60)),
        due_clock: Some("acknowledge".to_owned()),
        embargo_ends_at: Some(at(600)),
        received_at: at(0),
        changed_at: at(1),
        handler: Some(account_id(1)),
        recused: [account_id(7)].into(),
        title: format!("Häßlich: a path escapes {number} 🦀"),
    }
}

pub(crate) fn account(number: u64) -> Account {
    Account {
        id: account_id(number),
        login: format!("login{number}"),
        name: "Zoë".to_owned(),
        roles: ["handler".to_owned(), "lead".to_owned()].into(),
        until: [("lead".to_owned(), at(900))].into(),
        password: "$argon2id$…".to_owned(),
        totp: vec![0, 255, 7],
        totp_step: 58_000_000,
        failures: 2,
        locked_until: Some(at(30)),
        active: true,
        ties: ["acme.example".to_owned(), "widgets.example".to_owned()].into(),
        version: 1,
    }
}

pub(crate) fn passkey(number: u8, of: u64) -> Passkey {
    Passkey {
        id: vec![number, 0, 255],
        account: account_id(of),
        name: "blue key".to_owned(),
        record: "{\"cred\":1}".to_owned(),
        made_at: at(1),
        used_at: Some(at(2)),
    }
}

pub(crate) fn identity(number: u8, of: u64) -> Identity {
    let (issuer, subject) = ("https://id.example".to_owned(), format!("somebody {number}"));
    Identity {
        handle: Identity::handle_of(&issuer, &subject),
        account: account_id(of),
        issuer,
        subject,
        made_at: at(1),
        used_at: None,
    }
}

pub(crate) fn filter(number: u64, name: &str) -> SavedFilter {
    let asks = [("handler".to_owned(), "me".to_owned())].into();
    SavedFilter { account: account_id(number), name: name.to_owned(), asks }
}

pub(crate) fn publication(number: u32, edition: u32) -> PublishedRow {
    PublishedRow {
        number,
        id: format!("EX-{number}"),
        edition,
        modified_at: at(i64::from(edition)),
        record: format!("{{\"number\":{number},\"edition\":{edition}}}"),
    }
}

pub(crate) fn job(key: &str, run_at: Timestamp) -> NewJob {
    NewJob { key: key.to_owned(), kind: "tidy".into(), payload: "{}".into(), run_at }
}

pub(crate) fn once(key: &str) -> Once {
    Once {
        scope: "person/1".to_owned(),
        key: key.to_owned(),
        request: Digest::of(b"request"),
        answer: "7".to_owned(),
    }
}

/// Somebody saw the titles of these cases.
pub(crate) fn read(number: u64, reader: By, seconds: i64, cases: &[u64]) -> ReadRow {
    ReadRow {
        at: at(seconds),
        id: u64::MAX / 2 - number,
        reader,
        door: Door::Web,
        kind: ReadKind::Listed,
        policy: secret(9),
        cases: cases.iter().map(|case| case_id(*case)).collect(),
    }
}

/// A few events after this head: some with content, the last a tombstone of the first.
pub(crate) fn links(stream: &str, after: Head) -> (Vec<Link>, Head) {
    let erased = after.seq + 1;
    let news = [
        News { fact: Fact::Withdrawn, content: Content::one("body", "Ångström \u{0} 🦀") },
        News { fact: Fact::Withdrawn, content: Content::one("body", "another text") },
        News { fact: Fact::Withdrawn, content: Content::default() },
        News { fact: Fact::Redacted { event: erased }, content: Content::default() },
    ];
    extend(stream, after, (at(0), &By::System, Digest::of(b"policy")), &news, || [9; 16])
}

/// Appends these few events to a new stream.
pub(crate) fn append(stream: &str) -> Write {
    let after = Head::empty(stream);
    Write::Append { stream: stream.to_owned(), after, links: links(stream, after).0 }
}

/// A database with something in every table.
pub(crate) async fn fill(db: &Database) {
    let streams = ["case/a", "case/b", "access"];
    db.commit(streams.iter().map(|stream| append(stream)).collect()).await.unwrap();
    db.commit(vec![Write::Erase { stream: "case/a".into(), seq: 1 }]).await.unwrap();
    let mut unit = Vec::new();
    for number in 1..=30 {
        let row = CaseRow { severity: None, due_at: None, handler: None, ..case_row(number) };
        unit.push(Write::Case(if number % 2 == 0 { row } else { case_row(number) }));
        let words = ["path".to_owned(), format!("word{number}"), "ünïcode".to_owned()].into();
        unit.push(Write::Words { case: case_id(number), received_at: at(0), words });
    }
    unit.extend([Write::Account(account(1)), Write::Account(account(2))]);
    unit.push(Write::Entrance(EntranceWrite::Passkey(passkey(1, 1))));
    unit.push(Write::Entrance(EntranceWrite::Identity(identity(1, 1))));
    unit.extend([Write::Publish(publication(1, 1)), Write::Publish(publication(2, 1))]);
    unit.extend(["done", "runs", "waits"].map(|key| Write::Job(job(key, at(0)))));
    unit.extend([Write::Once(once("k")), Write::Once(once("l"))]);
    unit.push(Write::Filter(filter(1, "mine")));
    unit.push(Write::Read(read(1, By::Person(account_id(1)), 7, &[1, 2, 3])));
    unit.push(Write::Read(read(2, By::Reporter, 8, &[2])));
    unit.push(Write::Policy { digest: secret(9), files: "{\"a.toml\":\"\"}".into() });
    db.commit(unit).await.unwrap();
    assert_eq!(db.claim(at(1), at(60)).await.unwrap().unwrap().key, "done");
    db.commit(vec![Write::JobDone { key: "done".into(), attempt: 1 }]).await.unwrap();
    assert_eq!(db.claim(at(1), at(60)).await.unwrap().unwrap().key, "runs");
}

/// Every page of the queue, one after another.
pub(crate) async fn walk(db: &Database, query: CaseQuery) -> Vec<CaseRow> {
    let mut query = query;
    let mut all = Vec::new();
    loop {
        let page = db.cases(&query).await.unwrap().rows;
        assert!(page.len() <= query.limit as usize);
        let Some(last) = page.last() else { return all };
        query.after = Some(app::ports::store::QueueCursor::in_order(query.order, last));
        all.extend(page);
    }
}
