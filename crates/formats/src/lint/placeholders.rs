//! Places that were left to be filled in.

use super::Found;
use super::links::host_and_path;
use super::page::{Page, Piece};
use super::words::{mail_addresses, quoted};

/// Hosts that nobody can have.
const RESERVED: &[&str] = &["example.com", "example.org", "example.net"];
const RESERVED_ENDINGS: &[&str] = &[".example", ".invalid", ".test"];

/// Words that stand for work to come. Cut in two, so that this file does not hold them.
const WORDS: &[&str] =
    &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), "TBD", "TBA", "CHANGEME"];

/// First words between brackets that ask for something.
const ASKED: &[&str] = &[
    "project",
    "your",
    "insert",
    "name",
    "email",
    "e-mail",
    "contact",
    "company",
    "organization",
    "organisation",
    "url",
    "link",
    "version",
    "date",
    "product",
    "repo",
    "repository",
    "security",
];

/// Sentences of well-known templates that tell the author what to write.
const TEMPLATES: &[&str] = &[
    "use this section to tell people",
    "tell them where to go, how often they can expect",
    "replace this section",
    "describe here",
];

pub(super) fn look(page: &Page, found: &mut Found) {
    for sentence in &page.sentences {
        if TEMPLATES.iter().any(|words| sentence.lower.contains(words)) {
            let says = format!("{} is what a template says", quoted(&sentence.text));
            found.add("placeholder", sentence.line, says);
        }
    }
    for piece in &page.pieces {
        for (at, address) in mail_addresses(&piece.text) {
            if reserved(address.rsplit('@').next().unwrap_or_default()) {
                let says = format!("{} is an address that nobody has", quoted(address));
                found.add("placeholder", piece.line(at), says);
            }
        }
        for (at, word) in brackets(&piece.text).into_iter().chain(words(piece)) {
            if !piece.is_code(at) {
                found.add(
                    "placeholder",
                    piece.line(at),
                    format!("{} was left as it is", quoted(word)),
                );
            }
        }
    }
    for link in page.links.iter().filter(|link| link.is_web()) {
        let host = host_and_path(&link.url).map(|(host, _)| host).unwrap_or_default();
        if reserved(host) {
            found.add("placeholder", link.line, format!("{} is nobody's site", quoted(&link.url)));
        }
    }
    for (line, html) in &page.html {
        let name = html.trim().trim_start_matches('<').trim_end_matches('>');
        let asked = name.split_whitespace().next().unwrap_or_default().to_lowercase();
        let several = name.contains(' ') || name.contains('_') || name.contains('-');
        if several && !name.contains(['=', '"', '!', '/']) && asks(&asked) {
            found.add("placeholder", *line, format!("{} was left as it is", quoted(html)));
        }
    }
}

fn reserved(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let below = |name: &str| host == name || host.ends_with(&format!(".{name}"));
    RESERVED.iter().any(|name| below(name))
        || RESERVED_ENDINGS.iter().any(|end| host.ends_with(end))
}

/// Whether it begins with a word that asks for something.
fn asks(lower: &str) -> bool {
    ASKED.iter().any(|word| {
        let rest = lower.strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// `[PROJECT]`, `[your e-mail]`, `{{name}}`, `<insert here>` that are no links.
fn brackets(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    for (open, close) in [("[", b']'), ("{{", b'}'), ("<", b'>')] {
        for (at, _) in text.match_indices(open) {
            let rest = &text[at + open.len()..];
            let Some(end) = rest.bytes().take(60).position(|byte| byte == close) else { continue };
            let inside = rest[..end].trim();
            let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
            let loud = letters >= 3 && !inside.chars().any(char::is_lowercase);
            let lower = inside.to_lowercase();
            if letters > 0 && (loud || open == "{{" || asks(&lower)) {
                let end = at + open.len() + end + 1;
                out.push((at, &text[at..end]));
            }
        }
    }
    out
}

fn words(piece: &Piece) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    for word in WORDS {
        for (at, _) in piece.text.match_indices(word) {
            let side = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
            let before = piece.text[..at].chars().next_back();
            let after = piece.text[at + word.len()..].chars().next();
            if !side(before) && !side(after) {
                out.push((at, *word));
            }
        }
    }
    out
}
