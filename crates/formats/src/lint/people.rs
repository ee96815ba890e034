//! Lists of people that disagree with each other.

use super::Found;
use super::links::host_and_path;
use super::page::Page;
use super::words::{listed, quoted};
use std::collections::{BTreeMap, BTreeSet};

/// Sites where the first part of a path is an account.
const SITES: &[&str] = &["github.com", "gitlab.com", "codeberg.org"];
/// More lists or people than any team has are not compared.
const LISTS_MAX: usize = 40;
const PEOPLE_MAX: usize = 1_000;

/// Somebody in a list.
struct Person {
    /// As it stands in the link.
    handle: String,
    /// As it is shown.
    shown: String,
    name: String,
    line: usize,
}

struct Team {
    title: String,
    people: Vec<Person>,
}

impl Team {
    fn line(&self) -> usize {
        self.people.first().map_or(1, |person| person.line)
    }

    fn handles(&self) -> BTreeSet<String> {
        self.people.iter().map(|person| person.handle.to_lowercase()).collect()
    }
}

pub(super) fn look(page: &Page, found: &mut Found) {
    let teams = teams(page);
    let people: Vec<&Person> = teams.iter().flat_map(|team| &team.people).collect();
    for team in &teams {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for person in &team.people {
            if let Some(line) = seen.insert(person.handle.to_lowercase(), person.line) {
                let says = format!(
                    "{} is in {} twice, first in line {line}",
                    quoted(&person.handle),
                    quoted(&team.title)
                );
                found.add("list-duplicate", person.line, says);
            }
        }
    }
    handles(&people, found);
    names(&people, found);
    for (index, one) in teams.iter().enumerate() {
        for other in &teams[index + 1..] {
            let (few, many) =
                if other.people.len() < one.people.len() { (other, one) } else { (one, other) };
            compare(few, many, found);
        }
    }
}

/// One account, written in two ways.
fn handles(people: &[&Person], found: &mut Found) {
    let mut first: BTreeMap<String, &Person> = BTreeMap::new();
    for person in people {
        if !person.shown.is_empty() && !person.shown.eq_ignore_ascii_case(&person.handle) {
            let says = format!(
                "{} leads to the account {}",
                quoted(&person.shown),
                quoted(&person.handle)
            );
            found.add("list-handle-differs", person.line, says);
        }
        let before = first.entry(person.handle.to_lowercase()).or_insert(person);
        if before.handle != person.handle {
            let says = format!(
                "{} is written {} in line {}",
                quoted(&person.handle),
                quoted(&before.handle),
                before.line
            );
            found.add("list-handle-differs", person.line, says);
        }
    }
}

/// One account with two names, or one name with two accounts.
fn names(people: &[&Person], found: &mut Found) {
    let (mut by_handle, mut by_name) = (BTreeMap::new(), BTreeMap::new());
    for person in people.iter().filter(|person| !person.name.is_empty()) {
        let (handle, name) = (person.handle.to_lowercase(), person.name.to_lowercase());
        let before: &&Person = by_handle.entry(handle.clone()).or_insert(person);
        if before.name.to_lowercase() != name {
            let says = format!(
                "{} is {} here and {} in line {}",
                quoted(&person.handle),
                quoted(&person.name),
                quoted(&before.name),
                before.line
            );
            found.add("list-name-differs", person.line, says);
        }
        let before: &&Person = by_name.entry(name).or_insert(person);
        if before.handle.to_lowercase() != handle {
            let says = format!(
                "{} has the account {} here and {} in line {}",
                quoted(&person.name),
                quoted(&person.handle),
                quoted(&before.handle),
                before.line
            );
            found.add("list-name-differs", person.line, says);
        }
    }
}

/// When at least half of the shorter list is in the longer one, the rest is missing there.
fn compare(few: &Team, many: &Team, found: &mut Found) {
    let (here, there) = (few.handles(), many.handles());
    let both = here.intersection(&there).count();
    if both == here.len() || both * 2 < here.len() {
        return;
    }
    let left: Vec<String> = few
        .people
        .iter()
        .filter(|person| !there.contains(&person.handle.to_lowercase()))
        .map(|person| person.handle.clone())
        .collect();
    let verb = if left.len() == 1 { "is" } else { "are" };
    let says = format!(
        "{} {verb} in {} and not in {} (line {}), where the other {both} are",
        listed(&left),
        quoted(&few.title),
        quoted(&many.title),
        many.line()
    );
    found.add("list-disagrees", few.line(), says);
}

fn teams(page: &Page) -> Vec<Team> {
    let mut teams: BTreeMap<usize, Team> = BTreeMap::new();
    let mut count = 0;
    for link in &page.links {
        let Some(piece) = page.pieces.get(link.piece) else { continue };
        let (Some(list), Some(handle)) = (piece.list, account(&link.url)) else { continue };
        count += 1;
        if count > PEOPLE_MAX || (teams.len() >= LISTS_MAX && !teams.contains_key(&list)) {
            break;
        }
        let shown = link.text.trim().trim_start_matches('@').to_owned();
        let is_handle = !shown.contains(char::is_whitespace) && !shown.contains('/');
        let rest = piece.text.strip_prefix(link.text.as_str()).unwrap_or_default();
        let rest = rest.trim_matches(|c: char| !c.is_alphanumeric()).split([',', ';', '(']).next();
        let name = if is_handle { rest.unwrap_or_default().trim() } else { shown.as_str() };
        let person = Person {
            handle: handle.to_owned(),
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            shown: if is_handle { shown.clone() } else { String::new() },
            line: link.line,
        };
        let title = page.heading_of(link.piece).to_owned();
        teams.entry(list).or_insert_with(|| Team { title, people: Vec::new() }).people.push(person);
    }
    teams.into_values().filter(|team| team.people.len() > 1).collect()
}

/// The account that an address belongs to.
fn account(url: &str) -> Option<&str> {
    let (host, path) = host_and_path(url)?;
    let host = host.trim_start_matches("www.");
    let handle = path.strip_prefix('/')?.trim_end_matches('/');
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let known = SITES.iter().any(|site| host.eq_ignore_ascii_case(site));
    (known && !handle.is_empty() && handle.chars().all(good)).then_some(handle)
}
