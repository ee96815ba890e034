//! Conditions over facts in three-valued logic: what is unknown stays unknown until it no longer
//! matters. Begin with [`Condition`].

use super::{Claim, Clause};
use std::collections::{BTreeMap, BTreeSet};

/// How deep a condition may nest.
pub(crate) const DEPTH_MAX: usize = 24;

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It does not hold, whatever else becomes known.
    No,
    /// It depends on facts that are not known.
    Unknown,
    /// It holds, whatever else becomes known.
    Yes,
}

/// A condition, as a clause states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The condition of another clause, which is cited when it is why.
    Clause(String),
    /// A test of one fact.
    Fact(String, Test),
}

/// A test of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// The answer is this one and no other.
    Is(String),
    /// The answer is one of these.
    In(Vec<String>),
    /// The answers include this one.
    Has(String),
    /// The answers include at least one of these.
    HasAny(Vec<String>),
    /// There are answers and all of them are among these ("affects only …").
    Only(Vec<String>),
}

/// What weighing gave, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Whether it holds.
    pub truth: Truth,
    /// Facts that kept it undecided; empty unless it is unknown.
    pub missing: BTreeSet<String>,
    /// Clauses whose conditions held and are part of why.
    pub by: BTreeSet<String>,
}

impl Outcome {
    fn sure(yes: bool) -> Self {
        let truth = if yes { Truth::Yes } else { Truth::No };
        Self { truth, missing: BTreeSet::new(), by: BTreeSet::new() }
    }

    fn unknown(fact: &str) -> Self {
        let missing = BTreeSet::from([fact.to_owned()]);
        Self { truth: Truth::Unknown, missing, by: BTreeSet::new() }
    }

    /// Every one holds.
    fn all(outcomes: Vec<Outcome>) -> Self {
        let truth = outcomes.iter().map(|o| o.truth).min().unwrap_or(Truth::Yes);
        Self::fold(truth, outcomes)
    }

    /// At least one holds.
    fn any(outcomes: Vec<Outcome>) -> Self {
        let truth = outcomes.iter().map(|o| o.truth).max().unwrap_or(Truth::No);
        Self::fold(truth, outcomes)
    }

    /// It does not hold; what does not hold gives no reasons.
    fn opposite(mut self) -> Self {
        self.truth = match self.truth {
            Truth::Yes => Truth::No,
            Truth::Unknown => Truth::Unknown,
            Truth::No => Truth::Yes,
        };
        self.by.clear();
        self
    }

    /// Those outcomes that are `truth`, as one.
    fn fold(truth: Truth, outcomes: Vec<Outcome>) -> Self {
        let mut all = Self { truth, missing: BTreeSet::new(), by: BTreeSet::new() };
        for outcome in outcomes.into_iter().filter(|outcome| outcome.truth == truth) {
            all.missing.extend(outcome.missing);
            all.by.extend(outcome.by);
        }
        all
    }
}

impl Test {
    fn weigh(&self, answers: &[&str]) -> bool {
        let among = |list: &[String], answer: &&str| list.iter().any(|one| one == answer);
        match self {
            Test::Is(word) => answers == [word.as_str()],
            Test::In(words) => answers.len() == 1 && among(words, &answers[0]),
            Test::Has(word) => answers.contains(&word.as_str()),
            Test::HasAny(words) => answers.iter().any(|answer| among(words, answer)),
            Test::Only(words) => {
                !answers.is_empty() && answers.iter().all(|answer| among(words, answer))
            }
        }
    }

    /// Every answer it names.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Test::Is(word) | Test::Has(word) => vec![word],
            Test::In(words) | Test::HasAny(words) | Test::Only(words) => {
                words.iter().map(String::as_str).collect()
            }
        }
    }
}

/// A claim being weighed: the clauses in force, and what was already found out about them.
pub(super) struct Weighing<'p> {
    claim: &'p Claim,
    clauses: BTreeMap<&'p str, &'p Clause>,
    known: BTreeMap<&'p str, Outcome>,
}

impl<'p> Weighing<'p> {
    /// Of this claim, by these clauses.
    pub(super) fn new(claim: &'p Claim, in_force: &[&'p Clause]) -> Self {
        let clauses = in_force.iter().map(|clause| (clause.id.as_str(), *clause)).collect();
        Self { claim, clauses, known: BTreeMap::new() }
    }

    /// The clause, where it is in force.
    pub(super) fn clause(&self, id: &str) -> Option<&'p Clause> {
        self.clauses.get(id).copied()
    }

    /// Whether the clause's own condition holds; if so, it is among the reasons. A clause that is
    /// not in force, has no condition or refers to itself does not hold.
    pub(super) fn when(&mut self, id: &str) -> Outcome {
        let Some((&id, &clause)) = self.clauses.get_key_value(id) else {
            return Outcome::sure(false);
        };
        if let Some(outcome) = self.known.get(id) {
            return outcome.clone();
        }
        self.known.insert(id, Outcome::sure(false));
        let mut outcome = match &clause.when {
            Some(when) => self.weigh(when),
            None => Outcome::sure(false),
        };
        if outcome.truth == Truth::Yes {
            outcome.by.insert(id.to_owned());
        }
        self.known.insert(id, outcome.clone());
        outcome
    }

    /// Whether the clause decides: its condition holds and, where it lists criteria, one of them
    /// fails. The failing criteria are the reasons. Nobody is asked about the criteria before it
    /// is known that they matter.
    pub(super) fn decides(&mut self, clause: &Clause) -> Outcome {
        let when = self.when(&clause.id);
        if clause.requires_all.is_empty() {
            return when;
        }
        let fails = clause.requires_all.iter().map(|id| {
            let mut fails = self.when(id).opposite();
            if fails.truth == Truth::Yes {
                fails.by.insert(id.clone());
            }
            fails
        });
        let fails = Outcome::any(fails.collect());
        match (when.truth, fails.truth) {
            (Truth::Unknown, Truth::Unknown) => when,
            _ => Outcome::all(vec![when, fails]),
        }
    }

    /// Whether the condition holds.
    pub(super) fn weigh(&mut self, condition: &Condition) -> Outcome {
        match condition {
            Condition::All(list) => Outcome::all(list.iter().map(|one| self.weigh(one)).collect()),
            Condition::Any(list) => Outcome::any(list.iter().map(|one| self.weigh(one)).collect()),
            Condition::Not(one) => self.weigh(one).opposite(),
            Condition::Clause(id) => self.when(id),
            Condition::Fact(fact, test) => match self.claim.get(fact).answers() {
                Some(answers) => Outcome::sure(test.weigh(&answers)),
                None => Outcome::unknown(fact),
            },
        }
    }
}

impl Condition {
    /// Every test of a fact in it.
    pub fn tests(&self) -> Vec<(&str, &Test)> {
        match self {
            Condition::All(list) | Condition::Any(list) => {
                list.iter().flat_map(Condition::tests).collect()
            }
            Condition::Not(one) => one.tests(),
            Condition::Clause(_) => Vec::new(),
            Condition::Fact(fact, test) => vec![(fact, test)],
        }
    }

    /// Every clause it refers to.
    pub fn clauses(&self) -> BTreeSet<&str> {
        match self {
            Condition::All(list) | Condition::Any(list) => {
                list.iter().flat_map(Condition::clauses).collect()
            }
            Condition::Not(one) => one.clauses(),
            Condition::Clause(id) => BTreeSet::from([id.as_str()]),
            Condition::Fact(..) => BTreeSet::new(),
        }
    }
}
