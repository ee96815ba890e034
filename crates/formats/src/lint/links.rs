//! Links that lead nowhere, as far as can be told without visiting any.

use super::page::Page;
use super::words::{is_mail_address, mail_addresses, quoted};
use super::{Found, Given};
use std::collections::{BTreeMap, BTreeSet};

/// A host, or a host and the beginning of a path, that no longer answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadAddress {
    /// Such as `code.google.com/p`.
    pub address: String,
    /// Since when, or why.
    pub says: String,
}

/// Schemes that a policy may use besides the web's.
const SCHEMES: &[&str] = &["mailto", "tel", "irc", "ircs", "matrix", "xmpp", "openpgp4fpr", "sms"];

/// Those that are known here.
pub fn dead_addresses() -> Vec<DeadAddress> {
    read_dead_addresses(include_str!("dead.txt")).unwrap_or_default()
}

/// One address a line, a tab, the reason; `#` begins a comment.
pub fn read_dead_addresses(text: &str) -> Result<Vec<DeadAddress>, String> {
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|(index, line)| {
            let (address, says) = line.split_once('\t').ok_or_else(|| {
                format!("an address, a tab and the reason are wanted (line {})", index + 1)
            })?;
            let address = address.trim().trim_end_matches('/').to_lowercase();
            if address.is_empty() || address.contains("://") {
                return Err(format!(
                    "a host, or a host and a path, is wanted (line {})",
                    index + 1
                ));
            }
            Ok(DeadAddress { address, says: says.trim().to_owned() })
        })
        .collect()
}

/// The path of a link to another file of the repository.
pub(super) fn relative(url: &str) -> Option<&str> {
    let path = url.split(['#', '?']).next().unwrap_or_default();
    let inside = !path.is_empty() && !path.starts_with("//") && scheme(path).is_none();
    inside.then_some(path)
}

fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(good))
        .then_some(scheme)
}

/// Of a web address: its host and the rest.
pub(super) fn host_and_path(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    Some((host.split(':').next().unwrap_or(host), path))
}

pub(super) fn look(page: &Page, given: &Given<'_>, found: &mut Found) {
    let anchors = anchors(page);
    for link in &page.links {
        let url = link.url.as_str();
        if let Some(anchor) = url.strip_prefix('#') {
            if !anchor.is_empty() && !anchors.contains(&anchor.to_lowercase()) {
                let says = format!("there is no heading for {}", quoted(url));
                found.add("link-broken", link.line, says);
            }
        } else if let Some(path) = relative(url) {
            if given.missing_files.contains(path) {
                let says = format!("there is no file {}", quoted(path));
                found.add("link-broken", link.line, says);
            }
        } else if let Some(why) = malformed(url) {
            found.add("link-malformed", link.line, format!("{}: {why}", quoted(url)));
        } else if let Some(dead) = dead(url, given.dead) {
            let says = format!("{}: {}", quoted(url), dead.says);
            found.add("link-dead", link.line, says);
        }
    }
    // Addresses that are shown as code are no links, and are used all the same.
    for piece in &page.pieces {
        for (at, address) in mail_addresses(&piece.text) {
            let host = address.rsplit('@').next().unwrap_or_default().to_lowercase();
            if let (true, Some(dead)) =
                (piece.is_code(at), given.dead.iter().find(|dead| is_below(&host, &dead.address)))
            {
                let says = format!("{}: {}", quoted(address), dead.says);
                found.add("link-dead", piece.line(at), says);
            }
        }
    }
}

/// Why it is no address.
fn malformed(url: &str) -> Option<&'static str> {
    let Some(scheme) = scheme(url) else {
        return url.starts_with("//").then_some("the scheme, such as https:, is missing");
    };
    let scheme_lower = scheme.to_ascii_lowercase();
    if scheme_lower == "mailto" {
        let address = url[scheme.len() + 1..].split('?').next().unwrap_or_default();
        let each = address.split(',').all(is_mail_address);
        return (!each).then_some("not a mail address");
    }
    if SCHEMES.contains(&scheme_lower.as_str()) {
        return None;
    }
    let Some((host, _)) = host_and_path(url) else {
        return Some("not a web address");
    };
    let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '[' | ']' | '_');
    if host.is_empty() {
        Some("the host is missing")
    } else if !host.chars().all(good) || host.contains("..") {
        Some("the host is not a name")
    } else if !host.contains('.') && host != "localhost" {
        Some("the host has no domain")
    } else {
        None
    }
}

fn dead<'a>(url: &str, dead: &'a [DeadAddress]) -> Option<&'a DeadAddress> {
    let url = url.to_lowercase();
    let place = match host_and_path(&url) {
        Some((host, path)) => format!("{}{path}", host.trim_start_matches("www.")),
        None => url.strip_prefix("mailto:")?.rsplit('@').next()?.to_owned(),
    };
    dead.iter().find(|one| is_below(&place, &one.address))
}

/// Whether a host and path stand at or below an address.
fn is_below(place: &str, address: &str) -> bool {
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    let (place_host, place_path) =
        place.split_at(place.find(['/', '?', '#']).unwrap_or(place.len()));
    let same_host = place_host == host || place_host.ends_with(&format!(".{host}"));
    let rest = place_path.strip_prefix(path);
    same_host
        && rest.is_some_and(|rest| {
            path.is_empty() || rest.is_empty() || rest.starts_with(['/', '?', '#'])
        })
}

/// What links inside the page may lead to, as code hosts name headings.
fn anchors(page: &Page) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = BTreeSet::new();
    for sentence in page.sentences.iter().filter(|sentence| sentence.is_heading) {
        let kept = sentence.lower.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        let slug = kept.collect::<String>().replace(' ', "-");
        let times = seen.entry(slug.clone()).or_default();
        out.insert(if *times == 0 { slug } else { format!("{slug}-{times}") });
        *times += 1;
    }
    for (_, html) in &page.html {
        for part in html.split(['"', '\'']).skip(1).step_by(2) {
            out.insert(part.to_lowercase());
        }
    }
    out
}
