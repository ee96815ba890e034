//! `vulnerary db`: build and look at databases for `check`.

use crate::out::counted;
use crate::{Ended, Out};
use check::node_core::read_all;
use check::schedule::Schedule;
use check::{Database, Meta, database};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fs;
use std::path::{Path, PathBuf};

/// What can be done with databases.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Import advisories into a new database file.
    #[command(subcommand)]
    Import(Import),
    /// Say what a database holds.
    #[command(after_help = "Example:\n  vulnerary db info --db node.vdb")]
    Info {
        /// The database.
        #[arg(long, value_name = "PATH", env = "VULNERARY_DB", default_value = "vulnerary.vdb")]
        db: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Where advisories come from.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Import {
    /// The Node.js core records: a folder of N.json files and the release schedule.
    #[command(
        after_help = "Example:\n  vulnerary db import node-core vuln/core --schedule schedule.json --db node.vdb\n\nEvery problem is listed with its file and key; a record that cannot be read stops the import."
    )]
    NodeCore {
        /// The folder of N.json files.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The release schedule.
        #[arg(long, value_name = "FILE")]
        schedule: PathBuf,
        /// The database to write.
        #[arg(long, value_name = "PATH", env = "VULNERARY_DB", default_value = "vulnerary.vdb")]
        db: PathBuf,
        /// When these data were taken; today, when left out.
        #[arg(long, value_name = "DATE")]
        data_date: Option<Date>,
        /// Import what can be read although some records cannot.
        #[arg(long)]
        partial: bool,
    },
}

/// Run one.
pub(super) fn run(command: &Command, out: &mut Out) -> Result<(), Ended> {
    match command {
        Command::Import(Import::NodeCore { folder, schedule, db, data_date, partial }) => {
            let date = data_date.unwrap_or_else(|| outside::now().to_zoned(TimeZone::UTC).date());
            import(folder, schedule, db, date, *partial, out)
        }
        Command::Info { db, json } => info(db, *json, out),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Ended> {
    fs::read(path).map_err(|error| Ended::Usage(format!("{}: {error}", path.display())))
}

/// The `.json` files of a folder by name, in order.
fn records(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Ended> {
    let at = |error: std::io::Error| Ended::Usage(format!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path.extension().is_some_and(|extension| extension == "json") && path.is_file() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, read(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

fn import(
    folder: &Path,
    schedule: &Path,
    db: &Path,
    date: Date,
    partial: bool,
    out: &mut Out,
) -> Result<(), Ended> {
    let files = records(folder)?;
    let found = read_all(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    let name = schedule.display().to_string();
    let lines = Schedule::read(&name, &read(schedule)?);
    for complaint in found.complaints.iter().chain(&lines.complaints) {
        out.say(&format!("{}: {complaint}", folder.display()));
    }
    let Some(lines) = lines.value else {
        return Err(Ended::Usage(format!("{name}: is no release schedule")));
    };
    if found.records.is_empty() {
        return Err(Ended::Usage(format!("{}: holds no N.json record", folder.display())));
    }
    if !found.lost.is_empty() && !partial {
        let lost = found.lost.join(", ");
        let says = format!(
            "these records cannot be read: {lost}; nothing was written (--partial leaves them out)"
        );
        return Err(Ended::Usage(says));
    }
    let outside = |says: String| Ended::Outside(format!("{}: {says}", db.display()));
    let bytes = database::write(&found.records, &lines, &Meta::node(date))
        .map_err(|error| outside(error.to_string()))?;
    // Beside it first: a reader sees the old database or the new one.
    let half = db.with_extension("vdb.half");
    fs::write(&half, &bytes).map_err(|error| outside(error.to_string()))?;
    fs::rename(&half, db).map_err(|error| outside(error.to_string()))?;
    let (count, size) = (found.records.len(), bytes.len());
    let records = counted(count, "record", "records");
    out.fact(&format!("{}: {records}, {size} bytes, data of {date}", db.display()))
}

fn info(db: &Path, json: bool, out: &mut Out) -> Result<(), Ended> {
    let database = Database::read(&read(db)?)
        .map_err(|error| Ended::Usage(format!("{}: {error}", db.display())))?;
    for product in database.products() {
        let (name, data, count) = (product.name(), product.data(), product.record_count());
        if json {
            let facts = serde_json::json!({"product": name, "data": data, "records": count});
            out.fact(&facts.to_string())?;
        } else {
            out.fact(&format!("{name}: {count} records, data of {data}"))?;
        }
    }
    Ok(())
}
