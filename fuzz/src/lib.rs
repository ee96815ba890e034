//! What must be true of every pack that was read and of every claim that was judged by it.

use domain::policy::{FactDef, FactKind, Policy};
use domain::triage::{self, Claim, FactValue, Verdict, VerdictKind, judge};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The files of a pack of this repository, by path.
pub fn files(pack: &str) -> BTreeMap<String, Vec<u8>> {
    fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                read(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(pack), "", &mut files);
    files
}

/// Before the first rule, on the days on which rules change, and long after.
pub fn instants() -> Vec<Timestamp> {
    ["1970-01-01T00:00:00Z", "2025-06-30T23:59:59Z", "2026-03-10T09:00:00Z", "2030-01-01T00:00:00Z"]
        .map(|at| at.parse().unwrap())
        .to_vec()
}

/// Read this pack again, look at everything in it, and judge what it says it can judge.
pub fn pack(files: &BTreeMap<String, Vec<u8>>, policy: &Policy, most: usize) {
    let (again, _) = domain::policy::read(files);
    assert_eq!(again.as_ref(), Some(policy), "the same files, another policy");
    let wrong = triage::run_examples(policy);
    assert_eq!(wrong, triage::run_examples(policy));
    let now = instants()[2];
    for clause in policy.clauses.iter().take(most) {
        let explained = triage::explain(policy, clause, now);
        assert!(serde_json::to_string(&explained).is_ok());
    }
    let others = policy.facts.iter().map(|fact| &fact.id);
    let others = others.chain(policy.conflicts.iter().map(|clash| &clash.id)).take(most);
    for id in others {
        assert!(triage::explain_other(policy, id).is_some());
    }
    for at in instants() {
        let text = domain::policy::markdown(policy, at.to_zoned(jiff::tz::TimeZone::UTC).date());
        let strange = |c: char| c.is_control() && c != '\n';
        assert!(!text.contains(strange), "a control character in the rendered policy");
    }
    let examples = policy.clauses.iter().flat_map(|clause| &clause.examples);
    let claims = examples.map(|example| &example.claim);
    let claims = claims.chain(policy.precedents.iter().map(|precedent| &precedent.claim));
    for one in claims.take(most).chain([&Claim::default()]) {
        claim(policy, one);
    }
}

/// Judge the claim at several instants and look whether the verdict keeps its promises.
pub fn claim(policy: &Policy, claim: &Claim) {
    let wrong = claim.check(policy);
    let normal = claim.normal(policy);
    assert_eq!(normal, normal.normal(policy), "normal twice is another claim");
    let text = serde_json::to_string(&normal).unwrap();
    let back: Claim = serde_json::from_str(&text).expect("what is written can be read");
    assert_eq!(serde_json::to_string(&back).unwrap(), text, "written, read and written again");
    for at in instants() {
        let verdict = judge(policy, &normal, at);
        let bytes = |verdict: &Verdict| serde_json::to_string(verdict).unwrap();
        assert_eq!(bytes(&verdict), bytes(&judge(policy, &back, at)), "not the same bytes");
        let open = verdict.kind == VerdictKind::NeedsMoreInfo;
        assert_eq!(open, !verdict.missing.is_empty(), "open exactly when something is missing");
        for fact in &verdict.missing {
            assert!(!normal.get(fact).is_known(), "{fact} is asked for and known");
        }
        let rules: Vec<String> = verdict.rules.iter().map(|cited| cited.id.clone()).collect();
        let cwe = triage::cited_weaknesses(policy, &rules);
        triage::precedents(&policy.precedents, &normal, &cwe, at);
        if wrong.is_empty() {
            further(policy, &normal, at, &verdict);
        }
    }
    let all = instants();
    let compared = triage::compare((policy, all[1]), (policy, all[2]), &normal);
    assert!(compared.differs.is_empty() || compared.at_receipt != compared.today);
}

/// Asked facts are answered until the verdict stands; then more answers do not move it.
fn further(policy: &Policy, claim: &Claim, at: Timestamp, verdict: &Verdict) {
    let (mut claim, mut verdict) = (claim.clone(), verdict.clone());
    for round in 0..=policy.facts.len() {
        if verdict.missing.is_empty() {
            break;
        }
        assert!(round < policy.facts.len(), "asks for ever");
        for id in &verdict.missing {
            let fact = policy.fact(id).expect("what is asked is a fact");
            claim.facts.insert(id.clone(), answer(fact, round));
        }
        verdict = judge(policy, &claim, at);
    }
    let told: BTreeSet<&String> = policy
        .facts
        .iter()
        .flat_map(|fact| &fact.choices)
        .flat_map(|choice| choice.gives.keys())
        .collect();
    for (n, fact) in policy.facts.iter().enumerate() {
        let gives = fact.choices.iter().any(|choice| !choice.gives.is_empty());
        if !gives && !told.contains(&fact.id) && !claim.get(&fact.id).is_known() {
            claim.facts.insert(fact.id.clone(), answer(fact, n));
        }
    }
    let later = judge(policy, &claim, at);
    assert_eq!(verdict.kind, later.kind, "an answer nobody needed flipped the verdict");
    assert_eq!(verdict.redirect, later.redirect);
}

fn answer(fact: &FactDef, n: usize) -> FactValue {
    let choice = (!fact.choices.is_empty()).then(|| &fact.choices[n % fact.choices.len()]);
    let word = choice.map_or("CWE-20".to_owned(), |choice| choice.id.clone());
    match fact.kind {
        FactKind::YesNo if n % 2 == 0 => FactValue::Yes,
        FactKind::YesNo => FactValue::No,
        FactKind::Day => FactValue::Text("2026-01-31".to_owned()),
        FactKind::Number => FactValue::Text("12".to_owned()),
        FactKind::Choice => FactValue::Text(word),
        FactKind::Many => FactValue::List(vec![word]),
    }
}
