//! Who may sanction whom, for what and for how long; and what may become of it. Every refusal is a
//! sentence with its rule (b.2, b.3).

use super::state::{APPEAL_MOVES, SANCTION_MOVES, Sanction, SanctionState, SanctionTerms};
use crate::case::{By, Case, Content, Fact, News, step};
use crate::mail::key_mark;
use crate::policy::{Limit, Measure, Policy, ReporterRule, RuleKind, no_such};
use crate::words::{AccountId, Refusal, plain_length};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The longest reason, notice or appeal, in characters.
const WORDS_MAX: usize = 10_000;

/// What somebody decides about a reporter.
pub struct Imposed<'a> {
    /// The rule of conduct that was broken.
    pub rule: &'a str,
    /// The sanction.
    pub sanction: &'a str,
    /// The number of the event that shows it.
    pub event: &'a str,
    /// The case that it is of, where it is another one.
    pub of: Option<&'a Case>,
    /// When it ends by itself.
    pub until: Option<Timestamp>,
    /// Whether it is for good.
    pub for_good: bool,
    /// What the evidence shows, for the team.
    pub because: &'a str,
    /// What the reporter is told.
    pub notice: &'a str,
}

fn refused<T>(says: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::new("b.2", says))
}

fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// A text that somebody has to give.
fn words<'a>(field: &str, text: &'a str) -> Result<&'a str, Refusal> {
    match plain_length(text) {
        0 => Err(Refusal::new(field, format!("{field}: a sanction is not stored without it"))),
        length if length > WORDS_MAX => {
            Err(Refusal::new(field, format!("{field}: at most {WORDS_MAX} characters")))
        }
        _ => Ok(text.trim()),
    }
}

/// Whether a reporter of this case could be sanctioned at all, by these people under this policy.
pub fn may_impose(
    case: &Case,
    policy: &Policy,
    by: &By,
    now: Timestamp,
) -> Result<AccountId, Refusal> {
    let Some(account) = by.account() else {
        return refused("a person decides about a sanction, and nobody else");
    };
    if !policy.rules_on(day(now)).any(|rule| rule.kind == RuleKind::Sanction) {
        return refused(
            "the policy in force names no sanction ([[reporter_rule]] kind \"sanction\")",
        );
    }
    // Whoever brought it here from elsewhere, or out of a mail that waited, told nobody a secret.
    let mailed = case.door == "mail" && case.contact.thread.is_none();
    if case.is_imported || case.split.from.is_some() || mailed {
        return refused("nobody outside has a page of this report, so nobody could be told of it");
    }
    if case.conduct.triaged_by.contains(account) {
        return refused("you looked into this report; somebody else decides about its reporter");
    }
    Ok(account.clone())
}

/// Sanction the reporter of this case.
pub fn impose(
    case: &Case,
    policy: &Policy,
    by: &By,
    what: &Imposed<'_>,
    now: Timestamp,
) -> Result<News, Refusal> {
    let account = may_impose(case, policy, by, now)?;
    if what.of.is_some_and(|other| other.conduct.triaged_by.contains(&account)) {
        return refused(
            "you looked into the report of the evidence; somebody else decides about it",
        );
    }
    let (rule, sanction) = rules(case, policy, what, now)?;
    let until = until(sanction.measure, what, now)?;
    let same =
        |one: &&Sanction| one.state == SanctionState::Running && one.terms.sanction == sanction.id;
    if let Some(one) = case.conduct.sanctions.iter().find(same) {
        return refused(format!("{} holds already, by the sanction {}", sanction.id, one.number));
    }
    let event = evidence(what.of.unwrap_or(case), what.event)?;
    let (because, notice) = (words("because", what.because)?, words("notice", what.notice)?);
    let appeal_until = policy
        .calendar
        .due(now, &Limit::days(policy.handling.appeal_days))
        .map_err(|_| Refusal::new("b.2", "the calendar of the policy has no day for an appeal"))?;
    let terms = SanctionTerms {
        rule: rule.id.clone(),
        sanction: sanction.id.clone(),
        measure: sanction.measure,
        event,
        case: what.of.map(|other| other.id.clone()),
        until,
        appeal_until,
    };
    let number = u32::try_from(case.conduct.sanctions.len()).unwrap_or(u32::MAX).saturating_add(1);
    let known = &case.contact;
    let mark = known.key.as_deref().and_then(key_mark).map(|mark| mark.to_string());
    let content = Content::one("because", because)
        .and("notice", notice)
        .and("address", known.address.clone().unwrap_or_default())
        .and("key", mark.unwrap_or_default());
    Ok(Fact::Sanctioned { number, terms }.with(content))
}

