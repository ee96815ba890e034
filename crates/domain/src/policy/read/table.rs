//! A table being read: every question about a key is remembered, so that keys nobody asked for
//! are complained about when the table is dropped, and every answer that does not fit, at once.

use super::node::{Node, Value};
use super::sink::Sink;
use crate::policy::Complaint;
use crate::policy::complaint::no_such;
use jiff::civil::Date;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Longest list in a pack.
const LIST_MAX: usize = 1_000;

/// Longest text in a pack.
pub(super) const TEXT_MAX: usize = 20_000;

/// A table of one file.
pub(super) struct Table<'a> {
    pub(super) file: &'a str,
    path: String,
    line: usize,
    entries: &'a BTreeMap<String, Node>,
    asked: RefCell<BTreeSet<&'static str>>,
    open: bool,
    sink: &'a Sink,
}

static NOTHING: BTreeMap<String, Node> = BTreeMap::new();

impl<'a> Table<'a> {
    /// The top of a file.
    pub(super) fn top(file: &'a str, node: &'a Node, sink: &'a Sink) -> Self {
        Self::at(file, String::new(), node, sink)
    }

    fn at(file: &'a str, path: String, node: &'a Node, sink: &'a Sink) -> Self {
        let (entries, open) = match &node.value {
            Value::Table(entries) => (entries, false),
            _ => (&NOTHING, true),
        };
        let asked = RefCell::default();
        let table = Self { file, path, line: node.line, entries, asked, open, sink };
        if open {
            table.say(node.line, "", format!("must be a table but is {}", node.value.kind()));
        }
        table
    }

    fn path(&self, key: &str) -> String {
        match (self.path.is_empty(), key.is_empty()) {
            (true, _) => key.to_owned(),
            (_, true) => self.path.clone(),
            _ => format!("{}.{key}", self.path),
        }
    }

    fn say(&self, line: usize, key: &str, says: impl Into<String>) {
        let mut complaint = Complaint::new(self.file, self.path(key), says);
        complaint.line = Some(line);
        self.sink.push(complaint);
    }

    /// Complains about this key, at its line if it is there.
    pub(super) fn complain(&self, key: &str, says: impl Into<String>) {
        let first = key.split(['.', '[']).next().unwrap_or_default();
        let line = self.entries.get(first).map_or(self.line, |node| node.line);
        self.say(line, key, says);
    }

    pub(super) fn unfit(&self, key: &str, node: &Node, wanted: &str) {
        self.say(node.line, key, format!("must be {wanted} but is {}", node.value.kind()));
    }

