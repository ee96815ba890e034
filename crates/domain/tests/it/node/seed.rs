//! The examples of the policy's own text, each as a claim with the verdict and the clauses it must
//! get, today and, where nothing newer was added, before.

use super::claims::{
    AFTER, BEFORE, Facts, GRAVE, INBOUND, LIMITED, OUTBOUND, ask, cited, claim, node,
};
use domain::triage::VerdictKind::{
    self, DocsFixVulnerability, Hardening, NormalBug, Redirect, Vulnerability,
};

/// A named example: its answers, what it is, and the clauses that must be cited, the deciding one
/// first.
type Example = (&'static str, &'static [Facts], VerdictKind, &'static str);

/// A visitor's words that an application hands on.
const PASSED_ON: Facts =
    &[("input", "inbound-network"), ("runtime-transforms", "no"), ("app-mistake", "yes")];
const BUILD: Facts =
    &[("component", "build-system"), ("needs", "build-environment"), ("input", "none")];
const FILE: Facts = &[("needs", "configuration-file"), ("input", "none")];
const LEAK: Facts = &[("effect", "availability"), ("leak", "yes")];

const READS: Facts = &[("effect", "confidentiality")];
const CHANGES: Facts = &[("effect", "integrity")];
const RUNS: Facts = &[("effect", "code-execution")];
const CRASHES: Facts = &[("effect", "crash")];

macro_rules! is {
    ($($fact:literal = $word:literal),+) => { &[$(($fact, $word)),+] as Facts };
}

/// The examples of what is not a vulnerability.
const NOT: &[Example] = &[
    (
        "malicious module",
        &[is!("needs" = "installed-module", "input" = "application"), READS],
        NormalBug,
        "NV-1 TR-3",
    ),
    (
        "prototype pollution",
        &[PASSED_ON, is!("pattern" = "prototype-pollution"), CHANGES],
        NormalBug,
        "NV-2 TR-4",
    ),
    (
        "search path",
        &[is!("pattern" = "search-path", "needs" = "module-files", "input" = "none"), RUNS],
        NormalBug,
        "NV-3 TR-6",
    ),
    ("documented configuration", &[FILE, is!("autoload" = "documented"), READS], NormalBug, "NV-4"),
    (
        "large answer",
        &[OUTBOUND, is!("only-by-size" = "yes", "effect" = "availability")],
        NormalBug,
        "NV-5 UT-2x",
    ),
    (
        "what Corepack downloads",
        &[is!("component" = "corepack-download"), INBOUND, CHANGES],
        Redirect,
        "NV-6",
    ),
    (
        "functions for SQLite",
        &[PASSED_ON, is!("pattern" = "sqlite-user-function"), RUNS],
        NormalBug,
        "NV-7.1 NV-7",
    ),
    (
        "extensions of SQLite",
        &[PASSED_ON, is!("pattern" = "sqlite-extension"), RUNS],
        NormalBug,
        "NV-7.2 NV-7",
    ),
    (
        "files through SQL",
        &[PASSED_ON, is!("pattern" = "sqlite-files"), READS],
        NormalBug,
        "NV-7.3 NV-7",
    ),
    (
        "exposed commands",
        &[PASSED_ON, is!("pattern" = "exposed-exec"), RUNS],
        NormalBug,
        "NV-7.4 NV-7",
    ),
    (
        "paths that strangers choose",
        &[PASSED_ON, is!("pattern" = "user-path"), READS],
        NormalBug,
        "NV-7.5 NV-7",
    ),
    (
        "code that strangers bring",
        &[PASSED_ON, is!("pattern" = "user-code"), RUNS],
        NormalBug,
        "NV-7.6 NV-7",
    ),
    (
        "variables of the build",
        &[BUILD, is!("pattern" = "build-variables"), RUNS],
        NormalBug,
        "NV-8.1 NV-8 TM-G1",
    ),
    (
        "output of the build",
        &[BUILD, is!("pattern" = "build-output-path"), CHANGES],
        NormalBug,
        "NV-8.2 NV-8 TM-G1",
    ),
    (
        "permissions after the build",
        &[BUILD, is!("pattern" = "build-permissions"), CHANGES],
        NormalBug,
        "NV-8.3 NV-8 TM-G1",
    ),
    (
        "no error handler",
        &[INBOUND, GRAVE, is!("pattern" = "missing-error-handler"), CRASHES],
        NormalBug,
        "NV-9 NV-9.1",
    ),
    (
        "flag of the operator",
        &[LIMITED, is!("pattern" = "operator-flag"), CHANGES],
        NormalBug,
        "PM-1 PM-0c",
    ),
    (
        "SQLite under permissions",
        &[LIMITED, is!("pattern" = "permission-sqlite"), READS],
        NormalBug,
        "PM-2",
    ),
    (
        "link to an allowed path",
        &[LIMITED, is!("pattern" = "permission-symlink", "resolves-within" = "inside"), READS],
        NormalBug,
        "PM-3",
    ),
    (
        "link swapped in time",
        &[LIMITED, is!("pattern" = "permission-symlink-race", "resolves-within" = "inside"), READS],
        NormalBug,
        "PM-3t",
    ),
    (
        "worker with other options",
        &[LIMITED, is!("pattern" = "permission-worker"), READS],
        NormalBug,
        "PM-4",
    ),
    (
        "out of the V8 sandbox",
        &[
            is!("component" = "v8-sandbox", "needs" = "application-code", "input" = "application"),
            RUNS,
        ],
        Redirect,
        "V8-1 V8-2",
    ),
    (
        "line breaks in early hints",
        &[PASSED_ON, is!("pattern" = "early-hints-crlf"), CHANGES],
        NormalBug,
        "EH-1 EH-2",
    ),
];

/// Everything else that the text shows.
const OTHER: &[Example] = &[
    (
        "crafted certificate",
        &[OUTBOUND, is!("pattern" = "certificate-validation", "area" = "tls"), READS],
        Vulnerability,
        "EV-1 UT-2 VU-0",
    ),
    (
        "smuggled request",
        &[INBOUND, is!("pattern" = "request-smuggling", "area" = "llhttp"), CHANGES],
        Vulnerability,
        "EV-2 UT-1 UT-1a",
    ),
    (
        "original without the key",
        &[is!("input" = "protected-data", "pattern" = "missing-crypto-step"), READS],
        Vulnerability,
        "EV-3 UT-3",
    ),
    (
        "undocumented configuration",
        &[FILE, is!("autoload" = "undocumented"), READS],
        Vulnerability,
        "EV-4 DC-1 DC-2",
    ),
    (
        "code run by default",
        &[FILE, is!("autoload" = "undocumented"), RUNS],
        DocsFixVulnerability,
        "DC-1 DC-2",
    ),
    (
        "other exposed API",
        &[PASSED_ON, is!("pattern" = "exposed-api"), READS],
        NormalBug,
        "NV-7 NV-7a NV-7b NV-7c",
    ),
    ("tool of the build", &[BUILD, RUNS], NormalBug, "NV-8 NV-8.4 TM-G1 TM-G2"),
    (
        "experimental platform",
        &[INBOUND, is!("platforms" = "experimental"), CHANGES],
        NormalBug,
        "XP-1 XP-2 XP-3 XP-4",
    ),
    (
        "compile-time flag",
        &[INBOUND, is!("builds" = "special-flags"), CHANGES],
        NormalBug,
        "CF-1 CF-2 CF-3 CF-4",
    ),
    (
        "experimental feature",
        &[INBOUND, is!("stability" = "experimental"), READS],
        Vulnerability,
        "VU-1 AF-1 AF-2",
    ),
    (
        "third-party module",
        &[is!("component" = "third-party-module"), INBOUND, READS],
        Redirect,
        "TP-1",
    ),
    (
        "developer",
        &[is!("needs" = "developers", "input" = "none"), CHANGES],
        NormalBug,
        "TR-1 TM-G1 TM-G2",
    ),
    (
        "operating system",
        &[is!("needs" = "operating-system", "input" = "none"), READS],
        NormalBug,
        "TR-2 TM-G1 TM-G2",
    ),
    (
        "code that is run",
        &[is!("needs" = "application-code", "input" = "application"), CHANGES],
        NormalBug,
        "TR-3 TR-3a TM-G1",
    ),
    (
        "text for JSON.parse()",
        &[PASSED_ON, is!("easy-to-misuse" = "no", "effect" = "availability")],
        NormalBug,
        "TR-4",
    ),
    (
        "inspector",
        &[is!("needs" = "inspector", "input" = "inbound-network"), RUNS],
        NormalBug,
        "TR-5",
    ),
    (
        "files of modules",
        &[is!("needs" = "module-files", "input" = "none"), RUNS],
        NormalBug,
        "TR-6",
    ),
    (
        "files of WASI",
        &[is!("pattern" = "wasi-files", "input" = "opened-file"), READS],
        NormalBug,
        "TR-7",
    ),
    (
        "execution path",
        &[is!("needs" = "execution-path", "input" = "none"), RUNS],
        NormalBug,
        "TR-8",
    ),
    ("path functions", &[PASSED_ON, is!("pattern" = "path-functions"), READS], NormalBug, "TR-8a"),
    (
        "easy to misuse",
        &[PASSED_ON, is!("easy-to-misuse" = "yes"), READS],
        Hardening,
        "HD-1 HD-2 HD-3",
    ),
    ("HTTP client", &[OUTBOUND, is!("area" = "undici"), CHANGES], Vulnerability, "VU-1 UT-2 UT-2a"),
    (
        "name resolution",
        &[OUTBOUND, is!("area" = "c-ares"), RUNS],
        Vulnerability,
        "UT-6 UT-2 UT-2b",
    ),
    (
        "standard input",
        &[is!("input" = "opened-file", "runtime-transforms" = "yes"), CHANGES],
        Vulnerability,
        "VU-1 UT-4",
    ),
    ("polluted globals", &[INBOUND, is!("effect" = "globals")], Vulnerability, "UT-5 UT-5a"),
    ("crash nothing can catch", &[INBOUND, GRAVE, CRASHES], Vulnerability, "VU-2 UT-5b"),
    ("other side effect", &[INBOUND, is!("effect" = "other-action")], Vulnerability, "UT-5 UT-5c"),
    (
        "internals at fault",
        &[
            is!(
                "input" = "inbound-network",
                "runtime-transforms" = "no",
                "internals-at-fault" = "yes"
            ),
            READS,
        ],
        Vulnerability,
        "VU-1 IN-1",
    ),
    (
        "intent under permissions",
        &[LIMITED, is!("permission-intent" = "yes"), READS],
        NormalBug,
        "PM-0 TR-3a",
    ),
    ("leak that meets all", &[INBOUND, GRAVE, LEAK], Vulnerability, "VU-2 UT-1"),
];

fn holds(examples: &[Example]) {
    let policy = node();
    for (name, facts, kind, ids) in examples {
        for at in [BEFORE, AFTER] {
            let verdict = ask(&policy, &claim(facts), at);
            let because = &verdict.because;
            assert_eq!(verdict.kind, *kind, "{name} at {at}: {because}");
            let cited = cited(&verdict);
            let wanted: Vec<&str> = ids.split_whitespace().collect();
            assert_eq!(cited[0], wanted[0], "{name} at {at}: {because}");
            let lacks: Vec<&&str> = wanted.iter().filter(|id| !cited.contains(id)).collect();
            assert!(lacks.is_empty(), "{name} at {at} lacks {lacks:?}: {because}");
            let refused = !kind.is_vulnerability();
            assert!(!refused || verdict.cve != Some(true), "{name} at {at}");
        }
    }
}

#[test]
fn the_23_examples_of_what_is_not_a_vulnerability_are_none() {
    assert_eq!(NOT.len(), 23);
    assert!(NOT.iter().all(|(_, _, kind, _)| !kind.is_vulnerability()));
    holds(NOT);
}

#[test]
fn every_other_example_is_judged_as_it_is_told() {
    holds(OTHER);
}

#[test]
fn one_platform_of_a_higher_tier_or_one_official_build_turns_the_verdict() {
    let policy = node();
    let asked = |facts: Facts| ask(&policy, &claim(&[INBOUND, CHANGES, facts]), AFTER);
    for gated in [
        is!("platforms" = "experimental"),
        is!("platforms" = "unknown", "platform" = "linux-x64-musl,freebsd-x64"),
        is!("builds" = "special-flags"),
        is!("builds" = "v8-flags"),
        is!("builds" = "special-flags,v8-flags"),
    ] {
        let verdict = asked(gated);
        let told = (verdict.kind, verdict.cve, verdict.bounty);
        assert_eq!(told, (NormalBug, Some(false), Some(false)), "{gated:?}");
    }
    for open in [
        is!("platforms" = "experimental,tier-1"),
        is!("platforms" = "experimental,tier-2"),
        is!("platforms" = "unknown", "platform" = "linux-x64-musl,linux-x64"),
        is!("builds" = "special-flags,official"),
        is!("builds" = "v8-flags,official"),
    ] {
        assert_eq!(asked(open).kind, Vulnerability, "{open:?}");
    }
    let before = claim(&[INBOUND, CHANGES, is!("builds" = "v8-flags")]);
    assert_eq!(ask(&policy, &before, BEFORE).kind, Vulnerability, "V8's options came later");
}

#[test]
fn the_walk_through_the_guide_is_judged_alike_before_and_after() {
    let policy = node();
    let walk = is!(
        "component" = "bundled-dependency",
        "input" = "inbound-network",
        "runtime-transforms" = "no",
        "internals-at-fault" = "yes",
        "effect" = "availability",
        "ecma-defined" = "defined",
        "quick-outage" = "yes",
        "beyond-user-control" = "unknown"
    );
    for at in [BEFORE, AFTER] {
        let verdict = ask(&policy, &claim(&[GRAVE, walk]), at);
        assert_eq!((verdict.kind, verdict.cve), (Vulnerability, Some(true)), "{at}");
        assert_eq!(cited(&verdict)[..3], ["VU-2", "IN-1", "VU-0"], "{at}");
    }
}

#[test]
fn size_alone_turns_a_flood_into_the_applications_affair() {
    let policy = node();
    let flood = &[OUTBOUND, GRAVE, is!("effect" = "availability")];
    let verdict = ask(&policy, &claim(flood), AFTER);
    assert_eq!((verdict.kind, cited(&verdict)[0]), (Vulnerability, "VU-2"));
    let mut by_size = claim(flood);
    super::claims::set(&mut by_size, "only-by-size", "yes");
    let verdict = ask(&policy, &by_size, AFTER);
    assert_eq!((verdict.kind, cited(&verdict)), (NormalBug, vec!["NV-5", "UT-2x"]));
}

#[test]
fn the_day_of_documentation_turns_a_configuration_file() {
    let policy = node();
    let asked = |documented: &str| {
        let mut file =
            claim(&[FILE, READS, is!("autoload" = "by-dates", "affected-since" = "2026-02-10")]);
        super::claims::set(&mut file, "documented-since", documented);
        let verdict = ask(&policy, &file, AFTER);
        (verdict.kind, cited(&verdict)[0].to_owned())
    };
    assert_eq!(asked("2026-02-10"), (NormalBug, "NV-4".into()));
    assert_eq!(asked("2025-02-11"), (NormalBug, "NV-4".into()));
    assert_eq!(asked("2026-02-11"), (Vulnerability, "EV-4".into()));
    assert_eq!(asked("never"), (Vulnerability, "EV-4".into()));
}

#[test]
fn nothing_known_asks_few_questions_and_gates_decide_early() {
    let policy = node();
    let nothing = ask(&policy, &domain::triage::Claim::default(), AFTER);
    assert_eq!(nothing.kind, VerdictKind::NeedsMoreInfo);
    assert!(nothing.missing.len() <= 7, "{:?}", nothing.missing);
    let mut module = domain::triage::Claim::default();
    super::claims::set(&mut module, "component", "third-party-module");
    assert_eq!(ask(&policy, &module, AFTER).kind, Redirect);
    super::claims::set(&mut module, "component", "core");
    super::claims::set(&mut module, "platform", "freebsd-x64");
    assert_eq!(cited(&ask(&policy, &module, AFTER))[0], "XP-1");
}
