//! The queue of cases and the words by which they are found. A page begins after a row and reads
//! one index from there, so it costs the same however many cases there are.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, OrTaken};
use crate::value::{Cells, Value};
use app::ports::store::{CaseQuery, CaseRow, QueueCursor, StoreError};
use domain::advisory::Severity;
use domain::case::Phase;
use domain::words::{AccountId, CaseId, Digest};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// More than so many rows are never on one page.
const PAGE_MAX: u32 = 1000;
/// More than so many words are never looked for at once; the longest, which say most, are kept.
const WORDS_MAX: usize = 12;
/// A word with fewer cases than this is where a search begins; else it walks the queue, where cases
/// with such a word are near.
const FEW: i64 = 10_000;
/// Words written by one statement.
const CHUNK: usize = 100;

const COLUMNS: &str = "c.id, c.version, c.secret, c.phase, c.is_open, c.severity, c.due_at, \
    c.due_clock, c.embargo_ends_at, c.received_at, c.changed_at, c.handler, c.title";

/// Insert or replace a row.
pub(crate) async fn put(tx: &mut Tx, row: &CaseRow) -> Result<(), Failure> {
    let sql = "insert into cases (id, version, secret, phase, is_open, severity, due_at, due_clock,
            embargo_ends_at, received_at, changed_at, handler, title, due_sort, severity_sort)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (id) do update set version = excluded.version, secret = excluded.secret,
            phase = excluded.phase, is_open = excluded.is_open, severity = excluded.severity,
            due_at = excluded.due_at, due_clock = excluded.due_clock,
            embargo_ends_at = excluded.embargo_ends_at, received_at = excluded.received_at,
            changed_at = excluded.changed_at, handler = excluded.handler, title = excluded.title,
            due_sort = excluded.due_sort, severity_sort = excluded.severity_sort";
    let sort = QueueCursor::after(row);
    let values = vec![
        (&row.id).into(),
        row.version.into(),
        (&row.secret).into(),
        row.phase.word().into(),
        row.open.into(),
        row.severity.map(Severity::word).into(),
        row.due_at.into(),
        row.due_clock.as_deref().into(),
        row.embargo_ends_at.into(),
        row.received_at.into(),
        row.changed_at.into(),
        row.handler.as_ref().map(AccountId::as_str).into(),
        (&row.title).into(),
        sort.due_sort.into(),
        sort.severity_sort.into(),
    ];
    tx.run(sql, values).await.or_taken("the reporter's secret").map(drop)
}

/// Replace the words of a case.
pub(crate) async fn put_words(
    tx: &mut Tx,
    case: &CaseId,
    words: &BTreeSet<String>,
) -> Result<(), Failure> {
    tx.run("delete from case_word where case_id = $1", vec![case.into()]).await?;
    let words: Vec<&String> = words.iter().filter(|word| !word.is_empty()).collect();
    for chunk in words.chunks(CHUNK) {
        let mut sql = "insert into case_word (case_id, word) values ".to_owned();
        let mut values: Vec<Value> = vec![case.into()];
        for word in chunk {
            let comma = if values.len() > 1 { ", " } else { "" };
            values.push((*word).into());
            write!(sql, "{comma}($1, ${})", values.len()).expect("a string takes all text");
        }
        sql.push_str(" on conflict do nothing");
        tx.run(AssertSqlSafe(sql), values).await?;
    }
    Ok(())
}

/// A page of the queue.
pub(crate) async fn page(db: &Database, query: &CaseQuery) -> Result<Vec<CaseRow>, StoreError> {
    let first = QueueCursor { due_sort: i64::MIN, severity_sort: i64::MIN, id: String::new() };
    let after = query.after.as_ref().unwrap_or(&first);
    let words = looked_for(&query.words);
    let few = rarest(db, &words).await?;
    let mut values: Vec<Value> = vec![
        (!query.closed).into(),
        after.due_sort.into(),
        after.severity_sort.into(),
        (&after.id).into(),
        query.limit.min(PAGE_MAX).into(),
    ];
    values.extend(words.iter().flat_map(|word| prefix(word)));
    let rows = db.read(AssertSqlSafe(page_sql(words.len(), few)), values).await?;
    Ok(rows.iter().map(|row| case(row.cells())).collect::<Result<_, Failure>>()?)
}

