//! The pages of `docs/stages/` are what the tables of moves, verbs, actions, roles and invariants
//! say.

use crate::program::root;
use domain::access::{Action, Roles};
use domain::advisory::ADVISORY_MOVES;
use domain::case::{Check, Hears, INVARIANTS, Move, REPORT_MOVES, State, TIMERS};
use domain::cve::{CVE_CALLS, CVE_MOVES};
use domain::embargo::EMBARGO_MOVES;
use domain::party::CONSENT_MOVES;
use domain::policy::built_in_roles;
use domain::sanction::{APPEAL_MOVES, SANCTION_MOVES};
use domain::world::WORLD_MOVES;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

const FOLDER: &str = "docs/stages";

fn name(word: &str) -> String {
    word.replace([' ', ',', '\''], "_")
}

/// Roles that grant this, each as it is called in files. What needs no more than to read the case is
/// a move of the program itself.
fn granted(roles: &Roles, needs: Action) -> String {
    if needs == Action::ReadCase {
        return "the program, by a timer".to_owned();
    }
    let may = roles.0.values().filter(|role| role.may.contains(&needs));
    let may: Vec<String> = may.map(|role| format!("`{}`", role.id)).collect();
    if may.is_empty() { "nobody".to_owned() } else { may.join(", ") }
}

/// The page of one machine.
fn machine<S: State>(title: &str, about: &str, moves: &[Move<S>]) -> String {
    let roles = built_in_roles();
    let mut text = format!("# {title}\n\n{about}\n\n```mermaid\nstateDiagram-v2\n");
    for state in S::ALL {
        let _ = writeln!(text, "  state \"{}\" as {}", state.word(), name(state.word()));
    }
    for row in moves {
        for from in row.from {
            let (from, to) = (name(from.word()), name(row.to.word()));
            let _ = writeln!(text, "  {from} --> {to}: {}", row.on);
        }
    }
    text.push_str("```\n\n| Move | From | To | Needs | Who may |\n|---|---|---|---|---|\n");
    for row in moves {
        let from: Vec<&str> = row.from.iter().map(|state| state.word()).collect();
        let (to, needs) = (row.to.word(), row.needs.word());
        let may = granted(&roles, row.needs);
        let _ = writeln!(text, "| {} | {} | {to} | `{needs}` | {may} |", row.on, from.join(", "));
    }
    text.push_str(
        "\nRoles are those that come with the program; a policy may have others. Guards of a move \
         beyond\nits states are in the machine's file, and refuse with a sentence and a rule.\n",
    );
    text
}

/// The page of CVE ids: what people do, and what a client would.
fn cve() -> String {
    let about = "One id, or one request for it; a case may have several. People move it by hand: they \
                 say what they\nasked for and got, and give the record as they read it back. To confirm \
                 compares that with what a second\nperson approved: it is the same (confirm), \
                 another one (confirm different), or the same with an id\nthat the service still \
                 lists as reserved (confirm stuck).";
    let mut text = machine("A CVE id", about, CVE_MOVES);
    text.push_str(
        "\n## Moves of a client\n\nA client that calls a CVE service moves the same machine; what it \
         finds out in the end is one of the\nmoves above. The machine knows these moves, and nothing \
         in the program makes them yet.\n\n| Move | From | To |\n|---|---|---|\n",
    );
    for row in CVE_CALLS {
        let from: Vec<&str> = row.from.iter().map(|state| state.word()).collect();
        let _ = writeln!(text, "| {} | {} | {} |", row.on, from.join(", "), row.to.word());
    }
    text
}

fn verbs() -> String {
    let roles = built_in_roles();
    let mut text = String::from(
        "# Verbs\n\nEach verb has a form on the case's page, a path in the API and a subcommand.\n\n\
         | Verb | What it does | Needs | Who may |\n|---|---|---|---|\n",
    );
    for verb in app::verbs() {
        let (group, name, needs) = (verb.group, verb.name, verb.action.word());
        let may = granted(&roles, verb.action);
        let _ = writeln!(text, "| `{group} {name}` | {} | `{needs}` | {may} |", verb.says);
    }
    text
}

fn actions() -> String {
    let roles = built_in_roles();
    let mut text = String::from(
        "# Actions\n\nThe closed list of what may be done; roles are sets of them.\n\n\
         | Action | What it is | Roles |\n|---|---|---|\n",
    );
    for action in Action::ALL {
        let may = roles.0.values().filter(|role| role.may.contains(action));
        let may: Vec<String> = may.map(|role| format!("`{}`", role.id)).collect();
        let _ = writeln!(text, "| `{}` | {} | {} |", action.word(), action.says(), may.join(", "));
    }
    text
}

