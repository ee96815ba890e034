//! SSVC: a decision table as data. Answers go in; the outcome comes out, or what is still needed and
//! which outcomes are still possible. The tables are CERT/CC's, in their JSON.

mod raw;
mod read;
#[cfg(test)]
mod tests;

use crate::policy::{Complaint, no_such};
use crate::words::one_line;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The largest table that is read, in bytes; the largest published one has a fifth of it.
pub const SSVC_BYTES_MAX: usize = 1_000_000;

/// A decision table: every combination of answers has its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsvcTable {
    /// Namespace, key and version, joined by colons.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it decides, in a sentence.
    pub definition: String,
    /// What is answered, in the order of the table.
    pub points: Vec<DecisionPoint>,
    /// What comes out.
    pub outcome: DecisionPoint,
    /// Each row: which value of each point, and of the outcome at its end.
    rows: Vec<Vec<u16>>,
}

/// A question with its answers, or the outcome with its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionPoint {
    /// Namespace, key and version, joined by colons.
    pub id: String,
    /// The short form.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it asks.
    pub definition: String,
    /// Its values, in their order.
    pub values: Vec<PointValue>,
}

/// One value of a decision point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PointValue {
    /// The short form.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub definition: String,
}

/// What a table says of some answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SsvcAnswer<'a> {
    /// The answers, as keys by the ids of their points.
    pub given: BTreeMap<&'a str, &'a str>,
    /// The outcome, once no open answer can change it.
    pub outcome: Option<&'a PointValue>,
    /// Outcomes still possible, in their order.
    pub possible: Vec<&'a PointValue>,
    /// Points whose answer can still change the outcome.
    pub needed: Vec<&'a DecisionPoint>,
}

impl SsvcTable {
    /// Read a table; everything that is wrong with it is said, as it is for a file of a pack.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Vec<Complaint>> {
        read::table(file, bytes)
    }

    /// Whether somebody who says this means this table.
    pub fn is_called(&self, word: &str) -> bool {
        is_called(&self.id, &self.name, word)
    }

    /// How many combinations of answers it decides.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it decides nothing; one that was read never does.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every row: the keys of its answers, and that of its outcome.
    pub fn rows(&self) -> impl Iterator<Item = (Vec<&str>, &str)> {
        self.rows.iter().map(|row| {
            let answers = self.points.iter().zip(row);
            let keys = answers.map(|(point, at)| point.values[usize::from(*at)].key.as_str());
            (keys.collect(), self.outcome_of(row).key.as_str())
        })
    }

    fn outcome_of(&self, row: &[u16]) -> &PointValue {
        let at = row.last().copied().unwrap_or_default();
        &self.outcome.values[usize::from(at)]
    }

    /// What follows from these answers. A point is named by its id, its key or its name, a value by
    /// its key or its name; every answer that fits nothing is said.
    pub fn decide(&self, answers: &[(String, String)]) -> Result<SsvcAnswer<'_>, Vec<String>> {
        let mut chosen: Vec<Option<u16>> = vec![None; self.points.len()];
        let mut wrong = Vec::new();
        for (name, word) in answers {
            match self.answer(name, word) {
                Ok((at, value)) if chosen[at].is_none_or(|known| known == value) => {
                    chosen[at] = Some(value);
                }
                Ok((at, _)) => wrong.push(format!("{} has two answers", self.points[at].name)),
                Err(says) => wrong.push(says),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(self.follows(&chosen))
    }

    /// Which point and which of its values is meant.
    fn answer(&self, name: &str, word: &str) -> Result<(usize, u16), String> {
        let points: Vec<_> =
            self.points.iter().map(|point| (point.id.as_str(), point.name.as_str())).collect();
        let at = find("decision point", &points, name)?;
        let point = &self.points[at];
        let values: Vec<_> =
            point.values.iter().map(|value| (value.key.as_str(), value.name.as_str())).collect();
        Ok((at, find(&format!("value of {}", point.name), &values, word)? as u16))
    }

    fn follows(&self, chosen: &[Option<u16>]) -> SsvcAnswer<'_> {
        let fits = |row: &&Vec<u16>| {
            chosen.iter().zip(row.iter()).all(|(wanted, is)| wanted.is_none_or(|w| w == *is))
        };
        let rows: Vec<&Vec<u16>> = self.rows.iter().filter(fits).collect();
        let left: BTreeSet<u16> = rows.iter().filter_map(|row| row.last().copied()).collect();
        let possible: Vec<&PointValue> =
            left.iter().map(|at| &self.outcome.values[usize::from(*at)]).collect();
        let open = |at: &usize| chosen[*at].is_none() && matters(&rows, *at);
        let needed = (0..self.points.len()).filter(open).map(|at| &self.points[at]).collect();
        let given = self.points.iter().zip(chosen).filter_map(|(point, at)| {
            at.map(|at| (point.id.as_str(), point.values[usize::from(at)].key.as_str()))
        });
        let outcome = if let [only] = possible[..] { Some(only) } else { None };
        SsvcAnswer { given: given.collect(), outcome, possible, needed }
    }
}

/// Whether two rows that differ only in this answer have different outcomes.
fn matters(rows: &[&Vec<u16>], at: usize) -> bool {
    let mut outcomes: BTreeMap<Vec<u16>, u16> = BTreeMap::new();
    rows.iter().any(|row| {
        let mut rest = (*row).clone();
        rest.remove(at);
        let outcome = rest.pop().unwrap_or_default();
        *outcomes.entry(rest).or_insert(outcome) != outcome
    })
}

/// The short forms of an id, the id itself being the first.
fn forms(id: &str) -> impl Iterator<Item = &str> {
    let unversioned = id.rsplit_once(':').map(|(form, _)| form);
    let key = unversioned.and_then(|form| form.rsplit_once(':')).map(|(_, key)| key);
    [Some(id), unversioned, key].into_iter().flatten()
}

fn is_called(id: &str, name: &str, word: &str) -> bool {
    forms(id).chain([name]).any(|form| form.eq_ignore_ascii_case(word))
}

/// Which of these ids and names is meant: the one written so, or the only one but for letter case.
fn find(what: &str, known: &[(&str, &str)], word: &str) -> Result<usize, String> {
    let all = |fits: &dyn Fn(&(&str, &str)) -> bool| -> Vec<usize> {
        (0..known.len()).filter(|at| fits(&known[*at])).collect()
    };
    let mut meant = all(&|(id, _)| forms(id).any(|form| form == word));
    if meant.is_empty() {
        meant = all(&|(id, name)| is_called(id, name, word));
    }
    let word = one_line(word, 60);
    match meant[..] {
        [at] => Ok(at),
        [_, _, ..] => Err(format!("more than one {what} is called \"{word}\"")),
        [] => {
            let short = |id: &str| forms(id).last().unwrap_or_default().to_owned();
            let all: Vec<String> =
                known.iter().map(|(id, name)| format!("{} ({name})", short(id))).collect();
            let says = no_such(what, &word, known.iter().map(|(_, name)| *name));
            Err(format!("{says} (there are {})", all.join(", ")))
        }
    }
}
