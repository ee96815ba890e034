//! Teams, covered repositories, statements and moved addresses.

use super::program::{good, policy_with};
use crate::policy::markdown;
use jiff::civil::{Date, date};

const DAY: Date = date(2026, 1, 15);

const PAPERS: &str = r#"
team = [
  { id = "all", title = "Everybody", says = "Reads.", groups = ["the crew"], members = [
    { name = "Ada", handle = "ada-1" }, { name = "Bo" },
  ] },
]
covers = [
  { repository = "tiny/tiny", cve = true },
  { repository = "tiny/*", cve = false, contact = "else@tiny.example", versions = "the newest", says = "Others." },
]
safe_harbour = { says = "No court." }
membership = { says = "Keep it.", steps = ["Ask.", "Wait."], address = "https://tiny.example/ask" }
incident_response = { says = "There is a plan." }
comments = { says = "Tell us." }
cve_publication = { says = "Later." }
progress = { says = "You hear from us." }
security_txt = { languages = ["en", "pt-BR"], acknowledgments = "https://tiny.example/thanks" }
moved = [
  { from = "/old", to = "/older" },
  { from = "/older", to = "/policy" },
  { from = "/away", to = "https://tiny.example/policy" },
]
"#;

#[test]
fn the_prose_holds_every_paper() {
    let text = markdown(&good(PAPERS), DAY);
    for line in [
        "## Safe harbour",
        "No court.",
        "| tiny/tiny | yes | as above | as above |  |",
        "| tiny/\\* | no | else@tiny.example | the newest | Others. |",
        "Keep it.",
        "2. Wait.",
        "- **Everybody.** Reads.",
        "  - The crew",
        "  - Ada (@ada-1)",
        "  - Bo",
        "You hear from us.",
        "There is a plan.",
        "Tell us.",
        "Later.",
    ] {
        assert!(text.lines().any(|one| one == line), "{line}\n{text}");
    }
}

#[test]
fn what_has_moved_is_followed_to_its_end() {
    let policy = good(PAPERS);
    assert_eq!(policy.moved_to("/old"), Some("/policy"));
    assert_eq!(policy.moved_to("/older"), Some("/policy"));
    assert_eq!(policy.moved_to("/away"), Some("https://tiny.example/policy"));
    assert_eq!(policy.moved_to("/policy"), None);
    assert_eq!(policy.moved_to("/old/"), None);
}

#[test]
fn papers_with_holes_are_told_all_of_them() {
    let (_, said) = policy_with(
        r#"
team = [
  { id = "all", title = "Everybody", says = "Reads." },
  { id = "all", title = "Again", says = "Reads.", members = [{ name = "Ada", handle = "@ada" }, { name = "A", handle = "x" }, { name = "B", handle = "X" }] },
]
covers = [{ repository = "tiny tiny" }, { repository = "a", cve = true, contact = "nowhere" }]
comments = { steps = "x" }
security_txt = { languages = ["english language"], acknowledgments = "http://tiny.example" }
moved = [
  { from = "/a", to = "/b" },
  { from = "/b", to = "/a" },
  { from = "/policy/old", to = "/x" },
  { from = "old", to = "mail@tiny.example" },
  { from = "/a", to = "//elsewhere.example" },
]
"#,
    );
    let expected = [
        "policy.toml: team[0].members: name somebody, or a group in groups (line 11)",
        "policy.toml: team[1].id: \"all\" is there twice (line 12)",
        "policy.toml: team[1].members[0].handle: a handle has at most 64 of a-z, A-Z, 0-9, '-', '_', '.', and no '@' (line 12)",
        "policy.toml: team[1].members[2].handle: \"X\" is there twice (line 12)",
        "policy.toml: covers[0].cve: is missing: say whether CVE ids are asked for (line 14)",
        "policy.toml: covers[0].repository: is one word, such as owner/name or owner/* (line 14)",
        "policy.toml: covers[1].contact: must be an http(s) URL or a mail address (line 14)",
        "policy.toml: comments.says: is missing (line 15)",
        "policy.toml: security_txt.acknowledgments: must begin with https:// (line 16)",
        "policy.toml: security_txt.languages[0]: must be a language tag such as en, es or pt-BR (line 16)",
        "policy.toml: moved[0].to: leads back to where it began (line 18)",
        "policy.toml: moved[1].to: leads back to where it began (line 19)",
        "policy.toml: moved[2].from: the server itself answers there (line 20)",
        "policy.toml: moved[3].from: must be a path such as /old/page, of letters, digits, '-', '.', '_' and '~' (line 21)",
        "policy.toml: moved[3].to: nobody is sent to a mail address (line 21)",
        "policy.toml: moved[4].from: \"/a\" is there twice (line 22)",
        "policy.toml: moved[4].to: must be a path such as /old/page, of letters, digits, '-', '.', '_' and '~' (line 22)",
    ];
    for one in expected {
        assert!(said.iter().any(|said| said == one), "{one}\n{}", said.join("\n"));
    }
}
