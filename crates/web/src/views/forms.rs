//! A verb as a form: the same table that the API and the command line read makes its fields.

use super::facts::OptionView;
use super::files::size;
use super::{verbs, words};
use crate::form::Fields;
use crate::say;
use app::attachment::takes_files;
use app::{Field, Kind, Verb};
use askama::Template;
use domain::policy::{AttachmentLimits, Policy};

/// A form that was sent and refused, to be shown again as it was typed.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    /// Its verb's group.
    pub(crate) group: String,
    /// Its verb's name.
    pub(crate) verb: String,
    /// What was typed.
    pub(crate) fields: Fields,
    /// Why not.
    pub(crate) says: Vec<String>,
    /// By which rule.
    pub(crate) rule: Option<String>,
}

/// What all forms of one page share.
pub(crate) struct Desk<'a> {
    /// The policy in force.
    pub(crate) policy: &'a Policy,
    /// The address that verbs are sent below.
    pub(crate) base: &'a str,
    /// What shows that the form is ours.
    pub(crate) token: &'a str,
    /// The version of the case that the page shows.
    pub(crate) version: Option<u64>,
    /// A fresh word, so that a form sent twice acts once.
    pub(crate) key: &'a str,
    /// The form that was refused, if one was.
    pub(crate) refused: Option<&'a Refused>,
}

