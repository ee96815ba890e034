//! A page reads its index from where it begins, and sorts nothing that it need not.

use super::*;
use crate::open;

async fn plan(sql: String) -> Vec<String> {
    let db = open("sqlite::memory:").await.unwrap();
    let values = (0..sql.matches('$').count()).map(|_| Value::Int(Some(0))).collect();
    let rows = db.read(AssertSqlSafe(format!("explain query plan {sql}")), values).await.unwrap();
    let detail = |row: &crate::value::Row| {
        let mut cells = row.cells();
        (0..3).for_each(|_| drop(cells.int()));
        cells.text().unwrap()
    };
    rows.iter().map(detail).collect()
}

#[tokio::test]
async fn a_page_reads_its_index_from_where_it_begins() {
    let plan = plan(page_sql(0, None)).await;
    assert_eq!(plan.len(), 1, "{plan:#?}");
    let range =
        "SEARCH c USING INDEX cases_queue (is_open=? AND (due_sort,severity_sort,id)>(?,?,?))";
    assert_eq!(plan[0], range);
}

#[tokio::test]
async fn a_search_for_frequent_words_walks_the_queue_in_order() {
    let plan = plan(page_sql(2, None)).await;
    assert!(plan[0].starts_with("SEARCH c USING INDEX cases_queue"), "{plan:#?}");
    assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:#?}");
    let word = "USING COVERING INDEX case_word_case (case_id=? AND word>? AND word<?)";
    assert_eq!(plan.iter().filter(|step| step.contains(word)).count(), 2, "{plan:#?}");
}

#[tokio::test]
async fn a_search_for_a_rare_word_begins_with_its_cases() {
    let plan = plan(page_sql(2, Some(1))).await;
    let first = plan.iter().find(|step| step.starts_with("SEARCH")).unwrap();
    assert_eq!(first, "SEARCH w USING PRIMARY KEY (word>? AND word<?)", "{plan:#?}");
}

#[test]
fn the_longest_words_are_kept_when_there_are_too_many() {
    let words: Vec<String> = (1..=20).map(|length| "x".repeat(length)).collect();
    let kept = looked_for(&words);
    assert_eq!((kept.len(), kept[0].len()), (WORDS_MAX, 20));
}
