//! The queue and its search.

use crate::samples::{account_id, at, case_id, case_row, secret, walk};
use app::ports::store::{
    CaseOrder, CaseQuery, CaseRow, HandledBy, QueueCursor, Store, StoreError, Write,
};
use domain::advisory::Severity;
use domain::case::Phase;
use std::collections::BTreeSet;
use store::Database;

super::stories!(
    a_row_of_the_queue_comes_back_whole,
    a_row_is_replaced_by_the_next,
    a_secret_opens_its_case_and_no_two_cases,
    pages_over_three_hundred_cases_give_each_once_in_order,
    closed_cases_are_listed_apart,
    a_page_is_never_longer_than_a_thousand,
    every_word_must_be_found_as_a_whole,
    replaced_words_no_longer_find_the_case,
    a_search_goes_on_over_pages,
    a_zero_character_is_kept_as_a_mark,
    every_filter_in_every_order_gives_each_case_once,
    what_is_left_out_leaves_no_gap,
);

async fn a_row_of_the_queue_comes_back_whole(db: Database) {
    let bare = CaseRow {
        severity: None,
        due_at: None,
        due_clock: None,
        embargo_ends_at: None,
        handler: None,
        phase: Phase::FixReady,
        ..case_row(2)
    };
    db.commit(vec![Write::Case(case_row(1)), Write::Case(bare.clone())]).await.unwrap();
    let all = walk(&db, CaseQuery { limit: 10, ..CaseQuery::default() }).await;
    assert_eq!(all, [case_row(1), bare]);
}

async fn a_row_is_replaced_by_the_next(db: Database) {
    db.commit(vec![Write::Case(case_row(1))]).await.unwrap();
    let next = CaseRow { version: 4, phase: Phase::Fixing, due_at: Some(at(9)), ..case_row(1) };
    db.commit(vec![Write::Case(next.clone())]).await.unwrap();
    assert_eq!(walk(&db, CaseQuery { limit: 10, ..CaseQuery::default() }).await, [next]);
}

async fn a_secret_opens_its_case_and_no_two_cases(db: Database) {
    db.commit(vec![Write::Case(case_row(1))]).await.unwrap();
    assert_eq!(db.case_of_secret(&secret(1)).await.unwrap(), Some(case_id(1)));
    assert_eq!(db.case_of_secret(&secret(2)).await.unwrap(), None);
    let twin = CaseRow { secret: secret(1), ..case_row(2) };
    let refused = db.commit(vec![Write::Case(twin)]).await;
    assert_eq!(refused, Err(StoreError::Conflict("the reporter's secret".into())));
}

fn varied(number: u64) -> CaseRow {
    let severities = [None, Some(Severity::None), Some(Severity::Low), Some(Severity::Critical)];
    CaseRow {
        due_at: (!number.is_multiple_of(4)).then(|| at((number % 5) as i64)),
        severity: severities[(number % 7 % 4) as usize],
        open: !number.is_multiple_of(10),
        ..case_row(number)
    }
}

fn order(row: &CaseRow) -> (i64, i64, String) {
    let QueueCursor { first, second, id } = QueueCursor::after(row);
    (first, second, id)
}

async fn pages_over_three_hundred_cases_give_each_once_in_order(db: Database) {
    let mut rows: Vec<CaseRow> =
        (1..=300).map(|number| CaseRow { open: true, ..varied(number) }).collect();
    db.commit(rows.iter().cloned().map(Write::Case).collect()).await.unwrap();
    rows.sort_by_key(order);
    for limit in [1, 7, 100, 300] {
        assert_eq!(walk(&db, CaseQuery { limit, ..CaseQuery::default() }).await, rows);
    }
}

async fn closed_cases_are_listed_apart(db: Database) {
    db.commit((1..=100).map(|number| Write::Case(varied(number))).collect()).await.unwrap();
    let open = walk(&db, CaseQuery { limit: 30, ..CaseQuery::default() }).await;
    let closed = walk(&db, CaseQuery { limit: 3, closed: true, ..CaseQuery::default() }).await;
    assert_eq!((open.len(), closed.len()), (90, 10));
    assert!(open.iter().all(|row| row.open) && !closed.iter().any(|row| row.open));
}

async fn a_page_is_never_longer_than_a_thousand(db: Database) {
    db.commit((1..=1001).map(|number| Write::Case(case_row(number))).collect()).await.unwrap();
    let query = CaseQuery { limit: u32::MAX, ..CaseQuery::default() };
    assert_eq!(db.cases(&query).await.unwrap().rows.len(), 1000);
    assert_eq!(db.cases(&CaseQuery::default()).await.unwrap().rows, []);
}

