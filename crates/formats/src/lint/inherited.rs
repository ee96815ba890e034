//! A policy that was written for another project, and defaults for many repositories.

use super::links::host_and_path;
use super::page::Page;
use super::words::{listed, quoted, says, says_any};
use super::{Found, Given};
use std::collections::BTreeSet;

/// Before a project's name in a heading.
const BEFORE: &[&str] = &[
    "reporting a bug in ",
    "reporting a vulnerability in ",
    "reporting a security issue in ",
    "reporting a security bug in ",
    "reporting a security vulnerability in ",
    "reporting security issues in ",
    "reporting vulnerabilities in ",
    "security policy of ",
    "security policy for ",
    "security of ",
];
/// After it.
const AFTER: &[&str] = &[
    " security policy",
    " threat model",
    " security team",
    " bug bounty program",
    " vulnerability disclosure policy",
];
/// Parts of a path below a repository that are about reporting.
const REPORTING: &[&str] = &["issues", "discussions"];

pub(super) fn look(page: &Page, given: &Given<'_>, found: &mut Found) {
    if let Some(repository) = given.repository {
        not_covered(repository, given.covers, found);
        let name = repository.rsplit('/').next().unwrap_or(repository);
        if name == ".github" {
            default_for_many(page, found);
        } else {
            one_repository(page, repository, name, found);
        }
    }
    if given.repository.is_none_or(|name| !name.ends_with(".github")) && calls_itself_default(page)
    {
        default_for_many(page, found);
    }
}

/// A pack may name what it covers: `owner/name`, or `owner/*` for all others of an owner.
fn not_covered(repository: &str, covers: &[String], found: &mut Found) {
    let owner = repository.rsplit_once('/').map_or("", |(owner, _)| owner);
    let covered = |one: &String| {
        let all = one.strip_suffix("/*").is_some_and(|all| all.eq_ignore_ascii_case(owner));
        all || one.eq_ignore_ascii_case(repository)
    };
    if repository.contains('/') && !covers.is_empty() && !covers.iter().any(covered) {
        let (ours, theirs) = (quoted(repository), listed(covers));
        let says = format!("the repository is {ours}, and the pack covers {theirs}");
        found.add("inherited-repository", None, says);
    }
}

fn one_repository(page: &Page, repository: &str, name: &str, found: &mut Found) {
    let owner = repository.rsplit_once('/').map_or("", |(owner, _)| owner);
    let ours = |other: &str| is_same(other, name, owner);
    let claimed: Vec<(usize, String)> = page
        .sentences
        .iter()
        .filter(|sentence| sentence.is_heading)
        .filter_map(|sentence| Some((sentence.line, project_in(&sentence.text)?)))
        .collect();
    let foreign: Vec<&(usize, String)> = claimed.iter().filter(|(_, other)| !ours(other)).collect();
    if let Some((line, other)) = foreign.first().filter(|_| foreign.len() == claimed.len()) {
        let lines: BTreeSet<String> = foreign.iter().map(|(line, _)| line.to_string()).collect();
        let says = format!(
            "the repository is {}, and the headings speak of {} (line{} {})",
            quoted(repository),
            quoted(other),
            if lines.len() == 1 { "" } else { "s" },
            listed(&lines.into_iter().collect::<Vec<_>>())
        );
        found.add("inherited-repository", *line, says);
        return;
    }
    for link in &page.links {
        let Some((owner, other, rest)) = repository_of(&link.url) else { continue };
        let policy = link.url.to_lowercase().ends_with("/security.md");
        let reporting = || {
            let words = page.pieces.get(link.piece).map(|piece| piece.text.to_lowercase());
            words.is_some_and(|words| {
                says(&words, "report") && says_any(&words, &["vulnerab", "security"])
            })
        };
        let about = policy
            || rest == Some("security")
            || (rest.is_some_and(|part| REPORTING.contains(&part)) && reporting());
        if about && !ours(other) {
            let says = format!(
                "the repository is {}, and reports are sent to {}",
                quoted(repository),
                quoted(&format!("{owner}/{other}"))
            );
            found.add("inherited-repository", link.line, says);
            return;
        }
    }
}

