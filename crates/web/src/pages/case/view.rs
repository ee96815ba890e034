//! The work page, put together: one field of it per part of the template.

use super::advisory::{DeskAdvisory, desk_advisory};
use super::judge::{Judge, judge};
use super::lines::{LineView, lines};
use super::next::{Step, next};
use super::timeline::{Entry, timeline};
use super::triage::{Triage, triage};
use crate::layout::Layout;
use crate::session::Staff;
use crate::state::WebState;
use crate::views::clocks::{ClockView, clocks};
use crate::views::embargo::{EmbargoView, embargo};
use crate::views::facts::answers_of;
use crate::views::forms::{Desk, FormView, Known, Menu, Refused};
use crate::views::messages::{MessageView, messages};
use crate::views::rating::RatingView;
use crate::views::words::{self, Chip};
use crate::when::When;
use app::case::Shown;
use app::find_verb;
use askama::Template;
use domain::case::By;
use domain::policy::Policy;
use domain::words::{AccountId, visible};
use std::collections::BTreeMap;

/// Who looks at the case, with the names they may see.
pub(super) struct Reader<'a> {
    state: &'a WebState,
    staff: &'a Staff,
    pub(super) names: BTreeMap<AccountId, String>,
}

/// The page.
#[derive(Template)]
#[template(path = "case.html")]
pub(super) struct CasePage {
    layout: Layout,
    notice: Option<&'static str>,
    trouble: Vec<String>,
    broken: Vec<String>,
    id: String,
    title: String,
    phase: Chip,
    severity: Chip,
    vector: String,
    rating: RatingView,
    handler: String,
    ended: String,
    received: When,
    door: String,
    sha256: String,
    accepted_rules: String,
    report: Option<Report>,
    steps: Vec<Step>,
    waits: Vec<String>,
    triage: Triage,
    judge: Option<Judge>,
    embargo: EmbargoView,
    lines: Vec<LineView>,
    assumed: Vec<domain::advisory::EndedLine>,
    ends_first: Vec<domain::release::EndsFirst>,
    advisory: DeskAdvisory,
    messages: Vec<MessageView>,
    clocks: Vec<ClockView>,
    timeline: Vec<Entry>,
    forms: Forms,
}

struct Report {
    body: String,
    version: String,
    credit: String,
    answers: Vec<(String, String)>,
}

struct Forms {
    review: Option<FormView>,
    validate: Option<FormView>,
    invalidate: Option<FormView>,
    severity: Option<FormView>,
    accept: Option<FormView>,
    embargo_accept: Option<FormView>,
    embargo_propose: Option<FormView>,
    embargo_end: Option<FormView>,
    embargo_confirm: Option<FormView>,
    write: Option<FormView>,
    ask: Option<FormView>,
    note: Option<FormView>,
    close: Option<FormView>,
    redact: Option<FormView>,
}

/// Forms of one case, as far as they are offered.
pub(super) struct Offered<'a> {
    pub(super) desk: Desk<'a>,
    pub(super) shown: &'a Shown,
}

impl Offered<'_> {
    /// The form of this verb, if it is offered.
    pub(super) fn form(&self, group: &str, name: &str, known: &Known<'_>) -> Option<FormView> {
        let verb = find_verb(group, name).filter(|_| self.shown.offers(group, name))?;
        Some(self.desk.form(verb, known))
    }

    fn plain(&self, group: &str, name: &str) -> Option<FormView> {
        self.form(group, name, &Known::default())
    }
}

impl<'a> Reader<'a> {
    /// With the names that this reader may see.
    pub(super) async fn new(state: &'a WebState, staff: &'a Staff) -> Result<Self, app::Error> {
        let names = match app::access::names(&staff.ctx).await {
            Err(app::Error::NotAllowed(_)) => BTreeMap::new(),
            names => names?,
        };
        Ok(Self { state, staff, names })
    }

    /// Who that is.
    pub(super) fn name(&self, by: &By) -> String {
        match by {
            By::Reporter => "The reporter".to_owned(),
            By::System => "Automatic".to_owned(),
            By::Participant(party) => format!("Participant {party}"),
            By::Person(id) => self.names.get(id).cloned().unwrap_or_else(|| id.to_string()),
        }
    }

