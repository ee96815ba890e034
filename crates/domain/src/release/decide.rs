//! What may be said of a release line, and the facts that record it.

use crate::case::{Affect, Case, Content, Fact, LineState, News, ReportState};
use crate::policy::{Line, Policy};
use crate::words::Refusal;
use jiff::Timestamp;

/// Why a line is not affected, in the words that VEX documents use.
pub const JUSTIFICATIONS: &[&str] = &[
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
];

fn known_line(policy: &Policy, line: &str) -> Result<(), Refusal> {
    if policy.lines.get(line).is_some() {
        return Ok(());
    }
    let known: Vec<&str> = policy.lines.list.iter().map(|line| line.id.as_str()).collect();
    let says = format!("the policy has no release line {line:?}; it has {}", known.join(", "));
    Err(Refusal::new("lines", says))
}

fn version_on_line(policy: &Policy, line: &str, version: &str) -> Result<(), Refusal> {
    let plain = (1..=60).contains(&version.len())
        && version.bytes().all(|b| b.is_ascii_alphanumeric() || b".-+_".contains(&b));
    let on_line = policy.lines.line_of(version).filter(|found| found.id == line);
    match on_line {
        // A numbered line has numbered versions: a range is written from them.
        Some(found) if plain && (!found.is_numbered() || is_release(version)) => Ok(()),
        _ => {
            let first = policy.lines.get(line).map(Line::first_version).unwrap_or_default();
            let says = format!("{version:?} is not a version of the line {line}, such as {first}");
            Err(Refusal::new("lines", says))
        }
    }
}

/// Three numbers, and perhaps a pre-release.
fn is_release(version: &str) -> bool {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<&str> = core.split('.').collect();
    let good = |number: &&str| {
        (1..=9).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && (*number == "0" || !number.starts_with('0'))
    };
    numbers.len() == 3 && numbers.iter().all(good)
}

fn refuse_closed(case: &Case) -> Result<(), Refusal> {
    if case.report == ReportState::Closed {
        return Err(Refusal::new("moves report", "the case is closed"));
    }
    Ok(())
}

/// State whether a line is affected, and since or why not. An affected line that is at its end of
/// life now is recorded as such: it is owed no fix.
pub fn assess(
    case: &Case,
    policy: &Policy,
    line: &str,
    affect: Affect,
    now: Timestamp,
) -> Result<News, Refusal> {
    refuse_closed(case)?;
    let affect = match affect {
        Affect::Affected { introduced } if policy.lines.has_ended(line, now) => {
            Affect::AffectedEnded { introduced }
        }
        other => other,
    };
    known_line(policy, line)?;
    match &affect {
        Affect::Affected { introduced } | Affect::AffectedEnded { introduced } => {
            version_on_line(policy, line, introduced)?;
        }
        Affect::NotAffected { justification }
            if !JUSTIFICATIONS.contains(&justification.as_str()) =>
        {
            let says = format!(
                "to say that a line is not affected, say why: one of {}",
                JUSTIFICATIONS.join(", ").replace('_', " ")
            );
            return Err(Refusal::new("V", says));
        }
        Affect::NotAffected { .. } | Affect::Unknown => {}
    }
    Ok(Fact::LineAssessed { line: line.to_owned(), affect }.into())
}

/// Record that the fix of an affected line is ready in this version.
pub fn record_fix(
    case: &Case,
    policy: &Policy,
    line: &str,
    version: &str,
    commit: Option<&str>,
) -> Result<News, Refusal> {
    refuse_closed(case)?;
    known_line(policy, line)?;
    if case.report != ReportState::Accepted {
        return Err(Refusal::new("I8", "cannot record a fix: the case is not accepted"));
    }
    version_on_line(policy, line, version)?;
    let Some(introduced) = case.lines.get(line).and_then(LineState::introduced) else {
        let says = format!("cannot record a fix: the line {line} is not affected");
        return Err(Refusal::new("V", says));
    };
    if numbers(version) <= numbers(introduced) {
        let says = format!("the fixed version {version} does not come after {introduced}");
        return Err(Refusal::new("RNG:002", says));
    }
    if commit.is_some_and(|commit| commit.len() > 200) {
        return Err(Refusal::new("V", "a commit or link has at most 200 characters"));
    }
    let commit = commit.map(str::trim).filter(|commit| !commit.is_empty());
    let (line, version) = (line.to_owned(), version.trim().to_owned());
    // Where a private fix lies is content: it may name a private repository.
    let content = Content::default().and("commit", commit.unwrap_or_default());
    Ok(Fact::FixReady { line, version, proof: None }.with(content))
}

fn numbers(version: &str) -> Vec<u64> {
    version.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}
