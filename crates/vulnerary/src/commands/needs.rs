//! What each command needs: one row for each, so that none lacks an answer.

use app::verbs;
use domain::access::Action;

/// What whoever types a command must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing of an instance: it reads what is given to it.
    Nothing,
    /// The instance's own folder and database, which are their owner's alone.
    Folder,
    /// A token whose holder has this right, apart from any case.
    May(Action),
    /// A token whose holder has this right on the case.
    On(Action),
    /// A token whose holder has, on the case, the right of the verb that it performs.
    Verb,
    /// A token whose holder has, on each case, the right of the named verb.
    VerbOnEach,
    /// The token of somebody with an account.
    Account,
}

/// Commands that are no verbs on cases.
const FIXED: &[(&str, Needs)] = &[
    ("serve", Needs::Folder),
    ("policy check", Needs::Nothing),
    ("policy diff", Needs::Folder),
    ("policy render", Needs::Nothing),
    ("policy lint", Needs::Nothing),
    ("policy calendar due", Needs::Nothing),
    ("policy calendar import", Needs::Nothing),
    ("policy new", Needs::Nothing),
    ("policy security-txt", Needs::Nothing),
    ("judge", Needs::Nothing),
    ("explain", Needs::Nothing),
    ("cvss", Needs::Nothing),
    ("ssvc", Needs::Nothing),
    ("lines", Needs::Folder),
    ("check", Needs::Nothing),
    ("db import node-core", Needs::Nothing),
    ("db info", Needs::Nothing),
    ("feed export", Needs::Folder),
    ("import hackerone", Needs::May(Action::TakeCase)),
    ("import github", Needs::May(Action::TakeCase)),
    ("journal verify", Needs::Folder),
    ("journal ship", Needs::Folder),
    ("journal files", Needs::Folder),
    ("journal packet", Needs::Nothing),
    ("backup", Needs::Folder),
    ("restore", Needs::Folder),
    ("clock show", Needs::Folder),
    ("clock confirm", Needs::Folder),
    ("key status", Needs::Folder),
    ("key rotate", Needs::Folder),
    ("key seal", Needs::Folder),
    ("key new", Needs::Nothing),
    ("receipt verify", Needs::Nothing),
    ("receipt keys", Needs::Folder),
    ("receipt rotate", Needs::Folder),
    ("mail receive", Needs::Folder),
    ("mail key", Needs::Nothing),
    ("mail failed", Needs::Folder),
    ("mail again", Needs::Folder),
    ("people invite", Needs::May(Action::ManagePeople)),
    ("people list", Needs::May(Action::ManagePeople)),
    ("people reads", Needs::May(Action::ReadLog)),
    ("people review", Needs::May(Action::ReadLog)),
    ("people token", Needs::Account),
    ("people sessions", Needs::Account),
    ("people tokens", Needs::Account),
    ("people invites", Needs::May(Action::ManagePeople)),
    ("people recover", Needs::May(Action::RecoverPerson)),
    ("people roles", Needs::May(Action::ManagePeople)),
    ("people ties", Needs::Account),
    ("people leave", Needs::May(Action::ManagePeople)),
    ("completion", Needs::Nothing),
    ("docs", Needs::Nothing),
    ("case file", Needs::May(Action::FileReport)),
    ("case list", Needs::May(Action::ListCases)),
    ("case show", Needs::On(Action::ReadCase)),
    ("case metrics", Needs::May(Action::ListCases)),
    ("case packet", Needs::On(Action::ReadNotes)),
    ("case attach", Needs::Verb),
    ("case fetch", Needs::On(Action::ReadCase)),
    ("case moves", Needs::On(Action::ReadNotes)),
    ("sanction list", Needs::May(Action::DecideAppeal)),
    ("case bulk", Needs::VerbOnEach),
];

/// What every command needs, by its words.
pub fn needs() -> Vec<(String, Needs)> {
    let fixed = FIXED.iter().map(|(words, needs)| ((*words).to_owned(), *needs));
    let verbs =
        verbs().map(|verb| (format!("{} {}", verb.group, verb.name), Needs::On(verb.action)));
    fixed.chain(verbs).collect()
}
