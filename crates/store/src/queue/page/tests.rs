//! A page reads its index from where it begins, and sorts nothing that it need not.

use super::*;
use crate::open;
use domain::words::AccountId;

async fn plan(query: &CaseQuery, words: usize, few: Option<usize>) -> Vec<String> {
    let db = open("sqlite::memory:").await.unwrap();
    let words = vec!["word"; words];
    let mut statement = Statement::new(query, &words);
    let sql = statement.page(few);
    let explained = AssertSqlSafe(format!("explain query plan {sql}"));
    let rows = db.read(explained, statement.values).await.unwrap();
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
    let word = "USING COVERING INDEX case_word_case (case_id=? AND word>? AND word<?)";
    assert_eq!(plan.iter().filter(|step| step.contains(word)).count(), 2, "{plan:#?}");
}

#[tokio::test]
async fn a_search_for_a_rare_word_begins_with_its_cases() {
    let query = CaseQuery { phase: Some(Phase::Triage), ..later() };
    let plan = plan(&query, 2, Some(1)).await;
    let first = plan.iter().find(|step| step.starts_with("SEARCH")).unwrap();
    assert_eq!(first, "SEARCH w USING PRIMARY KEY (word>? AND word<?)", "{plan:#?}");
}

#[test]
fn the_longest_words_are_kept_when_there_are_too_many() {
    let words: Vec<String> = (1..=20).map(|length| "x".repeat(length)).collect();
    let kept = looked_for(&words);
    assert_eq!((kept.len(), kept[0].len()), (WORDS_MAX, 20));
}
