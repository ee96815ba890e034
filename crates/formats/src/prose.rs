//! The words that several formats share.

use domain::advisory::Advisory;
use domain::words::visible;

/// With line feeds alone as line breaks.
pub(crate) fn line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// With line feeds alone, and without characters that a screen or an XML reader cannot take.
pub(crate) fn clean(text: &str) -> String {
    let mut text = visible(&line_feeds(text));
    text.retain(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    text
}

/// On one line and clean.
pub(crate) fn one_line(text: &str) -> String {
    domain::words::one_line(&clean(text), usize::MAX)
}

/// The details, and the workaround under a heading of its own where there is one; Markdown.
pub(crate) fn whole_text(advisory: &Advisory) -> String {
    let details = line_feeds(&advisory.draft.details);
    let workaround = line_feeds(&advisory.draft.workaround);
    let (details, workaround) = (details.trim(), workaround.trim());
    if workaround.is_empty() {
        return details.to_owned();
    }
    format!("{details}\n\n## Workaround\n\n{workaround}")
}
