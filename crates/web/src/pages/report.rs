//! Filing a report: rules first, then the form, then a receipt that is shown once.

use super::DRAFT_PATH;
use super::clauses::{Group, groups};
use super::report_read::{ANYWAY, Wrong, read, too_much, wrong};
use crate::answer::{Answer, forgets, is_live, live_page, page};
use crate::filing::{Unfiled, file, may_bring};
use crate::form::Fields;
use crate::guesses::Look;
use crate::layout::Layout;
use crate::refuse::{self, Problem};
use crate::say;
use crate::state::WebState;
use crate::upload::{Form, Unread};
use crate::views::facts::{Asking, Audience};
use crate::views::forms::limits;
use crate::views::judging::JudgingView;
use crate::views::words::limit;
use crate::when::When;
use app::attachment::Files;
use app::intake::Receipt;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use domain::embargo::propose_default;
use domain::intake::{Draft, asks};
use domain::policy::{IntakePause, Policy, ReportField, ReporterRule, RuleKind};
use domain::triage::Claim;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    layout: Layout,
    /// Where the script is that keeps a draft in the browser.
    keeper: &'static str,
    /// Whether nothing was typed yet, so that a draft may be brought back.
    fresh: bool,
    rules: Vec<RuleGroup>,
    rule_ids: String,
    version: String,
    /// What is promised, as HTML.
    promises: String,
    pauses: Vec<IntakePause>,
    rules_required: bool,
    draft: Draft,
    groups: Vec<Group>,
    check: JudgingView,
    checked: bool,
    embargo: String,
    days: u32,
    ends: Option<When>,
    key: String,
    files: String,
    wrong: Vec<Wrong>,
    /// Whether it was just asked for what lacks.
    asked: bool,
    /// Whether that was asked at any time: from then on it is sent anyway.
    anyway: bool,
    fields: Vec<(ReportField, String)>,
}

/// Rules of one kind.
struct RuleGroup {
    title: String,
    rules: Vec<ReporterRule>,
}

impl ReportPage {
    fn on(&self, field: &str) -> Option<&Wrong> {
        self.wrong.iter().find(|wrong| wrong.field == field)
    }

    fn name_of(&self, field: &ReportField) -> String {
        format!("fields-{}", field.id)
    }
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    layout: Layout,
    receipt: Receipt,
    received: When,
    keys_at: String,
}

/// The rules in force, by kind, and the ids of all of them.
fn rules(policy: &Policy, today: Date) -> (Vec<RuleGroup>, String) {
    let kinds = [
        (RuleKind::Conduct, "report-rules-conduct"),
        (RuleKind::Sanction, "report-rules-sanction"),
        (RuleKind::Eligibility, "report-rules-eligibility"),
    ];
    let group = |(kind, title): (RuleKind, &'static str)| {
        let holds = |id: &String| policy.rules_on(today).any(|rule| rule.id == *id);
        let rules = policy.rules_on(today).filter(|rule| rule.kind == kind).cloned();
        let rules = rules.map(|mut rule| {
            rule.severity.retain(holds);
            rule
        });
        RuleGroup { title: say(title).text(), rules: rules.collect() }
    };
    let groups = kinds.map(group).into_iter().filter(|group| !group.rules.is_empty());
    let ids: Vec<&str> = policy.rules_on(today).map(|rule| rule.id.as_str()).collect();
    (groups.collect(), ids.join(" "))
}

/// The questions, and what their answers come to.
fn judging(state: &WebState, claim: &Claim, stay: &str, typed: bool) -> JudgingView {
    let (policy, audience) = (state.policy(), Audience::Reporter);
    let asking = Asking { policy, claim, audience, prefix: "check" };
    JudgingView::new(&asking, &[], (state.now)(), (stay, typed))
}

/// What is promised, each with its limit, as HTML.
fn promises(policy: &Policy) -> String {
    let promised = policy.clocks.iter().filter(|clock| !clock.right);
    let one = |clock: &domain::policy::Clock| {
        let promise = say("report-promise").own("title", &clock.title);
        promise.with("limit", limit(&clock.limit)).to_string()
    };
    promised.map(one).collect::<Vec<_>>().join("; ")
}

/// Pauses of intake that are on, or begin within a month.
fn pauses(policy: &Policy, now: Timestamp) -> Vec<IntakePause> {
    let Ok(today) = policy.calendar.local(now).map(|local| local.date()) else { return Vec::new() };
    let soon = today.saturating_add(31.days());
    let near =
        policy.calendar.pauses.iter().filter(|pause| today <= pause.to && pause.from <= soon);
    near.cloned().collect()
}