/// The page after `$2, $3, $4`, of cases with so many words, beginning with the cases of one word
/// where that has few.
fn page_sql(words: usize, few: Option<usize>) -> String {
    let mut from = "cases c".to_owned();
    let mut having = String::new();
    for word in 0..words {
        let low = 6 + 2 * word;
        let range = format!("w.word >= ${low} and w.word < ${}", low + 1);
        if few == Some(word) {
            let cases = format!("select distinct w.case_id from case_word w where {range}");
            from = format!("({cases}) f cross join {from}");
            having.push_str(" and c.id = f.case_id");
        } else {
            let found = format!("select 1 from case_word w where w.case_id = c.id and {range}");
            having.push_str(&format!(" and exists ({found})"));
        }
    }
    format!(
        "select {COLUMNS} from {from}
        where c.is_open = $1 and (c.due_sort, c.severity_sort, c.id) > ($2, $3, $4){having}
        order by c.due_sort, c.severity_sort, c.id limit $5"
    )
}

/// Distinct words, the longest first.
fn looked_for(words: &[String]) -> Vec<&str> {
    let distinct: BTreeSet<&str> =
        words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let mut words: Vec<&str> = distinct.into_iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.truncate(WORDS_MAX);
    words
}

/// The bounds of all words that begin with this one: no character comes after the last.
fn prefix(word: &str) -> [Value; 2] {
    [word.into(), format!("{word}\u{10FFFF}").as_str().into()]
}

/// Which of these words the fewest cases have, if they are few enough to begin with them.
async fn rarest(db: &Database, words: &[&str]) -> Result<Option<usize>, Failure> {
    let sql = "select count(*) from
        (select 1 from case_word where word >= $1 and word < $2 limit $3) f";
    let mut rarest = None;
    for (index, word) in words.iter().enumerate() {
        let fewest = rarest.map_or(FEW, |(count, _)| count);
        let values = prefix(word).into_iter().chain([fewest.into()]).collect();
        let count = db.read_one(sql, values).await?.map_or(Ok(0), |row| row.cells().int())?;
        if count < fewest {
            rarest = Some((count, index));
        }
    }
    Ok(rarest.map(|(_, index)| index))
}

fn case(mut cells: Cells<'_>) -> Result<CaseRow, Failure> {
    Ok(CaseRow {
        id: cells.case()?,
        version: cells.count()?,
        secret: cells.digest()?,
        phase: phase(&mut cells)?,
        open: cells.yes()?,
        severity: severity(&mut cells)?,
        due_at: cells.maybe_at()?,
        due_clock: cells.maybe_text()?,
        embargo_ends_at: cells.maybe_at()?,
        received_at: cells.at()?,
        changed_at: cells.at()?,
        handler: cells.maybe_account()?,
        title: cells.text()?,
    })
}

fn phase(cells: &mut Cells<'_>) -> Result<Phase, Failure> {
    let word = cells.text()?;
    let found = Phase::ALL.iter().copied().find(|phase| phase.word() == word);
    found.ok_or_else(|| cells.unreadable("phase"))
}

fn severity(cells: &mut Cells<'_>) -> Result<Option<Severity>, Failure> {
    let Some(word) = cells.maybe_text()? else { return Ok(None) };
    Severity::read(&word).map(Some).ok_or_else(|| cells.unreadable("severity"))
}

/// The case that this secret opens.
pub(crate) async fn of_secret(
    db: &Database,
    secret: &Digest,
) -> Result<Option<CaseId>, StoreError> {
    let sql = "select id from cases where secret = $1";
    let row = db.read_one(sql, vec![secret.into()]).await?;
    Ok(row.map(|row| row.cells().case()).transpose()?)
}

#[cfg(test)]
mod tests;
