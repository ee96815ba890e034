//! Keys under which cases are found beside others: what they are precedents for, and whether they
//! wait for a review. Each key's cases are read from its end of one index.

use crate::engine::{Database, Tx};
use crate::failure::Failure;
use crate::rows::{self, Kind, Rows, Table};
use crate::value::Value;
use app::ports::store::StoreError;
use domain::words::CaseId;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// A case has no more keys than this.
const KEYS_MAX: usize = 50;

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
        let keys = keys.iter().take(KEYS_MAX);
        values.extend(keys.flat_map(|key| [key.into(), case.into(), at.into()]));
    }
    Rows { table: &KEYS, values }
}

/// Cases with any of these keys, the latest first; each once.
pub(crate) async fn find(
    db: &Database,
    keys: &BTreeSet<String>,
    limit: u32,
) -> Result<Vec<CaseId>, StoreError> {
    let mut found: Vec<(Timestamp, CaseId)> = Vec::new();
    for key in keys.iter().take(KEYS_MAX) {
        let sql = "select at, case_id from case_key where key = $1
            order by at desc, case_id limit $2";
        let values: Vec<Value> = vec![key.into(), limit.into()];
        for row in db.read(sql, values).await? {
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
