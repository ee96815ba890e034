//! Advisories that nobody wrote: every field at its limits, words that mean harm among others.

use domain::advisory::{
    Advisory, AdvisoryDraft, AffectedLine, Credit, EndedLine, EndedStatus, Reference, Severity,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// What people type who want to break a page.
pub(crate) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<!-- ",
    "<img src=x onerror=alert(1)>",
    "![pixel](https://evil.example/pixel.gif)",
    "[press](javascript:alert(1))",
    "[press](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "a | b | c",
    "\r\n# Taken over\r\n",
    "\n\n## Affected versions\n\n",
    "Taken over\n===\n",
    "```\n",
    "~~~~\n",
    "| a | b |\n| --- | --- |\n",
    "</content></entry><entry>",
    "]]>",
    "&lt;script&gt;",
    "\u{202E}gnp.exe\u{2066}",
    "\u{0}\u{1}\u{1B}[31m\u{FFFE}\u{FFFF}",
    "\\",
    "`|`",
    "[a]: https://evil.example \"x\"\n",
    "> > > 1. - *",
    "\t    code",
    "<details><summary>",
    "<div>\n",
    "***",
    "[![x](y)](z)",
    "&#0;&#x110000;&nbsp",
    "{{7*7}}${7*7}",
];

fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(HOSTILE).prop_map(str::to_owned),
        2 => "[ -~]{0,12}",
        1 => "\\PC{0,6}",
        1 => "[\\n\\r\\t`*_|<>#&!\\[\\]()~-]{0,6}",
    ];
    vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

fn line() -> impl Strategy<Value = AffectedLine> {
    (1..40u64, 0..30u64, 0..9u64, 1..30u64).prop_map(|(major, minor, patch, more)| AffectedLine {
        line: format!("{major}.x"),
        introduced: format!("{major}.{minor}.{patch}"),
        fixed: format!("{major}.{}.0", minor + more),
    })
}

fn lines() -> impl Strategy<Value = Vec<AffectedLine>> {
    vec(line(), 1..6).prop_map(|mut lines| {
        lines.sort_by_key(AffectedLine::order);
        lines.dedup_by(|one, next| one.line == next.line);
        lines
    })
}

/// Lines at their end of life, named like the others and sometimes with words that mean harm.
fn ended() -> impl Strategy<Value = Vec<EndedLine>> {
    let status =
        proptest::sample::select(vec![EndedStatus::Affected, EndedStatus::AssumedAffected]);
    let name = proptest::option::weighted(0.2, proptest::sample::select(HOSTILE));
    vec((line(), status, name), 0..4).prop_map(|lines| {
        let one = |(line, status, name): (AffectedLine, EndedStatus, Option<&str>)| EndedLine {
            line: name.map_or(line.line, str::to_owned),
            introduced: line.introduced,
            end: jiff::civil::date(2025, 4, 30),
            status,
        };
        lines.into_iter().map(one).collect()
    })
}

fn vector() -> impl Strategy<Value = Option<String>> {
    let known = [
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
        "CVSS:3.0/A:H/I:N/C:N/S:C/UI:R/PR:L/AC:H/AV:P/E:P/RL:O/RC:C",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N/E:A/U:Amber",
        "CVSS:3.1/AV:N/AC:L",
        "CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
        "CVSS:4.0/AC:L/AV:N",
    ];
    proptest::option::of(prop_oneof![
        proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
        "CVSS:(3\\.1|4\\.0)(/[A-Z]{1,3}:[A-Z]{1,2}){1,12}",
    ])
}

fn draft() -> impl Strategy<Value = AdvisoryDraft> {
    let url = "https?://[a-z]{1,9}\\.example(/[a-zA-Z0-9<>\"{}|\\\\^`%é#&=\\[\\]-]{0,20})?";
    let lists = (
        vec("CVE-20[0-9]{2}-[0-9]{4,7}", 0..3),
        vec("CWE-[1-9][0-9]{0,3}", 0..3),
        vec(words().prop_map(|name| Credit { name }), 0..3),
        vec(url.prop_map(|url| Reference { url }), 0..4),
    );
    (words(), words(), words(), lists).prop_map(
        |(title, details, workaround, (cve, cwe, credits, references))| AdvisoryDraft {
            title,
            details: format!("Some words.\n\n{details}"),
            workaround: format!("Some words.\n\n{workaround}"),
            cve,
            cwe,
            credits,
            references,
        },
    )
}

/// Any advisory that a policy and its people could let out.
pub(crate) fn advisory() -> impl Strategy<Value = Advisory> {
    let severity = proptest::sample::select(Severity::ALL);
    let instants = (0..4_000_000_000_000i64, 0..100_000_000_000i64);
    let lines = (lines(), ended());
    (draft(), severity, vector(), lines, 1..1000u32, 1..5u32, instants).prop_map(
        |(draft, severity, vector, (lines, ended), number, edition, (first, more))| Advisory {
            id: format!("NSWG-COR-{number}"),
            number,
            edition,
            draft,
            severity,
            vector,
            lines,
            ended,
            published_at: jiff::Timestamp::from_millisecond(first).expect("in range"),
            modified_at: jiff::Timestamp::from_millisecond(first + more).expect("in range"),
        },
    )
}
