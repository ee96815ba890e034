//! What may be said of a release line, and the facts that record it.

use crate::case::{Affect, By, Case, Content, Fact, Fix, LineState, News, Proof, ReportState};
use crate::policy::{Line, Policy};
use crate::words::{Digest, Refusal};
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

fn is_fixing(case: &Case) -> bool {
    case.report == ReportState::Accepted && case.published.is_none()
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
        Affect::Unknown
            if is_fixing(case) && policy.lines.supported(now).iter().any(|one| one.id == line) =>
        {
            let says = "people work on the fixes: a supported line stays affected or not affected";
            return Err(Refusal::new("c.1", says));
        }
        Affect::NotAffected { .. } | Affect::Unknown => {}
    }
    Ok(Fact::LineAssessed { line: line.to_owned(), affect }.into())
}

/// No supported line may stay unknown once people work on the fixes (c.1): the lines supported at
/// `now`, so that a line that has ended asks for nothing.
pub fn refuse_unknown(case: &Case, policy: &Policy, now: Timestamp) -> Result<(), Refusal> {
    let known = |id: &str| case.lines.get(id).is_some_and(|state| state.affect != Affect::Unknown);
    let open = policy.lines.supported(now).into_iter().find(|line| !known(&line.id));
    match open {
        None => Ok(()),
        Some(line) => {
            let title = line.title();
            let says = format!("the supported line {title} is not assessed: affected or not?");
            Err(Refusal::new("c.1", says))
        }
    }
}

/// Somebody tries a line.
pub fn test_line(case: &Case, policy: &Policy, line: &str) -> Result<News, Refusal> {
    refuse_closed(case)?;
    known_line(policy, line)?;
    Ok(Fact::LineTesting { line: line.to_owned() }.into())
}

/// A line of an accepted case that is owed a fix.
fn owed<'a>(case: &'a Case, policy: &Policy, line: &str) -> Result<&'a LineState, Refusal> {
    refuse_closed(case)?;
    known_line(policy, line)?;
    if case.report != ReportState::Accepted {
        return Err(Refusal::new("I8", "cannot record a fix: the case is not accepted"));
    }
    case.lines.get(line).filter(|state| state.is_affected()).ok_or_else(|| {
        let says = format!("cannot record a fix: the line {line} is not affected");
        Refusal::new("V", says)
    })
}

/// Somebody begins with the fix of an affected line.
pub fn start_fix(case: &Case, policy: &Policy, line: &str) -> Result<News, Refusal> {
    if owed(case, policy, line)?.fix.is_some() {
        return Err(Refusal::new("V", format!("the line {line} has its fix already")));
    }
    Ok(Fact::FixStarted { line: line.to_owned() }.into())
}

/// No fix will be made on an affected line, and why (c.2).
pub fn decline_fix(
    case: &Case,
    policy: &Policy,
    line: &str,
    because: &str,
) -> Result<News, Refusal> {
    let state = owed(case, policy, line)?;
    if state.fix.as_ref().is_some_and(|fix| fix.released_at.is_some()) {
        return Err(Refusal::new("V", format!("the fix of the line {line} is released")));
    }
    if because.trim().is_empty() {
        return Err(Refusal::new("c.2", "leaving a line without a fix needs its reason in words"));
    }
    Ok(Fact::FixDeclined { line: line.to_owned() }.with(Content::one("because", because.trim())))
}

/// Where a fix is, and what shows that it works.
#[derive(Debug, Clone, Copy)]
pub struct FixGiven<'a> {
    /// The version that holds it.
    pub version: &'a str,
    /// A commit or a link.
    pub commit: Option<&'a str>,
    /// What was seen.
    pub proof: Proof,
    /// That in words.
    pub because: &'a str,
}

/// Record the fix of an affected line. It counts once a second person has looked at it (I9, I10).
pub fn record_fix(
    case: &Case,
    policy: &Policy,
    line: &str,
    given: FixGiven<'_>,
) -> Result<News, Refusal> {
    let FixGiven { version, commit, proof, because } = given;
    let state = owed(case, policy, line)?;
    version_on_line(policy, line, version)?;
    let introduced = state.introduced().unwrap_or_default();
    if numbers(version) <= numbers(introduced) {
        let says = format!("the fixed version {version} does not come after {introduced}");
        return Err(Refusal::new("RNG:002", says));
    }
    if commit.is_some_and(|commit| commit.len() > 200) {
        return Err(Refusal::new("V", "a commit or link has at most 200 characters"));
    }
    if because.trim().is_empty() {
        let says = match proof {
            Proof::Reproduced => "say what was seen before and on the fix",
            Proof::Exception => "an exception from showing that a fix works needs its reason",
        };
        return Err(Refusal::new("I9", says));
    }
    let commit = commit.map(str::trim).filter(|commit| !commit.is_empty());
    let (line, version) = (line.to_owned(), version.trim().to_owned());
    // Where a private fix lies is content: it may name a private repository.
    let content =
        Content::default().and("commit", commit.unwrap_or_default()).and("because", because.trim());
    let fix = Fix::digest_of((&line, &version), commit, Some(proof), Some(because.trim()));
    let proof = Some(proof);
    Ok(Fact::FixReady { line, version, proof, fix: Some(fix) }.with(content))
}

/// A second person looked at exactly this fix. Found wanting, it goes back to who made it.
pub fn review_fix(
    case: &Case,
    line: &str,
    (seen, passed): (Digest, bool),
    by: &By,
    because: &str,
) -> Result<News, Refusal> {
    refuse_closed(case)?;
    let Some(fix) = case.lines.get(line).and_then(|state| state.fix.as_ref()) else {
        return Err(Refusal::new("V", format!("the line {line} has no fix to look at")));
    };
    if fix.digest != seen {
        let says = "another fix is recorded than the one you read; read that one";
        return Err(Refusal::new("I10", says));
    }
    if by.account().is_none() || by.account() == fix.by.as_ref() {
        return Err(Refusal::new("I10", "a second person looks at a fix, not who recorded it"));
    }
    if fix.released_at.is_some() || (passed && fix.reviewed_by.is_some()) {
        return Err(Refusal::new("V", "this fix was looked at already"));
    }
    if !passed && because.trim().is_empty() {
        return Err(Refusal::new("V", "say in words what is wrong with the fix"));
    }
    let fact = Fact::FixReviewed { line: line.to_owned(), fix: seen, passed };
    Ok(fact.with(Content::default().and("because", because.trim())))
}

fn numbers(version: &str) -> Vec<u64> {
    version.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}
