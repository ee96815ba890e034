//! Keys of what is sealed, and what is still in the clear. No key is in this file: they are bytes here.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, OrTaken};
use crate::rows::{self, Kind, Rows, Table};
use crate::value::{Row, Value};
use app::ports::store::{Reseal, Sealed, SealingKey};
use domain::words::{CaseId, Digest};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// So many keys are looked up by one statement.
const CHUNK: usize = 128;
/// The rows that are no stream, in the list of what is still in the clear.
pub(crate) const ROWS: &str = "*";

const KEYS: Table = Table {
    name: "sealing_key",
    columns: &[("owner", Kind::Text), ("master", Kind::Text), ("wrapped", Kind::Bytes)],
    then: "",
};

/// Add a key that must not be there yet, or wrap one anew unless somebody else did.
pub(crate) async fn put(tx: &mut Tx, key: &SealingKey) -> Result<(), Failure> {
    let Some(before) = &key.before else {
        return rows::add(tx, rows([key])).await.or_taken("the key of what is sealed").map(drop);
    };
    let sql = "update sealing_key set master = $3, wrapped = $4 where owner = $1 and master = $2";
    let wrapped = key.wrapped.as_slice().into();
    let values = vec![(&key.owner).into(), before.into(), (&key.master).into(), wrapped];
    tx.run(sql, values).await.map(drop)
}

/// As new keys are added.
pub(crate) fn rows<'k>(keys: impl IntoIterator<Item = &'k SealingKey>) -> Rows {
    let values = |key: &SealingKey| -> [Value; 3] {
        [(&key.owner).into(), (&key.master).into(), key.wrapped.as_slice().into()]
    };
    Rows { table: &KEYS, values: keys.into_iter().flat_map(values).collect() }
}

/// Sealed texts instead of those in the clear.
pub(crate) async fn reseal(tx: &mut Tx, reseal: &Reseal) -> Result<(), Failure> {
    let Reseal { stream, contents, title } = reseal;
    for (seq, Sealed(content)) in contents {
        let sql = "update event set content = $3, salt = null
            where stream = $1 and seq = $2 and content is not null";
        let values = vec![stream.into(), (*seq).into(), content.as_slice().into()];
        tx.run(sql, values).await?;
    }
    if let (Some(title), Some(case)) = (title, stream.strip_prefix("case/")) {
        let sql = "update cases set title = $2 where id = $1";
        tx.run(sql, vec![case.into(), title.into()]).await?;
    }
    is_sealed(tx, stream).await
}

async fn is_sealed(tx: &mut Tx, what: &str) -> Result<(), Failure> {
    tx.run("delete from unsealed where what = $1", vec![what.into()]).await.map(drop)
}

fn key(row: &Row) -> Result<SealingKey, Failure> {
    let mut cells = row.cells();
    let (owner, master, wrapped) = (cells.text()?, cells.text()?, cells.bytes()?);
    Ok(SealingKey { owner, master, wrapped, before: None })
}

