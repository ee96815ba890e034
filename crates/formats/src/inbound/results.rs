//! What the operator's mail server found about the sender (`Authentication-Results`, RFC 8601). Only
//! its own name is believed, and only the first such header: it stands on top, and what a sender wrote
//! stands below.

use domain::mail::Checks;

/// The results of this server.
pub(super) fn found(raw: &[u8], trusted: &str) -> Checks {
    let mut checks = Checks::default();
    if trusted.is_empty() {
        return checks;
    }
    for value in headers(raw, "authentication-results") {
        let plain = without_comments(&value);
        let mut parts = plain.split(';').map(str::trim);
        let server = parts.next().and_then(|first| first.split_whitespace().next());
        if !server.is_some_and(|server| server.eq_ignore_ascii_case(trusted)) {
            continue;
        }
        for part in parts {
            let result = part.split_whitespace().next().and_then(|first| first.split_once('='));
            let Some((method, result)) = result else { continue };
            let result = result.to_ascii_lowercase();
            if !WORDS.contains(&result.as_str()) {
                continue;
            }
            let place = match method.to_ascii_lowercase().as_str() {
                "dkim" => &mut checks.dkim,
                "spf" => &mut checks.spf,
                "dmarc" => &mut checks.dmarc,
                _ => continue,
            };
            // Of several signatures one that is good is enough.
            if place.is_empty() || result == "pass" {
                *place = result;
            }
        }
        break;
    }
    checks
}

/// What results are called.
const WORDS: [&str; 10] = [
    "pass",
    "fail",
    "none",
    "neutral",
    "softfail",
    "policy",
    "hardfail",
    "temperror",
    "permerror",
    "bestguesspass",
];

/// The values of a header, unfolded, in order.
fn headers(raw: &[u8], wanted: &str) -> Vec<String> {
    let end = raw.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.or_else(|| raw.windows(2).position(|two| two == b"\n\n")).unwrap_or(raw.len());
    let head = String::from_utf8_lossy(&raw[..end]);
    let mut all: Vec<String> = Vec::new();
    let mut here = false;
    for line in head.lines() {
        if line.starts_with([' ', '\t']) {
            if here && let Some(last) = all.last_mut() {
                last.push_str(line);
            }
            continue;
        }
        let named = line.split_once(':');
        here = named.is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
        if let Some((_, value)) = named.filter(|_| here) {
            all.push(value.to_owned());
        }
    }
    all
}

fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
