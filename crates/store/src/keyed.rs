//! Keys under which cases are found beside others: what they are precedents for, and whether they
//! wait for a review. Each key's cases are read from its end of one index.

use crate::engine::{Database, Tx};
use crate::failure::Failure;
use crate::value::Value;
use app::ports::store::StoreError;
use domain::words::CaseId;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// A case has no more keys than this.
const KEYS_MAX: usize = 50;

/// Replace the keys of a case.
pub(crate) async fn put(
    tx: &mut Tx,
    case: &CaseId,
    at: Timestamp,
    keys: &BTreeSet<String>,
) -> Result<(), Failure> {
    tx.run("delete from case_key where case_id = $1", vec![case.into()]).await?;
    for key in keys.iter().take(KEYS_MAX) {
        let sql = "insert into case_key (key, case_id, at) values ($1, $2, $3)";
        tx.run(sql, vec![key.into(), case.into(), at.into()]).await?;
    }
    Ok(())
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
