//! Every example of a clause must get the verdict it states.

use super::{Clause, Example, judge, model, precedent};
use crate::policy::{Complaint, Policy};
use jiff::Timestamp;

/// Judges every example of every clause and says which do not give what they state; then every
/// precedent, and says which depart without a reason.
pub fn run_examples(policy: &Policy) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for clause in &policy.clauses {
        for (n, example) in clause.examples.iter().enumerate() {
            let key = format!("example[{n}]");
            for says in wrong(policy, clause, example) {
                complaints.push(Complaint::new(&clause.file(), key.clone(), says));
            }
        }
    }
    complaints.extend(precedent::check(policy, newest(policy)));
    complaints
}

/// The first instant at which every clause that is not over is in force.
fn newest(policy: &Policy) -> Timestamp {
    let lasting = policy.clauses.iter().filter(|clause| clause.until.is_none());
    lasting.map(Clause::first_instant).max().unwrap_or_default()
}

impl Clause {
    /// Its file in the pack.
    pub fn file(&self) -> String {
        format!("threat/{}.toml", self.id)
    }

    /// The first instant at which it is in force.
    fn first_instant(&self) -> Timestamp {
        model::midnight(self.since)
    }
}

fn wrong(policy: &Policy, clause: &Clause, example: &Example) -> Vec<String> {
    let at = match clause.until {
        // A clause that is over is shown as it worked on its first day.
        Some(_) => clause.first_instant(),
        None => newest(policy),
    };
    let verdict = judge(policy, &example.claim, at);
    let say = &example.say;
    let mut wrong = Vec::new();
    if verdict.kind != example.expect {
        let (want, got) = (example.expect, verdict.kind);
        let because = &verdict.because;
        wrong.push(format!("\"{say}\" should be {want} but is {got}: {because}"));
    }
    for id in &example.cites {
        if !verdict.rules.iter().any(|cited| &cited.id == id) {
            let cited: Vec<&str> = verdict.rules.iter().map(|cited| cited.id.as_str()).collect();
            wrong.push(format!("\"{say}\" should cite {id} but cites {}", cited.join(", ")));
        }
    }
    if let Some(missing) = &example.missing
        && missing.iter().collect::<std::collections::BTreeSet<_>>()
            != verdict.missing.iter().collect()
    {
        let (want, got) = (missing.join(", "), verdict.missing.join(", "));
        wrong.push(format!("\"{say}\" should lack [{want}] but lacks [{got}]"));
    }
    wrong
}
