//! Units that arrive together are written together, and each is still whole or not there at all.

use super::people::session;
use crate::samples::{append, at, case_row, job, publication};
use app::ports::store::{CaseRow, Store, StoreError, Write};
use futures::future::join_all;
use store::Database;

super::stories!(
    of_units_that_arrive_together_each_gets_its_own_answer,
    what_nobody_may_write_spoils_nothing_that_came_with_it,
    publications_are_revised_and_listed_by_their_last_change,
);

/// Every third unit meets the same stream as the others of its kind, and has written something
/// before it does.
fn unit(number: u64) -> Vec<Write> {
    let stream = match number % 3 {
        0 => "case/wanted-by-many".to_owned(),
        _ => format!("case/{number}"),
    };
    vec![Write::Job(job(&format!("job of {number}"), at(0))), append(&stream)]
}

async fn of_units_that_arrive_together_each_gets_its_own_answer(db: Database) {
    let done = join_all((0..90).map(|number| db.commit(unit(number)))).await;
    let written = |number: &u64| done[*number as usize] == Ok(());
    assert!((0..90).filter(|number| number % 3 != 0).all(|number| written(&number)));
    assert_eq!((0..90).filter(|number| number % 3 == 0).filter(written).count(), 1);
    let taken = StoreError::Conflict("the case's journal".to_owned());
    assert_eq!(done.iter().filter(|done| **done == Err(taken.clone())).count(), 29);
    assert_eq!(db.job_counts().await.unwrap().open, 61, "a refused unit left a job");
    for number in (0..90).filter(|number| number % 3 != 0) {
        assert_eq!(db.stream(&format!("case/{number}")).await.unwrap().len(), 4);
    }
    assert_eq!(db.stream("case/wanted-by-many").await.unwrap().len(), 4);
}

/// A secret that another case has is refused by the statement itself, and a session of nobody only
/// when everything is committed.
async fn what_nobody_may_write_spoils_nothing_that_came_with_it(db: Database) {
    db.commit(vec![Write::Case(case_row(1))]).await.unwrap();
    let units = (0..30_u64).map(|number| match number {
        10 => vec![Write::Case(CaseRow { secret: case_row(1).secret, ..case_row(2) })],
        20 => vec![Write::Session(session(20, 9))],
        _ => vec![append(&format!("case/{number}"))],
    });
    let done = join_all(units.map(|unit| db.commit(unit))).await;
    for (number, done) in done.into_iter().enumerate() {
        match number {
            10 => assert_eq!(done, Err(StoreError::Conflict("the reporter's secret".into()))),
            20 => assert!(matches!(done, Err(StoreError::Outside(_))), "{done:?}"),
            _ => {
                assert_eq!(done, Ok(()), "{number}");
                assert_eq!(db.stream(&format!("case/{number}")).await.unwrap().len(), 4);
            }
        }
    }
}

async fn publications_are_revised_and_listed_by_their_last_change(db: Database) {
    assert_eq!(db.publications_revision().await.unwrap(), 0);
    db.commit([1, 2, 3].map(|number| Write::Publish(publication(number, 1))).to_vec())
        .await
        .unwrap();
    let first = db.publications_revision().await.unwrap();
    assert!(first > 0);
    db.commit(vec![Write::Publish(publication(2, 2))]).await.unwrap();
    assert!(db.publications_revision().await.unwrap() > first);
    let rows = db.changed_publications(2).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3]);
    assert!(db.commit(vec![Write::Publish(publication(2, 2))]).await.is_err());
    let last = db.publications_revision().await.unwrap();
    assert_eq!(last, first + 1, "what is refused is no revision");
}
