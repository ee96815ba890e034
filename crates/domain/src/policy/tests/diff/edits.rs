//! Edits of that pack, each with what is said about it.

/// Each edit of one file, and all that is said about it.
pub(super) const EDITS: &[(&str, &str, &str, &[&str])] = &[
    (
        "policy.toml",
        "defer_days = 100",
        "defer_days = 90",
        &["The longest deferral, in days, is 90 instead of 100."],
    ),
    (
        "policy.toml",
        "id = \"tiny\"\nversion",
        "id = \"small\"\nversion",
        &["The policy's short name is “small” instead of “tiny”."],
    ),
    (
        "policy.toml",
        r#"says = "Second.""#,
        r#"says = "The second.""#,
        &["What the version 2 says of itself is reworded: “The second.” instead of “Second.”"],
    ),
    (
        "policy.toml",
        r#"since = 2026-07-01, says = "Second.""#,
        r#"since = 2026-05-01, says = "Second.""#,
        &[
            "The version is “2” instead of “1”.",
            "2 says of itself: Second.",
            "The first day of the version 2 is 2026-05-01 instead of 2026-07-01.",
        ],
    ),
    (
        "policy.toml",
        r#"name = "Tiny","#,
        r#"name = "Tiny project","#,
        &["The project's name is “Tiny project” instead of “Tiny”."],
    ),
    (
        "policy.toml",
        r#"summary = "Tiny.""#,
        r#"summary = "Very tiny.""#,
        &["The project's summary is reworded: “Very tiny.” instead of “Tiny.”"],
    ),
    (
        "policy.toml",
        r#""security@tiny.example""#,
        r#""team@tiny.example""#,
        &[
            r#"The address of the contact "mail" is “team@tiny.example” instead of “security@tiny.example”."#,
        ],
    ),
    (
        "policy.toml",
        "  { how = \"mail\", address = \"security@tiny.example\", says = \"Write.\" },\n",
        "",
        &[r#"The contact "mail" is gone; it was: security@tiny.example. Write."#],
    ),
    (
        "policy.toml",
        r#"n = 5, unit = "days""#,
        r#"n = 3, unit = "days""#,
        &["The acknowledgement (ack) is promised within 3 days instead of 5."],
    ),
    (
        "policy.toml",
        r#"n = 5, unit = "days""#,
        r#"n = 1, unit = "days""#,
        &["The acknowledgement (ack) is promised within 1 day instead of 5 days."],
    ),
    (
        "policy.toml",
        r#"n = 6, unit = "business-days""#,
        r#"n = 6, unit = "days""#,
        &["The right turn (Escalation) opens after 6 days instead of 6 business days."],
    ),
    (
        "policy.toml",
        r#"stops = "reply", says = "Somebody"#,
        r#"stops = "decision", says = "Somebody"#,
        &["ack ends otherwise: the decision stops it; before: an answer stops it."],
    ),
    (
        "policy.toml",
        r#"starts = "receipt", stops = "reply", right = true"#,
        r#"starts = "reply", stops = "reply""#,
        &[
            "turn counts from the last message of the project instead of the arrival of the report.",
            "turn is a promise instead of a right of the reporter.",
            "Warnings of turn: new “after 60 %”, “after 90 %”.",
        ],
    ),
    (
        "policy.toml",
        r#", source = "S.md#a""#,
        "",
        &["The source of turn is gone; it was “S.md#a”."],
    ),
    (
        "policy.toml",
        r#"zone = "UTC", working = ["mon", "tue"]"#,
        r#"zone = "Europe/Madrid", working = ["mon", "wed"]"#,
        &[
            "The time zone is “Europe/Madrid” instead of “UTC”.",
            "Working days: new wed; no longer tue.",
        ],
    ),
    (
        "policy.toml",
        "to = 2026-12-26",
        "to = 2026-12-27",
        &[
            "The holiday 2026-12-24 to 2026-12-26 is gone; it was: Feast.",
            "The holiday 2026-12-24 to 2026-12-27 is new: Feast.",
        ],
    ),
    (
        "policy.toml",
        "default_days = 10, cap_days = 20",
        "default_days = 7, cap_days = 30",
        &[
            "An embargo is proposed for 7 days instead of 10.",
            "An embargo may last at most 30 days instead of 20.",
        ],
    ),
    (
        "policy.toml",
        r#"steps = ["One.", "Two."]"#,
        r#"steps = ["Two.", "One."], after_cve = { n = 72, unit = "hours" }"#,
        &[
            "The usual time from the CVE id to the announcement is new: 72 hours.",
            "Steps of a disclosure: the same in another order: “Two.”, “One.”",
        ],
    ),
    (
        "policy.toml",
        r#"bounty = { says = "Money.", since = 2025-01-01, until = 2026-07-01 }"#,
        r#"bounty = { says = "Money.", since = 2025-01-01, until = 2026-05-01 }"#,
        &[
            "The bounty ends with 2026-05-01: nothing is paid for reports received from that day on; those received before keep it.",
            "The day on which the bounty ends is 2026-05-01 instead of 2026-07-01.",
            "The rule E no longer holds: nothing makes eligible without a bounty.",
        ],
    ),
    (
        "policy.toml",
        "bounty = { says = \"Money.\", since = 2025-01-01, until = 2026-07-01 }\n",
        "",
        &[
            "The bounty is struck out, also for reports received before; to keep it for those, leave it in with the day on which it ends (until).",
            "The rule E no longer holds: nothing makes eligible without a bounty.",
        ],
    ),
    (
        "policy.toml",
        "accept_rules = true",
        "accept_rules = false",
        &["A report is taken without the rules being accepted."],
    ),
    (
        "policy.toml",
        r#"says = "Be kind.", severity = ["S"]"#,
        r#"says = "Be very kind.""#,
        &[
            "The rule A is reworded: “Be very kind.” instead of “Be kind.”",
            "Sanctions of the rule A: no longer S.",
        ],
    ),
    (
        "policy.toml",
        r#"says = "Refused." }"#,
        r#"says = "Refused.", until = 2026-06-01 }"#,
        &[
            "The rule S no longer holds: it ended on 2026-06-01.",
            "The end of the rule S is new: 2026-06-01.",
        ],
    ),
    (
        "policy.toml",
        r#"handle = "ada" }"#,
        r#"handle = "ada" }, { name = "Bea" }"#,
        &["Members of the team core: new Bea."],
    ),
    (
        "policy.toml",
        r#"cve = true, says = "All.""#,
        r#"cve = false, says = "All.""#,
        &["CVE ids are no longer asked for in tiny/tiny."],
    ),
    (
        "policy.toml",
        r#"says = "Nobody sues.""#,
        r#"says = "Nobody is sued.""#,
        &[r#"The chapter "safe harbour" is reworded: “Nobody is sued.” instead of “Nobody sues.”"#],
    ),
    (
        "policy.toml",
        r#"["en", "es"], hiring = "https://tiny.example/jobs""#,
        r#"["en"]"#,
        &[
            "Languages in security.txt: no longer es.",
            "The page of open positions in security.txt is gone; it was “https://tiny.example/jobs”.",
        ],
    ),
    (
        "policy.toml",
        r#"to = "/policy""#,
        r#"to = "/report""#,
        &["/old leads to “/report” instead of “/policy”."],
    ),
    (
        "policy.toml",
        r#"id_format = "TINY-{year}-{n}", first = 1"#,
        r#"id_format = "TN-{n}", first = 9"#,
        &[
            "The form of advisory ids is “TN-{n}” instead of “TINY-{year}-{n}”.",
            "The first advisory number is 9 instead of 1.",
        ],
    ),
    (
        "policy.toml",
        "  { id = \"list\", title = \"List\", kind = \"mail-list\", address = \"all@tiny.example\" },\n",
        "",
        &["The channel list is gone; it was: List, all@tiny.example."],
    ),
    (
        "policy.toml",
        "change_notice_days = 14\nnotices_days = [30, 7]",
        "change_notice_days = 7\nnotices_days = [30]",
        &[
            "Days before the end of a line on which the team is reminded: no longer 7.",
            "The notice for a change of a date, in days, is 7 instead of 14.",
        ],
    ),
    (
        "policy.toml",
        r#"says = "One a year.""#,
        "says = \"One a year.\"\nmaintenance = \"lts\"",
        &[
            "What the date maintenance opens in the model yearly is long-term support instead of maintenance.",
        ],
    ),
    (
        "policy.toml",
        r#"verdict = "normal-bug", clause = "X-9""#,
        r#"verdict = "hardening", clause = "X-1""#,
        &[
            "The clause that is cited when nothing decides is “X-1” instead of “X-9”.",
            "What follows from default is: not a vulnerability, but worth hardening in private. Before: not a vulnerability; at most a normal bug.",
        ],
    ),
    (
        "lines.json",
        r#""end": "2026-12-31""#,
        r#""end": "2026-06-05""#,
        &[
            "v1: end moves from 2026-12-31 to 2026-06-05; announced only 4 days before, 14 are asked for.",
        ],
    ),
    (
        "lines.json",
        r#""codename": "Oak", "note": "x""#,
        r#""codename": "Elm", "note": "y", "branch": "b1""#,
        &[
            "The codename of v1 is “Elm” instead of “Oak”.",
            "The branch of v1 is new: “b1”.",
            r#"What else v1 has: new note="y"; no longer note="x"."#,
        ],
    ),
    (
        "lines.json",
        r#""3.0""#,
        r#""3.5""#,
        &["Dependencies of v2 stay on: new openssl=3.5; no longer openssl=3.0."],
    ),
    (
        "lines.json",
        r#""v2": {"#,
        r#""v3": {"#,
        &[
            "v2 is removed, which ended on 2030-01-01; announced only 0 days before, 14 are asked for.",
            "v3 is new: from 2025-01-01 to 2030-01-01.",
        ],
    ),
    (
        "facts.toml",
        r#"{ id = "land", says = "On land." }"#,
        r#"{ id = "sky", says = "In the sky." }"#,
        &[
            "The answer land to platform is gone; it was: On land.",
            "The answer sky to platform is new: In the sky.",
        ],
    ),
    (
        "facts.toml",
        r#"{ id = "land", says = "On land." }"#,
        r#"{ id = "land", says = "Ashore.", alone = true }"#,
        &[
            "The answer land to platform is reworded: “Ashore.” instead of “On land.”",
            "The answer land to platform excludes every other answer.",
        ],
    ),
    (
        "facts.toml",
        r#"title = "Does it hurt?", kind = "yes-no", help = "Try it.""#,
        r#"title = "Does it really hurt?", kind = "yes-no""#,
        &[
            "The question hurts is reworded: “Does it really hurt?” instead of “Does it hurt?”.",
            "The help for hurts is gone; it was “Try it.”",
        ],
    ),
    (
        "threat/X-1.toml",
        r#"text = "What hurts is a vulnerability.""#,
        r#"text = "What really hurts is a vulnerability.""#,
        &[
            "X-1 is reworded: “What really hurts is a vulnerability.” instead of “What hurts is a vulnerability.”",
        ],
    ),
    (
        "threat/X-1.toml",
        r#"when = { fact = "hurts", is = true }"#,
        r#"when = { any = [{ fact = "hurts", is = true }, { fact = "platform", has = "land" }] }"#,
        &[
            "X-1 applies when “hurts is yes or platform includes land”, instead of when “hurts is yes”.",
        ],
    ),
    (
        "threat/X-1.toml",
        r#"verdict = "vulnerability", cve = true"#,
        r#"verdict = "docs-fix-vulnerability""#,
        &[
            "What follows from X-1 is: a vulnerability that documentation may fix. Before: a vulnerability; CVE id.",
        ],
    ),
    (
        "threat/X-1.toml",
        "cve = true }",
        r#"cve = true, also = ["X-9"] }"#,
        &["With X-1 are cited as well: new X-9."],
    ),
    (
        "threat/X-1.toml",
        "order = 1\n",
        "order = 10\n",
        &["X-1 is weighed as number 10 instead of 1."],
    ),
    (
        "threat/X-1.toml",
        "since = 2025-01-01\n",
        "since = 2025-01-01\nuntil = 2026-06-01\n",
        &[
            "X-1 is no longer in force, since 2026-06-01: It hurts (vulnerability); it applies when hurts is yes; then it is a vulnerability; CVE id.",
            "The end of X-1 is new: 2026-06-01.",
        ],
    ),
    (
        "threat/X-1.toml",
        "since = 2025-01-01\n",
        "since = 2026-06-02\n",
        &[
            "X-1 is not in force before 2026-06-02: It hurts (vulnerability); it applies when hurts is yes; then it is a vulnerability; CVE id.",
            "The first day of X-1 is 2026-06-02 instead of 2025-01-01.",
        ],
    ),
    (
        "threat/X-1.toml",
        "kind = \"vulnerability\"\n",
        "kind = \"untrusted\"\nsource = \"S.md\"\nsource_line = 7\nunder = \"X-9\"\nover = [\"X-2\"]\nbecause = \"It does.\"\n",
        &[
            "The kind of X-1 is untrusted instead of vulnerability.",
            "X-1 goes before: new X-2.",
            "The parent of X-1 is new: “X-9”.",
            "The reason of X-1 is new: “It does.”",
            "The source of X-1 is new: “S.md”.",
            "The source's line of X-1 is new: 7.",
        ],
    ),
    (
        "threat/X-1.toml",
        r#"cwe = ["CWE-79"]"#,
        r#"cwe = ["CWE-80"]"#,
        &["Weaknesses of X-1: new CWE-80; no longer CWE-79."],
    ),
    (
        "threat/X-1.toml",
        r#"claim = { hurts = "yes" }, cites = ["X-1"]"#,
        r#"claim = { hurts = "yes", platform = ["land"] }"#,
        &[
            "Clauses that must be cited in the example “it hurts” of X-1: no longer X-1.",
            "The facts of the example “it hurts” of X-1: new platform=land.",
        ],
    ),
    (
        "threat/X-2.toml",
        "since = 2026-07-01\nuntil = 2027-01-01\n",
        "since = 2026-05-01\nuntil = 2027-01-01\n",
        &[
            "X-2 comes into force (from 2026-05-01 until 2027-01-01): The sea (non-vulnerability); it applies when platform includes sea; then it is not a vulnerability; at most a normal bug.",
            "The first day of X-2 is 2026-05-01 instead of 2026-07-01.",
        ],
    ),
    (
        "threat/X-9.toml",
        r#"title = "Rest""#,
        r#"title = "Remains""#,
        &["The title of X-9 is “Remains” instead of “Rest”."],
    ),
    (
        "conflicts/clash.toml",
        r#"between = ["X-1", "X-9"]"#,
        r#"between = ["X-2", "X-9"]"#,
        &["Clauses of clash: new X-2; no longer X-1."],
    ),
    (
        "conflicts/clash.toml",
        "since = 2025-01-01",
        "since = 2025-01-01\nuntil = 2026-01-01",
        &[
            "clash is no longer in force, since 2026-01-01: Two answers.",
            "The end of clash is new: 2026-01-01.",
        ],
    ),
    (
        "precedents/CVE-1.toml",
        r#"severity = "low""#,
        "severity = \"high\"\narea = \"all\"",
        &["The severity of CVE-1 is high instead of low.", "The area of CVE-1 is new: “all”."],
    ),
    (
        "precedents/CVE-1.toml",
        "since = 2026-07-01",
        "since = 2026-06-01",
        &["CVE-1 is no longer to be followed: reversed by X-2 from 2026-06-01: The sea took it."],
    ),
    (
        "precedents/CVE-1.toml",
        r#"claim = { hurts = "yes" }"#,
        "claim = { hurts = { value = \"yes\", from = \"reproduction\", note = \"3 of 3\" }, platform = [\"sea\"] }\ndeparts = \"So.\"",
        &[
            "The departure of CVE-1 is new: “So.”",
            "The facts of CVE-1: new “hurts=yes (seen in a reproduction: 3 of 3)”, platform=sea; no longer hurts=yes.",
        ],
    ),
    (
        "playbooks/go.toml",
        r#"says = "Begin.""#,
        r#"says = "Begin!", needs = ["Luck."]"#,
        &[
            "The step one of the release plan go is reworded: “Begin!” instead of “Begin.”",
            "The step one of the release plan go needs: new “Luck.”",
        ],
    ),
    (
        "playbooks/go.toml",
        r#", within = { n = 1, unit = "days" }"#,
        "",
        &["The time for the step two of the release plan go is gone; it was 1 day."],
    ),
    (
        "roles/lead.toml",
        r#""redact""#,
        r#""close-case""#,
        &[
            "The lead may now close a case (close-case).",
            "The lead may no longer erase the content of one event and leave a tombstone (redact).",
        ],
    ),
    (
        "policy.toml",
        "lower = 1",
        "raise = 2",
        &[
            "The severity where sea applies is “raised by 2 words” instead of “lowered by one word”.",
        ],
    ),
    (
        "policy.toml",
        "vector = \"optional\"\nstart = \"medium\"",
        r#"start = "low""#,
        &[
            "Whether a CVSS vector is expected with a severity is yes instead of no.",
            "Where a suggestion starts without a vector is “low” instead of “medium”.",
        ],
    ),
    (
        "policy.toml",
        r#"says = "Some.""#,
        r#"says = "Some harm.""#,
        &["What the severity medium means is “Some harm.” instead of “Some.”"],
    ),
    (
        "policy.toml",
        r#"says = "Write." }"#,
        r#"says = "Write.", confirmed = 2026-05-01 }"#,
        &[r#"The day on which the contact "mail" was last confirmed is new: 2026-05-01."#],
    ),
];
