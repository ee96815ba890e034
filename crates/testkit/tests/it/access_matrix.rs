//! Who may do what, as a table that people review: `fixtures/access/matrix.golden`.
//! `VULNERARY_BLESS=1` writes it again.

use domain::access::{Action, Actor, Decision, Roles, Scope, Situation, decide};
use domain::policy::built_in_roles;
use domain::words::{AccountId, CaseId};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

const LEGEND: &str = "\
Who may do what. ✔ may; ✘ may not, and may know that the case is there; hidden: may not even know
that, and hears what everybody hears of a case that does not exist.
Written from model/roles by the tests.

";

/// What matters about the case, for the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    /// Somebody else's report; for a reporter, their own.
    Own,
    Other,
    /// The asker is the first person: wrote the draft, or asked for the end.
    First,
    /// The asker has no part in it.
    Recused,
    /// Two people agreed that the asker reads it without a part in it.
    Opened,
}

fn own() -> CaseId {
    CaseId::from_chance([1; 16])
}

fn me() -> AccountId {
    AccountId::from_chance([2; 16])
}

fn person(role: &str) -> Actor {
    let roles = BTreeSet::from([role.to_owned()]);
    Actor::Person { account: me(), roles, scope: Scope::whole() }
}

/// Somebody who was invited to the own case.
fn outside(role: &'static str) -> Actor {
    let party = domain::words::PartyId::from_chance([5; 16]);
    Actor::Participant { case: own(), party, role }
}

fn ask(roles: &Roles, actor: &Actor, action: Action, case: Case) -> Decision {
    let id = if case == Case::Own { own() } else { CaseId::from_chance([3; 16]) };
    let first = if case == Case::First { me() } else { AccountId::from_chance([4; 16]) };
    let recused = case == Case::Recused;
    let glass = case == Case::Opened;
    let situation = Situation { case: Some(id), first_person: Some(first), recused, glass };
    decide(roles, actor, action, &situation)
}

fn sign(decision: &Decision) -> &'static str {
    match decision {
        Decision::Allowed(_) => "✔",
        Decision::Refused(_) => "✘",
        Decision::Hidden(_) => "hidden",
    }
}

/// Columns: a title, who asks, and of which case.
fn columns(roles: &Roles) -> Vec<(String, Actor, Case)> {
    let mut columns = vec![
        ("anonymous".to_owned(), Actor::Anonymous, Case::Other),
        ("reporter, own report".to_owned(), Actor::Reporter(own()), Case::Own),
        ("reporter, other's report".to_owned(), Actor::Reporter(own()), Case::Other),
        ("participant, own case".to_owned(), outside("participant"), Case::Own),
        ("participant, other case".to_owned(), outside("participant"), Case::Other),
        ("recipient, own case".to_owned(), outside("recipient"), Case::Own),
    ];
    columns.extend(roles.grantable().map(|role| (role.id.clone(), person(&role.id), Case::Other)));
    columns.push(("lead, kept out".to_owned(), person("lead"), Case::Recused));
    columns.push(("auditor, let in by two".to_owned(), person("auditor"), Case::Opened));
    columns.push(("the system".to_owned(), Actor::System, Case::Other));
    columns
}

fn row(cells: &[String], widths: &[usize]) -> String {
    let cells = cells.iter().zip(widths).map(|(cell, width)| {
        let blanks = width.saturating_sub(cell.chars().count());
        format!("{cell}{}", " ".repeat(blanks))
    });
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

fn table(rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0))
        .collect();
    let line: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut text = row(&rows[0], &widths) + &row(&line, &widths);
    rows[1..].iter().for_each(|cells| text.push_str(&row(cells, &widths)));
    text
}

fn matrix(roles: &Roles) -> String {
    let columns = columns(roles);
    let mut rows = vec![vec!["on a case".to_owned()]];
    rows[0].extend(columns.iter().map(|(title, _, _)| title.clone()));
    for action in Action::ALL {
        let mut cells = vec![action.word().to_owned()];
        cells.extend(
            columns
                .iter()
                .map(|(_, actor, case)| sign(&ask(roles, actor, *action, *case)).to_owned()),
        );
        rows.push(cells);
    }
    let mut text = LEGEND.to_owned();
    text.push_str(&table(&rows));
    text.push_str("\nWho confirms. The first person wrote the draft, or asked for the end.\n\n");
    let confirming = [Action::ConfirmEmbargoEnd, Action::ApproveAdvisory, Action::ApproveCve];
    let mut rows = vec![vec!["on a case".to_owned(), "role".to_owned()]];
    rows[0].extend(["as first person".to_owned(), "as second person".to_owned()]);
    for action in confirming {
        for role in roles.grantable() {
            let said = |case| sign(&ask(roles, &person(&role.id), action, case)).to_owned();
            rows.push(vec![
                action.word().to_owned(),
                role.id.clone(),
                said(Case::First),
                said(Case::Other),
            ]);
        }
    }
    text.push_str(&table(&rows));
    text.push_str("\nApart from any case.\n\n");
    let mut rows = vec![vec!["apart from any case".to_owned()]];
    rows[0].extend(roles.grantable().map(|role| role.id.clone()));
    let apart = [
        Action::FileReport,
        Action::ListCases,
        Action::ManagePeople,
        Action::VerifyJournal,
        Action::ReadLog,
        Action::RecoverPerson,
    ];
    for action in apart {
        let mut cells = vec![action.word().to_owned()];
        cells.extend(roles.grantable().map(|role| {
            let decision = decide(roles, &person(&role.id), action, &Situation::default());
            sign(&decision).to_owned()
        }));
        rows.push(cells);
    }
    text.push_str(&table(&rows));
    text
}

