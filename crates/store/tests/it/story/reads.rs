//! The read log: asked whole, by case and by person, a page at a time, the latest first.

use crate::samples::{account_id, append, at, case_id, case_row, read};
use app::ports::store::{ReadPlace, ReadQuery, ReadRow, Store, Write};
use domain::case::By;
use domain::words::PartyId;
use futures::future::join_all;
use store::Database;

super::stories!(
    a_reading_is_found_by_its_cases_and_by_who_read,
    the_log_is_read_page_by_page_and_nothing_twice,
    readings_that_arrive_together_with_reports_are_all_there,
    a_reading_is_written_once,
);

fn person(number: u64) -> By {
    By::Person(account_id(number))
}

async fn keep(db: &Database, rows: &[ReadRow]) {
    db.commit(rows.iter().cloned().map(Write::Read).collect()).await.unwrap();
}

async fn found(db: &Database, query: ReadQuery) -> Vec<ReadRow> {
    db.reads(&ReadQuery { limit: 100, ..query }).await.unwrap()
}

async fn a_reading_is_found_by_its_cases_and_by_who_read(db: Database) {
    let vendor = By::Participant(PartyId::from_chance([3; 16]));
    let rows = [
        read(1, person(1), 10, &[1, 2]),
        read(2, person(2), 20, &[2]),
        read(3, vendor, 30, &[2]),
        read(4, By::Reporter, 40, &[3]),
        read(5, person(1), 50, &[3]),
    ];
    keep(&db, &rows).await;
    let [first, second, third, fourth, fifth] = rows;
    let all = found(&db, ReadQuery::default()).await;
    assert_eq!(all, [&fifth, &fourth, &third, &second, &first].map(Clone::clone));
    let of_case = |number| ReadQuery { case: Some(case_id(number)), ..ReadQuery::default() };
    let by = |number| ReadQuery { person: Some(account_id(number)), ..ReadQuery::default() };
    assert_eq!(found(&db, of_case(2)).await, [third.clone(), second.clone(), first.clone()]);
    assert_eq!(found(&db, by(1)).await, [fifth.clone(), first.clone()]);
    let both = ReadQuery { person: Some(account_id(1)), ..of_case(3) };
    assert_eq!(found(&db, both).await, [fifth]);
    let span = ReadQuery { from: Some(at(20)), before: Some(at(40)), ..ReadQuery::default() };
    assert_eq!(found(&db, span.clone()).await, [third.clone(), second.clone()]);
    let span = ReadQuery { from: Some(at(10)), before: Some(at(20)), ..of_case(2) };
    assert_eq!(found(&db, span).await, [first]);
    assert_eq!(found(&db, of_case(9)).await, []);
    assert_eq!(db.last_read(&account_id(1)).await.unwrap(), Some(at(50)));
    assert_eq!(db.last_read(&account_id(9)).await.unwrap(), None);
}

async fn the_log_is_read_page_by_page_and_nothing_twice(db: Database) {
    // Many at one instant, so that only their ids tell them apart.
    let rows: Vec<_> =
        (0..25).map(|n| read(n, person(n % 2), n as i64 / 10, &[1, 2 + n])).collect();
    keep(&db, &rows).await;
    for query in [
        ReadQuery::default(),
        ReadQuery { case: Some(case_id(1)), ..ReadQuery::default() },
        ReadQuery { person: Some(account_id(1)), ..ReadQuery::default() },
    ] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = db.reads(&ReadQuery { after, limit: 4, ..query.clone() }).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.place());
            seen.extend(page.iter().map(ReadRow::place));
        }
        let mut wanted: Vec<ReadPlace> = rows
            .iter()
            .filter(|row| query.person.is_none() || row.reader == person(1))
            .map(ReadRow::place)
            .collect();
        wanted.sort();
        wanted.reverse();
        assert_eq!(seen, wanted);
    }
}

async fn readings_that_arrive_together_with_reports_are_all_there(db: Database) {
    let units = (0..90_u64).map(|number| match number % 3 {
        0 => vec![append(&format!("case/{number}"))],
        1 => vec![Write::Read(read(number, person(number), 0, &[number, number + 1]))],
        // Somebody acts: what they did and that they saw it are one unit.
        _ => {
            let row = Write::Case(case_row(number));
            vec![row, Write::Read(read(number, person(number), 0, &[number]))]
        }
    });
    assert!(join_all(units.map(|unit| db.commit(unit))).await.iter().all(Result::is_ok));
    assert_eq!(found(&db, ReadQuery::default()).await.len(), 60);
    let of_case = ReadQuery { case: Some(case_id(2)), ..ReadQuery::default() };
    assert_eq!(found(&db, of_case).await.len(), 2);
    assert_eq!(db.streams("", 100).await.unwrap().len(), 30);
}

async fn a_reading_is_written_once(db: Database) {
    let row = read(1, person(1), 0, &[1]);
    keep(&db, std::slice::from_ref(&row)).await;
    assert!(db.commit(vec![Write::Read(row.clone())]).await.is_err());
    let far = ReadRow { id: u64::MAX, ..row.clone() };
    assert!(db.commit(vec![Write::Read(far)]).await.is_err());
    assert_eq!(found(&db, ReadQuery::default()).await, [row]);
}
