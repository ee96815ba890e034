//! `vulnerary backup` and `vulnerary restore`: one format for both databases.

use super::journal::{self, Sight};
use super::ship::parcels;
use crate::out::counted;
use crate::wire::Place;
use crate::{Ended, Out};
use app::ports::store::Store as _;
use outside::{OpeningKey, Recipients};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};
use store::Database;
use store::backup::{BackupError, Summary};

/// How every file begins that a backup is when it is not encrypted.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

pub(super) const RESTORE_EXAMPLES: &str = "Examples:\n  vulnerary restore --data new-data vulnerary-backup.jsonl.zst\n  vulnerary restore --data new-data --log /mnt/other/vulnerary vulnerary-backup.jsonl.zst\n  vulnerary restore --data new-data --key archive.asc vulnerary-backup.jsonl.zst.pgp\n\nWith --log, all units that were shipped after the backup are written on top of it; all of it is\nrestored, or nothing.";

/// Write a backup.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    place: Place,
    /// The file to write; it must not exist yet.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Encrypt it to this OpenPGP certificate; may be repeated.
    #[arg(long = "encrypt-to", value_name = "FILE")]
    encrypt_to: Vec<PathBuf>,
}

/// Restore a backup.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    place: Place,
    /// The folder to which units were shipped.
    #[arg(long, value_name = "DIR")]
    log: Option<PathBuf>,
    /// The secret OpenPGP key that opens what was encrypted; it must ask for no passphrase.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The file to read.
    #[arg(value_name = "FILE")]
    from: PathBuf,
}

/// Write a backup; the file appears only when it is whole.
pub(super) async fn backup(given: &Backup, out: &mut Out) -> Result<(), Ended> {
    let at =
        |error: &dyn std::fmt::Display| Ended::Outside(format!("{}: {error}", given.to.display()));
    if given.to.exists() {
        return Err(Ended::Usage(format!("{}: is already there", given.to.display())));
    }
    given.place.must_exist()?;
    let to = Recipients::read(&given.encrypt_to).map_err(Ended::Usage)?;
    let database = given.place.open_database().await?;
    let half = given.to.with_extension("half");
    let file = outside::create_private(&half).map_err(|error| at(&error))?;
    let mut file = BufWriter::new(file);
    let summary = match &to {
        None => store::backup::backup(&database, &mut file).await.map_err(|error| at(&error))?,
        Some(to) => {
            let mut sealing = to.seal(&mut file).map_err(|error| at(&error))?;
            let written = store::backup::backup(&database, &mut sealing).await;
            let summary = written.map_err(|error| at(&error))?;
            sealing.finish().map_err(|error| at(&error))?;
            summary
        }
    };
    file.flush().map_err(|error| at(&error))?;
    file.get_ref().sync_all().map_err(|error| at(&error))?;
    database.close().await;
    fs::rename(&half, &given.to).map_err(|error| at(&error))?;
    for fingerprint in to.iter().flat_map(Recipients::fingerprints) {
        out.say(&format!("encrypted to {fingerprint}"));
    }
    out.fact(&format!("{}: {}", given.to.display(), words(&summary)))
}

/// Restore a backup into an empty instance.
pub(super) async fn restore(given: &Restore, out: &mut Out) -> Result<(), Ended> {
    let at =
        |error: &dyn std::fmt::Display| Ended::Usage(format!("{}: {error}", given.from.display()));
    let key = given.key.as_deref().map(OpeningKey::read).transpose().map_err(Ended::Usage)?;
    let input = input(&given.from, key.as_ref()).map_err(|error| at(&error))?;
    let mut log = match &given.log {
        Some(folder) => Some(parcels(folder, key.as_ref())?),
        None => None,
    };
    let database = given.place.open_database().await?;
    let restored = match &mut log {
        None => store::backup::restore(&database, input).await,
        Some(log) => store::backup::restore_with(&database, input, log).await,
    };
    let summary = restored.map_err(|error| match error {
        BackupError::Store(error) => Ended::Outside(error.to_string()),
        other => at(&other),
    })?;
    out.fact(&format!("{}: {}", given.from.display(), words(&summary)))?;
    if given.log.is_some() {
        let units = usize::try_from(summary.replayed.units).unwrap_or(usize::MAX);
        out.fact(&format!(
            "and {} that {} shipped after it",
            counted(units, "unit", "units"),
            if units == 1 { "was" } else { "were" }
        ))?;
    }
    out.say(
        "Sessions, invitations, tokens and calendar links are not carried over; people log in again. \
         Neither is the folder of the policy: serve with the one that was served before.",
    );
    let sight = Sight::of(&given.place, &database).await?;
    let found = journal::verified(&database, &sight, false, out).await?;
    if let Sight::Facts(why) = &sight {
        out.say(&format!(
            "Before you serve: {why}. Until then only the chain of facts was checked."
        ));
    }
    newer_outside(&given.place.data, &database, out).await?;
    database.close().await;
    if found.broken == 0 {
        return Ok(());
    }
    Err(Ended::Outside(format!(
        "{} of {} chains are broken: this backup or its log was changed; do not use what was restored",
        found.broken, found.streams
    )))
}

/// The backup, opened if it is encrypted.
fn input(path: &Path, key: Option<&OpeningKey>) -> Result<Box<dyn Read>, String> {
    let mut file = File::open(path).map_err(|error| error.to_string())?;
    let mut first = Vec::new();
    Read::by_ref(&mut file).take(4).read_to_end(&mut first).map_err(|error| error.to_string())?;
    let whole = std::io::Cursor::new(first.clone()).chain(BufReader::new(file));
    match key {
        None if first == ZSTD => Ok(Box::new(whole)),
        Some(_) if first == ZSTD => {
            Err("is not encrypted, and with --key all of it must be".to_owned())
        }
        Some(key) => Ok(Box::new(key.open(whole)?)),
        None => Err("this is no backup of this program, or it is encrypted: then name a key with \
                     --key"
            .to_owned()),
    }
}

/// Say what left the instance after the last that was restored: it happened, and nobody here knows.
async fn newer_outside(data: &Path, database: &Database, out: &mut Out) -> Result<(), Ended> {
    let index = data.join("public/current/advisories/index.json");
    let rows: Vec<serde_json::Value> = fs::read_to_string(&index)
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    for id in rows.iter().filter_map(|row| row["id"].as_str()) {
        let known = database.publication(id).await;
        if known.map_err(|error| Ended::Outside(error.to_string()))?.is_none() {
            out.say(&format!(
                "{id} is public already and this database does not know it. Publish that case again \
                 before any other; until then the public files stay as they are."
            ));
        }
    }
    Ok(())
}

fn words(summary: &Summary) -> String {
    let rows: u64 = summary.rows.values().sum();
    let events = summary.rows.get("event").copied().unwrap_or_default();
    format!("{rows} rows, {events} of them events; sha256 {}", summary.sha256)
}
