//! Who is told by mail what a timer did. A notice holds titles of the policy and instants, and never
//! a word of the case. Begin with [`notices`].

use super::deadlines::NEEDS_INFO;
use super::event::{Audience, News};
use super::fact::Fact;
use super::glass::GLASS;
use super::state::Case;
use super::timer_rows::{Hears, TimerRow};
use super::timers::{DECIDE, DUE, EMBARGO};
use crate::policy::{Policy, Told};
use jiff::Timestamp;

/// One mail without content, to one address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// To whom.
    pub to: String,
    /// What about: a title of the policy, never a word of the case.
    pub about: String,
    /// What it is, in a sentence.
    pub says: String,
    /// The instant that it is about.
    pub at: Timestamp,
    /// Names the step for ever.
    pub key: String,
    /// Whether it names the case: not to participants, who know another one.
    pub outside: bool,
    /// What an answer to it carries, so that it finds the case; only to its reporter.
    pub token: Option<String>,
    /// The message that it may hold, encrypted, where its reporter gave a key.
    pub words: Option<u64>,
}

/// Who is told of these news by mail.
pub fn notices(case: &Case, policy: &Policy, news: &[News]) -> Vec<Notice> {
    let mut all = Vec::new();
    let timed = news.iter().any(|one| matches!(one.fact, Fact::TimerFired { .. }));
    for News { fact, .. } in news {
        match fact {
            Fact::TimerFired { timer, step, due_at } => {
                let (about, says) = told(case, policy, timer, step);
                let key = format!("{timer}/{step}/{due_at}");
                let to = match TimerRow::of(timer, step).map(|row| row.hears) {
                    Some(Hears::Role(word)) => role(policy, word),
                    Some(Hears::Escalation) => {
                        let clock = policy.clock(timer);
                        let named = clock.and_then(|clock| clock.escalation(step));
                        // The policy may have dropped a step that a clock had begun with.
                        let triager = || role(policy, "triager");
                        named.map_or_else(triager, |named| addresses(policy, &named.to))
                    }
                    Some(Hears::Nobody) => Vec::new(),
                    None => role(policy, "triager"),
                };
                let notice = |to| Notice {
                    to,
                    about: about.clone(),
                    says: says.clone(),
                    at: *due_at,
                    key: key.clone(),
                    outside: false,
                    token: None,
                    words: None,
                };
                all.extend(to.into_iter().map(notice));
                if timer == EMBARGO {
                    all.extend(outside(case, &says, (*due_at, &key)));
                }
            }
            Fact::EmbargoExpired { effective_at } => {
                let says = "The embargo has reached its end. Nothing is published by itself.";
                let key = format!("{EMBARGO}/end/{effective_at}");
                let about = "The end of an embargo".to_owned();
                all.extend(role(policy, "lead").into_iter().map(|to| Notice {
                    to,
                    about: about.clone(),
                    says: says.to_owned(),
                    at: *effective_at,
                    key: key.clone(),
                    outside: false,
                    token: None,
                    words: None,
                }));
                all.extend(outside(case, says, (*effective_at, &key)));
            }
            Fact::GlassEnded { .. } if !timed => all.extend(ended_by_hand(case, policy)),
            Fact::Unreachable => all.extend(unreachable(case, policy)),
            _ => {}
        }
    }
    if news.iter().any(|news| concerns_reporter(&news.fact)) {
        let wrote =
            |news: &News| matches!(news.fact, Fact::MessageSent { .. } | Fact::InfoAsked { .. });
        all.extend(something_to_read(case, news.iter().any(wrote)));
    }
    all.sort();
    all.dedup();
    all
}

/// Whether the reporter finds something new on their page.
fn concerns_reporter(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::MessageSent { to: Audience::Reporter, automatic: false, .. }
            | Fact::InfoAsked { .. }
            | Fact::Validated { .. }
            | Fact::Invalidated { .. }
            | Fact::RetestAsked
            | Fact::EmbargoEnded { .. }
            | Fact::EmbargoExpired { .. }
            | Fact::AdvisoryPublished { .. }
            | Fact::GlassEnded { .. }
            | Fact::Sanctioned { .. }
            | Fact::SanctionLifted { .. }
            | Fact::SanctionLapsed { .. }
            | Fact::AppealDecided { .. }
    )
}

/// The reporter, if they gave an address: that there is something, and not what.
fn something_to_read(case: &Case, wrote: bool) -> Option<Notice> {
    Some(Notice {
        to: case.contact.reached_at()?.to_owned(),
        about: "Your report".to_owned(),
        says: "There is something new for you to read.".to_owned(),
        at: case.changed_at,
        key: format!("reporter/{}", case.version),
        outside: true,
        token: case.contact.token.clone(),
        words: wrote.then(|| last_words(case)).flatten(),
    })
}

/// What the team wrote last to a reporter who gave a key, if it may reach them.
fn last_words(case: &Case) -> Option<u64> {
    case.contact.key.as_ref()?;
    let last = case.messages.last()?;
    (last.to == Audience::Reporter && last.allowed).then_some(last.seq)
}