fn form(
    state: &WebState,
    draft: Draft,
    key: String,
    wrong: Vec<Wrong>,
    checked: bool,
) -> ReportPage {
    let policy = state.policy();
    let (now, today) = ((state.now)(), state.today());
    let ends = propose_default(policy, now).map(|terms| When::new(terms.ends_at, now, policy));
    let (rules, rule_ids) = rules(policy, today);
    let mut check = judging(state, &draft.claim, "", checked);
    let asked = wrong.iter().any(|wrong| wrong.field == ANYWAY);
    let wrong: Vec<Wrong> = wrong.into_iter().filter(|wrong| wrong.field != ANYWAY).collect();
    let typed = |field: &ReportField| draft.fields.get(&field.id).cloned().unwrap_or_default();
    let own = policy.handling.fields.iter().map(|field| (field.clone(), typed(field)));
    let fields = own.collect();
    check.unfolded |=
        !draft.claim.facts.is_empty() || wrong.iter().any(|wrong| wrong.field == "facts");
    ReportPage {
        layout: Layout::public(state, &say("front-report").text(), "report"),
        keeper: &DRAFT_PATH,
        fresh: draft == Draft::default(),
        rules,
        rule_ids,
        version: format!("{} ({})", policy.version_at(today), policy.digest.short()),
        promises: promises(policy),
        pauses: pauses(policy, now),
        rules_required: policy.rules_required,
        groups: groups(policy, None, |clause| clause.in_force_on(today), today),
        check,
        checked,
        embargo: policy.embargo.says.clone(),
        days: policy.embargo.default_days,
        ends,
        key,
        files: limits(&policy.attachments),
        anyway: asked || draft.anyway,
        asked,
        fields,
        wrong,
        draft,
    }
}

/// The empty form.
pub(crate) async fn show(State(state): State<WebState>) -> Answer {
    let key = state.fresh();
    live_page(StatusCode::OK, &form(&state, Draft::default(), key, Vec::new(), false))
}

/// Receive a report with its files.
pub(crate) async fn send(State(state): State<WebState>, look: Look, request: Request) -> Answer {
    let mut sent = Form::read(request).await?;
    let filed = take(&state, &look, &mut sent).await;
    let fields = sent.fields;
    let draft = read(&fields);
    match filed? {
        Ok(receipt) => {
            let now = (state.now)();
            let received = When::new(receipt.received_at, now, state.policy());
            let layout = Layout::public(&state, &say("receipt-title").text(), "report");
            let keys_at = format!("{}/receipts/keys", state.public_url);
            let shown = ReceiptPage { layout, receipt, received, keys_at };
            // Nothing may run on the page of a secret: the browser itself forgets the draft.
            Ok(forgets(page(StatusCode::CREATED, &shown)?))
        }
        Err(Unfiled::Later(wait)) => {
            let minutes = wait.div_ceil(60);
            let says = say("report-later").count("n", minutes).text();
            let key = fields.get("key").to_owned();
            let wrong = vec![Wrong::ours("title", says)];
            let form = form(&state, draft, key, wrong, false);
            let mut response = live_page(StatusCode::TOO_MANY_REQUESTS, &form)?;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
            Ok(response)
        }
        Err(Unfiled::App(error)) => {
            let Some((says, _)) = refuse::says(&error) else { return Err(error.into()) };
            let policy = state.policy();
            let reused = error == app::Error::KeyReused;
            let about = match &error {
                app::Error::TooMuch(_) => "file",
                app::Error::Refused(refusal) if refusal.rule == "attachments" => "file",
                _ => "title",
            };
            let wrong = match &error {
                app::Error::Invalid(complaints) => {
                    complaints.iter().map(|one| wrong(one, policy)).collect()
                }
                app::Error::TooMuch(_) => vec![too_much(&says.join(" "), &policy.attachments)],
                app::Error::KeyReused => vec![Wrong::ours(about, say("wrong-key").text())],
                _ => says.into_iter().map(|says| Wrong::english(about, says)).collect(),
            };
            let key = if reused { state.fresh() } else { fields.get("key").to_owned() };
            live_page(refuse::status_of(&error), &form(&state, draft, key, wrong, false))
        }
    }
}

/// Take what was sent: first the files, as they come, then the whole as one report.
async fn take(
    state: &WebState,
    look: &Look,
    sent: &mut Form,
) -> Result<Result<Receipt, Unfiled>, Problem> {
    let ctx = state.anonymous();
    let files = match sent.has_files() {
        false => Files::new(&ctx),
        true => {
            // What is wrong in the words before them is said before anything is received.
            let draft = read(&sent.fields);
            let mut wrong = draft.complaints();
            if wrong.is_empty() {
                wrong = asks(&draft, state.policy(), true);
            }
            let refused = match wrong.is_empty() {
                true => may_bring(state, &ctx, look).err(),
                false => Some(Unfiled::App(app::Error::Invalid(wrong))),
            };
            if let Some(refused) = refused {
                sent.refuse();
                return Ok(Err(refused));
            }
            match sent.receive(&ctx).await {
                Ok(files) => files,
                Err(Unread::App(error)) => return Ok(Err(Unfiled::App(error))),
                Err(other) => return Err(other.into()),
            }
        }
    };
    // They took a while: it is received now.
    let (ctx, draft) = (state.anonymous(), read(&sent.fields));
    let key = Some(sent.fields.get("key").to_owned()).filter(|key| !key.is_empty());
    Ok(file(state, &ctx, look, (&draft, "form"), files, key.as_deref()).await)
}

/// What the clauses say of the answers so far: the part of the page for the script, the page with
/// all that was typed for everybody else. Nothing is kept and nobody is noted.
pub(crate) async fn check(
    State(state): State<WebState>,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let draft = read(&fields);
    if is_live(&headers) {
        return page(StatusCode::OK, &judging(&state, &draft.claim, fields.get("stay"), true));
    }
    let key = Some(fields.get("key")).filter(|key| !key.is_empty());
    let key = key.map_or_else(|| state.fresh(), str::to_owned);
    live_page(StatusCode::OK, &form(&state, draft, key, Vec::new(), true))
}
