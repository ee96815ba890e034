//! Spans of cases, and what is counted of them. A period is read from one index, and only numbers
//! leave the database, however many cases there are.

use crate::engine::{Database, Tx};
use crate::failure::Failure;
use crate::rows::{self, Kind, Rows, Table};
use crate::value::Value;
use app::ports::store::{MeasureQuery, StoreError};
use domain::metrics::{Counted, Measure};
use domain::words::CaseId;
use sqlx::AssertSqlSafe;

const MEASURES: Table = Table {
    name: "measure",
    columns: &[
        ("case_id", Kind::Text),
        ("name", Kind::Text),
        ("episode", Kind::Int),
        ("nth", Kind::Int),
        ("received_at", Kind::Int),
        ("started_at", Kind::Int),
        ("ended_at", Kind::Int),
        ("due_at", Kind::Int),
    ],
    then: "",
};

/// Those of a query, from values 1 to 3 and, behind so many, the cases that are left out.
fn rows_of(query: &MeasureQuery, before: usize) -> String {
    let period = "from measure where name = $1 and received_at >= $2 and received_at < $3";
    let without: Vec<String> =
        (1..=query.without.len()).map(|place| format!("${}", before + place)).collect();
    match without.is_empty() {
        true => period.to_owned(),
        false => format!("{period} and case_id not in ({})", without.join(", ")),
    }
}
/// Whole seconds of a span.
const SECONDS: &str = "(ended_at - started_at) / 1000000";

/// Replace the measures of a case.
pub(crate) async fn put(tx: &mut Tx, case: &CaseId, measures: &[Measure]) -> Result<(), Failure> {
    tx.run("delete from measure where case_id = $1", vec![case.into()]).await?;
    rows::add(tx, rows([(case, measures)])).await.map(drop)
}

/// The measures of cases that have none yet.
pub(crate) fn rows<'m>(measures: impl IntoIterator<Item = (&'m CaseId, &'m [Measure])>) -> Rows {
    let mut values: Vec<Value> = Vec::new();
    for (case, measures) in measures {
        for one in measures {
            values.extend([
                case.into(),
                (&one.name).into(),
                one.episode.into(),
                one.nth.into(),
                one.received_at.into(),
                one.started_at.into(),
                one.ended_at.into(),
                one.due_at.into(),
            ]);
        }
    }
    Rows { table: &MEASURES, values }
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
        {}",
        rows_of(query, 4)
    );
    let mut values = period(query);
    values.push(query.now.into());
    values.extend(query.without.iter().map(Value::from));
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
                (select {SECONDS} as seconds {} and ended_at is not null) s) r
        where place in ($4, $5, $6)",
        rows_of(query, 6)
    );
    let mut values = period(query);
    values.extend(places.map(Value::from));
    values.extend(query.without.iter().map(Value::from));
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
