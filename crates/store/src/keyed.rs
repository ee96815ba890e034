//! Keys under which cases are found beside others: what they are precedents for, and whether they
//! wait for a review. Each key's cases are read from its end of one index.

use crate::engine::{Database, Tx};
use crate::failure::Failure;
use crate::rows::{self, Kind, Rows, Table};
use crate::value::Value;
use crate::{journal, queue};
use app::ports::store::{Nearest, StoreError};
use domain::words::CaseId;
use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet};

/// So many keys are looked for by one statement.
const KEYS_AT_ONCE: usize = 50;

const KEYS: Table = Table {
    name: "case_key",
    columns: &[("key", Kind::Text), ("case_id", Kind::Text), ("at", Kind::Int)],
    then: "",
};

/// A case, when it gets its keys, and these.
pub(crate) type Keyed<'k> = (&'k CaseId, Timestamp, &'k BTreeSet<String>);

/// Replace the keys of a case.
pub(crate) async fn put(tx: &mut Tx, keyed: Keyed<'_>) -> Result<(), Failure> {
    tx.run("delete from case_key where case_id = $1", vec![keyed.0.into()]).await?;
    rows::add(tx, rows([keyed])).await.map(drop)
}

/// The keys of cases that have none yet.
pub(crate) fn rows<'k>(keyed: impl IntoIterator<Item = Keyed<'k>>) -> Rows {
    let mut values = Vec::new();
    for (case, at, keys) in keyed {
        values.extend(keys.iter().flat_map(|key| [key.into(), case.into(), at.into()]));
    }
    Rows { table: &KEYS, values }
}

/// Reads the latest cases of each of these keys, so many of each as the first value says.
fn latest_of(keys: &[&String], values: &mut Vec<Value>) -> String {
    let reads = keys.iter().map(|key| {
        values.push((*key).into());
        let at = values.len();
        format!(
            "select * from (select at, case_id from case_key where key = ${at}
                order by at desc, case_id limit $1) k{at}"
        )
    });
    reads.collect::<Vec<_>>().join("\nunion all ")
}

/// The latest case with any of these keys, of which there are few.
pub(crate) async fn nearest(
    db: &Database,
    keys: &BTreeSet<String>,
) -> Result<Option<Nearest>, StoreError> {
    if keys.is_empty() {
        return Ok(None);
    }
    let mut values: Vec<Value> = vec![1_u32.into()];
    let latest = latest_of(&keys.iter().collect::<Vec<_>>(), &mut values);
    let sql = format!(
        "select k.case_id, c.phase, e.seq, e.facts, e.content, e.salt, e.content_digest, e.hash
            from (select * from ({latest}) a order by at desc, case_id limit 1) k
            join cases c on c.id = k.case_id
            join event e on e.stream = 'case/' || k.case_id and e.seq = 1"
    );
    let Some(row) = db.read_one(AssertSqlSafe(sql), values).await? else { return Ok(None) };
    let mut cells = row.cells();
    let (case, phase) = (cells.case()?, queue::phase(&mut cells)?);
    Ok(Some(Nearest { case, phase, first: journal::link(cells)? }))
}

/// Cases with any of these keys, the latest first; each once.
pub(crate) async fn find(
    db: &Database,
    keys: &BTreeSet<String>,
    limit: u32,
) -> Result<Vec<CaseId>, StoreError> {
    let mut found: Vec<(Timestamp, CaseId)> = Vec::new();
    let keys: Vec<&String> = keys.iter().collect();
    for keys in keys.chunks(KEYS_AT_ONCE) {
        let mut values: Vec<Value> = vec![limit.into()];
        let all = latest_of(keys, &mut values);
        for row in db.read(AssertSqlSafe(all), values).await? {
            let mut cells = row.cells();
            found.push((cells.at()?, cells.case()?));
        }
    }
    found.sort_by(|(a, one), (b, two)| b.cmp(a).then(one.cmp(two)));
    let mut seen = BTreeSet::new();
    found.retain(|(_, case)| seen.insert(case.clone()));
    found.truncate(limit as usize);
    Ok(found.into_iter().map(|(_, case)| case).collect())
}

/// How many cases have each of these keys, counted up to `most`; those that none has are left out.
pub(crate) async fn count(
    db: &Database,
    keys: &BTreeSet<String>,
    most: u32,
) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut found = BTreeMap::new();
    let keys: Vec<&String> = keys.iter().collect();
    for keys in keys.chunks(KEYS_AT_ONCE) {
        let mut values: Vec<Value> = vec![most.into()];
        let reads = keys.iter().map(|key| {
            values.push((*key).into());
            let at = values.len();
            format!(
                "select k{at}.key, count(*) from
                    (select key from case_key where key = ${at} limit $1) k{at} group by k{at}.key"
            )
        });
        let all = reads.collect::<Vec<_>>().join("\nunion all ");
        for row in db.read(AssertSqlSafe(all), values).await? {
            let mut cells = row.cells();
            found.insert(cells.text()?, cells.count()?);
        }
    }
    Ok(found)
}
