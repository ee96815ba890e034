//! Spans of cases, and what is counted of them. A period is read from one index, and only numbers
//! leave the database, however many cases there are.

use crate::engine::{Database, Tx};
use crate::failure::Failure;
use crate::value::Value;
use app::ports::store::{MeasureQuery, StoreError};
use domain::metrics::{Counted, Measure};
use domain::words::CaseId;
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;

/// Measures written by one statement.
const CHUNK: usize = 50;

/// Those of a query, from values 1 to 3.
const PERIOD: &str = "from measure where name = $1 and received_at >= $2 and received_at < $3";
/// Whole seconds of a span.
const SECONDS: &str = "(ended_at - started_at) / 1000000";

/// Replace the measures of a case.
pub(crate) async fn put(tx: &mut Tx, case: &CaseId, measures: &[Measure]) -> Result<(), Failure> {
    tx.run("delete from measure where case_id = $1", vec![case.into()]).await?;
    add(tx, case, measures).await
}

/// Add measures to a case.
pub(crate) async fn add(tx: &mut Tx, case: &CaseId, measures: &[Measure]) -> Result<(), Failure> {
    for chunk in measures.chunks(CHUNK) {
        let mut sql = "insert into measure (case_id, name, episode, nth, received_at, started_at,
                ended_at, due_at) values "
            .to_owned();
        let mut values: Vec<Value> = vec![case.into()];
        for one in chunk {
            let comma = if values.len() > 1 { ", " } else { "" };
            let places: Vec<_> =
                (1..=7).map(|place| format!("${}", values.len() + place)).collect();
            write!(sql, "{comma}($1, {})", places.join(", ")).expect("a string takes all text");
            values.extend([
                (&one.name).into(),
                one.episode.into(),
                one.nth.into(),
                one.received_at.into(),
                one.started_at.into(),
                one.ended_at.into(),
                one.due_at.into(),
            ]);
        }
        tx.run(AssertSqlSafe(sql), values).await?;
    }
    Ok(())
}

fn period(query: &MeasureQuery) -> Vec<Value> {
    vec![(&query.name).into(), query.from.into(), query.to.into()]
}

/// What there is of a metric, and how much of it is late at `now`.
pub(crate) async fn count(db: &Database, query: &MeasureQuery) -> Result<Counted, StoreError> {
    let sql = format!(
        "select count(ended_at), count(*) - count(ended_at),
            cast(coalesce(sum({SECONDS}), 0) as bigint),
            cast(coalesce(sum(case when coalesce(ended_at, $4) > due_at then 1 else 0 end), 0)
                as bigint)
        {PERIOD}"
    );
    let mut values = period(query);
    values.push(query.now.into());
    let row = db.read_one(AssertSqlSafe(sql), values).await?;
    let Some(row) = row else { return Ok(Counted::default()) };
    let mut cells = row.cells();
    Ok(Counted {
        ended: cells.count()?,
        open: cells.count()?,
        seconds: cells.int()?,
        late: cells.count()?,
    })
}

/// The lengths in seconds at these places of their order, from 1.
pub(crate) async fn at(
    db: &Database,
    query: &MeasureQuery,
    places: [u64; 3],
) -> Result<Vec<(u64, i64)>, StoreError> {
    let sql = format!(
        "select place, seconds from
            (select seconds, row_number() over (order by seconds) as place from
                (select {SECONDS} as seconds {PERIOD} and ended_at is not null) s) r
        where place in ($4, $5, $6)"
    );
    let mut values = period(query);
    values.extend(places.map(Value::from));
    let rows = db.read(AssertSqlSafe(sql), values).await?;
    let read = |row: &crate::value::Row| {
        let mut cells = row.cells();
        Ok((cells.count()?, cells.int()?))
    };
    Ok(rows.iter().map(read).collect::<Result<_, Failure>>()?)
}

/// Every name that a measure has; each is one step in the index.
pub(crate) async fn names(db: &Database) -> Result<Vec<String>, StoreError> {
    let sql = "with recursive n (name) as (
            select min(name) from measure
            union all
            select (select min(m.name) from measure m where m.name > n.name) from n
                where n.name is not null)
        select name from n where name is not null";
    let rows = db.read(sql, vec![]).await?;
    Ok(rows.iter().map(|row| row.cells().text()).collect::<Result<_, Failure>>()?)
}
