//! The reference of all commands, generated from the command line itself.

use crate::{Ended, Out};
use clap::Command;
use std::fmt::Write as _;

/// Print it.
pub(super) fn run(out: &mut Out) -> Result<(), Ended> {
    out.fact(reference().trim_end())
}

/// The reference as Markdown.
pub(crate) fn reference() -> String {
    let mut text = String::from(
        "# Commands\n\nGenerated from `vulnerary --help`; a test rewrites it. Exit codes: 0 done, 1 a no, 64 a wrong\ncommand line, 70 a failure outside; `check` has its own.\n",
    );
    describe(&mut super::command_line(), "", &mut text);
    text
}

fn describe(command: &mut Command, above: &str, text: &mut String) {
    let name = format!("{above}{}", command.get_name());
    let help = command.clone().bin_name(&name).term_width(96).render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    let _ = write!(text, "\n## `{name}`\n\n```text\n{}\n```\n", help.join("\n").trim_end());
    let subcommands: Vec<Command> =
        command.get_subcommands().filter(|sub| !sub.is_hide_set()).cloned().collect();
    for mut sub in subcommands {
        describe(&mut sub, &format!("{name} "), text);
    }
}
