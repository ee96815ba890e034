//! Timers of a case: everything that will happen by itself, and what it then is. A timer is no
//! state of its own; it follows from the case and the policy, and what went off is in the journal.
//! Begin with [`timers`] and [`fire`].

use super::deadlines::NEEDS_INFO;
use super::event::{Audience, Content, Dues, News};
use super::fact::Fact;
use super::glass::GLASS;
use super::report::{ReportState, Resolution};
use super::state::Case;
use super::timer_rows::TimerRow;
use crate::cve;
use crate::embargo::{self, EndReason, ends_by_itself};
use crate::party::{Party, PartyRef, may_get};
use crate::policy::{Policy, Unit};
use crate::sanction;
use crate::world::{WorldKind, WorldState};
use jiff::Timestamp;

/// The timer of an embargo's reminders.
pub(super) const EMBARGO: &str = "embargo";
/// The step at which a limit is reached.
pub(super) const DUE: &str = "due";
/// The step at which somebody must have decided.
pub(super) const DECIDE: &str = "decide";

/// One step that happens by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timer {
    /// When.
    pub at: Timestamp,
    /// Of which clock, or of what else.
    pub id: String,
    /// Which step of it.
    pub step: String,
}

impl Timer {
    fn new(id: &str, step: &str, at: Timestamp) -> Self {
        Self { at, id: id.to_owned(), step: step.to_owned() }
    }

    /// Whether a later step makes an earlier one pointless: one of the same row of warnings, or the
    /// limit that they warn of.
    fn replaces(later: &str, earlier: &str) -> bool {
        let row = |step: &str| step.split_once('-').map(|(row, _)| row.to_owned());
        let Some(warns) = row(earlier).filter(|row| row == "warn" || row == "remind") else {
            return false;
        };
        later == DUE || row(later) == Some(warns)
    }

    /// Whether it went off, or a later one of its row did.
    fn is_over(&self, case: &Case) -> bool {
        case.fired.iter().any(|(id, step, at)| {
            let same = *step == self.step && *at == self.at;
            *id == self.id && (same || (*at > self.at && Self::replaces(step, &self.step)))
        })
    }

    fn fired(&self) -> News {
        let (timer, step) = (self.id.clone(), self.step.clone());
        Fact::TimerFired { timer, step, due_at: self.at }.into()
    }
}

/// Everything that is still to happen by itself, the earliest first. The end of an embargo at its
/// instant has a job of its own.
pub fn timers(case: &Case, policy: &Policy) -> Vec<Timer> {
    let mut all = Vec::new();
    for (id, clock) in case.clocks.iter().filter(|(_, clock)| clock.runs()) {
        all.extend(clock.due.steps.iter().map(|(step, at)| Timer::new(id, step, *at)));
        all.push(Timer::new(id, DUE, clock.due.at));
    }
    if let Some(terms) = case.embargo.terms.as_ref().filter(|_| case.embargo.state.binds()) {
        for limit in &policy.embargo.warn {
            if let Ok(at) = policy.calendar.before(terms.ends_at, limit)
                && at > case.received_at
            {
                let unit = if limit.unit == Unit::Days { "d" } else { "h" };
                all.push(Timer::new(EMBARGO, &format!("warn-{}{unit}", limit.n), at));
            }
        }
        if let Some(attack) = &case.world.attack {
            all.push(Timer::new("attack", DECIDE, attack.due_at));
        }
    }
    for (word, what) in WorldKind::ALL {
        let due = case.world.fact(what).alleged_at();
        let due = due.and_then(|at| policy.calendar.due(at, &policy.world.allege).ok());
        all.extend(due.map(|at| Timer::new(word, DECIDE, at)));
    }
    all.extend(case.glass.open.as_ref().map(|open| Timer::new(GLASS, DUE, open.until)));
    let cves = cve::due(case, policy, DUE).into_iter();
    all.extend(cves.map(|(id, step, at)| Timer::new(&id, step, at)));
    all.extend(sanction::due(case).map(|(id, at)| Timer::new(&id, DUE, at)));
    all.retain(|timer| !timer.is_over(case));
    all.sort();
    all
}

/// What happens next by itself.
pub fn next_timer(case: &Case, policy: &Policy) -> Option<Timer> {
    timers(case, policy).into_iter().next()
}

/// Everything that is due: of a row of warnings only the latest, each other step once, and what
/// follows from it. Nothing when nothing is due; the same again once it is recorded.
pub fn fire(case: &Case, policy: &Policy, now: Timestamp) -> Vec<News> {
    let due: Vec<Timer> =
        timers(case, policy).into_iter().take_while(|timer| timer.at <= now).collect();
    let ending = embargo::expire(case, now).is_some();
    let mut news = Vec::new();
    for (n, timer) in due.iter().enumerate() {
        let replaces =
            |other: &Timer| other.id == timer.id && Timer::replaces(&other.step, &timer.step);
        if (ending && timer.id == EMBARGO) || due[n + 1..].iter().any(replaces) {
            continue;
        }
        news.push(timer.fired());
        let row = TimerRow::of(&timer.id, &timer.step);
        let after = row.map_or_else(Vec::new, |row| (row.follows)(case, policy, timer, now));
        let ends = after.iter().any(|news| !matches!(news.fact, Fact::MessageSent { .. }));
        news.extend(after);
        if ends {
            // The case is another one now; what else is due is looked at again.
            break;
        }
    }
    news
}

