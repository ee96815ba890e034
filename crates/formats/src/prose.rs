//! The words that several formats share.

use domain::advisory::{Advisory, EndedLine, EndedStatus};
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

/// The details, and under headings of their own the workaround and the lines at their end of life,
/// where there are any; Markdown.
pub(crate) fn whole_text(advisory: &Advisory) -> String {
    let details = clean(&advisory.draft.details);
    let workaround = clean(&advisory.draft.workaround);
    let mut parts = vec![details.trim().to_owned()];
    if !workaround.trim().is_empty() {
        parts.push(format!("## Workaround\n\n{}", workaround.trim()));
    }
    let ended = ended(advisory, crate::markdown::words);
    if !ended.is_empty() {
        parts.push(format!("## End of life\n\n{}", ended.join("\n\n")));
    }
    parts.join("\n\n")
}

/// What is said of lines at their end of life, a sentence for each status that occurs, with names as
/// `words` writes them.
pub(crate) fn ended(advisory: &Advisory, words: fn(&str) -> String) -> Vec<String> {
    let of = |wanted: EndedStatus, with: &dyn Fn(&EndedLine) -> String| {
        let lines = advisory.ended.iter().filter(|line| line.status == wanted);
        lines.map(with).collect::<Vec<_>>().join(", ")
    };
    let verified = of(EndedStatus::Affected, &|line| {
        format!("{} from {}", words(&line.line), words(&line.introduced))
    });
    let assumed = of(EndedStatus::AssumedAffected, &|line| words(&line.line));
    let unfixed = of(EndedStatus::Unfixed, &|line| {
        format!("{} from {}", words(&line.line), words(&line.introduced))
    });
    let mut says = Vec::new();
    if !unfixed.is_empty() {
        says.push(format!("Affected, and without a fix by decision of the project: {unfixed}."));
    }
    if !verified.is_empty() {
        says.push(format!("Affected, past their end of life, and without a fix: {verified}."));
    }
    if !assumed.is_empty() {
        says.push(format!(
            "Past their end of life and not examined, therefore assumed to be affected and without \
             a fix: {assumed}."
        ));
    }
    says
}
