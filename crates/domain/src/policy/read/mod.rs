//! Reads a policy pack: bytes by path in, a policy and every complaint out.
//! One broken file does not hide the problems of the others. Begin with [`read`].

mod attachments;
mod calendar;
mod cases;
mod checks;
mod clause;
mod clocks;
mod condition;
mod extras;
mod handling;
mod lines;
mod node;
mod papers;
mod program;
mod settings;
mod severity;
mod sink;
mod stated;
mod table;

use super::{Calendar, Complaint, Lines, Policy};
use crate::access::{Role, Roles};
use crate::triage::{Conflict, Model, Precedent};
use crate::words::Digest;
use sink::Sink;
use std::collections::BTreeMap;
use table::Table;

/// Bounds that no honest pack reaches.
const FILES_MAX: usize = 2_000;
const BYTES_MAX: usize = 1_000_000;
const WHOLE_MAX: usize = 8_000_000;

/// The policy in these files, keyed by path with `/`, and everything that is wrong with them.
/// There is a policy only when nothing is wrong.
pub fn read(files: &BTreeMap<String, Vec<u8>>) -> (Option<Policy>, Vec<Complaint>) {
    let sink = Sink::default();
    if files.len() > FILES_MAX {
        return (None, vec![Complaint::new(".", "", format!("more than {FILES_MAX} files"))]);
    }
    if files.values().map(Vec::len).sum::<usize>() > WHOLE_MAX {
        return (
            None,
            vec![Complaint::new(".", "", format!("more than {WHOLE_MAX} bytes in all"))],
        );
    }
    for (path, _) in files.iter().filter(|(_, bytes)| bytes.len() > BYTES_MAX) {
        sink.push(Complaint::new(path, "", format!("larger than {BYTES_MAX} bytes")));
    }
    strangers(files, &sink);
    checks::alike(files.keys(), &sink);
    let pack = Pack { files, sink: &sink };
    let policy = pack.policy();
    if let Some(policy) = &policy {
        checks::work(policy, &sink);
    }
    let mut complaints = sink.take();
    complaints.sort();
    complaints.dedup();
    let policy = policy.filter(|_| complaints.is_empty());
    (policy, complaints)
}

/// The digest of a pack: of every path and its bytes, in order.
fn digest(files: &BTreeMap<String, Vec<u8>>) -> Digest {
    let parts: Vec<&[u8]> =
        files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes.as_slice()]).collect();
    Digest::of_parts(&parts)
}

/// Complains about files that have no place in a pack.
fn strangers(files: &BTreeMap<String, Vec<u8>>, sink: &Sink) {
    for path in files.keys() {
        let known = match path.split('/').collect::<Vec<_>>().as_slice() {
            ["policy.toml" | "facts.toml" | "holidays.toml" | "lines.json"] => true,
            ["threat" | "playbooks" | "roles" | "precedents" | "conflicts" | "calendars", name] => {
                name.ends_with(".toml")
            }
            ["ssvc", name] => name.ends_with(".json"),
            _ => false,
        };
        if !known && !path.ends_with(".md") {
            let says = "has no place in a pack; there are policy.toml, facts.toml, holidays.toml, \
                        lines.json, calendars/*.toml, threat/*.toml, precedents/*.toml, \
                        conflicts/*.toml, playbooks/*.toml, roles/*.toml and ssvc/*.json";
            sink.push(Complaint::new(path, "", says));
        }
    }
}

/// The files, and where complaints go.
struct Pack<'a> {
    files: &'a BTreeMap<String, Vec<u8>>,
    sink: &'a Sink,
}

