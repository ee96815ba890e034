//! What can be done with a case now and, for everything else, why not. Nothing is kept beside the
//! rules: each verb's own decision is asked, with answers that somebody could give.

use crate::ctx::Opened;
use crate::input::Input;
use crate::verb::{Asked, Fresh, Kind, Verb, verbs};
use crate::{Ctx, Error};
use domain::access::{Action, Decision};
use domain::case::{Affect, Case};
use domain::embargo::{Candidate, candidate};
use domain::words::{CaseId, Refusal};
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

/// How many answers a verb is tried with.
const TRIES_MAX: usize = 240;

/// A verb, and whether it can be used now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveNow {
    /// Its group.
    pub group: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub says: &'static str,
    /// Why not; nothing when it can be used, if what is filled in fits.
    pub why_not: Option<Refusal>,
}

/// Every verb that this reader may know of on this case. For the team: a sentence why not can tell of
/// others who take part.
pub async fn moves(ctx: &Ctx, id: &CaseId) -> Result<Vec<MoveNow>, Error> {
    let opened = ctx.open(id, Action::ReadNotes).await?;
    of_opened(ctx, &opened).await
}

/// The same for a case that is open already.
pub(crate) async fn of_opened(ctx: &Ctx, opened: &Opened) -> Result<Vec<MoveNow>, Error> {
    let case = &opened.case;
    let then = ctx.app.policy_of(&case.received_under).await?;
    let by = ctx.by();
    let asked = Asked {
        case,
        policy: ctx.policy(),
        then: then.as_deref(),
        by: &by,
        now: ctx.now,
        next_number: ctx.policy().advisory.first,
        other: None,
        original: None,
        fresh: Fresh::default(),
    };
    let mut found = Vec::new();
    for verb in verbs() {
        let why_not = match ctx.decision_on(case, verb.action) {
            Decision::Hidden(_) => continue,
            Decision::Refused(_) if !of_the_team(ctx, verb.action) => continue,
            Decision::Refused(rule) => Some(not_yours(verb, &rule)),
            Decision::Allowed(_) => probe(ctx, &asked, verb).err(),
        };
        let (group, name, says) = (verb.group, verb.name, verb.says);
        found.push(MoveNow { group, name, says, why_not });
    }
    Ok(found)
}

/// Whether anybody who works here may be given this right; else it is the reporter's alone, or a
/// participant's, and no use to speak of to others.
fn of_the_team(ctx: &Ctx, action: Action) -> bool {
    ctx.policy().roles.grantable().any(|role| role.may.contains(&action))
}

fn not_yours(verb: &Verb, rule: &str) -> Refusal {
    if rule.starts_with("second person") {
        return Refusal::new("I10", "a second person does this: nobody confirms their own work");
    }
    let does = verb.action.says().trim_end_matches('.').to_owned();
    let mut letters = does.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    let says = format!("none of your roles may {first}{}", letters.as_str());
    Refusal::new("access", says)
}

/// Whether this verb would be done, with any of the answers that could be given.
fn probe(ctx: &Ctx, asked: &Asked<'_>, verb: &Verb) -> Result<(), Refusal> {
    let about_a_field =
        |refusal: &Refusal| verb.fields.iter().any(|field| field.name == refusal.rule);
    let mut why: Option<Refusal> = None;
    for answers in answers(ctx, asked, verb) {
        let Ok(input) = Input::read(verb, Value::Object(answers)) else { continue };
        match (verb.decide)(asked, &input) {
            Ok(_) => return Ok(()),
            Err(refusal) if about_a_field(&refusal) => {}
            Err(refusal) => {
                why.get_or_insert(refusal);
            }
        }
    }
    why.map_or(Ok(()), Err)
}

/// Objects of answers to try, each field with the few that matter, in every combination.
fn answers(ctx: &Ctx, asked: &Asked<'_>, verb: &Verb) -> Vec<Map<String, Value>> {
    let mut all = vec![Map::new()];
    for field in verb.fields {
        let values = values(ctx, asked, verb, field);
        if values.is_empty() {
            continue;
        }
        let mut more = Vec::new();
        for answers in &all {
            for value in &values {
                if more.len() == TRIES_MAX {
                    break;
                }
                let mut answers: Map<String, Value> = answers.clone();
                if let Some(value) = value {
                    answers.insert(field.name.to_owned(), value.clone());
                }
                more.push(answers);
            }
        }
        all = more;
    }
    all
}

