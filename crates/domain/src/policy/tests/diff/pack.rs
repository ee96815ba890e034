//! A pack in which everything occurs.

/// A pack in which everything occurs that a pack can have.
pub(super) const PACK: &[(&str, &str)] = &[
    (
        "calendars/es.toml",
        r#"title = "Spain"
until = 2028-01-01
holiday = [{ from = 2027-01-06, says = "Epiphany." }]
"#,
    ),
    (
        "policy.toml",
        r#"id = "tiny"
version = "2"
history = [
  { id = "1", since = 2025-01-01, says = "First." },
  { id = "2", since = 2026-07-01, says = "Second." },
]
project = { name = "Tiny", slug = "tiny", homepage = "https://tiny.example", summary = "Tiny." }
contact = [
  { how = "form", address = "https://tiny.example/report", says = "First of all." },
  { how = "mail", address = "security@tiny.example", says = "Write." },
]
calendar = { zone = "UTC", working = ["mon", "tue"], holiday = [{ from = 2026-12-24, to = 2026-12-26, says = "Feast." }] }
clock = [
  { id = "ack", title = "Acknowledgement", limit = { n = 5, unit = "days" }, starts = "receipt", stops = "reply", says = "Somebody answers.", warn = [50], escalate = [{ after = { n = 6, unit = "days" }, to = "lead", says = "Hurry." }] },
  { id = "say", title = "Decision", limit = { n = 9, unit = "business-days", holidays = "count" }, starts = "receipt", stops = "decision", paused_by = ["waiting-reporter"], says = "We decide." },
  { id = "turn", title = "Escalation", limit = { n = 6, unit = "business-days" }, starts = "receipt", stops = "reply", right = true, says = "You may turn to others.", source = "S.md#a" },
]
rota = [{ role = "lead", to = ["leads@tiny.example"] }]
intake_pause = [{ from = 2026-08-01, to = 2026-08-09, says = "Summer." }]
needs_info = { remind_days = [3], close_days = 10 }
world = { allege = { n = 4, unit = "hours" } }
cve = { publish = { n = 12, unit = "hours" }, overdue = { n = 48, unit = "hours" }, unused_days = 60 }
embargo = { default_days = 10, cap_days = 20, warn = [{ n = 1, unit = "days" }], says = "Short.", steps = ["One.", "Two."] }
advisory = { id_format = "TINY-{year}-{n}", first = 1, package = "tiny" }
default = { verdict = "normal-bug", clause = "X-9" }
bounty = { says = "Money.", since = 2025-01-01, until = 2026-07-01 }
intake = { accept_rules = true }
handling = { exploited = ["hurts"], defer_days = 100, reopen_days = 50 }
reporter_rule = [
  { id = "A", says = "Be kind.", severity = ["S"] },
  { id = "S", kind = "sanction", says = "Refused." },
  { id = "E", kind = "eligibility", says = "In the model." },
]
team = [{ id = "core", title = "Core", says = "All of it.", groups = ["tc"], members = [{ name = "Ada", handle = "ada" }] }]
covers = [{ repository = "tiny/tiny", cve = true, says = "All." }]
safe_harbour = { says = "Nobody sues.", steps = ["Ask."], address = "https://tiny.example/safe" }
security_txt = { languages = ["en", "es"], hiring = "https://tiny.example/jobs" }
moved = [{ from = "/old", to = "/policy" }]
channel = [
  { id = "site", title = "Site", kind = "site", address = "https://tiny.example/a" },
  { id = "list", title = "List", kind = "mail-list", address = "all@tiny.example" },
]

[severity]
vector = "optional"
start = "medium"
[[severity.scale]]
word = "low"
says = "Little."
[[severity.scale]]
word = "medium"
says = "Some."
[[severity.scale]]
word = "high"
says = "Much."
[[severity.modifier]]
id = "sea"
says = "Far away."
when = { fact = "platform", has = "sea" }
lower = 1

[lines]
change_notice_days = 14
notices_days = [30, 7]
[[lines.model]]
id = "yearly"
since = 2027-01-01
says = "One a year."
"#,
    ),
    (
        "lines.json",
        r#"{ "v1": { "start": "2024-01-01", "end": "2026-12-31", "codename": "Oak", "note": "x" },
             "v2": { "start": "2025-01-01", "end": "2030-01-01", "upstream": { "openssl": "3.0" } } }"#,
    ),
    (
        "facts.toml",
        r#"fact = [
  { id = "platform", title = "Where?", kind = "many", choice = [{ id = "sea", says = "At sea." }, { id = "land", says = "On land." }] },
  { id = "hurts", title = "Does it hurt?", kind = "yes-no", help = "Try it." },
]
"#,
    ),
    (
        "threat/X-1.toml",
        r#"id = "X-1"
kind = "vulnerability"
order = 1
since = 2025-01-01
title = "It hurts"
text = "What hurts is a vulnerability."
when = { fact = "hurts", is = true }
effect = { verdict = "vulnerability", cve = true }
cwe = ["CWE-79"]
example = [{ say = "it hurts", expect = "vulnerability", claim = { hurts = "yes" }, cites = ["X-1"] }]
"#,
    ),
    (
        "threat/X-2.toml",
        r#"id = "X-2"
kind = "non-vulnerability"
order = 2
since = 2026-07-01
until = 2027-01-01
title = "The sea"
text = "The sea is no matter."
when = { fact = "platform", has = "sea" }
effect = { verdict = "normal-bug" }
"#,
    ),
    (
        "threat/X-9.toml",
        "id = \"X-9\"\nkind = \"scope\"\norder = 9\nsince = 2025-01-01\ntitle = \"Rest\"\ntext = \"The rest.\"\n",
    ),
    (
        "conflicts/clash.toml",
        r#"id = "clash"
title = "Two answers"
text = "They clash."
since = 2025-01-01
between = ["X-1", "X-9"]
when = { fact = "hurts", is = true }
"#,
    ),
    (
        "precedents/CVE-1.toml",
        r#"id = "CVE-1"
title = "It hurt"
decided = 2025-05-05
verdict = "vulnerability"
severity = "low"
claim = { hurts = "yes" }
reversed = { by = "X-2", since = 2026-07-01, because = "The sea took it." }
"#,
    ),
    (
        "playbooks/go.toml",
        r#"id = "go"
title = "Go"
says = "Go."
step = [{ id = "one", says = "Begin." }, { id = "two", says = "End.", after = ["one"], within = { n = 1, unit = "days" } }]
"#,
    ),
    (
        "roles/lead.toml",
        "id = \"lead\"\ntitle = \"Lead\"\nsays = \"Leads.\"\nmay = [\"read-case\", \"redact\"]\n",
    ),
];
