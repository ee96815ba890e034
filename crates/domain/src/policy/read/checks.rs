//! Checks that need every clause at once.

use super::sink::Sink;
use crate::policy::{Complaint, Policy};
use crate::triage::{Clause, Condition};
use std::collections::{BTreeMap, BTreeSet};

/// How many clauses may lead from one to the next.
const CHAIN_MAX: usize = 24;

/// For how many clauses in a circle the way is shown.
const WAYS_MAX: usize = 20;

/// How many tests of facts it may take to judge every example and every precedent once.
const WORK_MAX: usize = 20_000_000;

/// Complains about clauses that lead back to themselves, or on and on.
pub(super) fn references(clauses: &[Clause], sink: &Sink) {
    let graph = |next: fn(&Clause) -> Vec<&str>| Graph {
        next: clauses.iter().map(|clause| (clause.id.as_str(), next(clause))).collect(),
        known: BTreeMap::new(),
    };
    let mut conditions = graph(|c| c.when.iter().flat_map(Condition::clauses).collect());
    let mut above = graph(|clause| clause.under.as_deref().into_iter().collect());
    let mut ways = 0;
    for clause in clauses {
        let mut complain = |graph: &mut Graph<'_>, key: &str, what: &str| {
            let says = match graph.longest(&clause.id, 0) {
                Longest::Chain(n) if n <= CHAIN_MAX => return,
                Longest::Chain(_) => {
                    format!("{what} leads through more than {CHAIN_MAX} other clauses")
                }
                Longest::Loop if ways >= WAYS_MAX => format!("{what} leads back to itself"),
                Longest::Loop => match graph.way_back(&clause.id) {
                    Some(way) => format!("{what} leads back to this clause: {}", way.join(" → ")),
                    None => format!("{what} leads into a circle of other clauses"),
                },
            };
            ways += 1;
            sink.push(Complaint::new(&clause.file(), key, says));
        };
        complain(&mut conditions, "when", "the condition");
        complain(&mut above, "under", "what it belongs to");
    }
    over(clauses, sink);
}

/// Of two clauses, one goes before the other.
fn over(clauses: &[Clause], sink: &Sink) {
    let named: BTreeMap<&str, BTreeSet<&str>> = clauses
        .iter()
        .map(|clause| (clause.id.as_str(), clause.over.iter().map(String::as_str).collect()))
        .collect();
    for (id, before) in &named {
        let says = match before.iter().find(|other| {
            *other == id || named.get(*other).is_some_and(|others| others.contains(id))
        }) {
            None => continue,
            Some(other) if other == id => "a clause does not go before itself".to_owned(),
            Some(other) => format!("{other} is meant to go before this clause as well"),
        };
        sink.push(Complaint::new(&format!("threat/{id}.toml"), "over", says));
    }
}

/// Complains about two files that differ in nothing but capitals: on many disks they are one.
pub(super) fn alike<'a>(paths: impl IntoIterator<Item = &'a String>, sink: &Sink) {
    let mut seen: BTreeMap<String, &String> = BTreeMap::new();
    for path in paths {
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            let says = format!("differs from {other} in nothing but capitals");
            sink.push(Complaint::new(path, "", says));
        }
    }
}

/// Complains about packs whose own examples would take long to judge.
pub(super) fn work(policy: &Policy, sink: &Sink) {
    let whens = policy.clauses.iter().filter_map(|clause| clause.when.as_ref());
    let whens = whens.chain(policy.conflicts.iter().map(|conflict| &conflict.when));
    let tests: usize = whens.map(Condition::size).sum();
    let examples: usize = policy.clauses.iter().map(|clause| clause.examples.len()).sum();
    let claims = examples + policy.precedents.len();
    let tests = tests + policy.clauses.len();
    if tests.saturating_mul(claims) > WORK_MAX {
        let says = format!(
            "to judge {claims} examples and precedents by {tests} tests is too much; \
             their product is at most {WORK_MAX}"
        );
        sink.push(Complaint::new(".", "", says));
    }
}

/// Where references lead.
#[derive(Clone, Copy)]
enum Longest {
    Loop,
    Chain(usize),
}

struct Graph<'a> {
    next: BTreeMap<&'a str, Vec<&'a str>>,
    known: BTreeMap<&'a str, Longest>,
}

impl<'a> Graph<'a> {
    /// The longest way from here. It looks no further than a little beyond what is allowed, so that
    /// a pack of thousands of clauses in a row cannot exhaust the stack.
    fn longest(&mut self, id: &str, depth: usize) -> Longest {
        let Some((&id, next)) = self.next.get_key_value(id) else { return Longest::Chain(0) };
        if let Some(known) = self.known.get(id) {
            return *known;
        }
        if depth > CHAIN_MAX {
            return Longest::Chain(CHAIN_MAX + 1);
        }
        self.known.insert(id, Longest::Loop);
        let mut longest = Longest::Chain(0);
        for other in next.clone() {
            longest = match (longest, self.longest(other, depth + 1)) {
                (Longest::Loop, _) | (_, Longest::Loop) => Longest::Loop,
                (Longest::Chain(a), Longest::Chain(b)) => Longest::Chain(a.max(b + 1)),
            };
        }
        self.known.insert(id, longest);
        longest
    }

    /// The shortest way from here back to here.
    fn way_back(&self, id: &str) -> Option<Vec<&'a str>> {
        let (&start, _) = self.next.get_key_value(id)?;
        let mut from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut now = vec![start];
        while !now.is_empty() {
            let mut then = Vec::new();
            for here in now {
                for &next in self.next.get(here).into_iter().flatten() {
                    if next == start {
                        let mut way = vec![start, here];
                        while let Some(earlier) = way.last().and_then(|last| from.get(last)) {
                            way.push(earlier);
                        }
                        way.reverse();
                        return Some(way);
                    }
                    if !from.contains_key(next) {
                        from.insert(next, here);
                        then.push(next);
                    }
                }
            }
            now = then;
        }
        None
    }
}