/// What somebody could answer here; nothing for leaving it out.
fn values(
    ctx: &Ctx,
    asked: &Asked<'_>,
    verb: &Verb,
    field: &crate::verb::Field,
) -> Vec<Option<Value>> {
    let case = asked.case;
    let text = |text: &str| Some(json!(text));
    match (field.kind, field.name) {
        (Kind::Choice(words), _) => words.iter().map(|word| text(word)).collect(),
        (Kind::Instant, _) if !field.required => {
            std::iter::once(None).chain(instants(asked).iter().map(|at| text(at))).collect()
        }
        (Kind::Instant, _) => instants(asked).iter().map(|at| text(at)).collect(),
        (Kind::Account, _) => match ctx.account() {
            Some(account) => vec![text(account.as_str())],
            None => Vec::new(),
        },
        (Kind::Party, _) => {
            let mut known: Vec<_> = case.parties.keys().map(|id| text(id.as_str())).collect();
            known.truncate(20);
            // One that is not there, so that the verb says so.
            if known.is_empty() && field.required {
                known.push(text("00000000000000000000"));
            }
            known
        }
        (Kind::Facts, _) => vec![Some(json!({}))],
        (_, "entry" | "container" | "record") if verb.group == "cve" => {
            cve_values(case, verb, field)
        }
        (Kind::Line, "id") if verb.group == "cve" => vec![text("CVE-1999-0001")],
        (_, "digest") if verb.group == "cve" => {
            let drafts = case.cves.values().filter_map(|entry| entry.draft.as_ref());
            let known: Vec<_> = drafts.map(|draft| text(&draft.digest.to_string())).collect();
            if known.is_empty() { vec![text(&case.received.to_string())] } else { known }
        }
        (_, "line") => line_ids(asked).iter().map(|id| text(id)).collect(),
        (_, "digest") => {
            let seen = candidate(case, asked.policy).ok().as_ref().map(Candidate::digest);
            vec![text(&seen.unwrap_or(case.received).to_string())]
        }
        (_, "terms") => {
            let terms = case.embargo.proposals.iter().map(|one| one.terms.digest().to_string());
            let known: Vec<_> = terms.map(|digest| Some(json!(digest))).collect();
            if known.is_empty() { vec![None] } else { known }
        }
        (_, "fix") => {
            let fixes = case.lines.values().filter_map(|line| line.fix.as_ref());
            let known: Vec<_> = fixes.map(|fix| text(&fix.digest.to_string())).collect();
            // One that is not there, so that the verb says so.
            if known.is_empty() { vec![text(&case.received.to_string())] } else { known }
        }
        (_, "event") => vec![text("1")],
        (_, "number") if verb.group == "sanction" => {
            let all = case.conduct.sanctions.iter();
            let known: Vec<_> = all.map(|one| text(&one.number.to_string())).take(20).collect();
            if known.is_empty() { vec![None] } else { known }
        }
        (_, "version") => vec![text("999.0.0")],
        (Kind::Line | Kind::Text, "because" | "body" | "note") => vec![text("…")],
        (Kind::Case, _) => Vec::new(),
        _ if field.required => vec![text("…")],
        _ if verb.fields.len() == 1 => vec![None, text("…")],
        _ => Vec::new(),
    }
}

/// Soon, later, and around the end that holds now.
fn instants(asked: &Asked<'_>) -> Vec<String> {
    let days = |days: i64| asked.now.checked_add(SignedDuration::from_hours(24 * days)).ok();
    let terms = asked.case.embargo.terms.as_ref();
    let around = terms.map(|terms| terms.ends_at).into_iter().flat_map(|at| {
        [-1, 1].map(|day| at.checked_add(SignedDuration::from_hours(24 * day)).ok())
    });
    let soon = asked.now.checked_add(SignedDuration::from_hours(1)).ok();
    [soon, days(1), days(7), days(30)]
        .into_iter()
        .chain(around)
        .flatten()
        .map(|at| at.to_string())
        .collect()
}

/// Lines of the policy, those that the case says are affected first.
fn line_ids(asked: &Asked<'_>) -> Vec<String> {
    let affected = |case: &Case, id: &String| {
        case.lines.get(id).is_some_and(|line| !matches!(line.affect, Affect::Unknown))
    };
    let supported = asked.policy.lines.supported(asked.now);
    let mut ids: Vec<String> = supported.iter().map(|line| line.id.clone()).collect();
    ids.extend(asked.case.lines.keys().filter(|id| !ids.contains(id)).cloned().collect::<Vec<_>>());
    ids.sort_by_key(|id| !affected(asked.case, id));
    ids.truncate(12);
    ids
}

/// Ids of the case, and texts that would fit them.
fn cve_values(case: &Case, verb: &Verb, field: &crate::verb::Field) -> Vec<Option<Value>> {
    let ids = case.cves.values().filter_map(|entry| entry.id.as_ref());
    let described = json!([{ "lang": "en", "value": "…" }]);
    let link = json!([{ "url": "https://example.org/" }]);
    let container = json!({ "affected": [{}], "descriptions": described, "references": link });
    let record = |id: &str| {
        json!({
            "cveMetadata": { "cveId": id, "state": "PUBLISHED" },
            "containers": { "cna": container.clone() },
        })
    };
    let mut known: Vec<Option<Value>> = match field.name {
        "entry" => case.cves.keys().map(|number| Some(json!(number.to_string()))).collect(),
        "record" => ids.map(|id| Some(record(id.as_str()))).collect(),
        _ => return vec![Some(container)],
    };
    known.truncate(15);
    // One that is not there, so that the verb says so.
    match (known.is_empty(), field.name) {
        (false, _) => known,
        (true, "record") => vec![Some(record("CVE-1999-0001"))],
        (true, _) if verb.name == "assign" => vec![None],
        (true, _) => vec![Some(json!("1"))],
    }
}
