//! What is kept in sync, what is left alone, and what is refused.

use super::*;
use jiff::civil::date;

const DAY: Date = date(2026, 11, 20);

/// The small pack of this repository, with one text replaced.
#[expect(clippy::disallowed_methods, reason = "the test, not the crate, reads the pack")]
fn pack(from: &str, to: &str) -> Policy {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/minimal");
    let mut files = BTreeMap::new();
    for folder in ["", "threat/", "playbooks/"] {
        for entry in std::fs::read_dir(format!("{root}/{folder}")).expect("the pack is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_file() {
                let name = path.file_name().expect("a file has a name").to_string_lossy();
                let text = std::fs::read_to_string(&path).expect("it can be read");
                files.insert(format!("{folder}{name}"), text.replace(from, to).into_bytes());
            }
        }
    }
    let (policy, complaints) = crate::policy::read(&files);
    policy.unwrap_or_else(|| panic!("{complaints:?}"))
}

fn small() -> Policy {
    pack("nothing is like this", "")
}

fn drifting(policy: &Policy, text: &str, on: Date) -> Vec<String> {
    let drifts = drift(policy, "S.md", text, on).expect("its markers are sound");
    drifts.into_iter().map(|drift| drift.section).collect()
}

fn complaints(text: &str) -> Vec<String> {
    let refused = renewed(&small(), "S.md", text, DAY).expect_err("it is refused");
    refused.iter().map(ToString::to_string).collect()
}

#[test]
fn a_rendered_document_does_not_drift() {
    let policy = small();
    let text = document(&policy, DAY);
    assert_eq!(drifting(&policy, &text, DAY), Vec::<String>::new());
    assert_eq!(renewed(&policy, "S.md", &text, DAY), Ok((text.clone(), Vec::new())));
    assert_eq!(Stamp::find(&text), Some(Stamp::of(&policy, DAY)));
    assert_eq!(text_outside("S.md", &text), Ok(String::new()));
}

