//! The threat model made ready for judging: names resolved once, so that weighing a claim looks
//! nothing up. Begin with [`Model`]; a claim is weighed by [`super::weigh`].

use super::claim::{day, number};
use super::{Clause, Condition, Conflict, Test};
use crate::policy::{FactDef, FactKind, Modifier};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// A threat model whose names are numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// Position of each fact.
    pub(super) facts: BTreeMap<String, usize>,
    /// What answers tell about other facts.
    pub(super) derived: Vec<Derived>,
    /// In the order of the policy's clauses.
    pub(super) rules: Vec<Rule>,
    /// In the order of the policy's conflicts.
    pub(super) conflicts: Vec<Rule>,
    /// Conditions of the modifiers of severities, in their order.
    pub(super) modifiers: Vec<Node>,
}

/// One fact that follows from the answers to another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Derived {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether the target takes several answers.
    pub(super) many: bool,
    /// What each answer gives.
    pub(super) gives: BTreeMap<String, Vec<String>>,
}

/// A clause as far as weighing is concerned.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    since: Timestamp,
    until: Option<Timestamp>,
    pub(super) when: Option<Node>,
    pub(super) requires: Vec<usize>,
    /// Clauses it goes before by intent.
    pub(super) over: Vec<usize>,
    pub(super) over_all: bool,
}

/// A condition whose names are positions.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    All(Vec<Node>),
    Steps(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Rule(usize),
    Fact(usize, Probe),
}

/// A test whose words are read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Probe {
    Is(String),
    In(BTreeSet<String>),
    Has(String),
    HasAny(BTreeSet<String>),
    Only(BTreeSet<String>),
    By(usize),
    Before(Date),
    AtLeast(f64),
    AtMost(f64),
    Within(usize),
}

impl Model {
    /// Of these facts, clauses, conflicts and modifiers. Names that nobody defines never hold; the reader of
    /// packs has complained about them.
    pub(crate) fn new(
        facts: &[FactDef],
        clauses: &[Clause],
        conflicts: &[Conflict],
        modifiers: &[Modifier],
    ) -> Self {
        let names = Names {
            facts: facts.iter().enumerate().map(|(n, fact)| (fact.id.as_str(), n)).collect(),
            clauses: clauses.iter().enumerate().map(|(n, c)| (c.id.as_str(), n)).collect(),
        };
        let rules = clauses.iter().map(|clause| names.rule(clause)).collect();
        let clashes = conflicts.iter().map(|conflict| Rule {
            since: midnight(conflict.since),
            until: conflict.until.map(midnight),
            when: Some(names.node(&conflict.when)),
            requires: Vec::new(),
            over: Vec::new(),
            over_all: false,
        });
        Self {
            derived: derived(facts, &names),
            rules,
            conflicts: clashes.collect(),
            modifiers: modifiers.iter().map(|modifier| names.node(&modifier.when)).collect(),
            facts: facts.iter().enumerate().map(|(n, fact)| (fact.id.clone(), n)).collect(),
        }
    }
}

impl Model {
    /// Whether the first clause goes before the second by intent.
    pub(super) fn goes_before(&self, first: usize, second: usize) -> bool {
        let rule = &self.rules[first];
        rule.over_all || rule.over.contains(&second)
    }
}

impl Rule {
    /// Whether it is in force at this instant.
    pub(super) fn in_force(&self, at: Timestamp) -> bool {
        self.since <= at && self.until.is_none_or(|until| at < until)
    }
}

/// 00:00 UTC of this day.
pub(super) fn midnight(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map(|day| day.timestamp()).unwrap_or(Timestamp::MAX)
}

struct Names<'a> {
    facts: BTreeMap<&'a str, usize>,
    clauses: BTreeMap<&'a str, usize>,
}