/// The keys of these owners, of those that have one.
pub(crate) async fn of(db: &Database, owners: &[&str]) -> Result<Vec<SealingKey>, Failure> {
    let mut found = Vec::new();
    for chunk in owners.chunks(CHUNK) {
        // Repeated up to the next power of two, so that there are few different statements.
        let count = chunk.len().next_power_of_two();
        let padded = chunk.iter().chain(std::iter::repeat(&chunk[0])).take(count);
        let values = padded.map(|owner| Value::from(*owner)).collect();
        let places: Vec<_> = (1..=count).map(|place| format!("${place}")).collect();
        let sql = format!(
            "select owner, master, wrapped from sealing_key where owner in ({})",
            places.join(", ")
        );
        let rows = db.read(AssertSqlSafe(sql), values).await?;
        found.extend(rows.iter().map(key).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// Keys that are not under this master key, in the order of their owners, after this one.
pub(crate) async fn not_under(
    db: &Database,
    master: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<SealingKey>, Failure> {
    let sql = "select owner, master, wrapped from sealing_key
        where owner > $2 and master <> $1 order by owner limit $3";
    let rows = db.read(sql, vec![master.into(), after.into(), limit.into()]).await?;
    rows.iter().map(key).collect()
}

/// How many keys there are under each master key.
pub(crate) async fn by_master(db: &Database) -> Result<Vec<(String, u64)>, Failure> {
    let sql = "select master, count(*) from sealing_key group by master order by master";
    let rows = db.read(sql, vec![]).await?;
    let count = |row: &Row| {
        let mut cells = row.cells();
        Ok((cells.text()?, cells.count()?))
    };
    rows.iter().map(count).collect()
}

/// What is still in the clear, in order.
pub(crate) async fn unsealed(
    db: &Database,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, Failure> {
    let sql = "select what from unsealed where what > $1 order by what limit $2";
    let rows = db.read(sql, vec![after.into(), limit.into()]).await?;
    rows.iter().map(|row| row.cells().text()).collect()
}

/// How much is still in the clear.
pub(crate) async fn unsealed_count(db: &Database) -> Result<u64, Failure> {
    let row = db.read_one("select count(*) from unsealed", vec![]).await?;
    row.map_or(Ok(0), |row| row.cells().count())
}

/// After a restore: streams without a key are in the clear, and so are the rows of a backup that knew
/// nothing of sealing.
pub(crate) async fn note_unsealed(tx: &mut Tx, older: bool) -> Result<(), Failure> {
    let sql = "insert into unsealed (what) select s.name from stream s
        where s.name <> 'instance'
            and not exists (select 1 from sealing_key k where k.owner = s.name)
            and ($1 = 1 or exists (select 1 from sealing_key))
        on conflict do nothing";
    tx.run(sql, vec![older.into()]).await?;
    if older {
        let sql =
            "insert into unsealed (what) select s.name from stream s where s.name = 'instance'
            on conflict do nothing";
        tx.run(sql, vec![]).await?;
        let sql = "insert into unsealed (what) values ($1) on conflict do nothing";
        tx.run(sql, vec![ROWS.into()]).await?;
    }
    Ok(())
}

/// The title of a case as it lies there, its secret, and when it was received.
pub(crate) async fn row_of(
    db: &Database,
    case: &CaseId,
) -> Result<Option<(String, Digest, Timestamp)>, Failure> {
    let sql = "select title, secret, received_at from cases where id = $1";
    let Some(row) = db.read_one(sql, vec![case.into()]).await? else { return Ok(None) };
    let mut cells = row.cells();
    Ok(Some((cells.text()?, cells.digest()?, cells.at()?)))
}

/// What stands in the clear beside a case's journal.
#[derive(Debug)]
pub(crate) struct Beside {
    pub(crate) title: Option<String>,
    pub(crate) secret: Digest,
    pub(crate) received_at: Timestamp,
    pub(crate) words: BTreeSet<String>,
    pub(crate) keys: BTreeSet<String>,
    pub(crate) keyed_at: Timestamp,
}

/// Read it.
pub(crate) async fn beside(db: &Database, case: &CaseId) -> Result<Beside, Failure> {
    let mut beside = Beside {
        title: None,
        secret: Digest::of(b""),
        received_at: Timestamp::UNIX_EPOCH,
        words: BTreeSet::new(),
        keys: BTreeSet::new(),
        keyed_at: Timestamp::UNIX_EPOCH,
    };
    if let Some((title, secret, received_at)) = row_of(db, case).await? {
        (beside.title, beside.secret, beside.received_at) = (Some(title), secret, received_at);
    }
    let sql = "select word from case_word where case_id = $1";
    for row in db.read(sql, vec![case.into()]).await? {
        beside.words.insert(row.cells().text()?);
    }
    let sql = "select key, at from case_key where case_id = $1";
    for row in db.read(sql, vec![case.into()]).await? {
        let mut cells = row.cells();
        beside.keys.insert(cells.text()?);
        beside.keyed_at = cells.at()?;
    }
    Ok(beside)
}
