//! Which cases somebody wants to see, as words that an address, a command line and a kept filter
//! write alike. The fields are few, so that an index serves every combination.

use crate::ports::store::{CaseOrder, CaseQuery, HandledBy};
use crate::{Ctx, Error, search_words};
use domain::advisory::Severity;
use domain::case::Phase;
use domain::intake::alike_key;
use domain::words::AccountId;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// The fields of a filter, in the order in which they are shown, with what they mean.
pub const FILTER_FIELDS: &[(&str, &str)] = &[
    ("closed", "yes: closed cases instead of open ones."),
    ("phase", "In this phase."),
    ("severity", "Of this severity; unrated: of none yet."),
    ("handler", "me, nobody, or the account of a person."),
    ("due_before", "Due before this instant, this day, or so many days from now (7d)."),
    ("embargo_before", "Under an embargo that ends before this instant, this day or 7d."),
    ("alike", "Waiting in this group of reports that say almost the same."),
    ("words", "Having all of these words in title or report."),
    (
        "sort",
        "priority, due, received or embargo; when left out priority, and received with words.",
    ),
];

/// How long a value may be.
const VALUE_MAX: usize = 200;
/// The furthest that days from now reach.
const DAYS_MAX: i64 = 3_660;

/// Which cases somebody wants to see. Only known fields with values that can be meant are in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseFilter(BTreeMap<String, String>);

