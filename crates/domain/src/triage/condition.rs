//! Conditions over facts, as a clause states them. Begin with [`Condition`].

use jiff::civil::Date;
use std::collections::BTreeSet;

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

impl Truth {
    /// Whether the opposite holds.
    pub(super) fn opposite(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::Unknown => Self::Unknown,
            Self::No => Self::Yes,
        }
    }

    pub(super) fn sure(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

/// A condition, as a clause states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Every one holds.
    All(Vec<Condition>),
    /// Every one holds; nobody is asked about one before those ahead of it are known.
    Steps(Vec<Condition>),
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
    /// The day is on or before the day that another fact tells; `never` is after every day.
    By(String),
    /// The day is before this one.
    Before(Date),
    /// The number is this or more.
    AtLeast(String),
    /// The number is this or less.
    AtMost(String),
    /// The path is one of the paths that another fact tells, or below one.
    Within(String),
}

impl Test {
    /// Every answer it names.
    pub fn words(&self) -> Vec<&str> {
        match self {
            Test::Is(word) | Test::Has(word) => vec![word],
            Test::In(words) | Test::HasAny(words) | Test::Only(words) => {
                words.iter().map(String::as_str).collect()
            }
            Test::AtLeast(number) | Test::AtMost(number) => vec![number],
            Test::By(_) | Test::Before(_) | Test::Within(_) => Vec::new(),
        }
    }

    /// The other fact that it compares with.
    pub fn other(&self) -> Option<&str> {
        match self {
            Test::By(fact) | Test::Within(fact) => Some(fact),
            _ => None,
        }
    }

    /// As the middle and end of a sentence that begins with the fact.
    pub fn says(&self) -> String {
        match self {
            Test::Is(word) => format!("is {word}"),
            Test::In(words) => format!("is one of {}", words.join(", ")),
            Test::Has(word) => format!("includes {word}"),
            Test::HasAny(words) => format!("includes one of {}", words.join(", ")),
            Test::Only(words) => format!("is nothing but {}", words.join(", ")),
            Test::By(other) => format!("is on or before {other}"),
            Test::Before(day) => format!("is before {day}"),
            Test::AtLeast(number) => format!("is at least {number}"),
            Test::AtMost(number) => format!("is at most {number}"),
            Test::Within(other) => format!("lies within {other}"),
        }
    }
}

impl Condition {
    /// Every test of a fact in it.
    pub fn tests(&self) -> Vec<(&str, &Test)> {
        match self {
            Condition::All(list) | Condition::Steps(list) | Condition::Any(list) => {
                list.iter().flat_map(Condition::tests).collect()
            }
            Condition::Not(one) => one.tests(),
            Condition::Clause(_) => Vec::new(),
            Condition::Fact(fact, test) => vec![(fact, test)],
        }
    }

    /// How much there is to look at when it is weighed.
    pub(crate) fn size(&self) -> usize {
        match self {
            Condition::All(list) | Condition::Steps(list) | Condition::Any(list) => {
                1 + list.iter().map(Condition::size).sum::<usize>()
            }
            Condition::Not(one) => 1 + one.size(),
            Condition::Clause(_) | Condition::Fact(..) => 1,
        }
    }

    /// Every clause it refers to.
    pub fn clauses(&self) -> BTreeSet<&str> {
        match self {
            Condition::All(list) | Condition::Steps(list) | Condition::Any(list) => {
                list.iter().flat_map(Condition::clauses).collect()
            }
            Condition::Not(one) => one.clauses(),
            Condition::Clause(id) => BTreeSet::from([id.as_str()]),
            Condition::Fact(..) => BTreeSet::new(),
        }
    }

    /// In one line that people can read, such as `effect includes availability and (UT-1 or UT-2)`.
    pub fn says(&self) -> String {
        let join = |list: &[Condition], word: &str| {
            let each: Vec<String> = list
                .iter()
                .map(|one| match one {
                    Condition::All(inner) | Condition::Steps(inner) | Condition::Any(inner)
                        if inner.len() > 1 =>
                    {
                        format!("({})", one.says())
                    }
                    _ => one.says(),
                })
                .collect();
            each.join(word)
        };
        match self {
            Condition::All(list) | Condition::Steps(list) => join(list, " and "),
            Condition::Any(list) => join(list, " or "),
            Condition::Not(one) => format!("not ({})", one.says()),
            Condition::Clause(id) => id.clone(),
            Condition::Fact(fact, test) => format!("{fact} {}", test.says()),
        }
    }
}
