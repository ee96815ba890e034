//! The advisory's text.

use super::*;

fn draft() -> AdvisoryDraft {
    AdvisoryDraft { title: "T".into(), details: "D".into(), ..AdvisoryDraft::default() }
}

#[test]
fn a_complete_draft_has_no_complaints() {
    let references = vec![Reference { url: "https://example.test/".into() }];
    let whole = AdvisoryDraft {
        cve: vec!["CVE-2026-21717".into()],
        cwe: vec!["CWE-400".into()],
        references,
        ..draft()
    };
    assert_eq!(whole.complaints(), Vec::<String>::new());
}

#[test]
fn every_wrong_id_and_address_is_named() {
    let wrong = AdvisoryDraft {
        title: " ".into(),
        cve: vec!["CVE-26-1".into(), "cve-2026-12345".into()],
        cwe: vec!["400".into()],
        references: vec![Reference { url: "javascript:alert(1)".into() }],
        ..draft()
    };
    assert_eq!(wrong.complaints().len(), 5, "{:?}", wrong.complaints());
}

#[test]
fn a_severity_is_read_in_any_letter_case() {
    assert_eq!(Severity::read(" High "), Some(Severity::High));
    assert_eq!(Severity::read("xlow"), None);
    assert!(Severity::Critical > Severity::High);
}

#[test]
fn a_line_that_begins_at_nine_comes_before_one_at_ten() {
    let line = |introduced: &str| AffectedLine {
        line: String::new(),
        introduced: introduced.into(),
        fixed: String::new(),
    };
    assert!(line("9.0.0").order() < line("10.0.0").order());
}
