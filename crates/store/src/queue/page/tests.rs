//! A page reads its index from where it begins, and sorts nothing that it need not.

use super::search::WORDS_MAX;
use super::*;
use crate::open;
use domain::words::AccountId;
use std::collections::BTreeSet;

async fn plan(query: &CaseQuery, words: usize, few: Option<usize>) -> Vec<String> {
    let db = open("sqlite::memory:").await.unwrap();
    let words = vec!["word"; words];
    let mut statement = Statement::new(query, &words);
    let sql = statement.page(few);
    explained(&db, &sql, statement.values).await
}

/// The steps in which SQLite would do this.
async fn explained(db: &crate::Database, sql: &str, values: Vec<Value>) -> Vec<String> {
    let explained = AssertSqlSafe(format!("explain query plan {sql}"));
    let rows = db.read(explained, values).await.unwrap();
    let detail = |row: &crate::value::Row| {
        let mut cells = row.cells();
        (0..3).for_each(|_| drop(cells.int()));
        cells.text().unwrap()
    };
    rows.iter().map(detail).collect()
}

fn later() -> CaseQuery {
    let after = Some(QueueCursor { first: 5, second: -2, id: "k".to_owned() });
    CaseQuery { after, limit: 50, ..CaseQuery::default() }
}

#[tokio::test]
async fn a_page_reads_its_index_from_where_it_begins() {
    let plan = plan(&later(), 0, None).await;
    assert_eq!(plan.len(), 1, "{plan:#?}");
    let range =
        "SEARCH c USING INDEX cases_queue (is_open=? AND (due_sort,severity_sort,id)>(?,?,?))";
    assert_eq!(plan[0], range);
}

/// Every combination of fields, in every order, on a later page: each read takes its range from an
/// index that is in order already, and the only sorting is that of the first rows of them all.
#[tokio::test]
async fn every_filter_reads_an_index_in_order() {
    let me = HandledBy::Person(AccountId::from_chance([1; 16]));
    let instant: jiff::Timestamp = "2026-12-24T00:00:00Z".parse().unwrap();
    for order in [CaseOrder::Due, CaseOrder::Priority, CaseOrder::Received, CaseOrder::Embargo] {
        for fields in 0..16 {
            let has = |bit: u8| fields & (1 << bit) != 0;
            let query = CaseQuery {
                phase: has(0).then_some(Phase::Triage),
                severity: has(1).then_some(None),
                handler: has(2).then(|| me.clone()),
                before: has(3).then_some(instant),
                order,
                ..later()
            };
            let plan = plan(&query, 0, None).await;
            let reads: Vec<_> = plan.iter().filter(|step| step.contains(" c USING")).collect();
            assert!(!reads.is_empty(), "{query:?}: {plan:#?}");
            for read in &reads {
                let ranged = read.contains(">") || read.contains("<");
                assert!(read.starts_with("SEARCH c USING INDEX cases_") && ranged, "{read}");
            }
            // Only what was read and cut short already is sorted.
            let short = |at: usize| at > 0 && plan[at - 1].starts_with("SCAN r");
            let sorts = (0..plan.len()).filter(|at| plan[*at].contains("TEMP B-TREE"));
            assert!(sorts.into_iter().all(short), "{query:?}: {plan:#?}");
            assert!(!plan.iter().any(|step| step.starts_with("SCAN c")), "{query:?}: {plan:#?}");
        }
    }
}

#[tokio::test]
async fn a_search_for_frequent_words_walks_the_queue_in_order() {
    let plan = plan(&later(), 2, None).await;
    assert!(plan[0].starts_with("SEARCH c USING INDEX cases_queue"), "{plan:#?}");
    assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:#?}");
    let word = "USING COVERING INDEX case_word_case (case_id=? AND word=?)";
    assert_eq!(plan.iter().filter(|step| step.contains(word)).count(), 2, "{plan:#?}");
}