/// The leads, when an auditor was done with a case before the time was over.
fn ended_by_hand(case: &Case, policy: &Policy) -> Vec<Notice> {
    let (about, says) = told(case, policy, GLASS, DUE);
    let to = role(policy, "lead").into_iter();
    let notice = |to| Notice {
        to,
        about: about.clone(),
        says: says.clone(),
        at: case.changed_at,
        key: format!("{GLASS}/{}", case.version),
        outside: false,
        token: None,
        words: None,
    };
    to.map(notice).collect()
}

/// The leads, when mail does not reach a reporter: no clock stands still for it, so somebody must
/// find another way or go on without an answer.
fn unreachable(case: &Case, policy: &Policy) -> Vec<Notice> {
    let to = role(policy, "lead").into_iter();
    to.map(|to| Notice {
        to,
        about: "A reporter cannot be reached".to_owned(),
        says: "Mail to the reporter came back; no clock stands still for that.".to_owned(),
        at: case.changed_at,
        key: format!("unreachable/{}", case.version),
        outside: false,
        token: None,
        words: None,
    })
    .collect()
}

/// Participants who gave a mail address.
fn outside<'a>(
    case: &'a Case,
    says: &'a str,
    (at, key): (Timestamp, &'a str),
) -> impl Iterator<Item = Notice> + 'a {
    let here = case.parties.values().filter(|party| party.is_here());
    let mail = here.filter_map(|party| party.address.as_ref()).filter(|to| is_mail(to));
    mail.map(move |to| Notice {
        to: to.trim_start_matches("mailto:").to_owned(),
        about: "The embargo that you agreed to".to_owned(),
        says: says.to_owned(),
        at,
        key: key.to_owned(),
        outside: true,
        token: None,
        words: None,
    })
}

fn is_mail(to: &str) -> bool {
    let to = to.trim_start_matches("mailto:");
    let plain = !to.chars().any(|c| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ','));
    plain && to.split_once('@').is_some_and(|(who, at)| !who.is_empty() && at.contains('.'))
}

/// The title and the sentence of a step, in words of the policy.
fn told(case: &Case, policy: &Policy, timer: &str, step: &str) -> (String, String) {
    let clock = policy.clock(timer);
    let title = match (timer, clock) {
        (_, Some(clock)) => clock.title.clone(),
        (EMBARGO, _) => "The end of an embargo".to_owned(),
        (NEEDS_INFO, _) => "A question without an answer".to_owned(),
        (cve, _) if cve.starts_with(crate::cve::CVE) => "A CVE id".to_owned(),
        (one, _) if one.starts_with(crate::sanction::SANCTION) => "A sanction".to_owned(),
        ("attack", _) => "An embargo under attacks".to_owned(),
        (GLASS, _) => "A case that an auditor could read".to_owned(),
        _ => "Something said about the world".to_owned(),
    };
    let right = case.clocks.get(timer).is_some_and(|clock| clock.due.right);
    let says = match (timer, step) {
        (NEEDS_INFO, _) => "Nobody answered; the report was closed.".to_owned(),
        (EMBARGO, _) => "It is near.".to_owned(),
        (_, crate::cve::WARN) => "Its record should be public by now.".to_owned(),
        (_, crate::cve::UNUSED) => "It was assigned long ago and is not used.".to_owned(),
        (GLASS, _) => "It is over; the case says who agreed to it and why.".to_owned(),
        (_, DECIDE) => "The time to decide is over.".to_owned(),
        (_, DUE) if right => "The right has opened.".to_owned(),
        (_, DUE) => "The time is over.".to_owned(),
        _ => match clock.and_then(|clock| clock.escalation(step)) {
            Some(escalation) => escalation.says.clone(),
            None => {
                let percent = step.strip_prefix("warn-").unwrap_or("most");
                format!("{percent} % of the time are over.")
            }
        },
    };
    (title, says)
}

fn addresses(policy: &Policy, to: &Told) -> Vec<String> {
    match to {
        Told::Role(word) => role(policy, word),
        Told::Address(address) => vec![address.trim_start_matches("mailto:").to_owned()],
        Told::Contact(how) => {
            let known = policy.contacts.iter().filter(|contact| contact.how == *how);
            let mail = known.map(|contact| contact.address.trim_start_matches("mailto:"));
            mail.filter(|to| is_mail(to)).map(str::to_owned).collect()
        }
    }
}

/// Where those of the team are reached who hold this role, by mail.
pub fn addresses_of(policy: &Policy, role: &str) -> Vec<String> {
    self::role(policy, role)
}

/// The addresses of a role, or those at which the team takes reports by mail.
fn role(policy: &Policy, role: &str) -> Vec<String> {
    match policy.rotas.iter().find(|rota| rota.role == role) {
        Some(rota) => rota.to.clone(),
        None => policy.reminded().into_iter().map(str::to_owned).collect(),
    }
}
