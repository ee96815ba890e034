//! Strangers' text, made harmless for lists, terminals and headers.

/// Characters that turn text around or hide in it: bidirectional controls, zero-width marks, fillers, line
/// separators, and the tags and selectors in which a machine reads what no person sees. The selector that
/// makes a picture of the character before it (U+FE0F) is in honest text.
fn is_trick(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0E}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
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
