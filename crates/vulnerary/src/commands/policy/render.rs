//! `vulnerary policy render`: the policy's prose as Markdown.

use crate::wire::read_policy;
use crate::{Ended, Out};
use domain::policy::markdown;
use jiff::civil::Date;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "Example:\n  vulnerary policy render policies/node > SECURITY.md";

/// Render a pack.
#[derive(Debug, clap::Args)]
pub(crate) struct Render {
    /// The pack.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// With the release lines supported on this date; today, when left out.
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
}

/// Run it.
pub(super) fn run(given: &Render, out: &mut Out) -> Result<(), Ended> {
    let policy = read_policy(&given.folder)?;
    out.fact(markdown(&policy, super::on(given.at)).trim_end())
}