    pub(super) fn when(&self, at: jiff::Timestamp) -> When {
        When::new(at, self.staff.ctx.now, self.state.policy())
    }

    pub(super) fn policy(&self) -> &Policy {
        self.state.policy()
    }

    pub(super) fn now(&self) -> jiff::Timestamp {
        self.staff.ctx.now
    }

    /// The page of this case.
    pub(super) fn page(
        &self,
        shown: &Shown,
        notice: Option<&'static str>,
        refused: Option<&Refused>,
    ) -> CasePage {
        let (case, policy, now) = (&shown.case, self.policy(), self.now());
        let (base, key) = (format!("/cases/{}", case.id), self.state.fresh());
        let layout = Layout::staff(self.state, self.staff, &visible(case.title()), "queue");
        let desk = Desk {
            policy,
            base: &base,
            token: layout.form_token(),
            version: Some(case.version),
            key: &key,
            refused,
        };
        let offered = Offered { desk, shown };
        let name = |by: &By| self.name(by);
        let embargo = embargo(case, policy, now, name);
        let (steps, waits) = next(shown, &embargo, policy, now);
        let first = steps.iter().any(|step| step.to == "#case-judge");
        let judge = judge(self, &offered, refused, first);
        let lines = lines(self, &offered);
        let advisory = desk_advisory(self, &offered);
        let forms = self.forms(&offered, &embargo);
        let handler = case.handler.as_ref().map(|id| self.name(&By::Person(id.clone())));
        CasePage {
            notice,
            trouble: stray(&offered, refused),
            broken: shown
                .broken
                .iter()
                .map(|one| format!("{}: {}", one.invariant, one.says))
                .collect(),
            id: case.id.to_string(),
            title: visible(case.title()),
            phase: Chip::phase(shown.phase),
            severity: Chip::severity_or_none(case.severity),
            vector: case.vector.clone().unwrap_or_default(),
            rating: RatingView::new(shown, policy),
            handler: handler.unwrap_or_default(),
            ended: case.resolution.map_or("", words::resolution).to_owned(),
            received: self.when(case.received_at),
            door: case.door.clone(),
            sha256: case.received.to_string(),
            accepted_rules: words::accepted_rules(case),
            report: report(shown, policy),
            steps,
            waits,
            triage: triage(self, shown),
            judge,
            embargo,
            lines,
            assumed: shown.assumed.clone(),
            ends_first: shown.ends_first.clone(),
            advisory,
            messages: messages(&shown.messages, policy, now, name),
            clocks: clocks(case, policy, now),
            timeline: timeline(self, shown),
            forms,
            layout,
        }
    }

    fn forms(&self, offered: &Offered<'_>, embargo: &EmbargoView) -> Forms {
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
            embargo_accept: offered
                .form("embargo", "accept", &embargo.known())
                .filter(|_| embargo.teams_turn()),
            embargo_propose: offered.plain("embargo", "propose"),
            embargo_end: offered.plain("embargo", "end"),
            embargo_confirm: offered.plain("embargo", "confirm"),
            write: offered.plain("case", "write"),
            ask: offered.plain("case", "ask"),
            note: offered.plain("case", "note"),
            close: offered.plain("case", "close"),
            redact: offered.plain("case", "redact"),
        }
    }
}

/// Why a form was refused that is no longer on the page: somebody else was faster.
fn stray(offered: &Offered<'_>, refused: Option<&Refused>) -> Vec<String> {
    refused
        .filter(|refused| !offered.shown.offers(&refused.group, &refused.verb))
        .map(|refused| refused.says.clone())
        .unwrap_or_default()
}

fn report(shown: &Shown, policy: &Policy) -> Option<Report> {
    let text = shown.case.report_text.as_ref()?;
    Some(Report {
        body: visible(text.get("body")),
        version: visible(text.get("version")),
        credit: visible(text.get("credit")),
        answers: answers_of(policy, &domain::triage::reported_claim(&shown.case)),
    })
}

impl CasePage {
    /// Whether this is where the reader goes next.
    fn leads_to(&self, form: &FormView) -> bool {
        !form.wrong.is_empty() || self.steps.iter().any(|step| step.to[1..] == form.id)
    }
}
