//! What is wrong with a file of messages: it does not read, or a message says more than it is told.

use super::language::WordFile;
use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::ParserError;
use std::collections::{BTreeMap, BTreeSet};

/// What a message uses.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Uses {
    /// The variables that it is told.
    pub(super) variables: BTreeSet<String>,
    /// Messages of ours that it repeats.
    pub(super) messages: BTreeSet<String>,
    /// Its elements, in brackets.
    pub(super) elements: BTreeSet<String>,
    /// What it has and may not have.
    wrong: Vec<String>,
}

/// The elements that a message may have; they carry no attributes.
pub(super) const ELEMENTS: [&str; 3] = ["a", "b", "code"];

/// The messages of English, each with what it uses.
pub(super) fn known(english: &[&WordFile]) -> BTreeMap<String, Uses> {
    let mut known = BTreeMap::new();
    for file in english {
        if let Ok(resource) = FluentResource::try_new(file.text.clone()) {
            known.extend(messages(&resource));
        }
    }
    known
}

/// The messages of a file, each with what it uses.
pub(super) fn messages(resource: &FluentResource) -> Vec<(String, Uses)> {
    let one = |entry: &Entry<&str>| {
        let Entry::Message(message) = entry else { return None };
        let mut uses = Uses::default();
        if let Some(pattern) = &message.value {
            of_pattern(pattern, &mut uses);
        }
        Some((message.id.name.to_owned(), uses))
    };
    resource.entries().filter_map(one).collect()
}

/// Everything that is wrong with this file, each with its place. Messages that English does not have are
/// not wrong: nobody asks for them.
pub(super) fn faults(
    file: &WordFile,
    resource: &FluentResource,
    known: &BTreeMap<String, Uses>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let place = |at: usize| format!("{}:{}", file.place, line(&file.text, at));
    if let Err((_, errors)) = FluentResource::try_new(file.text.clone()) {
        let began =
            |error: &ParserError| error.slice.as_ref().map_or(error.pos.start, |of| of.start);
        wrong.extend(errors.iter().map(|error| format!("{}: {error}", place(began(error)))));
    }
    for (id, uses) in messages(resource) {
        let at = place(start(&file.text, &id));
        let mut say = |says: String| wrong.push(format!("{at}: {id}: {says}"));
        uses.wrong.iter().for_each(|says| say(says.clone()));
        let Some(english) = known.get(&id) else { continue };
        for variable in uses.variables.difference(&english.variables) {
            let told: Vec<String> = english.variables.iter().map(|one| format!("${one}")).collect();
            let told = if told.is_empty() { "nothing".to_owned() } else { told.join(", ") };
            say(format!("${variable} is not known here; it is told {told}"));
        }
        for element in uses.elements.symmetric_difference(&english.elements) {
            say(match english.elements.contains(element) {
                true => format!("<{element}> of the English text is missing"),
                false => format!("<{element}> is not in the English text"),
            });
        }
        for message in uses.messages.iter().filter(|one| !known.contains_key(*one)) {
            say(format!("there is no message {message}"));
        }
    }
    wrong
}

/// The number of the line, from 1.
fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Where this message begins.
fn start(text: &str, id: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.strip_prefix(id).map(str::trim_start);
        if rest.is_some_and(|rest| rest.starts_with('=')) {
            return at;
        }
        at += line.len();
    }
    0
}

fn of_pattern(pattern: &Pattern<&str>, uses: &mut Uses) {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression } => of_expression(expression, uses),
        }
    }
    of_text(&text, uses);
}

/// Elements stand whole in one pattern, each at most once, and nothing else has angle brackets.
fn of_text(text: &str, uses: &mut Uses) {
    let mut rest = text.to_owned();
    for element in ELEMENTS {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        match (rest.find(&open), rest.find(&close)) {
            (None, None) => continue,
            (Some(from), Some(to)) if from < to => {
                uses.elements.insert(element.to_owned());
            }
            _ => uses.wrong.push(format!("{open} and {close} belong together")),
        }
        rest = rest.replacen(&open, "", 1).replacen(&close, "", 1);
    }
    if rest.contains(['<', '>']) {
        uses.wrong.push("only <a>, <b> and <code> may stand here, each once and closed".to_owned());
    }
}

fn of_expression(expression: &Expression<&str>, uses: &mut Uses) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, uses),
        Expression::Select { selector, variants } => {
            of_inline(selector, uses);
            variants.iter().for_each(|variant| of_pattern(&variant.value, uses));
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, uses: &mut Uses) {
    match inline {
        InlineExpression::VariableReference { id } => {
            uses.variables.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            uses.messages.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, uses),
        InlineExpression::StringLiteral { value } if value.contains(['<', '>', '\\']) => {
            uses.wrong.push("a text in quotes has no angle brackets and no escapes".to_owned());
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        InlineExpression::FunctionReference { id, .. } => {
            uses.wrong.push(format!("there is no function {}", id.name));
        }
        InlineExpression::TermReference { id, .. } => {
            uses.wrong.push(format!("terms such as -{} are not used here", id.name));
        }
    }
}