#[test]
fn the_matrix_is_as_it_was_reviewed() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/access/matrix.golden");
    let now = matrix(&built_in_roles());
    if std::env::var_os("VULNERARY_BLESS").is_some() {
        std::fs::create_dir_all(golden.parent().expect("a folder")).expect("a folder is made");
        std::fs::write(&golden, &now).expect("the matrix is written");
    }
    let reviewed = std::fs::read_to_string(&golden).unwrap_or_default();
    let mut changed = String::new();
    for line in now.lines().filter(|line| !reviewed.lines().any(|before| before == *line)) {
        writeln!(changed, "{line}").expect("a string takes all text");
    }
    assert!(now == reviewed, "rights have changed; review, then VULNERARY_BLESS=1:\n{changed}");
}

/// Everything that shows what a case holds, or changes it.
fn content() -> impl Iterator<Item = Action> {
    Action::ALL.iter().copied().filter(|action| action.of_a_case())
}

#[test]
fn an_administrator_and_an_auditor_never_reach_a_case() {
    let roles = built_in_roles();
    let glass = [Action::BreakGlass, Action::AgreeGlass];
    for (role, action) in ["admin", "auditor"].iter().flat_map(|r| content().map(move |a| (r, a))) {
        for case in [Case::Other, Case::First] {
            let said = ask(&roles, &person(role), action, case);
            let asks = *role == "auditor" && glass.contains(&action);
            assert!(
                asks || matches!(said, Decision::Hidden(_)),
                "{role}: {}: {said:?}",
                action.word()
            );
        }
    }
}

#[test]
fn an_auditor_whom_two_let_in_reads_and_does_nothing_else() {
    let roles = built_in_roles();
    for action in content() {
        let said = ask(&roles, &person("auditor"), action, Case::Opened);
        let may = matches!(
            action,
            Action::ReadCase | Action::ReadNotes | Action::BreakGlass | Action::AgreeGlass
        );
        assert_eq!(said.is_allowed(), may, "{}: {said:?}", action.word());
        assert!(!ask(&roles, &person("admin"), action, Case::Opened).is_allowed());
    }
}

#[test]
fn a_reporter_never_reads_notes_and_reaches_no_other_case() {
    let roles = built_in_roles();
    let reporter = Actor::Reporter(own());
    assert!(!ask(&roles, &reporter, Action::ReadNotes, Case::Own).is_allowed());
    for action in content() {
        let said = ask(&roles, &reporter, action, Case::Other);
        assert!(matches!(said, Decision::Hidden(_)), "{}: {said:?}", action.word());
    }
}

#[test]
fn nobody_confirms_their_own() {
    let roles = built_in_roles();
    let all: BTreeSet<String> = roles.grantable().map(|role| role.id.clone()).collect();
    let everything = Actor::Person { account: me(), roles: all, scope: Scope::whole() };
    for action in [Action::ApproveAdvisory, Action::ApproveCve, Action::ConfirmEmbargoEnd] {
        assert!(ask(&roles, &everything, action, Case::Other).is_allowed());
        assert!(!ask(&roles, &everything, action, Case::First).is_allowed(), "{}", action.word());
    }
}

#[test]
fn a_stranger_does_nothing_but_file_a_report() {
    let roles = built_in_roles();
    for action in Action::ALL.iter().copied() {
        let said = ask(&roles, &Actor::Anonymous, action, Case::Other);
        assert_eq!(said.is_allowed(), action == Action::FileReport, "{}", action.word());
    }
}

#[test]
fn the_system_decides_nothing() {
    let roles = built_in_roles();
    let reads = [Action::ReadCase, Action::ReadNotes, Action::ListCases];
    for action in Action::ALL.iter().copied() {
        let said = ask(&roles, &Actor::System, action, Case::Other);
        assert_eq!(said.is_allowed(), reads.contains(&action), "{}", action.word());
    }
}

#[test]
fn every_action_on_a_case_is_granted_to_somebody() {
    let roles = built_in_roles();
    let granted: BTreeSet<Action> = roles.0.values().flat_map(|role| role.may.clone()).collect();
    let nobody: Vec<&str> = Action::ALL
        .iter()
        .filter(|action| **action != Action::FileReport && !granted.contains(action))
        .map(|action| action.word())
        .collect();
    assert_eq!(nobody, Vec::<&str>::new());
}
