//! The filters of the case list: as a form, as an address, and as tabs of those that are kept.

use crate::answer::{Answer, see_other};
use crate::form::Fields;
use crate::session::StaffForm;
use crate::views::facts::OptionView;
use crate::views::words::{choice, severity_title};
use app::case::{CaseFilter, FILTER_FIELDS, forget_filter, keep_filter};
use domain::advisory::Severity;
use domain::case::Phase;
use domain::words::AccountId;
use std::collections::BTreeMap;

/// The form of a filter, filled in as it was asked.
pub(super) struct FilterForm {
    pub(super) phases: Vec<OptionView>,
    pub(super) severities: Vec<OptionView>,
    pub(super) handlers: Vec<OptionView>,
    pub(super) sorts: Vec<OptionView>,
    pub(super) due_before: String,
    pub(super) embargo_before: String,
    pub(super) words: String,
    pub(super) closed: bool,
    /// Whether more than words is asked for, so that the fields are shown.
    pub(super) open: bool,
}

/// A tab over the list.
pub(super) struct Tab {
    pub(super) title: String,
    pub(super) to: String,
    pub(super) here: bool,
}

/// What an address or a form asks for; the names of other fields are left out.
pub(super) fn asked(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let known = |name: &str| FILTER_FIELDS.iter().any(|(field, _)| *field == name);
    let of = |(name, value): &(String, String)| {
        let name = if name == "q" { "words" } else { name };
        known(name).then(|| (name.to_owned(), value.clone()))
    };
    pairs.iter().filter_map(of).collect()
}

/// The address of the list with this filter.
pub(super) fn address(filter: &CaseFilter) -> String {
    let query = serde_urlencoded::to_string(filter.asks()).unwrap_or_default();
    if query.is_empty() { "/queue".to_owned() } else { format!("/queue?{query}") }
}

fn menu(chosen: &str, blank: &str, all: impl Iterator<Item = (String, String)>) -> Vec<OptionView> {
    std::iter::once((String::new(), blank.to_owned()))
        .chain(all)
        .map(|(value, label)| OptionView { chosen: value == chosen, value, label })
        .collect()
}

/// The form as somebody filled it in, whether it could be read or not.
pub(super) fn form(
    asks: &BTreeMap<String, String>,
    names: &BTreeMap<AccountId, String>,
) -> FilterForm {
    let get = |name: &str| asks.get(name).map_or("", String::as_str);
    let phases = Phase::ALL.iter().filter(|phase| **phase != Phase::Closed);
    let phases = phases.map(|phase| (phase.word().to_owned(), phase.title().to_owned()));
    let severity = |one: &Severity| (one.word().to_owned(), severity_title(*one).to_owned());
    let unrated = std::iter::once(("unrated".to_owned(), "Not rated".to_owned()));
    let severities = Severity::ALL.iter().rev().map(severity).chain(unrated);
    let own =
        [("me", "Me"), ("nobody", "Nobody")].map(|(id, name)| (id.to_owned(), name.to_owned()));
    let people = names.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let sorts = [
        ("priority", "By priority"),
        ("due", "First due first"),
        ("received", "Last received first"),
        ("embargo", "Embargo that ends first"),
    ];
    let sorts = sorts.into_iter().map(|(word, says)| (word.to_owned(), says.to_owned()));
    FilterForm {
        phases: menu(get("phase"), "Any", phases),
        severities: menu(get("severity"), "Any", severities),
        handlers: menu(get("handler"), "Anybody", own.into_iter().chain(people)),
        sorts: menu(get("sort"), "Usual order", sorts),
        due_before: get("due_before").to_owned(),
        embargo_before: get("embargo_before").to_owned(),
        words: get("words").to_owned(),
        closed: matches!(get("closed"), "yes" | "1" | "true"),
        open: asks.keys().any(|name| !matches!(name.as_str(), "words" | "closed")),
    }
}

/// The tabs: the usual ones, and those that the reader keeps.
pub(super) fn tabs(now: &CaseFilter, kept: &[(String, CaseFilter)]) -> Vec<Tab> {
    let usual = [("Open", "", ""), ("Mine", "handler", "me"), ("Nobody’s", "handler", "nobody")];
    let closed = [("Closed", "closed", "yes")];
    let usual = usual.into_iter().chain(closed).filter_map(|(title, name, value)| {
        let filter = CaseFilter::read([(name.to_owned(), value.to_owned())]).ok()?;
        Some((title.to_owned(), filter))
    });
    let own = kept.iter().cloned();
    let tab = |(title, filter): (String, CaseFilter)| {
        let here = filter == *now;
        Tab { title, to: address(&filter), here }
    };
    usual.chain(own).map(tab).collect()
}

/// What a filter asks for, in words, for the empty list.
pub(super) fn said(filter: &CaseFilter, names: &BTreeMap<AccountId, String>) -> Vec<String> {
    let mut said = Vec::new();
    for (name, value) in filter.asks() {
        said.push(match name.as_str() {
            "closed" => "closed".to_owned(),
            "phase" => {
                let title = Phase::ALL.iter().find(|phase| phase.word() == value);
                format!("in the phase “{}”", title.map_or(value.as_str(), |phase| phase.title()))
            }
            "severity" => format!("severity: {}", choice(value).to_lowercase()),
            "handler" if value == "me" => "handled by you".to_owned(),
            "handler" if value == "nobody" => "handled by nobody".to_owned(),
            "handler" => {
                let name = AccountId::read(value).ok().and_then(|id| names.get(&id));
                format!("handled by {}", name.map_or("somebody who left", String::as_str))
            }
            "due_before" => format!("due before {}", until(value)),
            "embargo_before" => format!("under an embargo that ends before {}", until(value)),
            "alike" => "waiting behind a report that says almost the same".to_owned(),
            "words" => format!("with the words “{value}”"),
            _ => continue,
        });
    }
    said
}

fn until(value: &str) -> String {
    let days = value.strip_suffix('d').filter(|days| days.parse::<i64>().is_ok());
    days.map_or_else(|| value.to_owned(), |days| format!("{days} days from now"))
}

fn read(fields: &Fields) -> Result<CaseFilter, app::Error> {
    CaseFilter::read(asked(&fields.0)).map_err(app::Error::Invalid)
}

/// Keep a filter under a name.
pub(crate) async fn keep(StaffForm { staff, fields }: StaffForm) -> Answer {
    let filter = read(&fields)?;
    keep_filter(&staff.ctx, fields.get("name"), &filter).await?;
    Ok(see_other(&address(&filter)))
}

/// Forget a filter.
pub(crate) async fn forget(StaffForm { staff, fields }: StaffForm) -> Answer {
    forget_filter(&staff.ctx, fields.get("name")).await?;
    Ok(see_other("/queue"))
}