impl Names<'_> {
    fn rule(&self, clause: &Clause) -> Rule {
        let known = |ids: &[String]| {
            ids.iter().filter_map(|id| self.clauses.get(id.as_str()).copied()).collect()
        };
        Rule {
            since: midnight(clause.since),
            until: clause.until.map(midnight),
            when: clause.when.as_ref().map(|when| self.node(when)),
            requires: known(&clause.requires_all),
            over: known(&clause.over),
            over_all: clause.over.iter().any(|id| id == "*"),
        }
    }

    fn node(&self, condition: &Condition) -> Node {
        let each = |list: &[Condition]| list.iter().map(|one| self.node(one)).collect();
        let never = Node::Any(Vec::new());
        match condition {
            Condition::All(list) => Node::All(each(list)),
            Condition::Steps(list) => Node::Steps(each(list)),
            Condition::Any(list) => Node::Any(each(list)),
            Condition::Not(one) => Node::Not(Box::new(self.node(one))),
            Condition::Clause(id) => {
                self.clauses.get(id.as_str()).map_or(never, |n| Node::Rule(*n))
            }
            Condition::Fact(fact, test) => {
                match (self.facts.get(fact.as_str()), self.probe(test)) {
                    (Some(fact), Some(probe)) => Node::Fact(*fact, probe),
                    _ => never,
                }
            }
        }
    }

    fn probe(&self, test: &Test) -> Option<Probe> {
        let other = |fact: &String| self.facts.get(fact.as_str()).copied();
        let set = |words: &[String]| words.iter().cloned().collect();
        Some(match test {
            Test::Is(word) => Probe::Is(word.clone()),
            Test::In(words) => Probe::In(set(words)),
            Test::Has(word) => Probe::Has(word.clone()),
            Test::HasAny(words) => Probe::HasAny(set(words)),
            Test::Only(words) => Probe::Only(set(words)),
            Test::By(fact) => Probe::By(other(fact)?),
            Test::Before(day) => Probe::Before(*day),
            Test::AtLeast(text) => Probe::AtLeast(number(text)?),
            Test::AtMost(text) => Probe::AtMost(number(text)?),
            Test::Within(fact) => Probe::Within(other(fact)?),
        })
    }
}

fn derived(facts: &[FactDef], names: &Names<'_>) -> Vec<Derived> {
    let mut derived: Vec<Derived> = Vec::new();
    let mut places = BTreeMap::new();
    for (from, fact) in facts.iter().enumerate() {
        for choice in &fact.choices {
            for (target, words) in &choice.gives {
                let Some(&to) = names.facts.get(target.as_str()) else { continue };
                let at = *places.entry((from, to)).or_insert_with(|| {
                    let many = facts[to].kind == FactKind::Many;
                    derived.push(Derived { from, to, many, gives: BTreeMap::new() });
                    derived.len() - 1
                });
                derived[at].gives.insert(choice.id.clone(), words.clone());
            }
        }
    }
    derived
}

impl Derived {
    /// What these answers tell about the target, if they tell it together.
    pub(super) fn tell(&self, answers: &[&str]) -> Option<Vec<&str>> {
        let mut told: Vec<&str> = Vec::new();
        for answer in answers {
            let given = self.gives.get(*answer)?;
            if !self.many && !told.is_empty() && given.iter().any(|word| !told.contains(&&**word)) {
                return None;
            }
            told.extend(given.iter().map(String::as_str));
            told.sort_unstable();
            told.dedup();
        }
        (!told.is_empty()).then_some(told)
    }
}

impl Probe {
    /// The other fact that must be known.
    pub(super) fn other(&self) -> Option<usize> {
        match self {
            Self::By(fact) | Self::Within(fact) => Some(*fact),
            _ => None,
        }
    }

    /// Whether these answers pass; `others` are those to the other fact.
    pub(super) fn passes(&self, answers: &[&str], others: &[&str]) -> bool {
        let among = |list: &BTreeSet<String>, answer: &&str| list.contains(*answer);
        let value = || answers.first().and_then(|answer| number(answer));
        match self {
            Self::Is(word) => answers == [word.as_str()],
            Self::In(words) => answers.len() == 1 && among(words, &answers[0]),
            Self::Has(word) => answers.contains(&word.as_str()),
            Self::HasAny(words) => answers.iter().any(|answer| among(words, answer)),
            Self::Only(words) => {
                !answers.is_empty() && answers.iter().all(|answer| among(words, answer))
            }
            Self::By(_) => {
                let (one, two) = (answers.first(), others.first());
                match (one.and_then(|one| day(one)), two.and_then(|two| day(two))) {
                    (Some(one), Some(two)) => one <= two,
                    (Some(_), None) => true,
                    (None, _) => false,
                }
            }
            Self::Before(limit) => answers.first().and_then(|a| day(a)).is_some_and(|d| d < *limit),
            Self::AtLeast(limit) => value().is_some_and(|value| value >= *limit),
            Self::AtMost(limit) => value().is_some_and(|value| value <= *limit),
            Self::Within(_) => {
                answers.iter().all(|path| others.iter().any(|root| within(path, root)))
            }
        }
    }
}

/// Whether the path is the root or lies below it, by its names alone: `.` and `..` are followed,
/// both slashes separate. Links are for whoever resolves the path before stating it.
fn within(path: &str, root: &str) -> bool {
    match (parts(path), parts(root)) {
        (Some(path), Some(root)) => path.starts_with(&root),
        _ => false,
    }
}

fn parts(path: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    if path.starts_with(['/', '\\']) {
        parts.push("/");
    }
    let least = parts.len();
    for part in path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            if parts.len() <= least {
                return None;
            }
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    Some(parts)
}
