//! Bringing a database to the schema of this program: numbered SQL files, all in one transaction
//! that first makes sure that no other replica does the same.

use crate::engine::{Database, For, Tx};
use crate::failure::Failure;

/// The schema version that each brings, rising, with its files: SQLite's and PostgreSQL's.
const MIGRATIONS: &[(u32, &str, &str)] = &[
    (
        1,
        include_str!("migrations/sqlite/0001_first.sql"),
        include_str!("migrations/postgres/0001_first.sql"),
    ),
    (
        2,
        include_str!("migrations/sqlite/0002_keys.sql"),
        include_str!("migrations/postgres/0002_keys.sql"),
    ),
    (
        3,
        include_str!("migrations/sqlite/0003_lists.sql"),
        include_str!("migrations/postgres/0003_lists.sql"),
    ),
    (
        4,
        include_str!("migrations/sqlite/0004_priority.sql"),
        include_str!("migrations/postgres/0004_priority.sql"),
    ),
    (
        5,
        include_str!("migrations/sqlite/0005_shipping.sql"),
        include_str!("migrations/postgres/0005_shipping.sql"),
    ),
    (
        6,
        include_str!("migrations/sqlite/0006_recused.sql"),
        include_str!("migrations/postgres/0006_recused.sql"),
    ),
    (
        7,
        include_str!("migrations/sqlite/0007_scale.sql"),
        include_str!("migrations/postgres/0007_scale.sql"),
    ),
    (
        8,
        include_str!("migrations/sqlite/0008_made.sql"),
        include_str!("migrations/postgres/0008_made.sql"),
    ),
    (
        9,
        include_str!("migrations/sqlite/0009_reads.sql"),
        include_str!("migrations/postgres/0009_reads.sql"),
    ),
    (
        10,
        include_str!("migrations/sqlite/0010_sealing.sql"),
        include_str!("migrations/postgres/0010_sealing.sql"),
    ),
    (
        11,
        include_str!("migrations/sqlite/0011_entrance.sql"),
        include_str!("migrations/postgres/0011_entrance.sql"),
    ),
    (
        12,
        include_str!("migrations/sqlite/0012_mail.sql"),
        include_str!("migrations/postgres/0012_mail.sql"),
    ),
    (
        15,
        include_str!("migrations/sqlite/0015_keys_of_people.sql"),
        include_str!("migrations/postgres/0015_keys_of_people.sql"),
    ),
    (
        16,
        include_str!("migrations/sqlite/0016_ties.sql"),
        include_str!("migrations/postgres/0016_ties.sql"),
    ),
];

/// The schema version that this program reads and writes.
pub(crate) const SCHEMA: u32 = MIGRATIONS[MIGRATIONS.len() - 1].0;

/// Apply what is missing; refuse a database that a newer program has changed.
pub(crate) async fn migrate(db: &Database) -> Result<(), Failure> {
    let mut tx = db.begin(For::Writing).await?;
    match advance(&mut tx).await {
        Ok(()) => tx.commit().await,
        Err(failure) => {
            tx.rollback().await?;
            Err(failure)
        }
    }
}

async fn advance(tx: &mut Tx) -> Result<(), Failure> {
    tx.lock_schema().await?;
    tx.script("create table if not exists schema_version (version bigint not null)").await?;
    let found = version(tx).await?;
    if found > SCHEMA {
        return Err(Failure::Unreadable(format!(
            "its schema has version {found}, and this program knows {SCHEMA}; run the program \
             that wrote it, or a newer one"
        )));
    }
    for (_, sqlite, postgres) in MIGRATIONS.iter().filter(|(version, ..)| *version > found) {
        let script = tx.either(sqlite, postgres);
        tx.script(script).await?;
    }
    if found < SCHEMA {
        tx.run("delete from schema_version", vec![]).await?;
        tx.run("insert into schema_version (version) values ($1)", vec![SCHEMA.into()]).await?;
    }
    Ok(())
}

async fn version(tx: &mut Tx) -> Result<u32, Failure> {
    let rows = tx.rows("select version from schema_version", vec![]).await?;
    rows.first().map_or(Ok(0), |row| row.cells().count())
}
