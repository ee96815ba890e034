//! Checks that need every clause at once.

use super::sink::Sink;
use crate::policy::Complaint;
use crate::triage::{Clause, Condition};
use std::collections::BTreeMap;

/// How many clauses may lead from one to the next.
const CHAIN_MAX: usize = 24;

/// Complains about clauses whose conditions lead back to themselves, or on and on.
pub(super) fn references(clauses: &[Clause], sink: &Sink) {
    let mut graph = Graph {
        next: clauses
            .iter()
            .map(|clause| {
                let refers = clause.when.iter().flat_map(Condition::clauses).collect();
                (clause.id.as_str(), refers)
            })
            .collect(),
        known: BTreeMap::new(),
    };
    for clause in clauses {
        let says = match graph.longest(&clause.id, 0) {
            Longest::Loop => "the condition leads back to this clause".to_owned(),
            Longest::Chain(n) if n <= CHAIN_MAX => continue,
            Longest::Chain(_) => {
                format!("the condition leads through more than {CHAIN_MAX} other clauses")
            }
        };
        sink.push(Complaint::new(&clause.file(), "when", says));
    }
    for clause in clauses {
        let mut under = clause;
        for _ in 0..CHAIN_MAX {
            let above = under.under.as_ref();
            match above.and_then(|id| clauses.iter().find(|other| &other.id == id)) {
                Some(above) => under = above,
                None => break,
            }
        }
        if under.under.is_some() {
            let says = "leads back to this clause, or on and on";
            sink.push(Complaint::new(&clause.file(), "under", says));
        }
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
}
