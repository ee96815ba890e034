//! `vulnerary backup` and `vulnerary restore`: one format for both databases.

use crate::wire::Place;
use crate::{Ended, Out};
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

/// Write a backup.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    place: Place,
    /// The file to write; it must not exist yet.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// Restore a backup.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    place: Place,
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
    let database = given.place.open_database().await?;
    let half = given.to.with_extension("half");
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half);
    let mut file = BufWriter::new(file.map_err(|error| at(&error))?);
    let summary = store::backup::backup(&database, &mut file).await.map_err(|error| at(&error))?;
    file.flush().map_err(|error| at(&error))?;
    file.get_ref().sync_all().map_err(|error| at(&error))?;
    database.close().await;
    fs::rename(&half, &given.to).map_err(|error| at(&error))?;
    out.fact(&format!("{}: {}", given.to.display(), words(&summary)))
}

/// Restore a backup into an empty instance.
pub(super) async fn restore(given: &Restore, out: &mut Out) -> Result<(), Ended> {
    let at =
        |error: &dyn std::fmt::Display| Ended::Usage(format!("{}: {error}", given.from.display()));
    let file = File::open(&given.from).map_err(|error| at(&error))?;
    let database = given.place.open_database().await?;
    let summary = store::backup::restore(&database, BufReader::new(file))
        .await
        .map_err(|error| at(&error))?;
    database.close().await;
    out.fact(&format!("{}: {}", given.from.display(), words(&summary)))?;
    out.say("Sessions, invitations and tokens are not carried over; people log in again.");
    Ok(())
}

fn words(summary: &store::backup::Summary) -> String {
    let rows: u64 = summary.rows.values().sum();
    let events = summary.rows.get("event").copied().unwrap_or_default();
    format!("{rows} rows, {events} of them events; sha256 {}", summary.sha256)
}