/// The rule that was broken, as the reporter could know it, and a sanction that it can lead to.
fn rules<'p>(
    case: &Case,
    policy: &'p Policy,
    what: &Imposed<'_>,
    now: Timestamp,
) -> Result<(&'p ReporterRule, &'p ReporterRule), Refusal> {
    let known =
        |kind: RuleKind, at: Date| policy.rules_on(at).filter(move |rule| rule.kind == kind);
    let (then, today) = (day(case.received_at), day(now));
    let rule = known(RuleKind::Conduct, then).find(|rule| rule.id == what.rule.trim());
    let Some(rule) = rule else {
        let ids = known(RuleKind::Conduct, then).map(|rule| rule.id.as_str());
        let says = no_such("rule for reporters that held on the day of the report", what.rule, ids);
        return Err(Refusal::new("rule", format!("rule: {says}")));
    };
    let found = known(RuleKind::Sanction, today).find(|rule| rule.id == what.sanction.trim());
    let Some(sanction) = found else {
        let ids = known(RuleKind::Sanction, today).map(|rule| rule.id.as_str());
        let says = no_such("sanction", what.sanction, ids);
        return Err(Refusal::new("sanction", format!("sanction: {says}")));
    };
    if !rule.severity.is_empty() && !rule.severity.contains(&sanction.id) {
        let says = format!(
            "{} leads to {}, by the policy, and not to {}",
            rule.id,
            rule.severity.join(" or "),
            sanction.id
        );
        return Err(Refusal::new("sanction", says));
    }
    Ok((rule, sanction))
}

/// When it ends: a ban always says so, what cannot end never.
fn until(
    measure: Measure,
    what: &Imposed<'_>,
    now: Timestamp,
) -> Result<Option<Timestamp>, Refusal> {
    let refused = |says: &str| Err(Refusal::new("until", format!("until: {says}")));
    match (measure, what.until, what.for_good) {
        (Measure::Ban, None, false) => {
            refused("a ban has an instant at which it ends, or is said to be for good")
        }
        (Measure::Ban, Some(_), true) => refused("a ban ends, or is for good; not both"),
        (Measure::Ban, Some(until), false) if until <= now => {
            refused("the instant at which it ends is to come")
        }
        (Measure::Ban, until, _) => Ok(until),
        (_, None, false) => Ok(None),
        _ => refused("this sanction is done at once; only a ban lasts"),
    }
}

/// The event that shows it, which must be there and not erased.
fn evidence(case: &Case, event: &str) -> Result<u64, Refusal> {
    let there = |number: &u64| (1..=case.version).contains(number);
    let number = event.trim().parse().ok().filter(there);
    let Some(number) = number else {
        let says = format!("event: the case has the events 1 to {}", case.version);
        return Err(Refusal::new("event", says));
    };
    if number == 1 && case.report_text.is_none() {
        return Err(Refusal::new("event", "event: the report was erased, so it shows nothing"));
    }
    Ok(number)
}