#[tokio::test]
async fn a_search_for_a_rare_word_begins_with_its_cases() {
    let query = CaseQuery { phase: Some(Phase::Triage), ..later() };
    let plan = plan(&query, 2, Some(1)).await;
    let first = plan.iter().find(|step| step.starts_with("SEARCH")).unwrap();
    assert_eq!(first, "SEARCH f USING PRIMARY KEY (word=?)", "{plan:#?}");
}

#[test]
fn the_longest_words_are_kept_when_there_are_too_many() {
    let words: Vec<String> = (1..=20).map(|length| "x".repeat(length)).collect();
    let kept = looked_for(&words);
    assert_eq!((kept.len(), kept[0].len()), (WORDS_MAX, 20));
}

/// Forty open cases, received one after another; the last one has both words, every other one of the
/// two.
async fn forty() -> crate::Database {
    use app::ports::store::{Store as _, Write};
    let db = open("sqlite::memory:").await.unwrap();
    let mut unit = Vec::new();
    for number in 0..40_u8 {
        let id = domain::words::CaseId::from_chance([number; 16]);
        let at = jiff::Timestamp::from_second(i64::from(number)).unwrap();
        unit.push(Write::Case(CaseRow {
            recused: Default::default(),
            id: id.clone(),
            version: 1,
            secret: domain::words::Digest::of(&[number]),
            phase: Phase::Triage,
            open: true,
            priority: domain::case::Priority::Other,
            severity: (number % 2 == 0).then_some(Severity::High),
            due_at: Some(at),
            due_clock: None,
            embargo_ends_at: Some(at),
            received_at: at,
            changed_at: at,
            handler: None,
            title: number.to_string(),
        }));
        let mut words = BTreeSet::from([["north", "south"][usize::from(number % 2)].to_owned()]);
        if number == 39 {
            words.insert("north".to_owned());
        }
        unit.push(Write::Words { case: id, received_at: at, words });
    }
    db.commit(unit).await.unwrap();
    db
}

/// Every page of a search, each within these bounds: how many there were, and the titles.
async fn searched(query: CaseQuery, bounds: Bounds) -> (usize, Vec<String>) {
    let (db, mut query) = (forty().await, query);
    let (mut pages, mut titles) = (0, Vec::new());
    loop {
        pages += 1;
        let page = page_within(&db, &query, bounds).await.unwrap();
        let last = page.rows.last().map(|row| QueueCursor::in_order(query.order, row));
        let full = page.rows.len() == query.limit as usize;
        titles.extend(page.rows.into_iter().map(|row| row.title));
        query.after = match (full, page.looked_to) {
            (true, _) => last,
            (false, Some(to)) => Some(to),
            (false, None) => return (pages, titles),
        };
    }
}

#[tokio::test]
async fn a_search_stops_after_so_many_cases_and_goes_on_from_there() {
    let words = vec!["north".to_owned(), "south".to_owned()];
    let query = CaseQuery { words, limit: 5, ..CaseQuery::default() };
    for (order, pages) in [
        (CaseOrder::Due, 5),
        (CaseOrder::Embargo, 5),
        // Along the cases of a word, of which there are half as many.
        (CaseOrder::Received, 3),
        (CaseOrder::Priority, 5),
    ] {
        let found =
            searched(CaseQuery { order, ..query.clone() }, Bounds { few: 5, left: 5, walk: 10 });
        assert_eq!(found.await, (pages, vec!["39".to_owned()]), "{order:?}");
    }
    // Where one of the words is rare, nothing is walked.
    let found = searched(query, Bounds { few: 50, left: 50, walk: 10 }).await;
    assert_eq!(found, (1, vec!["39".to_owned()]));
}

#[tokio::test]
async fn a_walk_keeps_to_the_filter_and_fills_its_pages() {
    let words = vec!["north".to_owned()];
    let severity = Some(Some(Severity::High));
    let query = CaseQuery { words, severity, limit: 4, ..CaseQuery::default() };
    let (_, titles) = searched(query, Bounds { few: 5, left: 5, walk: 10 }).await;
    let even: Vec<String> = (0..40).step_by(2).map(|number| number.to_string()).collect();
    assert_eq!(titles, even);
}

