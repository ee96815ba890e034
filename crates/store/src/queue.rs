//! The rows of cases and the words by which they are found; pages of them are in `page`.

mod page;

pub(crate) use page::page;

use crate::engine::{Database, Tx};
use crate::failure::{Failure, OrTaken};
use crate::value::{Cells, Value};
use app::ports::store::{CaseRow, QueueCursor, StoreError};
use domain::advisory::Severity;
use domain::case::{Phase, Priority};
use domain::words::{AccountId, CaseId, Digest};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Words written by one statement.
const CHUNK: usize = 128;

/// Insert or replace a row.
pub(crate) async fn put(tx: &mut Tx, row: &CaseRow) -> Result<(), Failure> {
    let sql = "insert into cases (id, version, secret, phase, is_open, severity, due_at, due_clock,
            embargo_ends_at, received_at, changed_at, handler, title, due_sort, severity_sort, priority,
            recused)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        on conflict (id) do update set version = excluded.version, secret = excluded.secret,
            phase = excluded.phase, is_open = excluded.is_open, severity = excluded.severity,
            due_at = excluded.due_at, due_clock = excluded.due_clock,
            embargo_ends_at = excluded.embargo_ends_at, received_at = excluded.received_at,
            changed_at = excluded.changed_at, handler = excluded.handler, title = excluded.title,
            due_sort = excluded.due_sort, severity_sort = excluded.severity_sort,
            priority = excluded.priority, recused = excluded.recused";
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
        sort.first.into(),
        sort.second.into(),
        (row.priority as i64).into(),
        (&row.recused.iter().map(ToString::to_string).collect::<BTreeSet<_>>()).into(),
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
    add_words(tx, case, words).await
}

/// Add words to a case. Statements come in few lengths, the last word again and again where there
/// are too few, so that each is prepared once.
pub(crate) async fn add_words(
    tx: &mut Tx,
    case: &CaseId,
    words: &BTreeSet<String>,
) -> Result<(), Failure> {
    let words: Vec<&String> = words.iter().filter(|word| !word.is_empty()).collect();
    for chunk in words.chunks(CHUNK) {
        let mut sql = "insert into case_word (case_id, word) values ".to_owned();
        let mut values: Vec<Value> = vec![case.into()];
        let last = chunk.last().map_or("", |word| word.as_str());
        let padding = chunk.len().next_power_of_two() - chunk.len();
        let words = chunk.iter().map(|word| word.as_str());
        for word in words.chain(std::iter::repeat_n(last, padding)) {
            let comma = if values.len() > 1 { ", " } else { "" };
            values.push(word.into());
            write!(sql, "{comma}($1, ${})", values.len()).expect("a string takes all text");
        }
        sql.push_str(" on conflict do nothing");
        tx.run(AssertSqlSafe(sql), values).await?;
    }
    Ok(())
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
