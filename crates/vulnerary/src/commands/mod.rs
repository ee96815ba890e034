//! The command line. Verbs on cases come from their table, so that no door can lack one.

mod backup;
mod case;
mod check;
mod clock;
mod completion;
mod cvss;
mod db;
mod desk;
mod docs;
mod entrance;
mod feed;
mod files;
mod import;
mod journal;
mod judge;
mod key;
mod lines;
mod mail;
mod metrics;
mod needs;
mod objects;
mod packet;
mod people;
mod policy;
mod receipt;
mod sanction;
mod ship;
mod ssvc;
mod ties;
mod verbs;

pub use needs::{Needs, needs};

use crate::wire::Setting;
use crate::{Ended, Out};
use clap::FromArgMatches as _;

/// Commands that are not verbs on a case.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Fixed {
    /// Start the server: pages, API, timers and jobs.
    #[command(
        after_help = "Examples:\n  vulnerary serve --demo\n  vulnerary serve --policy policies/node --data /var/lib/vulnerary --url https://security.example.org"
    )]
    Serve(crate::serve::Serve),
    /// Check, render and read policy packs.
    #[command(subcommand)]
    Policy(policy::Command),
    /// Have a policy's threat model judge a claim.
    #[command(after_help = judge::EXAMPLES)]
    Judge(judge::Judge),
    /// Explain a clause, a fact, a precedent or a known clash of a policy.
    #[command(after_help = judge::EXPLAINED)]
    Explain(judge::Explain),
    /// Score CVSS vectors, and compare stored ratings with theirs.
    #[command(after_help = cvss::EXAMPLES)]
    Cvss(cvss::Vectors),
    /// Look up a decision table of SSVC: the outcome, or what is still needed.
    #[command(after_help = ssvc::EXAMPLES)]
    Ssvc(ssvc::Ssvc),
    /// Release lines: where they stand, when they end, and which cases run past an end.
    #[command(after_help = lines::EXAMPLES)]
    Lines(lines::LinesArgs),
    /// Am I affected? Check versions against a database, offline.
    #[command(after_help = check::EXAMPLES)]
    Check(check::Check),
    /// Build and look at databases for `check`.
    #[command(subcommand)]
    Db(db::Command),
    /// Everything public, as files.
    #[command(subcommand)]
    Feed(feed::Command),
    /// Bring reports here that were received elsewhere: plan, print, apply.
    #[command(subcommand)]
    Import(import::Command),
    /// Verify the journal, and ship what is written.
    #[command(subcommand)]
    Journal(journal::Command),
    /// Write a backup of a running instance to a file.
    #[command(
        after_help = "Examples:\n  vulnerary backup --to vulnerary-backup.jsonl.zst\n  vulnerary backup --to vulnerary-backup.jsonl.zst.pgp --encrypt-to archive.asc"
    )]
    Backup(backup::Backup),
    /// Restore a backup into an empty instance, of either database.
    #[command(after_help = backup::RESTORE_EXAMPLES)]
    Restore(backup::Restore),
    /// Whether the machine's clock is believed; timers wait while it is not.
    #[command(subcommand)]
    Clock(clock::Command),
    /// The master key, under which all case content is sealed.
    #[command(subcommand)]
    Key(key::Command),
    /// Check receipts of reports; the keys that sign them.
    #[command(subcommand)]
    Receipt(receipt::Command),
    /// Take a mail; see which could not be sent.
    #[command(subcommand)]
    Mail(mail::Command),
    /// Invite people, list them, see who has read what.
    #[command(subcommand)]
    People(people::Command),
    /// Print a completion script for a shell.
    #[command(
        after_help = "Example:\n  vulnerary completion bash > /etc/bash_completion.d/vulnerary"
    )]
    Completion(completion::Completion),
    /// Print this reference of all commands as Markdown.
    #[command(hide = true)]
    Docs,
}

/// The whole command line.
pub fn command_line() -> clap::Command {
    verbs::add(crate::Fixed::command_line())
}

/// Run what was read.
pub fn run(matches: &clap::ArgMatches, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    if let Some((group, rest)) = matches.subcommand()
        && verbs::is_group(group)
    {
        return block_on(verbs::run(group, rest, out, setting));
    }
    let fixed =
        crate::Fixed::from_arg_matches(matches).map_err(|error| Ended::Usage(error.to_string()))?;
    match fixed.command {
        Fixed::Serve(serve) => block_on(crate::serve::serve(&serve, out)),
        Fixed::Policy(command) => policy::run(&command, out, setting),
        Fixed::Judge(judge) => judge::run(&judge, out),
        Fixed::Explain(explain) => judge::run_explain(&explain, out),
        Fixed::Cvss(vectors) => cvss::run(&vectors, out),
        Fixed::Ssvc(ssvc) => ssvc::run(&ssvc, out),
        Fixed::Lines(given) => block_on(lines::run(&given, out, setting)),
        Fixed::Check(check) => check::run(&check, out),
        Fixed::Db(command) => db::run(&command, out),
        Fixed::Feed(command) => block_on(feed::run(&command, out)),
        Fixed::Import(command) => block_on(import::run(&command, out, setting)),
        Fixed::Journal(command) => block_on(journal::run(&command, out)),
        Fixed::Backup(backup) => block_on(backup::backup(&backup, out)),
        Fixed::Restore(restore) => block_on(backup::restore(&restore, out)),
        Fixed::Clock(command) => block_on(clock::run(&command, out)),
        Fixed::Key(command) => block_on(key::run(&command, out)),
        Fixed::Receipt(command) => receipt::run(&command, out),
        Fixed::Mail(command) => block_on(mail::run(&command, out, setting)),
        Fixed::People(command) => block_on(people::run(&command, out, setting)),
        Fixed::Completion(completion) => completion::run(&completion, out),
        Fixed::Docs => docs::run(out),
    }
}

fn block_on<T>(work: impl Future<Output = Result<T, Ended>>) -> Result<T, Ended> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Ended::Outside(format!("starting: {error}")))?
        .block_on(work)
}
