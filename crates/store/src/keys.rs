//! Idempotency keys with the answers that were given to them.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, OrTaken};
use crate::rows::{self, Kind, Rows, Table};
use crate::value::Value;
use app::ports::store::{Once, StoreError};

const ANSWERS: Table = Table {
    name: "once",
    columns: &[
        ("scope", Kind::Text),
        ("key", Kind::Text),
        ("request", Kind::Bytes),
        ("answer", Kind::Text),
    ],
    then: "",
};

/// Remember an answer; a key is answered once.
pub(crate) async fn put(tx: &mut Tx, once: &Once) -> Result<(), Failure> {
    rows::add(tx, rows([once])).await.or_taken("the idempotency key").map(drop)
}

/// As they are remembered.
pub(crate) fn rows<'o>(answers: impl IntoIterator<Item = &'o Once>) -> Rows {
    let values = |once: &Once| -> [Value; 4] {
        [(&once.scope).into(), (&once.key).into(), (&once.request).into(), (&once.answer).into()]
    };
    Rows { table: &ANSWERS, values: answers.into_iter().flat_map(values).collect() }
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