/// An instant, also as the project's clocks show it.
fn told(policy: &Policy, at: Timestamp) -> String {
    match policy.calendar.local(at) {
        Ok(local) => format!("{at} ({})", local.strftime("%Y-%m-%d %H:%M %Z")),
        Err(_) => at.to_string(),
    }
}

/// A reporter who was asked hears when the wait ends.
pub(super) fn remind(case: &Case, policy: &Policy, _: &Timer, now: Timestamp) -> Vec<News> {
    let due = case.clocks.get(NEEDS_INFO).map_or(now, |clock| clock.due.at);
    let says = format!(
        "We asked you for something and have heard nothing yet. Without an answer this report is \
         closed at {}; you can open it again afterwards.",
        told(policy, due)
    );
    automatic(case, Audience::Reporter, &says).into_iter().collect()
}

/// The end of an embargo is near.
pub(super) fn near_end(case: &Case, policy: &Policy, _: &Timer, _: Timestamp) -> Vec<News> {
    let Some(terms) = &case.embargo.terms else { return Vec::new() };
    let at = told(policy, terms.ends_at);
    to_everybody(case, &format!("The embargo that you agreed to ends at {at}."))
}

/// The limit of a clock is reached: a right has opened, or a promise was missed.
pub(super) fn right_opened(case: &Case, policy: &Policy, timer: &Timer, _: Timestamp) -> Vec<News> {
    if !case.clocks.get(&timer.id).is_some_and(|clock| clock.due.right) {
        return Vec::new();
    }
    let says = policy.clock(&timer.id).map_or("A right of yours has opened.", |c| &c.says);
    automatic(case, Audience::Reporter, says).into_iter().collect()
}

/// Whoever was asked and never answered: the report is refused for want of information and closed,
/// and nobody is held silent about it.
pub(super) fn abandoned(case: &Case) -> Vec<News> {
    if case.report != ReportState::NeedsInfo {
        return Vec::new();
    }
    if case.conduct.readers_missing() > 0 {
        // Two people read it before it is closed; why it stays open is nobody's business outside.
        let says = "We asked you for something and have heard nothing yet. The report stays open; your \
                    answer is still wanted.";
        return automatic(case, Audience::Reporter, says).into_iter().collect();
    }
    if concerns_others(case) {
        let says = "We asked you for something and have heard nothing yet. The report stays open, \
                    because it concerns others too; your answer is still wanted.";
        return automatic(case, Audience::Reporter, says).into_iter().collect();
    }
    let because = Content::one("because", "nobody answered what was asked");
    let mut news = vec![Fact::Invalidated { rules: Vec::new() }.with(because)];
    news.extend(embargo::end_by_rule(case, EndReason::NoValidReport));
    let says = "We asked for something and heard nothing, so this report is closed. Nothing binds \
                either side any more. You can open it again here.";
    news.extend(automatic_now(Audience::Reporter, says));
    news.push(Fact::Closed { resolution: Resolution::Abandoned }.into());
    news
}

/// Whether more hangs on the case than one answer: others take part or were joined to it, or
/// something is so in the world, or is said to be. People decide about it then.
fn concerns_others(case: &Case) -> bool {
    let joined = |party: &Party| party.is_here() || party.channel.is_some();
    let said = |what| case.world.fact(what).state != WorldState::Unknown;
    case.parties.values().any(joined) || WorldKind::ALL.iter().any(|(_, what)| said(*what))
}

/// The embargo's instant has come: its end, and one message to everybody who was bound.
pub fn ended(case: &Case, now: Timestamp) -> Vec<News> {
    let Some(end) = embargo::expire(case, now) else { return Vec::new() };
    let at = ends_by_itself(case).unwrap_or(now);
    let mut news = vec![end];
    if case.embargo.state.binds() {
        news.extend(to_everybody(case, &format!("The embargo is over since {at}.")));
    }
    news
}

/// To the reporter and every participant that content may reach now.
fn to_everybody(case: &Case, says: &str) -> Vec<News> {
    let here = case.parties.iter().filter(|(_, party)| party.is_here() && party.channel.is_none());
    let parties = here.map(|(id, _)| Audience::Party(id.clone()));
    let all = std::iter::once(Audience::Reporter).chain(parties);
    all.filter_map(|to| automatic(case, to, says)).collect()
}

fn automatic(case: &Case, to: Audience, says: &str) -> Option<News> {
    let who = match &to {
        Audience::Party(party) => PartyRef::Party(party.clone()),
        _ => PartyRef::Reporter,
    };
    may_get(case, &who).ok()?;
    automatic_now(to, says)
}

fn automatic_now(to: Audience, says: &str) -> Option<News> {
    let fact = Fact::MessageSent { to, automatic: true, due: Dues::new() };
    Some(fact.with(Content::one("body", says)))
}
