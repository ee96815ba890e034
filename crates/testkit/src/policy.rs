//! The policy of a project that does not exist, small enough to know by heart.

use crate::rules::RULES;
use domain::policy::{Policy, read};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const POLICY: &str = r#"
id = "acme"
version = "7"

[project]
name = "Acme"
slug = "acme"
homepage = "https://acme.example/"
summary = "A library that no desert should be without."

[[contact]]
how = "form"
address = "https://acme.example/report"
says = "For every report."

[[contact]]
how = "mail"
address = "security@acme.example"
says = "Where the form does not open."

[calendar]
zone = "Europe/Madrid"
working = ["mon", "tue", "wed", "thu", "fri"]

[[clock]]
id = "ack"
title = "First answer"
limit = { n = 5, unit = "business-days" }
starts = "receipt"
stops = "reply"
says = "A person answers within five business days."

[[clock]]
id = "triage"
title = "Decision"
limit = { n = 10, unit = "business-days" }
starts = "receipt"
stops = "decision"
says = "Within ten business days you know whether it counts."

[[clock]]
id = "fix"
title = "Publication"
limit = { n = 90, unit = "days" }
starts = "receipt"
stops = "publication"
says = "Within ninety days it is public."

[[clock]]
id = "silence"
title = "Next word"
limit = { n = 14, unit = "days" }
starts = "reply"
stops = "reply"
says = "At least every fourteen days you hear from us."

[[clock]]
id = "escalate"
title = "Turn to somebody else"
limit = { n = 144, unit = "hours" }
starts = "receipt"
stops = "reply"
right = true
says = "After six days of silence you may turn to somebody else."

[embargo]
default_days = 45
cap_days = 90
says = "Both sides keep it back until the fix is out."

[advisory]
id_format = "ACME-{year}-{n}"
first = 1
ecosystem = "npm"
package = "acme"
purl = "pkg:npm/acme"
formats = ["node-core"]

[[channel]]
id = "site"
title = "The site"
kind = "site"
address = "https://acme.example/advisories"

[[channel]]
id = "announce"
title = "The list"
kind = "mail-list"
address = "announce@lists.acme.example"

[[channel]]
id = "packagers"
title = "Those who package it"
kind = "mail-list"
address = "packagers@lists.acme.example"

[[reporter_rule]]
id = "RR-1"
says = "Say how to see it happen."

[[moved]]
from = "/responsible-disclosure"
to = "/policy"

[default]
clause = "OTHER"
verdict = "normal-bug"

[severity]

[[severity.modifier]]
id = "S-FLAG"
lower = 1
when = { fact = "flag", is = "yes" }
says = "Only who sets the flag is concerned."
"#;

const HOLIDAYS: &str = r#"
[[holiday]]
from = 2026-12-24
to = 2027-01-03
says = "The desert is closed."
"#;

const MORE_HOLIDAYS: &str = r#"
[[holiday]]
from = 2026-01-05
to = 2026-11-30
says = "Everybody has gone."
"#;

const FACTS: &str = r#"
[[fact]]
id = "attacker"
title = "Where does the attacker stand?"
kind = "choice"
[[fact.choice]]
id = "network"
says = "Anywhere on the network"
[[fact.choice]]
id = "local"
says = "On the same machine"

[[fact]]
id = "effect"
title = "What can the attacker do?"
kind = "many"
[[fact.choice]]
id = "crash"
says = "End the process"
[[fact.choice]]
id = "read"
says = "Read memory"
[[fact.choice]]
id = "nothing"
says = "Nothing at all"
alone = true

[[fact]]
id = "flag"
title = "Does it need the compile flag quic?"
kind = "yes-no"
"#;

const LINES: &str = r#"{
  "v1": { "start": "2022-04-01", "end": "2025-04-01" },
  "v2": { "start": "2024-04-01", "lts": "2024-10-01", "end": "2036-04-01", "codename": "Mesa" },
  "v3": { "start": "2025-04-01", "end": "2036-04-01" }
}"#;

const CLAUSES: [(&str, &str); 5] = [
    (
        "EXP-1",
        r#"
id = "EXP-1"
kind = "non-vulnerability"
since = 2024-01-01
order = 10
title = "Experiments"
text = "What needs the compile flag quic is an experiment, not a vulnerability."
when = { fact = "flag", is = "yes" }
effect = { verdict = "normal-bug", cve = false }
[[example]]
say = "a crash behind the flag"
claim = { attacker = "network", effect = ["crash"], flag = "yes" }
expect = "normal-bug"
cites = ["EXP-1"]
"#,
    ),
    (
        "IN-2",
        r#"
id = "IN-2"
kind = "vulnerability"
since = 2024-01-01
order = 20
title = "Reached from the network"
text = "Whoever ends the process or reads its memory from the network uses a vulnerability."
because = "Servers face strangers."
when = { all = [{ fact = "attacker", is = "network" }, { fact = "effect", has_any = ["crash", "read"] }] }
effect = { verdict = "vulnerability", cve = true, also = ["WHY-1"] }
cwe = ["CWE-400"]
[[example]]
say = "a crash from the network"
claim = { attacker = "network", effect = ["crash"], flag = "no" }
expect = "vulnerability"
cites = ["IN-2"]
"#,
    ),
    (
        "LOC-1",
        r#"
id = "LOC-1"
kind = "non-vulnerability"
since = 2024-01-01
order = 30
title = "The own machine"
text = "Who stands on the same machine is trusted; we harden what we can."
when = { all = [{ fact = "attacker", is = "local" }, { fact = "effect", has = "read" }] }
effect = { verdict = "hardening" }
"#,
    ),
    (
        "WHY-1",
        r#"
id = "WHY-1"
kind = "rationale"
since = 2024-01-01
order = 90
title = "Why the network"
text = "Nobody chooses who connects."
"#,
    ),
    (
        "OTHER",
        r#"
id = "OTHER"
kind = "scope"
since = 2024-01-01
order = 99
title = "Everything else"
text = "What no other clause names is a bug like any other."
"#,
    ),
];

/// The pack, file by file.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    let policy = [POLICY, RULES].concat();
    let plain = [
        ("policy.toml", policy.as_str()),
        ("holidays.toml", HOLIDAYS),
        ("facts.toml", FACTS),
        ("lines.json", LINES),
    ];
    let plain = plain.into_iter().map(|(path, text)| (path.to_owned(), text.into()));
    let clauses = CLAUSES.map(|(id, text)| (format!("threat/{id}.toml"), text.into()));
    plain.chain(clauses).collect()
}

/// The pack with these files changed or added.
pub fn files_with(more: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let mut files = files();
    files.extend(more.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())));
    files
}

/// The policy in these files, which must be whole.
pub fn read_whole(files: &BTreeMap<String, Vec<u8>>) -> Policy {
    let (policy, complaints) = read(files);
    let says: Vec<String> = complaints.iter().map(ToString::to_string).collect();
    policy.unwrap_or_else(|| panic!("the pack is whole:\n{}", says.join("\n")))
}

/// The policy of Acme.
pub fn policy() -> Policy {
    static READ: OnceLock<Policy> = OnceLock::new();
    READ.get_or_init(|| read_whole(&files())).clone()
}

/// The same with almost a year of holidays: whoever computes a due instant again gets another one.
pub fn policy_with_more_holidays() -> Policy {
    static READ: OnceLock<Policy> = OnceLock::new();
    let read = || {
        let mut files = files();
        files.insert("holidays.toml".to_owned(), [HOLIDAYS, MORE_HOLIDAYS].concat().into());
        read_whole(&files)
    };
    READ.get_or_init(read).clone()
}