fn words(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

async fn found(db: &Database, words: &[&str]) -> Vec<u64> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let number = |row: &CaseRow| (1..=9).find(|number| case_id(*number) == row.id).unwrap();
    let mut found = None;
    for order in [CaseOrder::Due, CaseOrder::Received] {
        let query = CaseQuery { words: words.clone(), limit: 50, order, ..CaseQuery::default() };
        let rows = db.cases(&query).await.unwrap().rows;
        let mut numbers: Vec<u64> = rows.iter().map(number).collect();
        numbers.sort_unstable();
        assert!(found.is_none_or(|found| found == numbers), "{words:?}: {numbers:?}");
        found = Some(numbers);
    }
    found.unwrap()
}

async fn every_word_must_be_found_as_a_whole(db: Database) {
    let texts: [&[&str]; 4] = [
        &["path", "escape", "normalize"],
        &["path", "pathology", "straße"],
        &["pat", "z\u{10FFFF}"],
        &["%", "a_b", "'; drop table cases; --"],
    ];
    let mut unit = Vec::new();
    for (number, text) in (1..).zip(texts) {
        unit.push(Write::Words { case: case_id(number), received_at: at(0), words: words(text) });
        unit.push(Write::Case(case_row(number)));
    }
    db.commit(unit).await.unwrap();
    assert_eq!(found(&db, &["pat"]).await, [3]);
    assert_eq!(found(&db, &["path"]).await, [1, 2]);
    assert_eq!(found(&db, &["path", "escape"]).await, [1]);
    assert_eq!(found(&db, &["path", "esc"]).await, [0; 0]);
    assert_eq!(found(&db, &["escape", "pathology"]).await, [0; 0]);
    assert_eq!(found(&db, &["straße", "path", "pathology"]).await, [2]);
    assert_eq!(found(&db, &["PATH"]).await, [0; 0]);
    assert_eq!(found(&db, &["straß"]).await, [0; 0]);
    assert_eq!(found(&db, &["%"]).await, [4]);
    assert_eq!(found(&db, &["_"]).await, [0; 0]);
    assert_eq!(found(&db, &["'; drop table cases; --"]).await, [4]);
    assert_eq!(found(&db, &["", "normalize"]).await, [1]);
    assert_eq!(found(&db, &[]).await, [1, 2, 3, 4]);
}

async fn replaced_words_no_longer_find_the_case(db: Database) {
    let put = |text: &[&str]| {
        db.commit(vec![
            Write::Case(case_row(1)),
            Write::Words { case: case_id(1), received_at: at(0), words: words(text) },
        ])
    };
    put(&["old", "both"]).await.unwrap();
    put(&["new", "both"]).await.unwrap();
    assert_eq!(found(&db, &["old"]).await, [0; 0]);
    assert_eq!(found(&db, &["both", "new"]).await, [1]);
    put(&[]).await.unwrap();
    assert_eq!(found(&db, &["both"]).await, [0; 0]);
}

async fn a_search_goes_on_over_pages(db: Database) {
    let many: BTreeSet<String> = (0..450).map(|number| format!("word{number}")).collect();
    let mut unit = Vec::new();
    for number in 1..=60 {
        unit.push(Write::Case(CaseRow { open: true, ..varied(number) }));
        let words = if number % 2 == 0 { many.clone() } else { BTreeSet::new() };
        unit.push(Write::Words { case: case_id(number), received_at: at(0), words });
    }
    db.commit(unit).await.unwrap();
    let words = vec!["word4".to_owned(), "word44".to_owned()];
    let query = CaseQuery { words, limit: 7, ..CaseQuery::default() };
    let rows = walk(&db, query.clone()).await;
    assert_eq!(rows.len(), 30);
    assert!(rows.is_sorted_by_key(order));
    let words = vec!["word1".to_owned(), "word44".to_owned()];
    let rows = walk(&db, CaseQuery { order: CaseOrder::Received, words, ..query }).await;
    assert_eq!(rows.iter().map(|row| &row.id).collect::<BTreeSet<_>>().len(), 30);
    assert_eq!(rows.len(), 30);
}

async fn a_zero_character_is_kept_as_a_mark(db: Database) {
    let title = "before\0after".to_owned();
    db.commit(vec![Write::Case(CaseRow { title, ..case_row(1) })]).await.unwrap();
    let rows = walk(&db, CaseQuery { limit: 10, ..CaseQuery::default() }).await;
    assert_eq!(rows[0].title, "before\u{FFFD}after");
}

