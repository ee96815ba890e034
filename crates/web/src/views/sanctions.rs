//! Sanctions as people read them: the team with its forms, the reporter with what they were told.

use super::forms::{Desk, FormView, Known};
use super::words::Chip;
use crate::say;
use crate::when::When;
use app::find_verb;
use domain::case::Case;
use domain::policy::{Measure, Policy};
use domain::sanction::{AppealState, Sanction, SanctionState};
use domain::words::visible;
use jiff::Timestamp;

/// One sanction.
pub(crate) struct SanctionView {
    /// Its number in the case.
    pub(crate) number: u32,
    /// The rule that was broken, by id.
    pub(crate) rule: String,
    /// Its text, where the policy still has it.
    pub(crate) rule_says: String,
    /// The sanction, by id.
    pub(crate) sanction: String,
    /// Its text.
    pub(crate) sanction_says: String,
    /// What it does, in a sentence.
    pub(crate) does: String,
    /// Whether it runs.
    pub(crate) state: Chip,
    /// Since when.
    pub(crate) at: When,
    /// When it ends, or ended.
    pub(crate) until: Option<When>,
    /// Whether that is over.
    pub(crate) ended: bool,
    /// Under which policy.
    pub(crate) policy: String,
    /// Which event shows it, and of which other case.
    pub(crate) event: u64,
    /// The other case that it is of.
    pub(crate) of: Option<String>,
    /// What the evidence shows.
    pub(crate) because: String,
    /// What the reporter is told.
    pub(crate) notice: String,
    /// Why people ended it.
    pub(crate) ended_because: String,
    /// The last instant of an appeal.
    pub(crate) appeal_until: When,
    /// Whether an appeal can still come.
    pub(crate) may_appeal: bool,
    /// Where the appeal stands, if there is one.
    pub(crate) appeal: Option<Chip>,
    /// The reporter's words.
    pub(crate) appeal_says: String,
    /// The answer to them.
    pub(crate) answer: String,
}

impl SanctionView {
    /// As it stands now.
    pub(crate) fn new(one: &Sanction, policy: &Policy, now: Timestamp) -> Self {
        let terms = &one.terms;
        let says = |id: &str| {
            let rule = policy.reporter_rules.iter().find(|rule| rule.id == id);
            rule.map(|rule| rule.says.clone()).unwrap_or_default()
        };
        let text = |text: &Option<String>| text.as_deref().map(visible).unwrap_or_default();
        let ends = one.ended_at.or(terms.until);
        let over = one.state != SanctionState::Running || terms.until.is_some_and(|at| at <= now);
        Self {
            number: one.number,
            rule: terms.rule.clone(),
            rule_says: says(&terms.rule),
            sanction: terms.sanction.clone(),
            sanction_says: says(&terms.sanction),
            does: match terms.measure {
                Measure::Note => say("sanction-note").text(),
                Measure::Forfeit => say("sanction-forfeit").text(),
                Measure::Ban => say("sanction-ban").text(),
            },
            state: state(one),
            at: When::new(one.at, now, policy),
            until: ends.map(|at| When::new(at, now, policy)),
            ended: over,
            policy: one.policy.short(),
            event: terms.event,
            of: terms.case.as_ref().map(ToString::to_string),
            because: text(&one.because),
            notice: text(&one.notice),
            ended_because: text(&one.ended_because),
            appeal_until: When::new(terms.appeal_until, now, policy),
            may_appeal: one.appeal.state == AppealState::None
                && one.state != SanctionState::Lifted
                && now <= terms.appeal_until,
            appeal: appeal(one),
            appeal_says: text(&one.appeal.says),
            answer: text(&one.appeal.because),
        }
    }
}

/// What the reporter was told of sanctions, each with its appeal.
pub(crate) fn told(
    case: &Case,
    desk: &Desk<'_>,
    offers: &impl Fn(&str, &str) -> bool,
    now: Timestamp,
) -> Vec<(SanctionView, Option<FormView>)> {
    let verb = find_verb("sanction", "appeal").filter(|_| offers("sanction", "appeal"));
    let one = |one| {
        let view = SanctionView::new(one, desk.policy, now);
        let suffix = format!("-{}", view.number);
        let fixed = vec![("number", view.number.to_string())];
        let known = Known { fixed, suffix: &suffix, ..Known::default() };
        let form = verb.filter(|_| view.may_appeal).map(|verb| desk.form(verb, &known));
        (view, form)
    };
    case.conduct.sanctions.iter().map(one).collect()
}

/// Whether it runs, with the look of that.
fn state(one: &Sanction) -> Chip {
    let word = match one.state {
        SanctionState::Running => say("sanction-runs"),
        SanctionState::Lapsed => say("clock-over"),
        SanctionState::Lifted => say("sanction-lifted"),
    };
    let look = if one.state == SanctionState::Running { "late" } else { "no" };
    Chip { look, word: word.text() }
}

/// Where the appeal stands.
fn appeal(one: &Sanction) -> Option<Chip> {
    let state = one.appeal.state;
    let (look, word) = match state {
        AppealState::None => return None,
        AppealState::Asked => ("running", say("appeal-waiting")),
        AppealState::Upheld => ("no", say("appeal-upheld")),
        AppealState::Overturned => ("yes", say("appeal-overturned")),
    };
    Some(Chip { look, word: word.text() })
}
