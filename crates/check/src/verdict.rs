//! What is answered about a target: a status, why, and what was found.
//!
//! A verdict is plain data; `print` turns it into text. Nothing here ends the process: the exit
//! codes are numbers for whoever does.

use jiff::civil::Date;
use serde::Serialize;

use crate::platform::Platform;
use crate::schedule::{LineName, Phase};
use crate::severity::Severity;
use crate::version::Version;

#[cfg(test)]
mod tests;

/// The exit code when there is no database to ask. It outranks every status: without data
/// nothing was judged at all.
pub const EXIT_NO_DATA: u8 = 4;

/// What a target is.
///
/// The order is the order of concern, lowest first:
///
/// 1. `Safe`: every question was answered, and each answer was good.
/// 2. `Undecidable`: a question stayed open. It is worse than safe, since it may hide anything,
///    but it accuses no version of anything.
/// 3. `EndOfLife`: the version gets no fixes, so what is found from now on stays. That is known
///    for certain, which an open question is not.
/// 4. `Vulnerable`: a known flaw, in a version that is supported, with the fix most likely a small
///    update away. It is the most certain and the most urgent, so it outranks the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// No finding, on a line that is supported.
    Safe,
    /// It cannot be said.
    Undecidable,
    /// Its line is no longer supported, whatever was found.
    EndOfLife,
    /// At least one finding, on a line that is supported.
    Vulnerable,
}

impl Status {
    /// The word used in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Undecidable => "undecidable",
            Self::EndOfLife => "end-of-life",
            Self::Vulnerable => "vulnerable",
        }
    }

    /// The exit code of the status when it is the highest concern.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Safe => 0,
            Self::Vulnerable => 1,
            Self::EndOfLife => 2,
            Self::Undecidable => 3,
        }
    }
}

/// The exit code of several reports: that of the highest concern among them, in the order of
/// [`Status`]. No report at all is undecidable, never safe.
#[must_use]
pub fn exit_code(reports: &[Report]) -> u8 {
    let highest = reports.iter().map(|report| report.status).max();
    highest.unwrap_or(Status::Undecidable).exit_code()
}

/// One record that concerns the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The identifier of the record.
    pub id: String,
    /// The public identifiers it is also known under.
    pub aliases: Vec<String>,
    /// How bad it is.
    pub severity: Severity,
    /// One line about it.
    pub summary: String,
    /// The fixed versions after the target on its line; when there is none, those of other lines.
    pub fixed: Vec<Version>,
    /// Whether `fixed` is about the target's own line.
    pub fixed_on_line: bool,
    /// Where to read more.
    pub reference: Option<String>,
}

/// The answer about one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The target as it was written.
    pub target: String,
    /// What it is.
    pub status: Status,
    /// The platform asked about; none means any.
    pub platform: Option<Platform>,
    /// The date asked about.
    pub at: Date,
    /// The date of the data; none when there is no data about the product.
    pub data: Option<Date>,
    /// The product, where the target names one.
    pub product: Option<String>,
    /// The exact version, where the target names one.
    pub version: Option<Version>,
    /// The release line of the version, where the schedule knows it.
    #[serde(serialize_with = "as_text")]
    pub line: Option<LineName>,
    /// Where the line stands on the date.
    pub phase: Option<Phase>,
    /// When the line ends or ended.
    pub line_end: Option<Date>,
    /// Why the status is undecidable or end-of-life.
    pub reason: Option<String>,
    /// The records that concern the version, the worst first.
    pub findings: Vec<Finding>,
    /// The nearest later version that is safe on the date.
    pub upgrade: Option<Version>,
    /// What else a reader should know, such as the age of the data.
    pub warnings: Vec<String>,
}

fn as_text<S: serde::Serializer>(line: &Option<LineName>, to: S) -> Result<S::Ok, S::Error> {
    match line {
        Some(line) => to.collect_str(line),
        None => to.serialize_none(),
    }
}
