//! Commands, configuration and wiring. The only crate that names concrete adapters.
//! Begin with `commands` and `wire`.

mod arriving;
mod clock;
pub mod commands;
mod demo;
mod figures;
mod guests;
mod lmtp;
mod logs;
mod master;
mod out;
mod provider;
mod sending;
mod serve;
pub mod wire;
mod words;

pub use out::{Ended, Out};

use std::ffi::OsString;
use std::process::ExitCode;

/// Run a command line to its end.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    // Checks run often and must start fast: the tables of verbs are left out for them.
    let checks = args.get(1).is_some_and(|first| first == "check");
    let line = if checks { Fixed::command_line() } else { commands::command_line() };
    let matches = match line.try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            let _ = error.print();
            // 2 means "end of life" to whoever reads the exit code of a check.
            return ExitCode::from(if error.use_stderr() { out::USAGE } else { 0 });
        }
    };
    let mut out = Out::standard();
    let ended = commands::run(&matches, &mut out, &wire::Setting::standard());
    out.end(ended)
}

/// The fixed part of the command line; verbs on cases are added from their table.
#[derive(Debug, clap::Parser)]
#[command(
    name = "vulnerary",
    version,
    about = "A security policy you can run",
    max_term_width = 100
)]
struct Fixed {
    #[command(subcommand)]
    command: commands::Fixed,
}

impl Fixed {
    fn command_line() -> clap::Command {
        <Self as clap::CommandFactory>::command()
    }
}

#[cfg(test)]
mod tests;
