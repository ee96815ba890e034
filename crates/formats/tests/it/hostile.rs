//! Words that mean harm stay words: in the Markdown document and in mails.

use crate::generated::{self, HOSTILE};
use crate::world::{context, fixture, policy, public, write};
use comrak::nodes::NodeValue;
use comrak::{Arena, Options};
use domain::advisory::Advisory;
use proptest::prelude::*;

/// Headings of the first two levels, and the number of rows of each table, as a reader sees them.
fn outline(markdown: &str) -> (Vec<String>, Vec<usize>) {
    let mut options = Options::default();
    options.extension.table = true;
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options);
    let (mut headings, mut tables) = (Vec::new(), Vec::new());
    for node in root.children() {
        match &node.data().value {
            NodeValue::Heading(heading) if heading.level <= 2 => {
                let mut text = String::new();
                for inner in node.descendants() {
                    match &inner.data().value {
                        NodeValue::Text(words) => text += words,
                        NodeValue::Code(code) => text += &code.literal,
                        _ => {}
                    }
                }
                headings.push(text);
            }
            NodeValue::Table(_) => tables.push(node.children().count()),
            _ => {}
        }
    }
    (headings, tables)
}

fn sections(advisory: &Advisory) -> Vec<&'static str> {
    let draft = &advisory.draft;
    let mut wanted = vec!["Affected versions"];
    wanted.extend((!draft.details.is_empty()).then_some("Details"));
    wanted.extend((!draft.workaround.is_empty()).then_some("Workaround"));
    wanted.extend((!draft.credits.is_empty()).then_some("Credits"));
    wanted.extend((!draft.references.is_empty()).then_some("References"));
    wanted.push("Timeline");
    wanted
}

#[test]
fn what_hides_or_turns_text_is_in_no_format() {
    let mut advisory = fixture("tiny");
    let text = "before\u{202E}\u{1b}[2J\u{9b}\u{200B}\u{E0063}\r\nafter";
    advisory.draft.title = text.to_owned();
    advisory.draft.details = text.to_owned();
    advisory.draft.workaround = text.to_owned();
    advisory.draft.credits[0].name = text.to_owned();
    for format in ["markdown", "osv", "node-core"] {
        let written = write(format, &advisory, &policy("node"));
        let harm: Vec<char> = written.chars().filter(|c| !domain::words::is_plain(*c)).collect();
        assert_eq!(harm, Vec::<char>::new(), "{format}: {written}");
        assert!(written.contains("before") && !written.contains("u001b"), "{format}: {written}");
    }
}

#[test]
fn each_hostile_text_stays_in_its_place() {
    for text in HOSTILE {
        let mut advisory = fixture("tiny");
        advisory.draft.title = format!("Title {text}");
        advisory.draft.details = format!("Details\n\n{text}");
        advisory.draft.workaround = format!("Workaround {text}");
        advisory.draft.credits[0].name = (*text).to_owned();
        advisory.lines[0].line = (*text).to_owned();
        let markdown = write("markdown", &advisory, &policy("minimal"));
        let (headings, tables) = outline(&markdown);
        assert_eq!(headings[1..], sections(&advisory), "{text:?}\n{markdown}");
        assert_eq!(tables[0], 3, "{text:?}\n{markdown}");
    }
}

#[test]
fn the_title_reads_as_it_was_typed() {
    let mut advisory = fixture("tiny");
    let title = "Read & write *past* the end of <a[0]> | `b_c_d` # ~x~ \\ 1. - !";
    advisory.draft.title = title.to_owned();
    let markdown = write("markdown", &advisory, &policy("minimal"));
    assert_eq!(outline(&markdown).0[0], title);
}

#[test]
fn html_in_the_details_is_text() {
    let mut advisory = fixture("tiny");
    advisory.draft.details = "<script>alert(1)</script>\n\nand <b>bold</b>".to_owned();
    let markdown = write("markdown", &advisory, &policy("minimal"));
    assert!(markdown.contains("```\n<script>"), "{markdown}");
    assert!(!markdown.contains("<b>"), "{markdown}");
}

#[test]
fn a_mail_has_no_line_break_in_its_subject_and_no_control_characters() {
    for text in HOSTILE {
        let mut advisory = fixture("tiny");
        advisory.draft.title = format!("Title\r\nBcc: all@example.org {text}");
        advisory.draft.details = (*text).to_owned();
        let policy = policy("minimal");
        let public = public(&advisory);
        let subject = formats::mail::subject(&public, &context(&policy));
        assert!(!subject.chars().any(char::is_control), "{subject:?}");
        let body = formats::mail::body(&public, &context(&policy));
        assert!(!body.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{body:?}");
    }
}

#[test]
fn any_words_leave_the_document_whole() {
    let policy = policy("node");
    proptest!(|(advisory in generated::advisory())| {
        let markdown = write("markdown", &advisory, &policy);
        let (headings, tables) = outline(&markdown);
        prop_assert_eq!(&headings[1..], sections(&advisory), "{}", markdown);
        prop_assert_eq!(tables[0], advisory.lines.len() + 1, "{}", markdown);
    });
}
