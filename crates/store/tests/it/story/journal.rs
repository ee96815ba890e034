//! Journal, units and publications.

use crate::place::dropped;
use crate::samples::{account, append, at, case_row, job, links, once, publication};
use app::ports::store::{Store, StoreError, Write};
use domain::case::{Head, verify};
use store::Database;

super::stories!(
    a_journal_gives_back_what_was_appended,
    streams_are_named_in_the_order_of_their_bytes,
    an_append_after_an_old_head_is_refused,
    events_that_do_not_follow_one_another_are_refused,
    erasing_takes_content_and_salt_and_nothing_else,
    of_ten_writers_after_one_head_one_wins,
    a_conflict_in_the_last_write_leaves_nothing,
    an_aborted_caller_leaves_whole_units,
    a_dropped_reader_harms_nobody,
    an_advisory_number_is_taken_once_and_editions_follow_one_another,
    publications_come_newest_first,
    an_idempotency_key_is_answered_once,
    a_database_that_answers_is_ready,
);

async fn a_journal_gives_back_what_was_appended(db: Database) {
    let empty = Head::empty("case/a");
    assert_eq!(db.stream("case/a").await.unwrap(), []);
    assert_eq!(db.head("case/a").await.unwrap(), None);
    let (first, head) = links("case/a", empty);
    let (second, end) = links("case/a", head);
    let append = |after, links: &Vec<_>| {
        vec![Write::Append { stream: "case/a".into(), after, links: links.clone() }]
    };
    db.commit(append(empty, &first)).await.unwrap();
    db.commit(append(head, &second)).await.unwrap();
    let kept = db.stream("case/a").await.unwrap();
    assert_eq!(kept, [first, second].concat());
    assert_eq!(db.head("case/a").await.unwrap(), Some(end));
    verify("case/a", &kept, end).unwrap();
}

async fn streams_are_named_in_the_order_of_their_bytes(db: Database) {
    let names = ["Z", "a", "access", "case/A", "case/b", "é"];
    db.commit(names.iter().rev().map(|name| append(name)).collect()).await.unwrap();
    assert_eq!(db.streams("", 100).await.unwrap(), names);
    assert_eq!(db.streams("a", 2).await.unwrap(), ["access", "case/A"]);
}

async fn an_append_after_an_old_head_is_refused(db: Database) {
    db.commit(vec![append("case/a"), append("access")]).await.unwrap();
    let refused = db.commit(vec![append("case/a")]).await;
    assert_eq!(refused, Err(StoreError::Conflict("the case's journal".into())));
    let refused = db.commit(vec![append("access")]).await;
    assert_eq!(refused, Err(StoreError::Conflict("the journal".into())));
    let after = Head { hash: account_hash(), ..db.head("case/a").await.unwrap().unwrap() };
    let (links, _) = links("case/a", after);
    let unit = vec![Write::Append { stream: "case/a".into(), after, links }];
    assert_eq!(db.commit(unit).await, Err(StoreError::Conflict("the case's journal".into())));
}

fn account_hash() -> domain::words::Digest {
    crate::samples::secret(77)
}

async fn events_that_do_not_follow_one_another_are_refused(db: Database) {
    let Write::Append { stream, after, mut links } = append("case/a") else { unreachable!() };
    links.remove(1);
    let refused = db.commit(vec![Write::Append { stream, after, links }]).await;
    assert!(matches!(refused, Err(StoreError::Outside(_))), "{refused:?}");
    assert_eq!(db.head("case/a").await.unwrap(), None);
}

async fn erasing_takes_content_and_salt_and_nothing_else(db: Database) {
    db.commit(vec![append("case/a")]).await.unwrap();
    let mut links = db.stream("case/a").await.unwrap();
    db.commit(vec![Write::Erase { stream: "case/a".into(), seq: 1 }]).await.unwrap();
    (links[0].content, links[0].salt) = (None, None);
    assert_eq!(db.stream("case/a").await.unwrap(), links);
    verify("case/a", &links, db.head("case/a").await.unwrap().unwrap()).unwrap();
}

async fn of_ten_writers_after_one_head_one_wins(db: Database) {
    db.commit(vec![append("case/a")]).await.unwrap();
    let after = db.head("case/a").await.unwrap().unwrap();
    let race = (0..10).map(|racer| {
        let (links, _) = links("case/a", after);
        let key = format!("of racer {racer}");
        let append = Write::Append { stream: "case/a".into(), after, links };
        let (db, unit) = (db.clone(), vec![Write::Job(job(&key, at(0))), append]);
        tokio::spawn(async move { db.commit(unit).await })
    });
    let mut ends = Vec::new();
    for racer in race.collect::<Vec<_>>() {
        ends.push(racer.await.unwrap());
    }
    let lost = Err(StoreError::Conflict("the case's journal".into()));
    assert_eq!(ends.iter().filter(|end| end.is_ok()).count(), 1);
    assert_eq!(ends.iter().filter(|end| **end == lost).count(), 9);
    assert_eq!(db.stream("case/a").await.unwrap().len(), 8);
    assert_eq!(db.job_counts().await.unwrap().open, 1);
}