#[test]
fn without_its_comments_the_document_is_the_policy() {
    let policy = small();
    let words = |text: &str| {
        let kept = text.lines().filter(|line| !line.is_empty() && !line.starts_with("<!--"));
        kept.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(words(&document(&policy, DAY)), words(&markdown(&policy, DAY)));
}

#[test]
fn a_day_that_passes_is_no_drift_but_a_line_that_ends_is() {
    let policy = small();
    let text = document(&policy, DAY);
    assert_eq!(drifting(&policy, &text, date(2026, 11, 21)), Vec::<String>::new());
    assert_eq!(drifting(&policy, &text, date(2027, 3, 1)), ["promises", "lines"]);
}

#[test]
fn a_day_on_which_a_version_begins_stays_when_the_day_of_rendering_passes() {
    let history =
        format!("[[history]]\nid = \"1\"\nsince = {DAY}\nsays = \"It begins.\"\n\n[project]");
    let policy = pack("[project]", &history);
    let text = document(&policy, DAY);
    assert!(text.matches(&DAY.to_string()).count() > 3, "the version names its day too: {text}");
    assert_eq!(drifting(&policy, &text, date(2026, 11, 21)), Vec::<String>::new());
    let other = text.replace("From 2026-11-20", "From 2026-11-19");
    assert_eq!(drifting(&policy, &other, date(2026, 11, 21)), ["version"]);
}

#[test]
fn one_clock_changes_the_sections_that_mention_it() {
    let text = document(&small(), DAY);
    let promise = pack("limit = { n = 5,", "limit = { n = 4,");
    assert_eq!(drifting(&promise, &text, DAY), ["promises", "version"]);
    let right = pack("limit = { n = 60,", "limit = { n = 61,");
    assert_eq!(drifting(&right, &text, DAY), ["rights", "version"]);
}

#[test]
fn renewing_touches_nothing_outside_of_blocks() {
    let policy = small();
    let before = "\u{feff}# Mine \r\n\r\n<!-- vulnerary:begin promises -->\r\nold\r\n<!-- \
                  vulnerary:end promises -->\r\n\ttail without an end";
    let (text, changed) = renewed(&policy, "S.md", before, DAY).expect("it is sound");
    assert_eq!(changed, ["promises"]);
    assert!(
        text.starts_with("\u{feff}# Mine \r\n\r\n<!-- vulnerary:begin promises -->\r\n\r\n## ")
    );
    assert!(text.ends_with("\r\n<!-- vulnerary:end promises -->\r\n\ttail without an end"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(drifting(&policy, &text, DAY), Vec::<String>::new());
    assert_eq!(renewed(&policy, "S.md", &text, DAY), Ok((text.clone(), Vec::new())));
    assert_eq!(text_outside("S.md", &text), Ok("\u{feff}# Mine \n\ttail without an end".into()));
}

#[test]
fn the_whole_policy_can_be_one_block() {
    let policy = small();
    let file = format!("{}\n{}\n", Mark::begin(ALL), Mark::end(ALL));
    let (text, changed) = renewed(&policy, "S.md", &file, DAY).expect("it is sound");
    assert_eq!(changed, [ALL]);
    assert!(text.contains("# Security policy of Lantern") && text.contains("\n## Supported"));
    assert_eq!(drifting(&policy, &text, DAY), Vec::<String>::new());
}

#[test]
fn a_whole_document_without_one_of_its_blocks_drifts() {
    let policy = small();
    let text = document(&policy, DAY);
    let (before, rest) = text.split_once("<!-- vulnerary:begin rules -->").expect("it is there");
    let (_, after) = rest.split_once("<!-- vulnerary:end rules -->\n").expect("it ends");
    let drifts = drift(&policy, "S.md", &format!("{before}{after}"), DAY).expect("it is sound");
    assert_eq!(drifts.len(), 1);
    assert_eq!((drifts[0].section.as_str(), drifts[0].line), ("rules", None));
}

#[test]
fn a_stamp_is_renewed_with_its_blocks_and_cannot_be_broken_out_of() {
    let odd = pack("version = \"1\"", "version = \"1 --> <b>\"");
    let text = document(&odd, DAY);
    assert_eq!(Stamp::find(&text).map(|stamp| stamp.version), Some("1 --> <b>".to_owned()));
    assert!(!text.contains("--> <b>"));
    let (text, changed) = renewed(&small(), "S.md", &text, DAY).expect("it is sound");
    assert_eq!(changed, ["version"]);
    assert_eq!(text, document(&small(), DAY));
}

#[test]
fn markers_that_do_not_match_are_named_with_their_lines() {
    assert_eq!(
        complaints("a\n<!-- vulnerary:begin lines -->\n"),
        ["S.md: the block \"lines\" has no end (line 2)"]
    );
    assert_eq!(
        complaints("<!-- vulnerary:end lines -->"),
        ["S.md: the block \"lines\" ends and never began (line 1)"]
    );
    let nested = "<!-- vulnerary:begin lines -->\n<!-- vulnerary:begin rules -->\n\
                  <!-- vulnerary:end rules -->\n<!-- vulnerary:end lines -->\n";
    assert_eq!(
        complaints(nested),
        [
            "S.md: the block \"rules\" begins inside \"lines\", which began in line 1 and has no end \
         before it (line 2)",
            "S.md: the block \"lines\" ends and never began (line 4)"
        ]
    );
    assert_eq!(
        complaints("<!-- vulnerary:begin lines -->\n<!-- vulnerary:end rules -->\n"),
        ["S.md: the block \"lines\" of line 1 is ended as \"rules\" (line 2)"]
    );
    let twice = "<!-- vulnerary:begin lines -->\n<!-- vulnerary:end lines -->\n".repeat(2);
    assert_eq!(
        complaints(&twice),
        ["S.md: the block \"lines\" is there twice, first in line 1 (line 3)"]
    );
    let both = "<!-- vulnerary:begin all -->\n<!-- vulnerary:end all -->\n\
                <!-- vulnerary:begin lines -->\n<!-- vulnerary:end lines -->\n";
    assert_eq!(
        complaints(both),
        ["S.md: the block \"all\" holds every section, so it stands alone (line 1)"]
    );
}

#[test]
fn markers_that_are_nearly_right_are_not_passed_over() {
    let refused = complaints("words <!-- vulnerary:begin lines -->\n<!-- vulnerary:begin -->\n");
    assert_eq!(
        refused,
        [
            "S.md: a marker stands alone on its line: <!-- vulnerary:begin SECTION --> (line 1)",
            "S.md: a marker names one section: <!-- vulnerary:begin SECTION --> (line 2)"
        ]
    );
    let unknown = complaints("<!-- vulnerary:begin line -->\n<!-- vulnerary:end line -->\n");
    assert!(unknown[0].contains("did you mean \"lines\"?"), "{unknown:?}");
    assert!(unknown[0].ends_with("(line 1)"), "{unknown:?}");
}

#[test]
fn markers_shown_as_code_are_words() {
    let text = "```html\n<!-- vulnerary:begin lines -->\n```\nand `<!-- vulnerary:end x -->` too\n";
    assert_eq!(renewed(&small(), "S.md", text, DAY), Ok((text.to_owned(), Vec::new())));
    let refused = drift(&small(), "S.md", text, DAY).expect_err("there is nothing to compare");
    assert!(refused[0].says.starts_with("no block of a rendered policy"));
}

#[test]
fn a_huge_file_is_refused() {
    let refused = complaints(&"a".repeat(BYTES_MAX + 1));
    assert_eq!(refused, ["S.md: larger than 2097152 bytes"]);
    let many = complaints(&"<!-- vulnerary:end x -->\n".repeat(BLOCKS_MAX_TEST));
    assert!(many.last().is_some_and(|last| last.contains("more than 200 markers")), "{many:?}");
}

const BLOCKS_MAX_TEST: usize = 10_000;
