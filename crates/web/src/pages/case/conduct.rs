//! The reporter of a case: sanctions, and what follows from sanctions elsewhere.

use super::reader::Reader;
use super::view::Offered;
use crate::views::forms::{FormView, Known, Menu};
use crate::views::sanctions::SanctionView;
use domain::case::By;
use domain::policy::RuleKind;
use domain::sanction::{READERS_NEEDED, Sanction, SanctionState};
use domain::words::one_line;

/// What is shown of it.
pub(super) struct ConductView {
    /// What follows from sanctions of other cases, in sentences.
    pub(super) barred: Vec<String>,
    /// The cases that have them.
    pub(super) under: Vec<String>,
    /// Whether the report is never paid.
    pub(super) unpaid: bool,
    /// To say that one has read it.
    pub(super) seen: Option<FormView>,
    /// Sanctions decided here, with who decided, and their forms.
    pub(super) sanctions: Vec<Decided>,
    /// To sanction the reporter.
    pub(super) impose: Option<FormView>,
}

/// One sanction with its forms.
pub(super) struct Decided {
    pub(super) view: SanctionView,
    pub(super) by: String,
    pub(super) lift: Option<FormView>,
    pub(super) answer: Option<FormView>,
}

impl ConductView {
    /// Whether there is anything to show.
    pub(super) fn speaks(&self) -> bool {
        self.unpaid || !self.sanctions.is_empty() || self.impose.is_some()
    }
}

/// The reporter of this case.
pub(super) fn conduct(reader: &Reader<'_>, offered: &Offered<'_>) -> ConductView {
    let (case, policy, now) = (&offered.shown.case, reader.policy(), reader.now());
    let conduct = &case.conduct;
    let mut barred = Vec::new();
    if !conduct.barred.is_empty() {
        barred.push(match conduct.readers_missing() {
            0 => format!("{READERS_NEEDED} people have read it."),
            1 => "One more person has to read it before it can be closed.".to_owned(),
            more => format!("{more} people have to read it before it can be closed."),
        });
        let names = conduct.seen_by.iter().map(|id| reader.name(&By::Person(id.clone())));
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            barred.push(format!("Read by {}.", names.join(" and ")));
        }
    }
    let one = |one: &Sanction| {
        let numbered = |group: &str, name: &str| {
            let suffix = format!("-{}", one.number);
            let fixed = vec![("number", one.number.to_string())];
            offered.form(group, name, &Known { fixed, suffix: &suffix, ..Known::default() })
        };
        let runs = one.state == SanctionState::Running;
        let by = one.by.as_ref().map(|id| reader.name(&By::Person(id.clone())));
        Decided {
            view: SanctionView::new(one, policy, now),
            by: by.unwrap_or_default(),
            lift: numbered("sanction", "lift").filter(|_| runs),
            answer: numbered("sanction", "answer").filter(|_| one.waits()),
        }
    };
    ConductView {
        barred,
        under: conduct.barred.iter().map(ToString::to_string).collect(),
        unpaid: conduct.is_unpaid(),
        seen: offered.plain("case", "seen"),
        sanctions: conduct.sanctions.iter().map(one).collect(),
        impose: offered.form("sanction", "impose", &rules(reader, offered)),
    }
}

/// The rules that held on the day of the report, and the sanctions of now, as menus.
fn rules(reader: &Reader<'_>, offered: &Offered<'_>) -> Known<'static> {
    let zone = jiff::tz::TimeZone::UTC;
    let menu = |kind: RuleKind, at: jiff::Timestamp| {
        let rules = reader.policy().rules_on(at.to_zoned(zone.clone()).date());
        let options = rules
            .filter(|rule| rule.kind == kind)
            .map(|rule| (rule.id.clone(), format!("{}: {}", rule.id, one_line(&rule.says, 30))));
        Menu { blank: "Choose", options: options.collect() }
    };
    let received = offered.shown.case.received_at;
    Known {
        menu: vec![
            ("rule", menu(RuleKind::Conduct, received)),
            ("sanction", menu(RuleKind::Sanction, reader.now())),
        ],
        ..Known::default()
    }
}
