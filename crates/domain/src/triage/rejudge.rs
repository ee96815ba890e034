//! What a change of the policy would do to a claim: the verdict and its clauses before and after.
//! Nothing is decided again; a person reads the list. Begin with [`rejudge`].

use super::judge::bounty;
use super::{Claim, Verdict, VerdictKind, current_claim, judge};
use crate::case::Case;
use crate::policy::Policy;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::BTreeSet;

/// A policy and the instant whose clauses count.
pub type Bench<'p> = (&'p Policy, Timestamp);

/// What a reporter would hear, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The verdict's word.
    pub verdict: String,
    /// Cited clauses, the deciding one first.
    pub rules: Vec<String>,
    /// Facts that would decide.
    pub missing: Vec<String>,
    /// Whether a CVE id is asked for.
    pub cve: Option<bool>,
    /// Whether a bounty can be paid.
    pub bounty: Option<bool>,
    /// Who should hear of it instead.
    pub redirect: Option<String>,
}

impl Answer {
    fn of(verdict: Verdict) -> Self {
        Self {
            verdict: verdict.kind.word().to_owned(),
            rules: verdict.rules.into_iter().map(|cited| cited.id).collect(),
            missing: verdict.missing,
            cve: verdict.cve,
            bounty: verdict.bounty,
            redirect: verdict.redirect,
        }
    }

    /// The same verdict for the same reasons: clauses in any order, since the order is that of the
    /// policy's list.
    fn agrees(&self, verdict: &str, rules: &[String], missing: &[String]) -> bool {
        let set = |list: &[String]| -> BTreeSet<String> { list.iter().cloned().collect() };
        self.verdict == verdict
            && set(&self.rules) == set(rules)
            && set(&self.missing) == set(missing)
    }
}

/// What changes for one claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejudged {
    /// Before.
    pub before: Answer,
    /// Afterwards.
    pub after: Answer,
    /// Whether the verdict is another, and not only its clauses or what goes with it.
    pub verdict_changes: bool,
    /// All of it in one line.
    pub says: String,
}

impl Rejudged {
    /// Nothing when a reporter would hear the same, by the same clauses.
    fn of(before: Answer, after: Answer) -> Option<Self> {
        let same = after.agrees(&before.verdict, &before.rules, &before.missing)
            && (before.cve, before.bounty, &before.redirect)
                == (after.cve, after.bounty, &after.redirect);
        if same {
            return None;
        }
        let says = told(&before, &after);
        Some(Self { verdict_changes: before.verdict != after.verdict, before, after, says })
    }
}

fn told(before: &Answer, after: &Answer) -> String {
    let mut says = if before.verdict == after.verdict {
        format!("{} as before", after.verdict)
    } else {
        format!("{} → {}", before.verdict, after.verdict)
    };
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|word| !other.contains(word)).take(12).cloned().collect()
    };
    let mut lists = |what: &str, old: &[String], new: &[String]| {
        let (gone, come) = (only(old, new).join(", "), only(new, old).join(", "));
        match (gone.is_empty(), come.is_empty()) {
            (true, true) => {}
            (true, false) => says.push_str(&format!("; {what} also {come}")),
            (false, true) => says.push_str(&format!("; no longer {what} {gone}")),
            (false, false) => says.push_str(&format!("; {what} {come} instead of {gone}")),
        }
    };
    lists("cites", &before.rules, &after.rules);
    lists("waits for", &before.missing, &after.missing);
    let word = |flag: Option<bool>| flag.map_or("not said", |yes| if yes { "yes" } else { "no" });
    for (what, old, new) in
        [("CVE id", before.cve, after.cve), ("bounty", before.bounty, after.bounty)]
    {
        if old != new {
            says.push_str(&format!("; {what} {} instead of {}", word(new), word(old)));
        }
    }
    if before.redirect != after.redirect {
        let word = |to: &Option<String>| to.clone().unwrap_or_else(|| "nobody".to_owned());
        let (new, old) = (word(&after.redirect), word(&before.redirect));
        says.push_str(&format!("; turn to {new} instead of {old}"));
    }
    says
}

/// What changes for this claim from one policy, or day, to another. A bounty is looked up for the day
/// on which it was received, where one is given.
pub fn rejudge(
    old: Bench<'_>,
    new: Bench<'_>,
    claim: &Claim,
    received: Option<Date>,
) -> Option<Rejudged> {
    Rejudged::of(answer(old, claim, received), answer(new, claim, received))
}

fn answer((policy, at): Bench<'_>, claim: &Claim, received: Option<Date>) -> Answer {
    let verdict = judge(policy, claim, at);
    let bounty = match received {
        Some(received) => bounty_for(policy, &verdict, received),
        None => verdict.bounty,
    };
    Answer { bounty, ..Answer::of(verdict) }
}

/// What a change of the policy does to a case that was judged before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseRejudged {
    /// It was never judged.
    NotJudged,
    /// Its facts were erased.
    Erased,
    /// It stays as it is.
    Same,
    /// The new policy says otherwise than what is recorded, and so does the old one, in the same
    /// way: this change is not why.
    Elsewhere(Rejudged),
    /// This change is why the new policy says otherwise than what is recorded.
    Touched(Rejudged),
}

/// Judges the facts of a case again. What is recorded counts as the state before. A bounty is looked
/// up for the day on which the report came in: what was received before one ended keeps it.
pub fn rejudge_case(old: Bench<'_>, new: Bench<'_>, case: &Case) -> CaseRejudged {
    let Some(recorded) = &case.judgement else { return CaseRejudged::NotJudged };
    if recorded.content.is_none() {
        return CaseRejudged::Erased;
    }
    let claim = current_claim(case);
    let received = Some(case.received_at.to_zoned(TimeZone::UTC).date());
    let (by_old, by_new) = (answer(old, &claim, received), answer(new, &claim, received));
    let is = |answer: &Answer| answer.agrees(&recorded.verdict, &recorded.rules, &recorded.missing);
    if is(&by_old) {
        return Rejudged::of(by_old, by_new).map_or(CaseRejudged::Same, CaseRejudged::Touched);
    }
    if is(&by_new) {
        return CaseRejudged::Same;
    }
    // What goes with a verdict is not recorded: it counts only where both policies give that verdict.
    let agree = by_old.agrees(&by_new.verdict, &by_new.rules, &by_new.missing);
    let elsewhere = Rejudged::of(by_old.clone(), by_new.clone()).is_none();
    let before = Answer {
        verdict: recorded.verdict.clone(),
        rules: recorded.rules.clone(),
        missing: recorded.missing.clone(),
        ..if agree { by_old } else { by_new.clone() }
    };
    match Rejudged::of(before, by_new) {
        None => CaseRejudged::Same,
        Some(shift) if elsewhere => CaseRejudged::Elsewhere(shift),
        Some(shift) => CaseRejudged::Touched(shift),
    }
}

/// Whether a report received on this day can earn the bounty that the deciding clause allows.
fn bounty_for(policy: &Policy, verdict: &Verdict, received: Date) -> Option<bool> {
    if verdict.kind == VerdictKind::NeedsMoreInfo {
        return None;
    }
    let clause = verdict.rules.first().and_then(|cited| policy.clause(&cited.id));
    let effect = clause.and_then(|clause| clause.effect.as_ref());
    bounty(policy, effect.unwrap_or(&policy.fallback.effect), received)
}
