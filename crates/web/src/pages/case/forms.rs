//! The forms of the work page, and what they know beforehand.

use super::reader::Reader;
use super::view::Offered;
use crate::views::forms::{FormView, Known, Menu};

/// Steps that are rarely taken.
const RARE: &[&str] = &["defer", "resume", "duplicate", "retest", "reopen", "recuse", "readmit"];

/// The forms of the work page, each as far as it is offered.
pub(super) struct Forms {
    pub(super) review: Option<FormView>,
    pub(super) validate: Option<FormView>,
    pub(super) invalidate: Option<FormView>,
    pub(super) severity: Option<FormView>,
    pub(super) accept: Option<FormView>,
    pub(super) embargo_propose: Option<FormView>,
    pub(super) embargo_end: Option<FormView>,
    pub(super) embargo_confirm: Option<FormView>,
    pub(super) write: Option<FormView>,
    pub(super) ask: Option<FormView>,
    pub(super) note: Option<FormView>,
    pub(super) close: Option<FormView>,
    pub(super) redact: Option<FormView>,
    /// Steps that are rarely taken, by title.
    pub(super) rare: Vec<FormView>,
}

impl Reader<'_> {
    /// The forms of this case.
    pub(super) fn forms(&self, offered: &Offered<'_>) -> Forms {
        let shown = offered.shown;
        let rated = Known {
            preset: vec![
                ("severity", shown.case.severity.map_or("", |s| s.word()).to_owned()),
                ("vector", shown.case.vector.clone().unwrap_or_default()),
            ],
            ..Known::default()
        };
        let people = self.names.iter().map(|(id, name)| (id.to_string(), name.clone()));
        let menu = Menu { blank: "Me", options: people.collect() };
        let handler = Known { menu: vec![("handler", menu)], ..Known::default() };
        Forms {
            review: offered.plain("case", "review"),
            validate: offered.plain("case", "validate"),
            invalidate: offered.plain("case", "invalidate"),
            severity: offered.form("case", "severity", &rated),
            accept: offered.form("case", "accept", &handler),
            embargo_propose: offered.plain("embargo", "propose"),
            embargo_end: offered.plain("embargo", "end"),
            embargo_confirm: offered.plain("embargo", "confirm"),
            write: offered.plain("case", "write"),
            ask: offered.plain("case", "ask"),
            note: offered.plain("case", "note"),
            close: offered.plain("case", "close"),
            redact: offered.plain("case", "redact"),
            rare: RARE.iter().filter_map(|name| offered.plain("case", name)).collect(),
        }
    }
}