/// The sanction that is meant: its number, or the only one that this can be done with.
fn meant<'c>(
    case: &'c Case,
    number: &str,
    fits: impl Fn(&Sanction) -> bool,
) -> Result<&'c Sanction, Refusal> {
    let all = &case.conduct.sanctions;
    if all.is_empty() {
        return refused("this case has no sanction");
    }
    if number.trim().is_empty() {
        let mut fitting = all.iter().filter(|one| fits(one));
        return match (fitting.next(), fitting.next()) {
            (Some(one), None) => Ok(one),
            (None, _) => Ok(&all[all.len() - 1]),
            _ => Err(Refusal::new("number", "number: the case has several; say which one")),
        };
    }
    let found =
        number.trim().parse().ok().and_then(|n: u32| all.iter().find(|one| one.number == n));
    found.ok_or_else(|| Refusal::new("number", format!("number: there is no sanction {number}")))
}

/// End a sanction before its time, with a reason.
pub fn lift(case: &Case, number: &str, because: &str) -> Result<News, Refusal> {
    let one = meant(case, number, |one| one.state == SanctionState::Running)?;
    step(SANCTION_MOVES, one.state, "lift")?;
    let because = words("because", because)?;
    Ok(Fact::SanctionLifted { number: one.number }.with(Content::one("because", because)))
}

/// The reporter appeals: once, and in time.
pub fn appeal(case: &Case, number: &str, says: &str, now: Timestamp) -> Result<News, Refusal> {
    let fits = |one: &Sanction| {
        step(APPEAL_MOVES, one.appeal.state, "appeal").is_ok() && now <= one.terms.appeal_until
    };
    let one = meant(case, number, fits)?;
    step(APPEAL_MOVES, one.appeal.state, "appeal")?;
    if one.state == SanctionState::Lifted {
        return refused("it was lifted; there is nothing to appeal against");
    }
    if now > one.terms.appeal_until {
        let says = format!("the time for an appeal ended at {}", one.terms.appeal_until);
        return Err(Refusal::new("handling.appeal_days", says));
    }
    let says = words("because", says)?;
    Ok(Fact::SanctionAppealed { number: one.number }.with(Content::one("because", says)))
}

/// Answer an appeal: somebody else than who decided, with words for the reporter.
pub fn decide_appeal(
    case: &Case,
    by: &By,
    number: &str,
    upheld: bool,
    because: &str,
) -> Result<News, Refusal> {
    let one = meant(case, number, Sanction::waits)?;
    step(APPEAL_MOVES, one.appeal.state, if upheld { "uphold" } else { "overturn" })?;
    if one.state == SanctionState::Lifted {
        return refused("the sanction was lifted meanwhile; nothing is left to decide");
    }
    if by.account().is_none() || by.account() == one.by.as_ref() {
        return refused("an appeal is answered by somebody else than who decided");
    }
    let because = words("because", because)?;
    let fact = Fact::AppealDecided { number: one.number, upheld };
    Ok(fact.with(Content::one("because", because)))
}

/// A person says that they have read a report that needs two readers.
pub fn seen(case: &Case, by: &By) -> Result<News, Refusal> {
    let refused = |says: &str| Err(Refusal::new("b.3", says));
    if case.conduct.barred.is_empty() {
        return refused("two people read only what came from somebody under a sanction");
    }
    match by.account() {
        None => refused("a person reads"),
        Some(account) if case.conduct.seen_by.contains(account) => {
            refused("you have said so already; it takes somebody else")
        }
        Some(_) => Ok(Fact::Seen.into()),
    }
}

/// The end of a sanction at its instant, whenever that is noticed.
pub fn lapse(case: &Case, timer: &str, now: Timestamp) -> Option<News> {
    let number: u32 = timer.strip_prefix(super::SANCTION)?.parse().ok()?;
    let one = case.conduct.sanctions.iter().find(|one| one.number == number)?;
    step(SANCTION_MOVES, one.state, "lapse").ok()?;
    let effective_at = one.terms.until.filter(|until| *until <= now)?;
    Some(Fact::SanctionLapsed { number, effective_at }.into())
}
