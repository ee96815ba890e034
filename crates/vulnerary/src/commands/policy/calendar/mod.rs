//! `vulnerary policy calendar`: what a pack's calendar comes to, and holidays from elsewhere.

mod due;
mod import;

use crate::{Ended, Out};

/// What can be done with the calendar of a pack.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Print when everything is due that starts with a report at this instant, and in which unit.
    #[command(after_help = due::EXAMPLES)]
    Due(due::Due),
    /// Turn an iCalendar file into a list of holidays of a pack.
    #[command(after_help = import::EXAMPLES)]
    Import(import::Import),
}

/// Run one.
pub(super) fn run(command: &Command, out: &mut Out) -> Result<(), Ended> {
    match command {
        Command::Due(given) => due::run(given, out),
        Command::Import(given) => import::run(given, out),
    }
}
