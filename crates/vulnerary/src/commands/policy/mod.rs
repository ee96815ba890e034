//! `vulnerary policy`: check a pack, render its prose. One subcommand, one file.

mod calendar;
mod check;
mod diff;
mod drift;
mod line_diff;
mod lint;
mod new;
mod project;
mod render;
mod security_txt;

use crate::wire::Setting;
use crate::{Ended, Out};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What can be done with packs.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Report every problem of policy packs, with file, key and reason; run their examples.
    #[command(after_help = check::EXAMPLES)]
    Check(check::Check),
    /// Say what changes from one policy, or version of it, to another, and what that would touch.
    #[command(after_help = diff::EXAMPLES)]
    Diff(diff::Diff),
    /// Render the policy's prose as Markdown, or keep blocks of it in a file in sync.
    #[command(after_help = render::EXAMPLES)]
    Render(render::Render),
    /// Score any project's SECURITY.md and find what is missing, stale or contradictory in it.
    #[command(after_help = lint::EXAMPLES)]
    Lint(lint::Lint),
    /// Say when a report would have to be answered, or import a holiday calendar into a pack.
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// Interview a maintainer, and write a pack and its SECURITY.md.
    #[command(after_help = new::EXAMPLES)]
    New(new::New),
    /// Write the security.txt of a site (RFC 9116), signed where wished, or check one.
    #[command(after_help = security_txt::EXAMPLES)]
    SecurityTxt(security_txt::SecurityTxt),
}

/// Run one.
pub(super) fn run(command: &Command, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    match command {
        Command::Check(given) => check::run(given, out),
        Command::Diff(given) => super::block_on(diff::run(given, out, setting)),
        Command::Render(given) => render::run(given, out),
        Command::Lint(given) => lint::run(given, out),
        Command::Calendar(command) => calendar::run(command, out),
        Command::New(given) => new::run(given, out),
        Command::SecurityTxt(given) => security_txt::run(given, out),
    }
}

/// The date that was given, or today's (UTC).
fn on(given: Option<Date>) -> Date {
    given.unwrap_or_else(|| outside::now().to_zoned(TimeZone::UTC).date())
}
