//! `docs/stages.md` is what the tables of moves and verbs say.

use crate::program::root;
use domain::access::Action;
use domain::advisory::ADVISORY_MOVES;
use domain::case::{Move, REPORT_MOVES, State};
use domain::embargo::EMBARGO_MOVES;
use std::fmt::Write as _;
use std::fs;

fn name(word: &str) -> String {
    word.replace(' ', "_")
}

fn machine<S: State>(text: &mut String, title: &str, moves: &[Move<S>]) {
    let _ = write!(text, "\n## {title}\n\n```mermaid\nstateDiagram-v2\n");
    for state in S::ALL {
        let _ = writeln!(text, "  state \"{}\" as {}", state.word(), name(state.word()));
    }
    for row in moves {
        for from in row.from {
            let (from, to) = (name(from.word()), name(row.to.word()));
            let _ = writeln!(text, "  {from} --> {to}: {}", row.on);
        }
    }
    text.push_str("```\n\n| Move | From | To | Needs |\n|---|---|---|---|\n");
    for row in moves {
        let from: Vec<&str> = row.from.iter().map(|state| state.word()).collect();
        let (to, needs) = (row.to.word(), row.needs.word());
        let _ = writeln!(text, "| {} | {} | {to} | `{needs}` |", row.on, from.join(", "));
    }
}

fn document() -> String {
    let mut text = String::from(
        "# Machines, verbs and actions\n\nGenerated from the tables that the program runs on; a test rewrites it. The phase that people see\nis derived from these machines and never stored.\n",
    );
    machine(&mut text, "The report", REPORT_MOVES);
    machine(&mut text, "The embargo", EMBARGO_MOVES);
    machine(&mut text, "The advisory", ADVISORY_MOVES);
    text.push_str("\n## Verbs\n\n| Verb | What it does | Needs |\n|---|---|---|\n");
    for verb in app::verbs() {
        let (group, name, needs) = (verb.group, verb.name, verb.action.word());
        let _ = writeln!(text, "| `{group} {name}` | {} | `{needs}` |", verb.says);
    }
    text.push_str("\n## Actions\n\n| Action | What it is |\n|---|---|\n");
    for action in Action::ALL {
        let _ = writeln!(text, "| `{}` | {} |", action.word(), action.says());
    }
    text
}

#[test]
fn the_page_of_machines_is_up_to_date() {
    let path = root().join("docs/stages.md");
    let now = document();
    if fs::read_to_string(&path).unwrap_or_default() != now {
        fs::write(&path, now).unwrap();
        panic!("rewrote docs/stages.md; run the tests again and commit the result");
    }
}
