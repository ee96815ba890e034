//! One file of shipped units: JSON lines under zstd, between a header and a last line with their count
//! and a digest of everything before it. The header names the digest of the file before it, so that
//! none can be left out, exchanged or changed.

use super::Waiting;
use crate::backup::{BackupError, Lines, Packed};
use crate::migrate::SCHEMA;
use app::ports::store::Write as Writing;
use serde::{Deserialize, Serialize};
use std::io::Write;

/// The version of the file's form; a newer one is refused.
const FORMAT: u32 = 1;

/// A file as it was found.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// What to call it in a message.
    pub name: String,
    /// Its number, which its name says.
    pub number: u64,
    /// SHA-256 of the file as it lies there, which the next one names, in hexadecimal digits.
    pub sha256: String,
    /// What it holds, no longer encrypted.
    pub bytes: Vec<u8>,
}

/// The first line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Header {
    vulnerary_units: u32,
    schema: u32,
    /// Where it was shipped to.
    pub(super) target: String,
    /// Its number.
    pub(super) file: u64,
    /// The digest of the file before it; empty for the first.
    pub(super) before: String,
}

/// One unit.
#[derive(Deserialize)]
pub(super) struct Unit {
    pub(super) unit: i64,
    pub(super) writes: Vec<Writing>,
}

#[derive(Serialize, Deserialize)]
struct End {
    units: u64,
    sha256: String,
}

/// Write a file of these units.
pub fn pack(
    out: impl Write,
    (target, file, before): (&str, u64, &str),
    units: &[Waiting],
) -> Result<(), BackupError> {
    let (target, before) = (target.to_owned(), before.to_owned());
    let mut lines = Packed::begin(out)?;
    lines.write(&Header { vulnerary_units: FORMAT, schema: SCHEMA, target, file, before })?;
    for (unit, body) in units {
        lines.write_text(&format!("{{\"unit\":{unit},\"writes\":{body}}}"))?;
    }
    let (units, sha256) = (units.len() as u64, lines.digest());
    lines.write(&End { units, sha256 })?;
    lines.finish()
}

/// Read one, all of it or nothing.
pub(super) fn unpack(bytes: &[u8]) -> Result<(Header, Vec<Unit>), BackupError> {
    let refused = |says: String| BackupError::Refused(says);
    let mut lines = Lines::begin(bytes)?;
    let header: Header = serde_json::from_slice(lines.next()?)
        .map_err(|error| refused(format!("these are no units of this program: {error}")))?;
    if header.vulnerary_units > FORMAT || header.schema > SCHEMA {
        return Err(refused("written by a newer version of this program".to_owned()));
    }
    let mut units = Vec::new();
    loop {
        let line = lines.next()?;
        if !line.starts_with(b"{\"unit\":") {
            break;
        }
        let unit = serde_json::from_slice(line);
        units.push(unit.map_err(|error| refused(format!("unit {}: {error}", units.len() + 1)))?);
    }
    let end: End = serde_json::from_slice(lines.line())
        .map_err(|error| refused(format!("the last line: {error}")))?;
    if end.sha256 != lines.digest() || end.units != units.len() as u64 || !lines.is_over() {
        return Err(refused("changed after it was written".to_owned()));
    }
    Ok((header, units))
}
