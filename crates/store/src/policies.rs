//! Every policy that was ever in force, by digest, because events name it.

use crate::engine::Tx;
use crate::failure::Failure;
use domain::words::Digest;

/// Keep the files of a policy, if not yet kept.
pub(crate) async fn put(tx: &mut Tx, digest: &Digest, files: &str) -> Result<(), Failure> {
    let sql = "insert into policy (digest, files) values ($1, $2) on conflict do nothing";
    tx.run(sql, vec![digest.into(), files.into()]).await.map(drop)
}
