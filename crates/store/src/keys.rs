//! Idempotency keys with the answers that were given to them.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, must_touch};
use app::ports::store::{Once, StoreError};

/// Remember an answer; a key is answered once.
pub(crate) async fn put(tx: &mut Tx, once: &Once) -> Result<(), Failure> {
    let sql = "insert into once (scope, key, request, answer) values ($1, $2, $3, $4)
        on conflict do nothing";
    let values = vec![
        (&once.scope).into(),
        (&once.key).into(),
        (&once.request).into(),
        (&once.answer).into(),
    ];
    must_touch(tx.run(sql, values).await?, "the idempotency key")
}

/// The remembered answer.
pub(crate) async fn of(db: &Database, scope: &str, key: &str) -> Result<Option<Once>, StoreError> {
    let sql = "select request, answer from once where scope = $1 and key = $2";
    let row = db.read_one(sql, vec![scope.into(), key.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let mut cells = row.cells();
    Ok(Some(Once {
        scope: scope.to_owned(),
        key: key.to_owned(),
        request: cells.digest()?,
        answer: cells.text()?,
    }))
}