/// A case that differs from its neighbours in everything that a filter may ask for.
fn mixed(number: u64) -> CaseRow {
    let phases = [Phase::Triage, Phase::Fixing, Phase::Closed];
    let phase = phases[(number % 3) as usize];
    CaseRow {
        phase,
        open: phase != Phase::Closed,
        handler: (!number.is_multiple_of(4)).then(|| account_id(number % 2)),
        embargo_ends_at: (!number.is_multiple_of(5)).then(|| at((number % 11) as i64)),
        received_at: at((number % 13) as i64),
        ..varied(number)
    }
}

fn is_asked_for(row: &CaseRow, query: &CaseQuery) -> bool {
    let handled = match &query.handler {
        None => true,
        Some(HandledBy::Nobody) => row.handler.is_none(),
        Some(HandledBy::Person(id)) => row.handler.as_ref() == Some(id),
    };
    let instant = match query.order {
        CaseOrder::Due | CaseOrder::Priority => row.due_at,
        CaseOrder::Received => Some(row.received_at),
        CaseOrder::Embargo => row.embargo_ends_at,
    };
    row.open != query.closed
        && handled
        && query.phase.is_none_or(|phase| phase == row.phase)
        && query.severity.is_none_or(|severity| severity == row.severity)
        && (query.order == CaseOrder::Priority || is_within(instant, query))
        && (query.order != CaseOrder::Embargo || instant.is_some())
}

fn is_within(instant: Option<jiff::Timestamp>, query: &CaseQuery) -> bool {
    query.before.is_none_or(|before| instant.is_some_and(|at| at < before))
        && query.from.is_none_or(|from| instant.is_none_or(|at| at >= from))
}

/// What a page would hold if somebody looked at every case.
fn expected(rows: &[CaseRow], query: &CaseQuery) -> Vec<CaseRow> {
    let mut rows: Vec<CaseRow> =
        rows.iter().filter(|row| is_asked_for(row, query)).cloned().collect();
    rows.sort_by_key(|row| {
        let QueueCursor { first, second, id } = QueueCursor::in_order(query.order, row);
        (first, second, id)
    });
    if query.order == CaseOrder::Received {
        rows.reverse();
    }
    rows
}

async fn every_filter_in_every_order_gives_each_case_once(db: Database) {
    let rows: Vec<CaseRow> = (1..=260).map(mixed).collect();
    db.commit(rows.iter().cloned().map(Write::Case).collect()).await.unwrap();
    for order in [CaseOrder::Due, CaseOrder::Priority, CaseOrder::Received, CaseOrder::Embargo] {
        for fields in 0..64 {
            let has = |bit: u8| fields & (1 << bit) != 0;
            let person = HandledBy::Person(account_id(1));
            let query = CaseQuery {
                closed: has(0),
                phase: has(1).then_some(if has(0) { Phase::Closed } else { Phase::Fixing }),
                severity: has(2).then_some(Some(Severity::Low).filter(|_| has(5))),
                handler: has(3).then_some(if has(5) { person } else { HandledBy::Nobody }),
                before: has(4).then(|| at(4)),
                from: (has(4) && has(5)).then(|| at(2)),
                order,
                limit: 7,
                ..CaseQuery::default()
            };
            let (wanted, found) = (expected(&rows, &query), walk(&db, query.clone()).await);
            assert_eq!(found, wanted, "{query:?}");
        }
    }
}

async fn what_is_left_out_leaves_no_gap(db: Database) {
    let rows: Vec<CaseRow> = (1..=60).map(mixed).collect();
    let mut unit: Vec<Write> = rows.iter().cloned().map(Write::Case).collect();
    unit.extend(rows.iter().map(|row| Write::Words {
        case: row.id.clone(),
        received_at: row.received_at,
        words: words(&["path", "escape"]),
    }));
    db.commit(unit).await.unwrap();
    let without: Vec<_> = rows.iter().step_by(7).map(|row| row.id.clone()).collect();
    for order in [CaseOrder::Due, CaseOrder::Priority, CaseOrder::Received, CaseOrder::Embargo] {
        for (phase, asked) in [(None, 0), (Some(Phase::Fixing), 0), (None, 2), (None, 1)] {
            let asked = ["path", "escape"].iter().take(asked).map(|&word| word.to_owned());
            let words: Vec<String> = asked.collect();
            let query = CaseQuery { phase, words, order, limit: 5, ..CaseQuery::default() };
            let mut wanted = walk(&db, query.clone()).await;
            wanted.retain(|row| !without.contains(&row.id));
            let query = CaseQuery { without: without.clone(), ..query };
            assert_eq!(walk(&db, query.clone()).await, wanted, "{query:?}");
        }
    }
}
