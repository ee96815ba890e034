//! The read log: a row for each request in order of time, and its place under each of its cases. Rows
//! are only added; the log is read from its end, whole, by case or by person, each from one index.

use crate::engine::{Database, Tx};
use crate::failure::Failure;
use crate::rows::{self, Kind, Rows, Table};
use crate::value::{Cells, Value};
use app::ports::store::{ReadQuery, ReadRow, StoreError};
use domain::access::{Door, ReadKind};
use domain::case::By;
use domain::words::{AccountId, CaseId, PartyId};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// No page has more rows.
const PAGE_MAX: u32 = 1_000;

const LOG: Table = Table {
    name: "read_log",
    columns: &[
        ("at", Kind::Int),
        ("id", Kind::Int),
        ("reader", Kind::Text),
        ("door", Kind::Text),
        ("kind", Kind::Text),
        ("policy", Kind::Bytes),
        ("cases", Kind::Text),
    ],
    then: "",
};
const CASES: Table = Table {
    name: "read_case",
    columns: &[("case_id", Kind::Text), ("at", Kind::Int), ("id", Kind::Int)],
    then: "",
};

/// Add a row and its places.
pub(crate) async fn put(tx: &mut Tx, row: &ReadRow) -> Result<(), Failure> {
    for rows in rows([row])? {
        rows::add(tx, rows).await?;
    }
    Ok(())
}

/// As they are written: the log, and the places under each case.
pub(crate) fn rows<'r>(reads: impl IntoIterator<Item = &'r ReadRow>) -> Result<[Rows; 2], Failure> {
    let (mut log, mut of_cases) = (Vec::new(), Vec::new());
    for row in reads {
        let id = i64::try_from(row.id)
            .map_err(|_| Failure::Unreadable("an id of the read log is too great".to_owned()))?;
        let cases: BTreeSet<String> = row.cases.iter().map(ToString::to_string).collect();
        log.extend([
            row.at.into(),
            id.into(),
            Value::from(&reader(&row.reader)),
            row.door.word().into(),
            row.kind.word().into(),
            (&row.policy).into(),
            (&cases).into(),
        ]);
        of_cases.extend(row.cases.iter().flat_map(|case| [case.into(), row.at.into(), id.into()]));
    }
    Ok([Rows { table: &LOG, values: log }, Rows { table: &CASES, values: of_cases }])
}

/// Make the places under each case again, after the log came from somewhere else.
pub(crate) async fn make_places(tx: &mut Tx) -> Result<(), Failure> {
    let each = tx.either("json_each(r.cases)", "jsonb_array_elements_text(cast(r.cases as jsonb))");
    let sql = format!(
        "insert into read_case (case_id, at, id)
            select c.value, r.at, r.id from read_log r, {each} c where true on conflict do nothing"
    );
    tx.run(AssertSqlSafe(sql), vec![]).await.map(drop)
}

fn reader(by: &By) -> String {
    match by {
        By::Person(account) => format!("person/{account}"),
        By::Participant(party) => format!("participant/{party}"),
        By::Reporter => "reporter".to_owned(),
        By::System => "system".to_owned(),
    }
}

fn read_reader(text: &str) -> Option<By> {
    match text.split_once('/') {
        Some(("person", id)) => AccountId::read(id).ok().map(By::Person),
        Some(("participant", id)) => PartyId::read(id).ok().map(By::Participant),
        None if text == "reporter" => Some(By::Reporter),
        None if text == "system" => Some(By::System),
        _ => None,
    }
}

/// Rows of the log, the latest first.
pub(crate) async fn page(db: &Database, query: &ReadQuery) -> Result<Vec<ReadRow>, StoreError> {
    let mut values: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    // The rows are found by one index; what its columns do not say is asked of each.
    let (from, found) = match &query.case {
        Some(_) => ("read_case f join read_log r on r.at = f.at and r.id = f.id", "f"),
        None => ("read_log r", "r"),
    };
    let mut and = Vec::new();
    if let Some(case) = &query.case {
        and.push(format!("f.case_id = {}", bind(case.into())));
    }
    if let Some(person) = &query.person {
        let reader = reader(&By::Person(person.clone()));
        and.push(format!("r.reader = {}", bind(Value::from(&reader))));
    }
    if let Some(at) = query.from {
        and.push(format!("{found}.at >= {}", bind(at.into())));
    }
    if let Some(at) = query.before {
        and.push(format!("{found}.at < {}", bind(at.into())));
    }
    if let Some(place) = query.after {
        let (at, id) = (bind(place.at.into()), bind(place.id.into()));
        and.push(format!("({found}.at, {found}.id) < ({at}, {id})"));
    }
    let limit = bind(query.limit.min(PAGE_MAX).into());
    let and = if and.is_empty() { "1 = 1".to_owned() } else { and.join(" and ") };
    let sql = format!(
        "select r.at, r.id, r.reader, r.door, r.kind, r.policy, r.cases from {from}
            where {and} order by {found}.at desc, {found}.id desc limit {limit}"
    );
    let rows = db.read(AssertSqlSafe(sql), values).await?;
    Ok(rows.iter().map(|row| read(row.cells())).collect::<Result<_, Failure>>()?)
}

fn read(mut cells: Cells<'_>) -> Result<ReadRow, Failure> {
    Ok(ReadRow {
        at: cells.at()?,
        id: cells.count()?,
        reader: read_reader(&cells.text()?).ok_or_else(|| cells.unreadable("reader"))?,
        door: Door::read(&cells.text()?).ok_or_else(|| cells.unreadable("door"))?,
        kind: ReadKind::read(&cells.text()?).ok_or_else(|| cells.unreadable("kind of reading"))?,
        policy: cells.digest()?,
        cases: cases(&mut cells)?,
    })
}

fn cases(cells: &mut Cells<'_>) -> Result<BTreeSet<CaseId>, Failure> {
    let ids: Option<_> = cells.words()?.iter().map(|id| CaseId::read(id).ok()).collect();
    ids.ok_or_else(|| cells.unreadable("list of ids"))
}

/// When this person was last shown something of a case.
pub(crate) async fn last_of(
    db: &Database,
    person: &AccountId,
) -> Result<Option<Timestamp>, StoreError> {
    let sql = "select max(at) from read_log where reader = $1";
    let reader = reader(&By::Person(person.clone()));
    let Some(row) = db.read_one(sql, vec![Value::from(&reader)]).await? else { return Ok(None) };
    Ok(row.cells().maybe_at()?)
}
