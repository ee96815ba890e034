//! The work page, put together: one field of it per part of the template.

use super::advisory::{DeskAdvisory, desk_advisory};
use super::apart::Apart;
use super::conduct::{ConductView, conduct};
use super::cve::{Cves, cves};
use super::forms::Forms;
use super::judge::{Judge, judge};
use super::lines::{LineView, lines};
use super::next::{Step, next};
use super::outside::{Outside, outside};
use super::reader::Reader;
use super::refused::{stray, typed};
use super::timeline::{Entry, Timeline, WHO, Wanted, timeline};
use super::triage::{Triage, triage};
use crate::layout::Layout;
use crate::refuse::sentence;
use crate::views::clocks::{ClockView, clocks};
use crate::views::embargo::{EmbargoView, embargo};
use crate::views::facts::answers_of;
use crate::views::files::{FileView, Shelf};
use crate::views::forms::{Desk, FormView, Known, Refused};
use crate::views::messages::{Badge, MessageView, badges, messages};
use crate::views::rating::RatingView;
use crate::views::reached::Reached;
use crate::views::words::{self, Chip};
use crate::when::When;
use app::case::{MoveNow, Shown};
use app::find_verb;
use askama::Template;
use domain::access::Action;
use domain::case::{Audience, By};
use domain::intake::{fields_of, lacking};
use domain::policy::Policy;
use domain::words::visible;

/// What a request adds to a case's page.
#[derive(Default)]
pub(super) struct Extra {
    /// What was just done.
    pub(super) notice: Option<String>,
    /// A form that was refused.
    pub(super) refused: Option<Refused>,
    /// What can be done now, and why not.
    pub(super) moves: Vec<MoveNow>,
    /// What of the timeline is asked for.
    pub(super) wanted: Wanted,
    /// What happened since the version that a refused form was written upon.
    pub(super) since: Option<u64>,
    /// A secret to be shown once.
    pub(super) secret: Option<String>,
    /// The one part that is asked for.
    pub(super) apart: Option<Apart>,
}

/// The page.
#[derive(Template)]
#[template(path = "case.html")]
pub(super) struct CasePage {
    layout: Layout,
    notice: Option<String>,
    trouble: Vec<String>,
    typed: Vec<(&'static str, String)>,
    since: Vec<Entry>,
    secret: Option<String>,
    team: bool,
    /// Whether the reader may see who else has read it.
    reads: bool,
    moves: Moves,
    outside: Outside,
    conduct: ConductView,
    who: &'static [(&'static str, &'static str)],
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
    reached: Reached,
    steps: Vec<Step>,
    waits: Vec<String>,
    triage: Triage,
    judge: Option<Judge>,
    embargo: EmbargoView,
    lines: Vec<LineView>,
    assumed: Vec<domain::advisory::EndedLine>,
    ends_first: Vec<domain::release::EndsFirst>,
    advisory: DeskAdvisory,
    cves: Cves,
    messages: Vec<MessageView>,
    files: Vec<FileView>,
    clocks: Vec<ClockView>,
    timeline: Timeline,
    forms: Forms,
    apart: Option<Apart>,
}

/// What can be done now, and what not, with the reason.
struct Moves {
    now: Vec<(String, &'static str)>,
    not: Vec<(String, String, String)>,
}

impl Moves {
    fn of(moves: &[MoveNow]) -> Self {
        let name = |one: &MoveNow| format!("{} {}", one.group, one.name);
        let now = moves.iter().filter(|one| one.why_not.is_none());
        let not = moves.iter().filter_map(|one| Some((one, one.why_not.as_ref()?)));
        Self {
            now: now.map(|one| (name(one), one.says)).collect(),
            not: not.map(|(one, why)| (name(one), sentence(&why.says), why.rule.clone())).collect(),
        }
    }
}

struct Report {
    badges: Vec<Badge>,
    body: String,
    version: String,
    credit: String,
    answers: Vec<(String, String)>,
    fields: Vec<(String, String)>,
    lacks: String,
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

    /// The files of the case.
    pub(super) fn shelf(&self) -> Shelf<'_> {
        let (files, team) = (&self.shown.case.attachments, self.shown.team);
        Shelf { files, base: self.desk.base, team }
    }