/// The project that a heading is about, where it names one.
fn project_in(heading: &str) -> Option<String> {
    let heading = heading.trim().trim_end_matches('.');
    let lower = heading.to_lowercase();
    if lower.len() != heading.len() {
        return None;
    }
    let before = BEFORE.iter().find_map(|words| Some(lower.find(words)? + words.len()));
    let name = match before {
        Some(at) => &heading[at..],
        None => {
            let after = AFTER.iter().find_map(|words| lower.find(words))?;
            &heading[..after]
        }
    };
    let name = name.trim();
    let name = name.strip_prefix("The ").or(name.strip_prefix("the ")).unwrap_or(name);
    let proper = name.split_whitespace().count() <= 3
        && name.contains(|c: char| c.is_uppercase() || c == '.')
        && !says_any(
            &name.to_lowercase(),
            &["this", "our", "your", "a ", "an ", "third", "security", "project"],
        );
    proper.then(|| name.to_owned())
}

/// Parts of a name that say in which language something is written, or what sort of thing it is.
const TAGS: &[&str] = &["js", "rs", "py", "python", "rust", "go", "java", "php", "lib", "project"];

/// Whether two names mean one project; the owner's name and tags do not count, unless they are all.
fn is_same(one: &str, two: &str, owner: &str) -> bool {
    let bare = |text: &str| {
        let lower = text.to_lowercase();
        let all: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        let owner = owner.to_lowercase();
        let counts = |part: &&str| !part.is_empty() && !TAGS.contains(part) && *part != owner;
        let kept: String = all.iter().copied().filter(counts).collect();
        if kept.is_empty() { all.concat() } else { kept }
    };
    bare(one) == bare(two)
}

/// Owner, name and the part after them of an address on a code host.
fn repository_of(url: &str) -> Option<(&str, &str, Option<&str>)> {
    let (host, path) = host_and_path(url)?;
    if !["github.com", "gitlab.com", "codeberg.org"].contains(&host.trim_start_matches("www.")) {
        return None;
    }
    let mut parts = path.split(['/', '?', '#']).filter(|part| !part.is_empty() && *part != "-");
    Some((parts.next()?, parts.next()?, parts.next()))
}

fn calls_itself_default(page: &Page) -> bool {
    page.sentences.iter().any(|sentence| {
        let lower = &sentence.lower;
        let many = says(lower, "repositories")
            && says_any(lower, &["organization", "organisation", "all ", "without"]);
        let default =
            says_any(lower, &["default security policy", "default policy", "this default"]);
        default || (many && says_any(lower, &["policy applies", "this policy", "file applies"]))
    })
}

fn default_for_many(page: &Page, found: &mut Found) {
    let named = page
        .links
        .iter()
        .any(|link| repository_of(&link.url).is_some_and(|(_, _, rest)| rest.is_none()))
        || page.sentences.iter().any(|sentence| {
            says(&sentence.lower, "repositor")
                && page.pieces.get(sentence.piece).is_some_and(|piece| !piece.code.is_empty())
        });
    if !named {
        found.add("default-unscoped", None, "no repository is named that this policy covers");
    }
    let all =
        |stems: &[&str]| page.sentences.iter().any(|sentence| says_any(&sentence.lower, stems));
    let topics: [(&str, &[&str]); 3] = [
        ("whether CVEs are issued", &["cve"]),
        ("whom to contact", &["contact", "report to", "mail", "report it"]),
        ("which versions get fixes", &["supported version", "version", "latest release"]),
    ];
    let unsaid: Vec<String> = topics
        .iter()
        .filter(|(_, stems)| !all(stems))
        .map(|(topic, _)| (*topic).to_owned())
        .collect();
    if !unsaid.is_empty() {
        let says = format!("it does not say {}", listed(&unsaid));
        found.add("default-difference-unsaid", None, says);
    }
}
