//! Sentences, and the few questions that rules ask of them.

use super::page::{Piece, Shape};

/// A sentence with its place.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    pub(super) piece: usize,
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) lower: String,
    pub(super) is_heading: bool,
}

/// Endings after which a point ends no sentence.
const SHORT: &[&str] = &["e.g", "i.e", "etc", "ex", "vs", "approx", "incl", "no", "dr", "mr"];

/// All sentences, in the order of the text. A heading and a table's row are sentences too.
pub(super) fn sentences(pieces: &[Piece]) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let whole = matches!(piece.shape, Shape::Heading | Shape::Row(..));
        let mut from = 0;
        for to in ends(&piece.text, whole) {
            let text = &piece.text[from..to];
            let skipped = text.len() - text.trim_start().len();
            if !text.trim().is_empty() {
                out.push(Sentence {
                    piece: index,
                    line: piece.line(from + skipped),
                    text: text.trim().to_owned(),
                    lower: text.trim().to_lowercase(),
                    is_heading: piece.shape == Shape::Heading,
                });
            }
            from = to;
        }
    }
    out
}

/// Where sentences end.
fn ends(text: &str, whole: bool) -> Vec<usize> {
    let mut ends = Vec::new();
    if !whole {
        let mut letters = text.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            let spaced = letters.peek().is_some_and(|(_, next)| next.is_whitespace());
            if matches!(c, '.' | '!' | '?') && spaced {
                let word = text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next();
                let short = word.is_some_and(|word| {
                    SHORT.contains(&word.to_ascii_lowercase().as_str()) || word.len() == 1
                });
                if c != '.' || !short {
                    ends.push(at + c.len_utf8());
                }
            }
        }
    }
    ends.push(text.len());
    ends
}

/// Whether a word of the text begins with this stem; both in lower case.
pub(super) fn says(lower: &str, stem: &str) -> bool {
    find(lower, stem).is_some()
}

/// Whether a word of the text begins with one of these.
pub(super) fn says_any(lower: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| says(lower, stem))
}

/// Where a word begins with this stem.
pub(super) fn find(lower: &str, stem: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = lower.get(from..)?.find(stem) {
        let at = from + at;
        if !lower[..at].ends_with(|c: char| c.is_alphanumeric()) {
            return Some(at);
        }
        from = at + stem.len().max(1);
    }
    None
}

/// Words as a list: `a, b and c`; the rest is counted.
pub(super) fn listed(words: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<&str> = words.iter().take(SHOWN).map(String::as_str).collect();
    match (shown.as_slice(), words.len()) {
        ([], _) => String::new(),
        ([one], _) => (*one).to_owned(),
        ([before @ .., last], n) if n <= SHOWN => format!("{} and {last}", before.join(", ")),
        (all, n) => format!("{} and {} more", all.join(", "), n - SHOWN),
    }
}

/// What somebody wrote, short and on one line, for a message.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", domain::words::one_line(&crate::prose::clean(text), 80))
}

/// Mail addresses in a text, with their offsets.
pub(super) fn mail_addresses(text: &str) -> Vec<(usize, &str)> {
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@');
    let mut out = Vec::new();
    let mut from = 0;
    for part in text.split(|c| !inside(c)) {
        let at = from;
        from += part.len();
        from += text[from..].chars().next().map_or(0, char::len_utf8);
        let word = part.trim_matches(['.', '-']);
        if is_mail_address(word) {
            out.push((at + part.find(word).unwrap_or(0), word));
        }
    }
    out
}

/// Whether it has the shape of a mail address.
pub(super) fn is_mail_address(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let labels: Vec<&str> = host.split('.').collect();
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !name.is_empty()
        && labels.len() > 1
        && labels.iter().all(|label| !label.is_empty() && label.chars().all(letters))
        && labels.last().is_some_and(|last| last.len() > 1 && !last.starts_with(char::is_numeric))
}
