//! Strangers' text, made harmless for lists, terminals and headers.

/// Characters that turn text around or hide it: bidirectional controls, zero-width marks, and the tags in
/// which a machine reads what no person sees.
fn is_trick(c: char) -> bool {
    matches!(
        c,
        '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Whether a character may be shown as it is; line breaks and tabs may.
pub fn is_plain(c: char) -> bool {
    matches!(c, '\n' | '\t') || !(c.is_control() || is_trick(c))
}

/// Without control characters and direction tricks; line breaks and tabs stay.
pub fn visible(text: &str) -> String {
    text.chars().filter(|c| is_plain(*c)).collect()
}

/// On one line, trimmed, at most `limit` characters, with an ellipsis where it was cut.
pub fn one_line(text: &str, limit: usize) -> String {
    let clean = visible(text);
    let mut line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > limit {
        line = line.chars().take(limit.saturating_sub(1)).collect();
        line.push('…');
    }
    line
}

/// How many characters remain when blank ends are cut.
pub fn plain_length(text: &str) -> usize {
    text.trim().chars().count()
}