fn invariants() -> String {
    let mut text = String::from(
        "# Invariants\n\nWhat holds whatever people do. A row that is checked runs after every write, \
         in production too, and\nafter every step of the simulation: a write that would break it is \
         stopped, logged and counted\n(`vulnerary_violations_total`), the person who asked gets their \
         words back, and nothing is written.\nA case that already stands in violation says so to \
         the team on its page. What only a whole instance\ncan show is checked by the simulation \
         alone. Each checked row has a planted violation in the tests\nthat makes it fire.\n\n\
         | Id | What always holds | Checked | What else keeps it, and what is missing |\n\
         |---|---|---|---|\n",
    );
    for row in INVARIANTS {
        let checked: BTreeSet<&str> = row
            .checks
            .iter()
            .map(|check| match check {
                Check::Step(_) => "each event",
                Check::Case(_) => "the case after each write",
                Check::Simulated => "the whole instance, by the simulation",
            })
            .collect();
        let checked: Vec<&str> = checked.into_iter().collect();
        let checked = if checked.is_empty() {
            "no".to_owned()
        } else {
            format!("yes: {}", checked.join("; "))
        };
        let _ = writeln!(text, "| {} | {} | {checked} | {} |", row.id, row.says, row.kept_by);
    }
    text
}

fn timers() -> String {
    let mut text = String::from(
        "# Timers\n\nWhat goes off by itself in a case. A timer is no state of its own: it follows \
         from the journal, the\ncalendar and the policy, and each step that went off is an event \
         with the instant at which it was due.\nOf a row of warnings or reminders that became due \
         meanwhile only the last goes off.\n\n\
         | Timer | Step | When | What follows | Who gets a mail |\n|---|---|---|---|---|\n",
    );
    for row in TIMERS {
        let hears = match row.hears {
            Hears::Nobody => "nobody".to_owned(),
            Hears::Role(role) => format!("`{role}`"),
            Hears::Escalation => "whom the step names, else `triager`".to_owned(),
        };
        let timer = match row.timer {
            "*" => "each clock",
            "cve:*" => "each CVE id",
            timer => timer,
        };
        let timer = if row.step == "decide" && row.timer == "*" { "each fact" } else { timer };
        let _ =
            writeln!(text, "| {timer} | `{}` | {} | {} | {hears} |", row.step, row.when, row.then);
    }
    text.push_str(
        "\nRoles are reached through the `[[rota]]` of the policy. The end of an embargo at its \
         instant is no step\nof this table but a job of its own, `embargo-expire`: it records the \
         end, whoever was bound finds a\nmessage, and `lead` and participants who gave a mail \
         address get a mail. It publishes nothing.\n",
    );
    text
}

fn pages() -> BTreeMap<&'static str, String> {
    let mut pages = BTreeMap::from([
        ("report.md", machine("The report", "One report, from the door to its end.", REPORT_MOVES)),
        (
            "embargo.md",
            machine("The embargo", "Whether anybody is bound to keep it back.", EMBARGO_MOVES),
        ),
        (
            "advisory.md",
            machine(
                "The advisory",
                "Derived from its digests: a changed word voids every approval by itself.",
                ADVISORY_MOVES,
            ),
        ),
        (
            "consent.md",
            machine(
                "The consent of one party",
                "Of the reporter and of each participant for themselves. It names the digest of \
                 terms: while terms\nbind, content reaches only who has signed exactly those.",
                CONSENT_MOVES,
            ),
        ),
        (
            "world.md",
            machine(
                "A fact of the world",
                "Three of them: the matter is public, an exploit is public, it is being attacked. \
                 What is confirmed\nstays confirmed; confirming takes two people.",
                WORLD_MOVES,
            ),
        ),
        (
            "sanction.md",
            machine("A sanction", "On the reporter of a case; it closes no door.", SANCTION_MOVES),
        ),
        (
            "appeal.md",
            machine(
                "The appeal against a sanction",
                "There is one, and one answer, from somebody else than who decided.",
                APPEAL_MOVES,
            ),
        ),
        ("cve.md", cve()),
        ("verbs.md", verbs()),
        ("actions.md", actions()),
        ("invariants.md", invariants()),
        ("timers.md", timers()),
    ]);
    pages.insert("README.md", index(&pages));
    pages
}

fn index(pages: &BTreeMap<&str, String>) -> String {
    let mut text = String::from(
        "# Stages\n\nGenerated from the tables that the program runs on; a test rewrites these pages. \
         A case is several\nsmall machines side by side. The phase that people see is derived from \
         them and never stored.\n\n",
    );
    for (file, page) in pages {
        let title = page.lines().next().unwrap_or_default().trim_start_matches("# ");
        let _ = writeln!(text, "- [{title}]({file})");
    }
    text
}

#[test]
fn the_pages_of_machines_are_up_to_date() {
    let folder = root().join(FOLDER);
    fs::create_dir_all(&folder).unwrap();
    let pages = pages();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        if !pages.contains_key(entry.file_name().to_string_lossy().as_ref()) {
            fs::remove_file(entry.path()).unwrap();
            wrong.push(entry.path().display().to_string());
        }
    }
    for (file, page) in &pages {
        let path = folder.join(file);
        if fs::read_to_string(&path).unwrap_or_default() != *page {
            fs::write(&path, page).unwrap();
            wrong.push(path.display().to_string());
        }
    }
    assert!(wrong.is_empty(), "rewrote {wrong:?}; run the tests again and commit the result");
}
