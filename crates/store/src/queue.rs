//! The rows of cases and the words by which they are found; pages of them are in `page`.

mod page;

pub(crate) use page::page;

use crate::engine::{Database, Tx};
use crate::failure::{Failure, OrTaken};
use crate::rows::{self, Kind, Rows, Table};
use crate::value::{Cells, Value};
use app::ports::store::{CaseRow, QueueCursor, StoreError};
use domain::advisory::Severity;
use domain::case::{Phase, Priority};
use domain::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use std::collections::BTreeSet;

const CASES: Table = Table {
    name: "cases",
    columns: &[
        ("id", Kind::Text),
        ("version", Kind::Int),
        ("secret", Kind::Bytes),
        ("phase", Kind::Text),
        ("is_open", Kind::Int),
        ("severity", Kind::Text),
        ("due_at", Kind::Int),
        ("due_clock", Kind::Text),
        ("embargo_ends_at", Kind::Int),
        ("received_at", Kind::Int),
        ("changed_at", Kind::Int),
        ("handler", Kind::Text),
        ("title", Kind::Text),
        ("due_sort", Kind::Int),
        ("severity_sort", Kind::Int),
        ("priority", Kind::Int),
        ("recused", Kind::Text),
    ],
    then: "on conflict (id) do update set version = excluded.version, secret = excluded.secret,
        phase = excluded.phase, is_open = excluded.is_open, severity = excluded.severity,
        due_at = excluded.due_at, due_clock = excluded.due_clock,
        embargo_ends_at = excluded.embargo_ends_at, received_at = excluded.received_at,
        changed_at = excluded.changed_at, handler = excluded.handler, title = excluded.title,
        due_sort = excluded.due_sort, severity_sort = excluded.severity_sort,
        priority = excluded.priority, recused = excluded.recused",
};
const WORDS: Table = Table {
    name: "case_word",
    columns: &[("case_id", Kind::Text), ("received_at", Kind::Int), ("word", Kind::Text)],
    then: "on conflict do nothing",
};

/// Insert or replace a row.
pub(crate) async fn put(tx: &mut Tx, row: &CaseRow) -> Result<(), Failure> {
    rows::add(tx, rows([row])).await.or_taken("the reporter's secret").map(drop)
}

/// As they are written.
pub(crate) fn rows<'r>(rows: impl IntoIterator<Item = &'r CaseRow>) -> Rows {
    Rows { table: &CASES, values: rows.into_iter().flat_map(values).collect() }
}

fn values(row: &CaseRow) -> [Value; 17] {
    let sort = QueueCursor::after(row);
    [
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
        sort.first.into(),
        sort.second.into(),
        (row.priority as i64).into(),
        (&row.recused.iter().map(ToString::to_string).collect::<BTreeSet<_>>()).into(),
    ]
}

/// A case, when it was received, and its words.
pub(crate) type Worded<'w> = (&'w CaseId, Timestamp, &'w BTreeSet<String>);

/// Replace the words of a case.
pub(crate) async fn put_words(tx: &mut Tx, worded: Worded<'_>) -> Result<(), Failure> {
    tx.run("delete from case_word where case_id = $1", vec![worded.0.into()]).await?;
    rows::add(tx, words_of([worded])).await.map(drop)
}

/// The words of cases that have none yet.
pub(crate) fn words_of<'w>(words: impl IntoIterator<Item = Worded<'w>>) -> Rows {
    let mut values = Vec::new();
    for (case, received_at, words) in words {
        let words = words.iter().filter(|word| !word.is_empty());
        values.extend(words.flat_map(|word| [case.into(), received_at.into(), word.into()]));
    }
    Rows { table: &WORDS, values }
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
        priority: priority(&mut cells)?,
        recused: recused(&mut cells)?,
    })
}

fn recused(cells: &mut Cells<'_>) -> Result<BTreeSet<AccountId>, Failure> {
    let ids: Option<_> = cells.words()?.iter().map(|id| AccountId::read(id).ok()).collect();
    ids.ok_or_else(|| cells.unreadable("list of ids"))
}

fn priority(cells: &mut Cells<'_>) -> Result<Priority, Failure> {
    let found = Priority::ALL.get(cells.count::<usize>()?).copied();
    found.ok_or_else(|| cells.unreadable("priority"))
}

/// A phase by its word.
pub(crate) fn phase(cells: &mut Cells<'_>) -> Result<Phase, Failure> {
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