    fn get(&self, key: &'static str) -> Option<&'a Node> {
        self.asked.borrow_mut().insert(key);
        self.entries.get(key)
    }

    /// What is there, in whatever shape.
    pub(super) fn entry(&self, key: &'static str) -> Option<&'a Node> {
        self.get(key)
    }

    pub(super) fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    fn need(&self, key: &'static str) -> Option<&'a Node> {
        let found = self.get(key);
        if found.is_none() && !self.open {
            self.say(self.line, key, "is missing");
        }
        found
    }

    pub(super) fn as_text(&self, key: &str, node: &Node) -> Option<String> {
        match &node.value {
            Value::Text(text) if text.trim().is_empty() => {
                self.say(node.line, key, "is empty");
                None
            }
            Value::Text(text) if text.len() > TEXT_MAX => {
                self.say(node.line, key, format!("is longer than {TEXT_MAX} bytes"));
                None
            }
            Value::Text(text) => Some(crate::words::visible(text.trim())),
            _ => {
                self.unfit(key, node, "a text");
                None
            }
        }
    }

    /// A text that may be missing.
    pub(super) fn maybe(&self, key: &'static str) -> Option<String> {
        self.get(key).and_then(|node| self.as_text(key, node))
    }

    /// A text that must be there.
    pub(super) fn text(&self, key: &'static str) -> String {
        self.need(key).and_then(|node| self.as_text(key, node)).unwrap_or_default()
    }

    /// A short name that must be there: letters, digits and `-`, `_`, `.`.
    pub(super) fn name(&self, key: &'static str) -> String {
        let name = self.text(key);
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let dots = name.chars().all(|c| c == '.');
        if !name.is_empty() && (dots || name.len() > 64 || !name.chars().all(good)) {
            let says = "a name has at most 64 of a-z, A-Z, 0-9, '-', '_', '.', and not dots alone";
            self.complain(key, says);
        }
        name
    }

    /// A list of texts; one text counts as a list of one.
    pub(super) fn texts(&self, key: &'static str) -> Vec<String> {
        let Some(node) = self.get(key) else { return Vec::new() };
        match &node.value {
            Value::List(list) => {
                let each = self.bounded(key, node, list).iter().enumerate();
                each.filter_map(|(n, one)| self.as_text(&format!("{key}[{n}]"), one)).collect()
            }
            _ => self.as_text(key, node).into_iter().collect(),
        }
    }

    /// The list, as far as anyone reads it.
    pub(super) fn bounded<'n>(&self, key: &str, node: &Node, list: &'n [Node]) -> &'n [Node] {
        if list.len() > LIST_MAX {
            self.say(node.line, key, format!("has more than {LIST_MAX} entries"));
        }
        &list[..list.len().min(LIST_MAX)]
    }

    /// Whether there are more complaints than anybody reads, so that nothing more need be looked at.
    pub(super) fn is_full(&self) -> bool {
        self.sink.is_full()
    }

    /// A whole number in this range that must be there.
    /// A whole number in this range, or what holds when nothing is said.
    pub(super) fn whole_or(
        &self,
        key: &'static str,
        range: std::ops::RangeInclusive<u32>,
        usual: u32,
    ) -> u32 {
        if self.has(key) { self.whole(key, range) } else { usual }
    }

    pub(super) fn whole(&self, key: &'static str, range: std::ops::RangeInclusive<u32>) -> u32 {
        let Some(node) = self.need(key) else { return *range.start() };
        let Value::Whole(n) = node.value else {
            self.unfit(key, node, "a whole number");
            return *range.start();
        };
        match u32::try_from(n).ok().filter(|n| range.contains(n)) {
            Some(n) => n,
            None => {
                let (least, most) = (range.start(), range.end());
                self.say(node.line, key, format!("must be from {least} to {most}"));
                *least
            }
        }
    }

    /// True or false, where it is there.
    pub(super) fn truth(&self, key: &'static str) -> Option<bool> {
        let node = self.get(key)?;
        match node.value {
            Value::Truth(truth) => Some(truth),
            _ => {
                self.unfit(key, node, "true or false");
                None
            }
        }
    }

    /// A date, where it is there.
    pub(super) fn date(&self, key: &'static str) -> Option<Date> {
        let node = self.get(key)?;
        let (Value::Date(text) | Value::Text(text)) = &node.value else {
            self.unfit(key, node, "a date");
            return None;
        };
        let date = crate::triage::day(text);
        if date.is_none() {
            self.say(node.line, key, "must be a date such as 2026-04-30");
        }
        date
    }

    /// A date that must be there.
    pub(super) fn day(&self, key: &'static str) -> Date {
        self.need(key);
        self.date(key).unwrap_or_default()
    }

    /// One of these words, where the key is there.
    pub(super) fn word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.get(key).and_then(|node| self.as_text(key, node))?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let says = no_such("word", &text, known.iter().copied());
            self.complain(key, format!("{says} (one of {})", known.join(", ")));
        }
        found
    }

    /// One of these words that must be there; the first where it is not.
    pub(super) fn one_of<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> T {
        self.need(key);
        self.word(key, words).unwrap_or(words[0].1)
    }

    /// A table inside, where it is there.
    pub(super) fn table(&self, key: &'static str) -> Option<Table<'a>> {
        self.get(key).map(|node| Table::at(self.file, self.path(key), node, self.sink))
    }

    /// A table inside that must be there.
    pub(super) fn must_table(&self, key: &'static str) -> Option<Table<'a>> {
        self.need(key);
        self.table(key)
    }

    /// Tables inside, in order.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Table<'a>> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let Value::List(list) = &node.value else {
            self.unfit(key, node, "a list of tables");
            return Vec::new();
        };
        let at = |n: usize| self.path(&format!("{key}[{n}]"));
        self.bounded(key, node, list)
            .iter()
            .enumerate()
            .map(|(n, one)| Table::at(self.file, at(n), one, self.sink))
            .collect()
    }

    /// Answers in a condition: texts, where true and false mean yes and no.
    pub(super) fn answers(&self, key: &'static str) -> Vec<String> {
        match self.get(key).map(|node| &node.value) {
            Some(Value::Truth(truth)) => vec![if *truth { "yes" } else { "no" }.to_owned()],
            _ => self.texts(key),
        }
    }

    /// The entries of a table under whatever names, with what they are; nothing where it is not
    /// there.
    pub(super) fn entries(&self, key: &'static str) -> Vec<(&'a str, &'a Node)> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let Value::Table(entries) = &node.value else {
            self.unfit(key, node, "a table");
            return Vec::new();
        };
        entries.iter().map(|(name, node)| (name.as_str(), node)).collect()
    }
}

impl Drop for Table<'_> {
    fn drop(&mut self) {
        if self.open || self.sink.is_full() {
            return;
        }
        let asked = self.asked.borrow();
        let strange = self.entries.iter().filter(|(key, _)| !asked.contains(key.as_str()));
        for (key, node) in strange.take(super::sink::COMPLAINTS_MAX) {
            let says = no_such("key", key, asked.iter().copied());
            self.say(node.line, &crate::words::one_line(key, 60), says);
        }
    }
}
