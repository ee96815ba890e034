//! Every policy that was ever in force, by digest, because events name it.

use crate::engine::{Database, Tx};
use crate::failure::Failure;
use app::ports::store::StoreError;
use domain::words::Digest;

/// Keep the files of a policy, if not yet kept.
pub(crate) async fn put(tx: &mut Tx, digest: &Digest, files: &str) -> Result<(), Failure> {
    let sql = "insert into policy (digest, files) values ($1, $2) on conflict do nothing";
    tx.run(sql, vec![digest.into(), files.into()]).await.map(drop)
}

/// The files of a policy that was once in force.
pub(crate) async fn get(db: &Database, digest: &Digest) -> Result<Option<String>, StoreError> {
    let row =
        db.read_one("select files from policy where digest = $1", vec![digest.into()]).await?;
    Ok(row.map(|row| row.cells().text()).transpose()?)
}
