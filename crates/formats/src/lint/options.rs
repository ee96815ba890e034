//! Command-line options that are named with and without their experimental prefix.

use super::Found;
use super::page::Page;
use std::collections::BTreeMap;

const PREFIXES: &[&str] = &["experimental-", "unstable-", "enable-experimental-", "beta-"];

/// Longer names are cut.
const NAME_MAX: usize = 80;

pub(super) fn look(page: &Page, found: &mut Found) {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for piece in &page.pieces {
        for (at, name) in options(&piece.text) {
            lines.entry(name).or_insert_with(|| piece.line(at));
        }
    }
    for (name, line) in &lines {
        let plain = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix));
        if let Some((plain, other)) = plain.and_then(|plain| Some((plain, lines.get(plain)?))) {
            let says = format!("--{name} here and --{plain} in line {other} are one option");
            found.add("option-two-names", *line, says);
        }
    }
}

/// Names after two hyphens, with their offsets.
fn options(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices("--") {
        let before = text[..at].chars().next_back();
        if before == Some('-') {
            continue;
        }
        let rest = &text[at + 2..];
        let good = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
        let length = rest.bytes().take(NAME_MAX).take_while(good).count();
        let name = rest[..length].trim_end_matches('-');
        let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
        if starts && !before.is_some_and(char::is_alphanumeric) {
            out.push((at, name));
        }
    }
    out
}