impl CaseFilter {
    /// Read a filter; blanks are left out, and every complaint is listed.
    pub fn read(given: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<String>> {
        let (mut asks, mut wrong) = (BTreeMap::new(), Vec::new());
        for (name, value) in given {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match canonical(&name, value) {
                Ok(Some(value)) => {
                    asks.insert(name, value);
                }
                Ok(None) => {}
                Err(says) => wrong.push(format!("{name}: {says}")),
            }
        }
        let mut filter = Self(asks);
        if filter.get("sort") == "priority" && filter.without_sort() == CaseOrder::Priority {
            filter.0.remove("sort");
        }
        wrong.extend(filter.clashes());
        if wrong.is_empty() { Ok(filter) } else { Err(wrong) }
    }

    /// What does not go together.
    fn clashes(&self) -> Vec<String> {
        let has = |name: &str| self.0.contains_key(name);
        let mut wrong = Vec::new();
        if has("due_before") && has("embargo_before") {
            wrong.push("due_before and embargo_before: one of the two at a time".to_owned());
        } else if let Some(sort) = self.0.get("sort") {
            let needed = match (has("due_before"), has("embargo_before")) {
                (true, _) => Some(("due_before", "due")),
                (_, true) => Some(("embargo_before", "embargo")),
                _ => None,
            };
            if let Some((name, needed)) = needed.filter(|(_, needed)| needed != sort) {
                wrong.push(format!("sort: with {name} cases are sorted by {needed}"));
            }
        }
        if self.get("phase") == "closed" && self.get("closed") == "no" {
            wrong.push("phase: no open case is closed".to_owned());
        }
        wrong
    }

    /// A field's value; nothing when it is not asked for.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether nothing is asked for: every open case, by priority.
    pub fn is_plain(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether closed cases are asked for.
    pub fn closed(&self) -> bool {
        self.get("closed") == "yes" || self.get("phase") == "closed"
    }

    /// The order that is asked for, or that a field brings with it.
    pub fn order(&self) -> CaseOrder {
        match self.get("sort") {
            "received" => CaseOrder::Received,
            "embargo" => CaseOrder::Embargo,
            "due" => CaseOrder::Due,
            "priority" => CaseOrder::Priority,
            _ => self.without_sort(),
        }
    }

    /// The order that the other fields bring with them.
    fn without_sort(&self) -> CaseOrder {
        let has = |name: &str| self.0.contains_key(name);
        if has("embargo_before") {
            CaseOrder::Embargo
        } else if has("due_before") {
            CaseOrder::Due
        } else {
            usual_order(has("words"))
        }
    }

    /// What is asked for, by field.
    pub fn asks(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    /// As the store is asked, by this person, now.
    pub(super) fn query(&self, ctx: &Ctx) -> Result<CaseQuery, Error> {
        let invalid = |says: String| Error::Invalid(vec![says]);
        let instant = |name: &str| -> Result<Option<Timestamp>, Error> {
            let value = self.get(name);
            let at = (!value.is_empty()).then(|| instant(value, ctx)).transpose();
            at.map_err(|says| invalid(format!("{name}: {says}")))
        };
        let handler = match self.get("handler") {
            "" => None,
            "nobody" => Some(HandledBy::Nobody),
            "me" => {
                let says = "handler: only a person with an account is me";
                let me = ctx.account().ok_or_else(|| invalid(says.to_owned()))?;
                Some(HandledBy::Person(me.clone()))
            }
            id => {
                let id = AccountId::read(id).map_err(|error| invalid(error.to_string()))?;
                Some(HandledBy::Person(id))
            }
        };
        let severity = match self.get("severity") {
            "" => None,
            "unrated" => Some(None),
            word => Some(Severity::read(word)),
        };
        Ok(CaseQuery {
            closed: self.closed(),
            phase: phase(self.get("phase")),
            severity,
            handler,
            order: self.order(),
            from: None,
            before: instant("due_before")?.or(instant("embargo_before")?),
            keyed: Some(self.get("alike")).filter(|group| !group.is_empty()).map(alike_key),
            words: search_words(&[self.get("words")]).into_iter().take(8).collect(),
            without: Vec::new(),
            after: None,
            limit: 0,
        })
    }
}

/// The order where nobody says in which: what is searched for is most often of late, and the latest
/// are found at once however many there are.
pub(super) fn usual_order(searches: bool) -> CaseOrder {
    if searches { CaseOrder::Received } else { CaseOrder::Priority }
}

fn phase(word: &str) -> Option<Phase> {
    Phase::ALL.iter().copied().find(|phase| phase.word() == word)
}

/// A value as it is kept; nothing where it asks for what is asked anyway.
fn canonical(name: &str, value: &str) -> Result<Option<String>, String> {
    if value.chars().count() > VALUE_MAX {
        return Err(format!("at most {VALUE_MAX} characters"));
    }
    let one_of = |words: &[&str]| {
        let listed = || format!("{value:?} is none of {}", words.join(", "));
        words.contains(&value).then(|| value.to_owned()).ok_or_else(listed)
    };
    let value = match name {
        "closed" => match value {
            "yes" | "true" | "1" => "yes".to_owned(),
            "no" | "false" | "0" => return Ok(None),
            _ => return Err(format!("{value:?} is neither yes nor no")),
        },
        "phase" => one_of(&Phase::ALL.iter().map(|phase| phase.word()).collect::<Vec<_>>())?,
        "severity" => {
            let known = Severity::ALL.iter().map(|severity| severity.word());
            one_of(&known.chain(["unrated"]).collect::<Vec<_>>())?
        }
        "handler" if matches!(value, "me" | "nobody") => value.to_owned(),
        "handler" => AccountId::read(value)
            .map(|id| id.to_string())
            .map_err(|_| format!("{value:?} is neither me nor nobody nor an account"))?,
        "due_before" | "embargo_before" => {
            moment(value)?;
            value.to_owned()
        }
        "alike" => {
            let good = value.len() == 16 && value.bytes().all(|b| b.is_ascii_hexdigit());
            let says =
                || format!("{value:?} is no group: 16 hexadecimal digits, as the list links to it");
            good.then(|| value.to_lowercase()).ok_or_else(says)?
        }
        "words" => value.to_owned(),
        "sort" => one_of(&["priority", "due", "received", "embargo"])?,
        _ => return Err("there is no such filter".to_owned()),
    };
    Ok(Some(value))
}

/// An instant as a filter writes it.
enum Moment {
    At(Timestamp),
    /// Local to the project's zone.
    Local(jiff::civil::DateTime),
    /// So many days from now.
    Days(i64),
}

fn moment(text: &str) -> Result<Moment, String> {
    if let Some(days) = text.strip_suffix('d').and_then(|days| days.parse::<i64>().ok()) {
        let far = || format!("at most {DAYS_MAX} days from now");
        return (-DAYS_MAX..=DAYS_MAX)
            .contains(&days)
            .then_some(Moment::Days(days))
            .ok_or_else(far);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(Moment::At(at));
    }
    text.parse::<jiff::civil::DateTime>()
        .map(Moment::Local)
        .map_err(|_| format!("{text:?} is no day such as 2026-12-24, no instant and no 7d"))
}

fn instant(text: &str, ctx: &Ctx) -> Result<Timestamp, String> {
    match moment(text)? {
        Moment::At(at) => Ok(at),
        Moment::Days(days) => ctx
            .now
            .checked_add(SignedDuration::from_hours(24 * days))
            .map_err(|_| "too far away".to_owned()),
        Moment::Local(local) => {
            let zone = ctx.policy().calendar.zone().map_err(|error| error.to_string())?;
            local.to_zoned(zone).map(|zoned| zoned.timestamp()).map_err(|error| error.to_string())
        }
    }
}

#[cfg(test)]
mod tests;
