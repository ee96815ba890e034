//! Spans of cases: what the database counts is what the pure sums say.

use crate::samples::{at, case_id, case_row};
use app::ports::store::{MeasureQuery, Store, StoreError, Write};
use domain::case::Head;
use domain::metrics::{Counted, Measure, Ranks, Summary};
use jiff::Timestamp;
use store::Database;

super::stories!(
    what_is_counted_is_what_the_pure_sums_say,
    measures_of_a_case_are_replaced,
    a_period_begins_and_ends_where_it_says,
    what_is_left_out_is_not_counted,
    an_append_of_nothing_makes_sure_of_the_head,
);

fn measure(name: &str, length: Option<i64>, due: Option<i64>) -> Measure {
    Measure {
        name: name.to_owned(),
        episode: 1,
        nth: 1,
        received_at: at(0),
        started_at: at(0),
        ended_at: length.map(at),
        due_at: due.map(at),
    }
}

fn query(name: &str) -> MeasureQuery {
    MeasureQuery {
        name: name.to_owned(),
        from: Timestamp::MIN,
        to: Timestamp::MAX,
        without: Vec::new(),
        now: at(1_000),
    }
}

async fn put(db: &Database, number: u64, measures: Vec<Measure>) {
    let case = case_id(number);
    let unit = vec![Write::Case(case_row(number)), Write::Measures { case, measures }];
    db.commit(unit).await.unwrap();
}

async fn summary(db: &Database, name: &str) -> Summary {
    let counted = db.measured(&query(name)).await.unwrap();
    let places = Ranks::of(counted.ended).map_or([1; 3], |r| [r.low, r.high, r.p90]);
    let at = db.measured_at(&query(name), places).await.unwrap();
    Summary::new(name, counted, |place| {
        at.iter().find(|(at, _)| *at == place).map(|(_, seconds)| *seconds)
    })
}

async fn what_is_counted_is_what_the_pure_sums_say(db: Database) {
    assert_eq!(summary(&db, "triage@1").await, Summary::of("triage@1", vec![], 0, 0));
    let mut values = Vec::new();
    for number in 1..=23_u64 {
        let length = (number * 7 % 11) as i64 * 3_600;
        values.push(length);
        put(&db, number, vec![measure("triage@1", Some(length), None)]).await;
        assert_eq!(summary(&db, "triage@1").await, Summary::of("triage@1", values.clone(), 0, 0));
    }
    put(&db, 30, vec![measure("triage@1", None, None)]).await;
    assert_eq!(summary(&db, "triage@1").await, Summary::of("triage@1", values, 1, 0));
}

async fn measures_of_a_case_are_replaced(db: Database) {
    let late = measure("clock@1/ack", Some(20), Some(10));
    let open_late = Measure { nth: 2, ..measure("clock@1/ack", None, Some(999)) };
    let open = Measure { nth: 3, ..measure("clock@1/ack", None, Some(1_001)) };
    put(&db, 1, vec![measure("triage@1", Some(5), None)]).await;
    put(&db, 1, vec![late, open_late, open]).await;
    assert_eq!(db.measure_names().await.unwrap(), ["clock@1/ack"]);
    let counted = db.measured(&query("clock@1/ack")).await.unwrap();
    assert_eq!(counted, Counted { ended: 1, open: 2, seconds: 20, late: 2 });
    put(&db, 2, vec![measure("triage@1", Some(5), None), measure("fix@1", None, None)]).await;
    assert_eq!(db.measure_names().await.unwrap(), ["clock@1/ack", "fix@1", "triage@1"]);
}

async fn a_period_begins_and_ends_where_it_says(db: Database) {
    for number in 0..3_u64 {
        let received_at = at(number as i64 * 100);
        put(&db, number, vec![Measure { received_at, ..measure("fix@1", Some(900), None) }]).await;
    }
    let within = MeasureQuery { from: at(100), to: at(200), ..query("fix@1") };
    assert_eq!(db.measured(&within).await.unwrap().ended, 1);
    let all = MeasureQuery { from: at(0), to: at(201), ..query("fix@1") };
    assert_eq!(db.measured(&all).await.unwrap().ended, 3);
}

async fn what_is_left_out_is_not_counted(db: Database) {
    for (number, length) in (1..).zip([5, 7, 900]) {
        put(&db, number, vec![measure("fix@1", Some(length), Some(6))]).await;
    }
    let query = MeasureQuery { without: vec![case_id(3), case_id(9)], ..query("fix@1") };
    let counted = db.measured(&query).await.unwrap();
    assert_eq!(counted, Counted { ended: 2, open: 0, seconds: 12, late: 1 });
    assert_eq!(db.measured_at(&query, [1, 2, 3]).await.unwrap(), [(1, 5), (2, 7)]);
}

async fn an_append_of_nothing_makes_sure_of_the_head(db: Database) {
    let stream = "case/a".to_owned();
    db.commit(vec![crate::samples::append(&stream)]).await.unwrap();
    let head = db.head(&stream).await.unwrap().unwrap();
    let nothing =
        |after: Head| vec![Write::Append { stream: stream.clone(), after, links: Vec::new() }];
    db.commit(nothing(head)).await.unwrap();
    assert_eq!(db.head(&stream).await.unwrap(), Some(head));
    let stale = db.commit(nothing(Head { seq: head.seq - 1, ..head })).await;
    assert!(matches!(stale, Err(StoreError::Conflict(_))), "{stale:?}");
}