impl Pack<'_> {
    fn document(&self, file: &str, bytes: &[u8]) -> node::Node {
        let bytes = if bytes.len() > BYTES_MAX { &[] } else { bytes };
        let (node, complaints) = node::document(file, bytes);
        self.sink.extend(complaints);
        node
    }

    fn needed(&self, file: &str) -> Option<&[u8]> {
        let found = self.files.get(file).map(Vec::as_slice);
        if found.is_none() {
            self.sink.push(Complaint::new(file, "", "is missing"));
        }
        found
    }

    /// Name, path and bytes of the files in a folder.
    fn folder(&self, folder: &str) -> Vec<(&str, &str, &[u8])> {
        self.files
            .iter()
            .filter_map(|(path, bytes)| {
                let name = path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".toml")?;
                Some((name, path.as_str(), bytes.as_slice()))
            })
            .collect()
    }

    /// The same, until there are more complaints than anyone reads.
    fn unless_full(&self, folder: &str) -> impl Iterator<Item = (&str, &str, &[u8])> {
        self.folder(folder).into_iter().take_while(|_| !self.sink.is_full())
    }

    fn policy(&self) -> Option<Policy> {
        let facts = self.facts();
        let ids = self.folder("threat").iter().map(|(name, _, _)| (*name).to_owned()).collect();
        let context = condition::Context { facts: &facts, clauses: &ids };
        let clauses = self.clauses(&context);
        checks::references(&clauses, self.sink);
        let precedents = self.precedents(&context);
        let conflicts = self.conflicts(&context, &precedents);
        let (mut lines, playbooks, roles) = (self.lines(), self.playbooks(), self.roles());
        let bytes = self.needed("policy.toml")?;
        let node = self.document("policy.toml", bytes);
        let top = Table::top("policy.toml", &node, self.sink);
        let mut calendar = calendar::calendar(&top);
        self.holidays(&mut calendar);
        calendar::bounds(&calendar, &top);
        let contacts = settings::contacts(&top);
        let severity = severity::rules(&top, &context);
        let (version, reporter_rules) = (top.text("version"), program::reporter_rules(&top));
        let (rules_required, mail_link) = program::intake(&top, &reporter_rules);
        lines.rules = lines::rules(&top);
        Some(Policy {
            digest: digest(self.files),
            id: top.name("id"),
            versions: program::versions(&top, &version),
            version,
            project: settings::project(&top),
            calendar,
            clocks: clocks::clocks(&top, &roles, &contacts),
            rotas: clocks::rotas(&top, &roles),
            needs_info: clocks::needs_info(&top),
            world: clocks::world(&top),
            cve: clocks::cve(&top),
            contacts,
            lines,
            embargo: settings::embargo(&top),
            advisory: settings::advisory(&top),
            handling: handling::handling(&top, &facts),
            attachments: attachments::attachments(&top),
            channels: settings::channels(&top),
            playbooks,
            rules_required,
            mail_link,
            bounty: program::bounty(&top),
            reporter_rules,
            teams: papers::teams(&top),
            covers: papers::covers(&top),
            statements: papers::statements(&top),
            security_txt: papers::security_txt(&top),
            moved: papers::moved(&top),
            roles,
            fallback: clause::fallback(&top, &context),
            model: Model::new(&facts, &clauses, &conflicts, &severity.modifiers),
            facts,
            clauses,
            conflicts,
            precedents,
            severity,
            ssvc: severity::ssvc(self.files, self.sink),
        })
    }

    fn lines(&self) -> Lines {
        let read = self.needed("lines.json").map(|bytes| Lines::read("lines.json", bytes));
        match read {
            Some(Ok(lines)) => lines,
            Some(Err(complaints)) => {
                self.sink.extend(complaints);
                Lines::default()
            }
            None => Lines::default(),
        }
    }

    fn facts(&self) -> Vec<super::FactDef> {
        let Some(bytes) = self.needed("facts.toml") else { return Vec::new() };
        let node = self.document("facts.toml", bytes);
        extras::facts(&Table::top("facts.toml", &node, self.sink))
    }

    fn holidays(&self, calendar: &mut Calendar) {
        if let Some(bytes) = self.files.get("holidays.toml") {
            let node = self.document("holidays.toml", bytes);
            let table = Table::top("holidays.toml", &node, self.sink);
            calendar.holidays.extend(calendar::holidays(&table));
        }
        for (name, path, bytes) in self.unless_full("calendars") {
            let node = self.document(path, bytes);
            calendar.lists.push(calendar::list(name, &Table::top(path, &node, self.sink)));
        }
    }

    fn clauses(&self, context: &condition::Context<'_>) -> Vec<crate::triage::Clause> {
        let mut clauses = Vec::new();
        for (name, path, bytes) in self.unless_full("threat") {
            let node = self.document(path, bytes);
            let table = Table::top(path, &node, self.sink);
            clauses.push(clause::clause(name, &table, context));
        }
        clauses.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        clauses
    }

    fn precedents(&self, context: &condition::Context<'_>) -> Vec<Precedent> {
        let mut precedents = Vec::new();
        for (name, path, bytes) in self.unless_full("precedents") {
            let node = self.document(path, bytes);
            precedents.push(cases::precedent(name, &Table::top(path, &node, self.sink), context));
        }
        precedents.sort_by(|a, b| (b.decided, &a.id).cmp(&(a.decided, &b.id)));
        precedents
    }

    fn conflicts(
        &self,
        context: &condition::Context<'_>,
        precedents: &[Precedent],
    ) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        for (name, path, bytes) in self.unless_full("conflicts") {
            let node = self.document(path, bytes);
            let top = Table::top(path, &node, self.sink);
            let conflict = cases::conflict(name, &top, context);
            cases::named(&conflict, &top, precedents);
            conflicts.push(conflict);
        }
        conflicts
    }

    fn playbooks(&self) -> BTreeMap<String, super::Playbook> {
        let mut playbooks = BTreeMap::new();
        for (name, path, bytes) in self.unless_full("playbooks") {
            let node = self.document(path, bytes);
            let table = Table::top(path, &node, self.sink);
            playbooks.insert(name.to_owned(), extras::playbook(name, &table));
        }
        playbooks
    }

    fn roles(&self) -> Roles {
        let mut roles = built_in_roles();
        for (name, path, bytes) in self.unless_full("roles") {
            let node = self.document(path, bytes);
            let role = extras::role(name, &Table::top(path, &node, self.sink));
            roles.0.insert(name.to_owned(), role);
        }
        roles
    }
}

/// The roles that come with the product. That their files hold is proven by a test.
pub(super) fn built_in_roles() -> Roles {
    let sink = Sink::default();
    let read = |(name, text): &(&str, &str)| -> (String, Role) {
        let (node, _) = node::document(name, text.as_bytes());
        ((*name).to_owned(), extras::role(name, &Table::top(name, &node, &sink)))
    };
    Roles(super::roles::FILES.iter().map(read).collect())
}

/// Every complaint about the built-in roles.
#[cfg(test)]
pub(super) fn built_in_complaints() -> Vec<Complaint> {
    let sink = Sink::default();
    for (name, text) in super::roles::FILES {
        let (node, complaints) = node::document(name, text.as_bytes());
        sink.extend(complaints);
        extras::role(name, &Table::top(name, &node, &sink));
    }
    sink.take()
}