/// A search that stops says where; that is no case which is left out.
#[tokio::test]
async fn where_a_search_stops_is_no_case_that_is_left_out() {
    let without: Vec<_> =
        (0..40_u8).step_by(3).map(|n| domain::words::CaseId::from_chance([n; 16])).collect();
    let words = vec!["north".to_owned(), "south".to_owned()];
    for order in [CaseOrder::Due, CaseOrder::Priority, CaseOrder::Received, CaseOrder::Embargo] {
        let db = forty().await;
        let (words, without) = (words.clone(), without.clone());
        let mut query = CaseQuery { words, order, without, limit: 5, ..CaseQuery::default() };
        let (mut stops, bounds) = (0, Bounds { few: 5, left: 5, walk: 4 });
        while let Some(to) = page_within(&db, &query, bounds).await.unwrap().looked_to {
            assert!(query.without.iter().all(|id| id.as_str() != to.id), "{order:?}: {to:?}");
            (stops, query.after) = (stops + 1, Some(to));
        }
        assert!(stops > 2, "{order:?}: {stops}");
    }
}

#[tokio::test]
async fn in_the_order_of_receipt_a_search_reads_the_cases_of_a_word() {
    let words = vec!["south".to_owned(), "north".to_owned()];
    let order = CaseOrder::Received;
    let query = CaseQuery { words, order, limit: 5, ..CaseQuery::default() };
    // Twenty cases have the first word, and ten are looked at for a page.
    let bounds = Bounds { few: 5, left: 5, walk: 10 };
    assert_eq!(searched(query.clone(), bounds).await, (3, vec!["39".to_owned()]));
    let both = CaseQuery { words: vec![String::new(), "north".into(), "south".into()], ..query };
    let any = CaseQuery { words: vec!["south".to_owned()], limit: 7, ..both.clone() };
    let odd: Vec<String> = (0..40).rev().filter(|n| n % 2 == 1).map(|n| n.to_string()).collect();
    assert_eq!(searched(any, bounds).await, (3, odd));
    let nobody = CaseQuery { words: vec!["west".to_owned()], ..both };
    assert_eq!(searched(nobody.clone(), bounds).await, (1, vec![]));
    // Whole words are found, and not their beginnings.
    let beginning = CaseQuery { words: vec!["sou".to_owned()], ..nobody };
    assert_eq!(searched(beginning, bounds).await, (1, vec![]));
}

#[tokio::test]
async fn the_cases_of_a_word_are_read_in_order() {
    let db = open("sqlite::memory:").await.unwrap();
    let query = CaseQuery { order: CaseOrder::Received, ..later() };
    let mut statement = Statement::new(&query, &["north", "south"]);
    let end = QueueCursor { first: 1, second: 0, id: "a".to_owned() };
    let sql = statement.of_words(0, Some(&end));
    let plan = explained(&db, &sql, statement.values).await;
    let read = "SEARCH w USING PRIMARY KEY (word=? AND (received_at,case_id)>(?,?) AND \
                (received_at,case_id)<(?,?))";
    assert_eq!(plan.iter().filter(|step| *step == read).count(), 1, "{plan:#?}");
    let other = "SEARCH o USING PRIMARY KEY (word=? AND received_at=?)";
    assert_eq!(plan.iter().filter(|step| *step == other).count(), 1, "{plan:#?}");
    assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:#?}");
}

#[tokio::test]
async fn a_walk_looks_up_the_words_of_each_case_by_itself() {
    let db = open("sqlite::memory:").await.unwrap();
    let query = later();
    let mut statement = Statement::new(&query, &["north", "south"]);
    let sql = statement.walk(10);
    let plan = explained(&db, &sql, statement.values).await;
    let word = "USING COVERING INDEX case_word_case (case_id=? AND word=?)";
    assert_eq!(plan.iter().filter(|step| step.contains(word)).count(), 2, "{plan:#?}");
    let walked = |step: &String| step.contains("USING COVERING INDEX cases_queue (is_open=?");
    assert!(plan.iter().any(walked), "{plan:#?}");
}
