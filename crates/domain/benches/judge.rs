//! How long judging takes, with the clauses and the claims that a pack grows to.
//! `cargo bench -p domain`; figures are in docs/benchmarks.md.
#![expect(clippy::disallowed_methods, reason = "a benchmark brings the bytes of the pack")]

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use domain::policy::{Policy, read};
use domain::triage::{Claim, judge, precedents};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;

fn files() -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/node");
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the pack").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).expect("below the pack").display().to_string();
            files.insert(name, std::fs::read(&path).expect("a file of the pack"));
        }
    }
    files
}

fn whole(files: &BTreeMap<String, Vec<u8>>) -> Policy {
    let (policy, complaints) = read(files);
    policy.unwrap_or_else(|| panic!("{complaints:?}"))
}

/// The pack with exactly so many clauses: fewer by reading on only those, more by copies under other
/// names that are weighed beside the originals.
fn with_clauses(n: usize) -> Policy {
    let mut files = files();
    let originals: Vec<(String, String)> = files
        .iter()
        .filter_map(|(path, bytes)| {
            let id = path.strip_prefix("threat/")?.strip_suffix(".toml")?;
            Some((id.to_owned(), String::from_utf8(bytes.clone()).ok()?))
        })
        .collect();
    let mut copy = 0;
    while originals.len() + copy < n {
        let (id, text) = &originals[copy % originals.len()];
        let name = format!("{id}.copy{copy}");
        let text = text.replacen(&format!("id = \"{id}\""), &format!("id = \"{name}\""), 1);
        files.insert(format!("threat/{name}.toml"), text.into_bytes());
        copy += 1;
    }
    whole(&files)
}

/// A claim that is decided, one that is open, and one that no clause decides.
fn claims(policy: &Policy) -> [(&'static str, Claim); 3] {
    let precedent = policy.precedent("CVE-2026-21714").expect("a leak that was accepted");
    let other = policy.precedents.iter().find(|one| one.claim.facts.len() > 5);
    let other = other.expect("a claim").claim.clone();
    [("leak", precedent.claim.clone()), ("empty", Claim::default()), ("latest", other)]
}

fn at() -> Timestamp {
    "2026-11-01T00:00:00Z".parse().expect("an instant")
}

fn one_claim(c: &mut Criterion) {
    let mut group = c.benchmark_group("judge");
    for n in [115, 150, 300, 600, 1_200] {
        let policy = with_clauses(n);
        for (name, claim) in claims(&policy) {
            let clauses = policy.clauses.len();
            group.bench_with_input(BenchmarkId::new(name, clauses), &claim, |b, claim| {
                b.iter(|| judge(black_box(&policy), black_box(claim), at()));
            });
        }
    }
    group.finish();
}

fn stored_claims(c: &mut Criterion) {
    let policy = with_clauses(150);
    let texts: Vec<String> = policy
        .precedents
        .iter()
        .map(|one| serde_json::to_string(&one.claim).expect("plain data"))
        .collect();
    let mut group = c.benchmark_group("stored claims judged again");
    group.sample_size(10);
    for n in [100, 1_000, 10_000, 100_000] {
        let stored: Vec<&String> = texts.iter().cycle().take(n).collect();
        group.bench_with_input(BenchmarkId::from_parameter(n), &stored, |b, stored| {
            b.iter_batched(
                || stored.clone(),
                |stored| {
                    let judged = stored.iter().map(|text| {
                        let claim: Claim = serde_json::from_str(text).expect("a claim");
                        judge(&policy, &claim, at()).kind
                    });
                    judged.filter(|kind| kind.is_vulnerability()).count()
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

fn reading_and_precedents(c: &mut Criterion) {
    let files = files();
    c.bench_function("read the pack", |b| b.iter(|| whole(black_box(&files))));
    let policy = whole(&files);
    let [(_, claim), ..] = claims(&policy);
    c.bench_function("precedents near a claim", |b| {
        b.iter(|| precedents(&policy.precedents, black_box(&claim), &[], at()));
    });
}

criterion_group!(benches, one_claim, stored_claims, reading_and_precedents);
criterion_main!(benches);
