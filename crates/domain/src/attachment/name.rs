//! Names of strangers' files, made harmless: no folder, no direction trick, nothing that a file system
//! or a header could read otherwise.

use crate::words::is_plain;

/// The longest name, in bytes; file systems take 255.
const BYTES_MAX: usize = 180;
/// The longest ending that is kept when a name is cut.
const ENDING_MAX: usize = 16;

/// The name of a file without anything that could do harm. Never empty, never with a folder.
pub fn safe_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let harmful = |c: char| matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\n' | '\t');
    let clean: String = last.chars().filter(|c| is_plain(*c) && !harmful(*c)).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = clean.trim_matches(|c: char| c == '.' || c == ' ');
    match shortened(clean) {
        name if name.is_empty() => "file".to_owned(),
        name if is_device(&name) => format!("_{name}"),
        name => name,
    }
}

/// Names that some systems give to devices, whatever their ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |word: &str| {
        stem.strip_prefix(word)
            .is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

fn shortened(name: &str) -> String {
    if name.len() <= BYTES_MAX {
        return name.to_owned();
    }
    let ending = name.rfind('.').map(|at| &name[at..]).filter(|ending| ending.len() <= ENDING_MAX);
    let ending = ending.unwrap_or_default();
    let mut stem = &name[..name.len() - ending.len()];
    while stem.len() + ending.len() > BYTES_MAX {
        let last = stem.char_indices().next_back().map_or(0, |(at, _)| at);
        stem = &stem[..last];
    }
    format!("{}{ending}", stem.trim_end())
}

/// What a download's `Content-Disposition` says (RFC 6266): a name in ASCII for old readers, and the
/// whole one (RFC 8187).
pub fn disposition(name: &str) -> String {
    let name = safe_name(name);
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let kept = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let encoded: String = name
        .bytes()
        .map(|b| if kept(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}
