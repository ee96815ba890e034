//! `vulnerary completion`: scripts for shells.

use crate::{Ended, Out};

/// Print a completion script.
#[derive(Debug, clap::Args)]
pub(crate) struct Completion {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Run it.
pub(super) fn run(given: &Completion, out: &mut Out) -> Result<(), Ended> {
    let mut script = Vec::new();
    clap_complete::generate(given.shell, &mut super::command_line(), "vulnerary", &mut script);
    out.facts.write_all(&script).map_err(Ended::Write)
}
