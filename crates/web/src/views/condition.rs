//! Conditions in words: the questions they ask, the answers they want, the clauses they name.

use super::facts::answer;
use askama::Template;
use domain::policy::Policy;
use domain::triage::{Condition, FactValue, Test};

/// A condition, or a part of one.
#[derive(Debug, Clone, Template)]
#[template(path = "part/condition.html")]
pub(crate) struct ConditionView {
    /// What joins the parts below.
    head: &'static str,
    /// A question, and what its answer must be.
    asks: Option<(String, String)>,
    /// A clause that must hold, with its title.
    clause: Option<(String, String)>,
    /// Its parts.
    below: Vec<ConditionView>,
}

impl ConditionView {
    /// Of this condition.
    pub(crate) fn new(policy: &Policy, condition: &Condition) -> Self {
        let mut view = Self { head: "", asks: None, clause: None, below: Vec::new() };
        let each = |list: &[Condition]| list.iter().map(|one| Self::new(policy, one)).collect();
        match condition {
            Condition::All(list) => {
                (view.head, view.below) = ("All of these:", each(list));
            }
            Condition::Steps(list) => {
                (view.head, view.below) = ("All of these, asked one after another:", each(list));
            }
            Condition::Any(list) => {
                (view.head, view.below) = ("At least one of these:", each(list));
            }
            Condition::Not(one) => {
                (view.head, view.below) = ("Not:", vec![Self::new(policy, one)]);
            }
            Condition::Clause(id) => {
                let title = policy.clause(id).map_or("", |clause| &clause.title);
                view.clause = Some((id.clone(), title.to_owned()));
            }
            Condition::Fact(fact, test) => {
                view.asks = Some((question(policy, fact), wants(policy, fact, test)));
            }
        }
        view
    }
}

fn question(policy: &Policy, fact: &str) -> String {
    policy.fact(fact).map_or(fact, |fact| &fact.title).to_owned()
}

/// The answer that is wanted, in words.
fn wants(policy: &Policy, fact: &str, test: &Test) -> String {
    let def = policy.fact(fact);
    let says = |word: &String| answer(def, &FactValue::word(word));
    let list = |words: &[String]| words.iter().map(says).collect::<Vec<_>>().join("; ");
    match test {
        Test::Is(word) => says(word),
        Test::In(words) => format!("one of: {}", list(words)),
        Test::Has(word) => format!("among others: {}", says(word)),
        Test::HasAny(words) => format!("at least one of: {}", list(words)),
        Test::Only(words) => format!("nothing but: {}", list(words)),
        Test::By(other) => {
            format!(
                "that day or an earlier one than in \u{201c}{}\u{201d}",
                question(policy, other)
            )
        }
        Test::Before(day) => format!("before {day}"),
        Test::AtLeast(number) => format!("{number} or more"),
        Test::AtMost(number) => format!("{number} or less"),
        Test::Within(other) => {
            format!("one of, or below one of, \u{201c}{}\u{201d}", question(policy, other))
        }
    }
}