    /// The form of this verb that knows nothing beforehand, if it is offered.
    pub(super) fn plain(&self, group: &str, name: &str) -> Option<FormView> {
        self.form(group, name, &Known::default())
    }
}

impl Reader<'_> {
    /// The page of this case.
    pub(super) fn page(&self, shown: &Shown, extra: &Extra) -> CasePage {
        let refused = extra.refused.as_ref();
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
        let judge = judge(self, &offered, refused, (first, extra.apart));
        let lines = lines(self, &offered);
        let advisory = desk_advisory(self, &offered);
        let (cves, forms) = (cves(self, &offered), self.forms(&offered));
        let handler = case.handler.as_ref().map(|id| self.name(&By::Person(id.clone())));
        CasePage {
            notice: extra.notice.clone(),
            trouble: stray(&offered, refused),
            typed: typed(&offered, refused),
            since: since(self, shown, extra.since),
            secret: extra.secret.clone(),
            team: shown.team,
            reads: self.staff.ctx.may_on(&shown.case, Action::ReadLog),
            moves: Moves::of(&extra.moves),
            outside: outside(self, &offered),
            conduct: conduct(self, &offered),
            who: WHO,
            broken: broken(shown),
            id: case.id.to_string(),
            title: visible(case.title()),
            phase: Chip::phase(shown.phase),
            severity: Chip::severity_or_none(case.severity),
            vector: case.vector.clone().unwrap_or_default(),
            rating: RatingView::new(shown, policy),
            handler: handler.unwrap_or_default(),
            ended: case.resolution.map(words::resolution).unwrap_or_default(),
            received: self.when(case.received_at),
            door: case.door.clone(),
            sha256: case.received.to_string(),
            accepted_rules: words::accepted_rules(case),
            report: report(shown, policy),
            reached: Reached::of(case, policy, self.now()),
            steps,
            waits,
            triage: triage(self, shown),
            judge,
            embargo,
            lines,
            assumed: shown.assumed.clone(),
            ends_first: shown.ends_first.clone(),
            advisory,
            cves,
            messages: messages(&thread(shown), &offered.shelf(), policy, now, name),
            files: offered.shelf().of(1),
            clocks: clocks(case, policy, now),
            timeline: timeline(self, shown, &extra.wanted),
            forms,
            apart: extra.apart,
            layout,
        }
    }
}

/// Invariants that the case does not hold.
fn broken(shown: &Shown) -> Vec<String> {
    shown.broken.iter().map(|one| format!("{}: {}", one.invariant, one.says)).collect()
}

fn since(reader: &Reader<'_>, shown: &Shown, read: Option<u64>) -> Vec<Entry> {
    let Some(read) = read else { return Vec::new() };
    let at = shown.events.partition_point(|event| event.seq <= read);
    super::timeline::entries(reader, &shown.events[at..])
}

/// What the team and the reporter wrote; participants have channels of their own.
fn thread(shown: &Shown) -> Vec<domain::case::Message> {
    let own = |message: &&domain::case::Message| {
        let to_party = matches!(message.to, Audience::Party(_));
        !to_party && !matches!(message.by, By::Participant(_))
    };
    shown.messages.iter().filter(own).cloned().collect()
}

fn report(shown: &Shown, policy: &Policy) -> Option<Report> {
    let text = shown.case.report_text.as_ref()?;
    let checks = domain::mail::Checks::read_stored(text.get("mail"));
    Some(Report {
        badges: checks.as_ref().map(badges).unwrap_or_default(),
        body: visible(text.get("body")),
        version: visible(text.get("version")),
        credit: visible(text.get("credit")),
        fields: fields_of(&shown.case)
            .into_iter()
            .map(|(id, text)| {
                let known = policy.handling.fields.iter().find(|field| field.id == id);
                (known.map_or(id, |field| field.title.clone()), visible(&text))
            })
            .collect(),
        lacks: lacking(&shown.case, policy).join(", "),
        answers: answers_of(policy, &domain::triage::reported_claim(&shown.case)),
    })
}

impl CasePage {
    /// Whether there are release lines that get no fixes and were not looked at.
    fn has_lines_aside(&self) -> bool {
        self.lines.iter().any(|line| line.aside)
    }

    /// Whether every release line is shown with its forms.
    fn all_lines(&self) -> bool {
        self.apart == Some(Apart::Lines)
    }

    /// Whether this is where the reader goes next.
    fn leads_to(&self, form: &FormView) -> bool {
        !form.wrong.is_empty() || self.steps.iter().any(|step| step.to[1..] == form.id)
    }
}