async fn a_conflict_in_the_last_write_leaves_nothing(db: Database) {
    db.commit(vec![Write::Once(once("k"))]).await.unwrap();
    let unit = vec![
        append("case/a"),
        Write::Case(case_row(1)),
        Write::Publish(publication(1, 1)),
        Write::Account(account(1)),
        Write::Job(job("key", at(0))),
        Write::Once(once("k")),
    ];
    let refused = db.commit(unit).await;
    assert_eq!(refused, Err(StoreError::Conflict("the idempotency key".into())));
    assert_eq!(db.streams("", 9).await.unwrap(), [""; 0]);
    assert_eq!(db.case_of_secret(&case_row(1).secret).await.unwrap(), None);
    assert_eq!(db.last_number().await.unwrap(), None);
    assert_eq!(db.accounts().await.unwrap(), []);
    assert_eq!(db.job_counts().await.unwrap().open, 0);
}

async fn an_aborted_caller_leaves_whole_units(db: Database) {
    let callers = (0..200_u64).map(|number| {
        let db = db.clone();
        let stream = format!("case/{number}");
        let unit = vec![append(&stream), Write::Job(job(&stream, at(0)))];
        (number, tokio::spawn(async move { db.commit(unit).await }))
    });
    let mut returned = Vec::new();
    for (number, caller) in callers.collect::<Vec<_>>() {
        for _ in 0..number % 7 {
            tokio::task::yield_now().await;
        }
        if !number.is_multiple_of(5) {
            caller.abort();
        }
        if let Ok(done) = caller.await {
            done.unwrap();
            returned.push(format!("case/{number}"));
        }
    }
    assert!(returned.len() >= 40);
    for stream in &returned {
        assert_eq!(db.stream(stream).await.unwrap().len(), 4, "{stream}");
    }
    // What was still under way goes on to its end: then there are as many jobs as streams.
    let whole = async {
        while db.streams("", 1000).await.unwrap().len() as u64
            != db.job_counts().await.unwrap().open
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), whole).await.unwrap();
}

async fn a_dropped_reader_harms_nobody(db: Database) {
    db.commit(vec![append("case/a")]).await.unwrap();
    for polls in 1..=20 {
        dropped(db.streams("", 9), polls).await;
        dropped(store::backup::backup(&db, Vec::new()), polls).await;
        dropped(db.claim(at(0), at(1)), polls).await;
        let racers = (0..20).map(|_| {
            let db = db.clone();
            tokio::spawn(async move { dropped(db.stream("case/a"), polls).await })
        });
        for racer in racers.collect::<Vec<_>>() {
            racer.await.unwrap();
        }
        assert_eq!(db.stream("case/a").await.unwrap().len(), 4);
        db.commit(vec![append(&format!("case/{polls}"))]).await.unwrap();
    }
}

async fn an_advisory_number_is_taken_once_and_editions_follow_one_another(db: Database) {
    let publish = |row| db.commit(vec![Write::Publish(row)]);
    publish(publication(7, 1)).await.unwrap();
    let taken = Err(StoreError::Conflict("the advisory number".into()));
    assert_eq!(publish(publication(7, 1)).await, taken);
    let same_id = domain::embargo::PublishedRow { number: 8, ..publication(7, 1) };
    assert_eq!(publish(same_id).await, taken);
    publish(publication(7, 2)).await.unwrap();
    let taken = Err(StoreError::Conflict("the advisory's edition".into()));
    assert_eq!(publish(publication(7, 2)).await, taken);
    assert_eq!(publish(publication(7, 4)).await, taken);
    assert_eq!(publish(publication(9, 2)).await, taken);
    assert_eq!(db.publication("EX-7").await.unwrap(), Some(publication(7, 2)));
}

async fn publications_come_newest_first(db: Database) {
    assert_eq!(db.last_number().await.unwrap(), None);
    let unit = [3, 1, 10, 2].map(|number| Write::Publish(publication(number, 1)));
    db.commit(unit.to_vec()).await.unwrap();
    let numbers = |rows: Vec<domain::embargo::PublishedRow>| {
        rows.into_iter().map(|row| row.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(db.publications(None, 3).await.unwrap()), [10, 3, 2]);
    assert_eq!(numbers(db.publications(Some(3), 3).await.unwrap()), [2, 1]);
    assert_eq!(db.publication_number(3).await.unwrap(), Some(publication(3, 1)));
    assert_eq!(db.publication_number(4).await.unwrap(), None);
    assert_eq!(db.publication("EX-4").await.unwrap(), None);
    assert_eq!(db.last_number().await.unwrap(), Some(10));
}

async fn an_idempotency_key_is_answered_once(db: Database) {
    assert_eq!(db.once("person/1", "k").await.unwrap(), None);
    db.commit(vec![Write::Once(once("k"))]).await.unwrap();
    assert_eq!(db.once("person/1", "k").await.unwrap(), Some(once("k")));
    assert_eq!(db.once("person/2", "k").await.unwrap(), None);
    let refused = db.commit(vec![Write::Once(once("k"))]).await;
    assert_eq!(refused, Err(StoreError::Conflict("the idempotency key".into())));
}

async fn a_database_that_answers_is_ready(db: Database) {
    db.ready().await.unwrap();
    db.close().await;
    assert!(matches!(db.ready().await, Err(StoreError::Outside(_))));
}
