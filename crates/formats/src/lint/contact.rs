//! Whether a reporter finds a private way to reach somebody.

use super::Found;
use super::links::host_and_path;
use super::page::Page;
use super::words::{mail_addresses, says, says_any};

/// Services that take reports in private.
const PRIVATE: &[&str] = &[
    "hackerone.com",
    "bugcrowd.com",
    "intigriti.com",
    "yeswehack.com",
    "huntr.com",
    "bughunters.google.com",
    "msrc.microsoft.com",
    "tidelift.com",
];

/// Places that everybody can read.
const PUBLIC: &[&str] = &["/issues", "/discussions", "/wiki", "/pull"];

const WAYS: &[&str] = &[
    "private vulnerability report",
    "private reporting",
    "report a vulnerability button",
    "report privately",
    "report it privately",
];

pub(super) fn look(page: &Page, found: &mut Found) {
    let mails = page
        .pieces
        .iter()
        .any(|piece| mail_addresses(&piece.text).iter().any(|(_, address)| !is_robot(address)));
    let ways = page.sentences.iter().any(|sentence| says_any(&sentence.lower, WAYS));
    let links = page.links.iter().any(|link| is_private(page, &link.url, link.piece));
    if mails || ways || links {
        return;
    }
    let public = page.links.iter().find(|link| {
        let url = link.url.to_lowercase();
        PUBLIC.iter().any(|path| url.contains(path))
    });
    match public {
        Some(link) => found.add(
            "contact-missing",
            link.line,
            "the only way to report that is named is one that everybody can read",
        ),
        None => found.add("contact-missing", None, "no mail address, form or programme is named"),
    }
}

fn is_robot(address: &str) -> bool {
    let name = address.to_ascii_lowercase();
    ["noreply", "no-reply", "donotreply", "git@"].iter().any(|word| name.starts_with(word))
}

fn is_private(page: &Page, url: &str, piece: usize) -> bool {
    let url = url.to_lowercase();
    if let Some(address) = url.strip_prefix("mailto:") {
        return !is_robot(address);
    }
    // A policy may stand elsewhere.
    let elsewhere = url.ends_with("/security.md") || url.contains("/security/policy");
    if elsewhere || url.contains("security/advisories") {
        return true;
    }
    let Some((host, path)) = host_and_path(&url) else { return false };
    let known = |name: &str| host == name || host.ends_with(&format!(".{name}"));
    if PRIVATE.iter().any(|name| known(name)) {
        return true;
    }
    if path.contains("confidential") && path.contains("/issues/new") {
        return true;
    }
    if PUBLIC.iter().any(|public| path.contains(public)) {
        return false;
    }
    let about = |text: &str| {
        let text = text.to_lowercase();
        says(&text, "report") && says_any(&text, &["vulnerabilit", "security", "privat", "bug"])
    };
    let words = page.pieces.get(piece).is_some_and(|piece| about(&piece.text));
    words || about(page.heading_of(piece))
}
