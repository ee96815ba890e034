//! A TOML document as a tree that remembers its lines.

use crate::policy::Complaint;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) value: Value,
}

/// What a value may be.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Truth(bool),
    /// A number with a fraction, as written.
    Fraction(String),
    /// A date or time, as written.
    Date(String),
    List(Vec<Node>),
    Table(BTreeMap<String, Node>),
    /// Anything else, by its name.
    Other(&'static str),
}

impl Value {
    /// What it is, for a sentence.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Whole(_) => "a whole number",
            Value::Truth(_) => "true or false",
            Value::Fraction(_) => "a number with a fraction",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Other(kind) => kind,
        }
    }
}

/// The document, as far as it can be read, and every complaint about its grammar.
pub(super) fn document(file: &str, bytes: &[u8]) -> (Node, Vec<Complaint>) {
    let empty = Node { line: 1, value: Value::Table(BTreeMap::new()) };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return (empty, vec![Complaint::new(file, "", "not UTF-8 text")]);
    };
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line = |at: usize| starts.partition_point(|start| *start <= at);
    let (table, errors) = DeTable::parse_recoverable(text);
    let complaints = errors
        .iter()
        .map(|error| {
            let says = crate::words::one_line(error.message(), 200);
            let mut complaint = Complaint::new(file, "", says);
            complaint.line = error.span().map(|span| line(span.start));
            complaint
        })
        .collect();
    (Node { line: 1, value: self::table(table.get_ref(), &line) }, complaints)
}

fn table(table: &DeTable<'_>, line: &dyn Fn(usize) -> usize) -> Value {
    let entries = table.iter().map(|(key, value)| {
        let mut node = node(value, line);
        // A table's own place is where it is filled; people look for its key.
        node.line = line(key.span().start);
        (key.get_ref().to_string(), node)
    });
    Value::Table(entries.collect())
}

fn node(value: &Spanned<DeValue<'_>>, line: &dyn Fn(usize) -> usize) -> Node {
    let at = line(value.span().start);
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("a number too large"), Value::Whole),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(list) => Value::List(list.iter().map(|one| node(one, line)).collect()),
        DeValue::Table(entries) => table(entries, line),
        DeValue::Float(number) => Value::Fraction(number.as_str().to_owned()),
    };
    Node { line: at, value }
}