/// What a page already knows of a form.
#[derive(Default)]
pub(crate) struct Known<'a> {
    /// Fields that the reader does not fill in.
    pub(crate) fixed: Vec<(&'static str, String)>,
    /// Fields filled in beforehand.
    pub(crate) preset: Vec<(&'static str, String)>,
    /// Fields offered as a menu.
    pub(crate) menu: Vec<(&'static str, Menu)>,
    /// Keeps ids apart when a verb has several forms on one page.
    pub(crate) suffix: &'a str,
}

/// Answers offered for a field that could hold anything.
#[derive(Debug, Clone, Default)]
pub(crate) struct Menu {
    /// What choosing nothing means.
    pub(crate) blank: &'static str,
    /// Values and labels.
    pub(crate) options: Vec<(String, String)>,
}

/// A form.
#[derive(Debug, Clone, Template)]
#[template(path = "part/form.html")]
pub(crate) struct FormView {
    /// Its anchor.
    pub(crate) id: String,
    /// Where it is sent.
    pub(crate) action: String,
    /// How it is shown.
    pub(crate) words: verbs::Words,
    /// What it does.
    pub(crate) says: String,
    /// What is filled in.
    pub(crate) fields: Vec<FieldView>,
    /// What is sent along.
    pub(crate) hidden: Vec<(String, String)>,
    /// What may be attached, in words; `None` where nothing may.
    pub(crate) files: Option<String>,
    /// Why it was refused.
    pub(crate) wrong: Vec<String>,
    /// By which rule.
    pub(crate) rule: Option<String>,
}

/// A field.
#[derive(Debug, Clone)]
pub(crate) struct FieldView {
    /// Its name.
    pub(crate) name: &'static str,
    /// For its label.
    pub(crate) id: String,
    /// Its label.
    pub(crate) label: String,
    /// What it means.
    pub(crate) says: String,
    /// Whether it must be filled in.
    pub(crate) required: bool,
    /// `line`, `text`, `list`, `menu` or `instant`.
    pub(crate) shape: &'static str,
    /// How many lines it shows.
    pub(crate) rows: u8,
    /// What is in it.
    pub(crate) value: String,
    /// What may be chosen.
    pub(crate) options: Vec<OptionView>,
}

impl Desk<'_> {
    /// The form of this verb.
    pub(crate) fn form(&self, verb: &'static Verb, known: &Known<'_>) -> FormView {
        let refused = self.refused.filter(|refused| is_of(refused, verb, known));
        let id = format!("{}-{}{}", verb.group, verb.name, known.suffix);
        let mut hidden = vec![
            ("form_token".to_owned(), self.token.to_owned()),
            ("key".to_owned(), format!("{}-{id}", self.key)),
        ];
        hidden.extend(self.version.map(|v| ("expected_version".to_owned(), v.to_string())));
        hidden.extend(known.fixed.iter().map(|(n, v)| ((*n).to_owned(), v.clone())));
        let fields = verb
            .fields
            .iter()
            // Facts have a form of their own.
            .filter(|field| field.kind != Kind::Facts)
            .filter(|field| known.fixed.iter().all(|(name, _)| *name != field.name))
            .map(|field| self.field(verb, field, known, refused, &id))
            .collect();
        FormView {
            action: format!("{}/{}/{}", self.base, verb.group, verb.name),
            words: verbs::words(verb.group, verb.name),
            says: said(&[verb.group, verb.name, "says"], "verb").unwrap_or(verb.says.to_owned()),
            fields,
            hidden,
            files: takes_files(verb).then(|| limits(&self.policy.attachments)),
            wrong: refused.map(|refused| refused.says.clone()).unwrap_or_default(),
            rule: refused.and_then(|refused| refused.rule.clone()),
            id,
        }
    }

    fn field(
        &self,
        verb: &Verb,
        field: &'static Field,
        known: &Known<'_>,
        refused: Option<&Refused>,
        form: &str,
    ) -> FieldView {
        let preset = || find(&known.preset, field.name).cloned().unwrap_or_default();
        let value = match refused {
            Some(refused) => refused.fields.all(field.name).collect::<Vec<_>>().join("\n"),
            None => preset(),
        };
        let menu = find(&known.menu, field.name);
        let (shape, rows) = match field.kind {
            _ if menu.is_some() => ("menu", 1),
            Kind::Line | Kind::Account | Kind::Party | Kind::Case | Kind::Facts => ("line", 1),
            Kind::Json => ("text", 8),
            Kind::Text => ("text", if field.name == "details" { 14 } else { 4 }),
            Kind::Choice(_) => ("menu", 1),
            Kind::Instant => ("instant", 1),
            Kind::List => ("list", 3),
        };
        let of = [verb.group, verb.name, field.name];
        let ours = || verbs::label(verb.group, verb.name, field.name).to_owned();
        let mut label = said(&of, "field").unwrap_or_else(ours);
        if field.kind == Kind::Instant {
            let zone = &self.policy.calendar.zone;
            label = say("field-time-in").with("label", label).with("zone", zone).text();
        }
        let says = said(&[of[0], of[1], of[2], "says"], "field");
        FieldView {
            name: field.name,
            id: format!("{form}-{}", field.name),
            says: hint(field, &label, says),
            label,
            required: field.required,
            shape,
            rows,
            options: options(field, menu, &value),
            value,
        }
    }
}

/// How much may be attached, in words.
pub(crate) fn limits(limits: &AttachmentLimits) -> String {
    let (most, each) = (limits.files_per_message, size(limits.file_bytes));
    say("files-limits").count("n", most).with("size", each).text()
}

/// Whether this refused form is this one: of this verb, and about the same thing.
fn is_of(refused: &Refused, verb: &Verb, known: &Known<'_>) -> bool {
    refused.group == verb.group
        && refused.verb == verb.name
        && ["line", "party", "what", "entry", "number"].into_iter().all(|name| {
            find(&known.fixed, name).is_none_or(|value| refused.fields.get(name) == value)
        })
}

/// What the field means, unless its label has just said so.
fn hint(field: &Field, label: &str, says: Option<String>) -> String {
    let says = says.unwrap_or_else(|| field.says.to_owned());
    let same = says.trim_end_matches('.').eq_ignore_ascii_case(label);
    if same || field.kind == Kind::Instant { String::new() } else { says }
}

/// The message of a verb or a field that people outside the team see.
fn said(of: &[&str], kind: &str) -> Option<String> {
    say(format!("{kind}-{}", of.join("-").replace('_', "-"))).text_if_known()
}

fn find<'a, T>(list: &'a [(&'static str, T)], name: &str) -> Option<&'a T> {
    list.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

fn options(field: &Field, menu: Option<&Menu>, value: &str) -> Vec<OptionView> {
    let (blank, offered) = match (menu, field.kind) {
        (Some(menu), _) => (menu.blank.to_owned(), menu.options.clone()),
        (None, Kind::Choice(all)) => {
            let offered = all.iter().map(|word| ((*word).to_owned(), words::choice(word)));
            (
                say(if field.required { "choice" } else { "choice-nothing" }).text(),
                offered.collect(),
            )
        }
        _ => return Vec::new(),
    };
    std::iter::once((String::new(), blank))
        .chain(offered)
        .map(|(word, label)| OptionView { chosen: word == value, value: word, label })
        .collect()
}
