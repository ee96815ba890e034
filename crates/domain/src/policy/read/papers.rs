//! Reads what `policy.toml` says beside its rules: teams, covered repositories, statements, the
//! extra lines of `security.txt`, addresses that have moved.

use super::settings::{address, unique};
use super::table::Table;
use crate::policy::{Covered, Member, Moved, OWN_PATHS, SecurityTxt, Statement, Statements, Team};
use std::collections::BTreeMap;

/// The longest path of this site that may move.
const PATH_MAX: usize = 200;

pub(super) fn teams(top: &Table<'_>) -> Vec<Team> {
    let tables = top.tables("team");
    let read = |table: &Table<'_>| Team {
        id: table.name("id"),
        title: table.text("title"),
        says: table.text("says"),
        groups: table.texts("groups"),
        members: members(table),
        address: maybe_address(table, "address"),
        source: table.maybe("source"),
    };
    let teams: Vec<Team> = tables.iter().map(read).collect();
    unique(&tables, teams.iter().map(|team| team.id.as_str()));
    for (table, team) in tables.iter().zip(&teams) {
        if team.groups.is_empty() && team.members.is_empty() {
            table.complain("members", "name somebody, or a group in groups");
        }
    }
    teams
}

fn members(table: &Table<'_>) -> Vec<Member> {
    let tables = table.tables("members");
    let read = |table: &Table<'_>| {
        let handle = table.maybe("handle");
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if handle.as_ref().is_some_and(|handle| handle.len() > 64 || !handle.chars().all(good)) {
            let says = "a handle has at most 64 of a-z, A-Z, 0-9, '-', '_', '.', and no '@'";
            table.complain("handle", says);
        }
        Member { name: table.text("name"), handle }
    };
    let members: Vec<Member> = tables.iter().map(read).collect();
    let handles = members.iter().map(|member| member.handle.as_deref().unwrap_or_default());
    let mut seen = std::collections::BTreeSet::new();
    for (table, handle) in tables.iter().zip(handles) {
        if !handle.is_empty() && !seen.insert(handle.to_ascii_lowercase()) {
            table.complain("handle", format!("\"{handle}\" is there twice"));
        }
    }
    members
}

fn maybe_address(table: &Table<'_>, key: &'static str) -> Option<String> {
    table.has(key).then(|| address(table, key)).filter(|address| !address.is_empty())
}

pub(super) fn covers(top: &Table<'_>) -> Vec<Covered> {
    let tables = top.tables("covers");
    let read = |table: &Table<'_>| {
        let repository = table.text("repository");
        if repository.chars().any(|c| c.is_whitespace() || c.is_control()) {
            table.complain("repository", "is one word, such as owner/name or owner/*");
        }
        let cve = table.truth("cve");
        if cve.is_none() {
            table.complain("cve", "is missing: say whether CVE ids are asked for");
        }
        Covered {
            repository,
            cve: cve.unwrap_or(false),
            contact: maybe_address(table, "contact"),
            versions: table.maybe("versions"),
            says: table.maybe("says"),
        }
    };
    let covers: Vec<Covered> = tables.iter().map(read).collect();
    let mut seen = std::collections::BTreeSet::new();
    for (table, one) in tables.iter().zip(&covers) {
        if !one.repository.is_empty() && !seen.insert(one.repository.to_ascii_lowercase()) {
            table.complain("repository", format!("\"{}\" is there twice", one.repository));
        }
    }
    covers
}

fn statement(top: &Table<'_>, key: &'static str) -> Option<Statement> {
    let table = top.table(key)?;
    Some(Statement {
        says: table.text("says"),
        steps: table.texts("steps"),
        address: maybe_address(&table, "address"),
        source: table.maybe("source"),
    })
}

pub(super) fn statements(top: &Table<'_>) -> Statements {
    Statements {
        safe_harbour: statement(top, "safe_harbour"),
        progress: statement(top, "progress"),
        cve_publication: statement(top, "cve_publication"),
        membership: statement(top, "membership"),
        incident_response: statement(top, "incident_response"),
        comments: statement(top, "comments"),
    }
}

pub(super) fn security_txt(top: &Table<'_>) -> SecurityTxt {
    let Some(table) = top.table("security_txt") else { return SecurityTxt::default() };
    let languages = table.texts("languages");
    for (n, language) in languages.iter().enumerate() {
        let mut parts = language.split('-');
        let first = parts.next().unwrap_or_default();
        let good = (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
        let rest = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if !good || !parts.all(rest) {
            let says = "must be a language tag such as en, es or pt-BR";
            table.complain(&format!("languages[{n}]"), says);
        }
    }
    let https = |key: &'static str| {
        let uri = table.maybe(key)?;
        let schemes: &[&str] = match key {
            "encryption" => &["https://", "dns:", "openpgp4fpr:"],
            _ => &["https://"],
        };
        let plain = !uri.chars().any(|c| c.is_whitespace() || c.is_control());
        if !plain || !schemes.iter().any(|scheme| uri.starts_with(scheme)) {
            table.complain(key, format!("must begin with {}", schemes.join(" or ")));
        }
        Some(uri)
    };
    SecurityTxt {
        languages,
        encryption: https("encryption"),
        acknowledgments: https("acknowledgments"),
        hiring: https("hiring"),
        csaf: https("csaf"),
    }
}

/// What is wrong with a path of this site, if anything.
fn wrong_path(path: &str) -> Option<&'static str> {
    let good = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
    let dots = path.split('/').any(|part| matches!(part, "." | ".."));
    if path.len() > PATH_MAX {
        Some("is longer than 200 bytes")
    } else if !path.starts_with('/') || path.contains("//") || !path.chars().all(good) || dots {
        Some("must be a path such as /old/page, of letters, digits, '-', '.', '_' and '~'")
    } else {
        None
    }
}

pub(super) fn moved(top: &Table<'_>) -> Vec<Moved> {
    let tables = top.tables("moved");
    let read = |table: &Table<'_>| {
        let (from, to) = (table.text("from"), table.text("to"));
        if let Some(says) = wrong_path(&from).filter(|_| !from.is_empty()) {
            table.complain("from", says);
        }
        let first = from.trim_start_matches('/').split('/').next().unwrap_or_default();
        if from.starts_with('/') && OWN_PATHS.contains(&first) {
            table.complain("from", "the server itself answers there");
        }
        let local = to.starts_with('/');
        if local && let Some(says) = wrong_path(&to) {
            table.complain("to", says);
        } else if !local && !to.is_empty() {
            address(table, "to");
        }
        if to.contains('@') {
            table.complain("to", "nobody is sent to a mail address");
        }
        Moved { from, to }
    };
    let moved: Vec<Moved> = tables.iter().map(read).collect();
    loops(&tables, &moved);
    moved
}

/// Complains about addresses that are there twice, and about those that lead back to themselves.
fn loops(tables: &[Table<'_>], moved: &[Moved]) {
    let mut next: BTreeMap<&str, &str> = BTreeMap::new();
    for (table, one) in tables.iter().zip(moved) {
        if next.contains_key(one.from.as_str()) && !one.from.is_empty() {
            table.complain("from", format!("\"{}\" is there twice", one.from));
        }
        next.entry(&one.from).or_insert(&one.to);
    }
    for (table, one) in tables.iter().zip(moved) {
        let (mut to, mut steps) = (one.to.as_str(), 0);
        while let Some(further) = next.get(to).filter(|_| steps <= moved.len()) {
            (to, steps) = (further, steps + 1);
        }
        if steps > moved.len() {
            table.complain("to", "leads back to where it began");
        }
    }
}
