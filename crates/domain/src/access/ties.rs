//! For whom people work beside the project. Who works for an organisation has no part in what comes from
//! there until somebody has looked (S23).

use crate::words::Refusal;
use std::collections::BTreeSet;

/// An organisation is known by a domain of its mail, of at most so many bytes (RFC 1035, 2.3.4);
const DOMAIN_MAX: usize = 253;
/// each part of it of at most so many.
const LABEL_MAX: usize = 63;
/// So many domains of an address are looked at, the highest.
const ABOVE: usize = 6;
/// Nobody works for more.
const TIES_MAX: usize = 20;

/// The domains of organisations, one a line or with commas between, in small letters.
pub fn ties(text: &str) -> Result<BTreeSet<String>, Refusal> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    let all: BTreeSet<String> = words
        .filter(|word| !word.is_empty())
        .map(|word| domain(&word.to_ascii_lowercase()))
        .collect::<Result<_, _>>()?;
    if all.len() > TIES_MAX {
        return Err(Refusal::new("ties", format!("at most {TIES_MAX} organisations can be named")));
    }
    Ok(all)
}

fn domain(word: &str) -> Result<String, Refusal> {
    let label = |label: &str| {
        let plain = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (1..=LABEL_MAX).contains(&label.len())
            && plain
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if word.len() <= DOMAIN_MAX && word.contains('.') && word.split('.').all(label) {
        return Ok(word.to_owned());
    }
    let says = format!(
        "{} is no domain such as example.org; write an international one as it is in addresses",
        crate::words::one_line(word, 60)
    );
    Err(Refusal::new("ties", says))
}

/// The organisation of these that an address belongs to: its domain, or one above that.
pub fn comes_from<'t>(ties: &'t BTreeSet<String>, address: &str) -> Option<&'t str> {
    let (_, at) = address.trim().rsplit_once('@')?;
    let at = at.to_ascii_lowercase();
    let below =
        |tie: &str| at.strip_suffix(tie).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    ties.iter().map(String::as_str).find(|tie| below(tie))
}

/// The domain of an address and those above it, without the last part alone.
pub fn domains_of(address: &str) -> impl Iterator<Item = String> {
    let at = address.trim().rsplit_once('@').map_or("", |(_, at)| at).to_ascii_lowercase();
    let above = |domain: &String| domain.split_once('.').map(|(_, rest)| rest.to_owned());
    let first = Some(at).filter(|at| !at.is_empty());
    let all: Vec<_> = std::iter::successors(first, above).filter(|all| all.contains('.')).collect();
    // The highest: who writes chooses how many there are below.
    let low = all.len().saturating_sub(ABOVE);
    all.into_iter().skip(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_its_domain_and_to_those_above() {
        let all = ties("Acme.example, research.widgets.example").expect("domains");
        assert_eq!(comes_from(&all, "me@acme.example"), Some("acme.example"));
        assert_eq!(comes_from(&all, " me@Mail.ACME.example "), Some("acme.example"));
        assert_eq!(comes_from(&all, "me@notacme.example"), None);
        assert_eq!(comes_from(&all, "me@widgets.example"), None);
        assert_eq!(comes_from(&all, "acme.example"), None);
    }

    #[test]
    fn nobody_hides_below_many_domains() {
        let found: Vec<_> = domains_of("me@a.b.c.d.e.f.g.acme.example").collect();
        assert_eq!(found.len(), ABOVE);
        assert_eq!(found.last().map(String::as_str), Some("acme.example"));
    }

    #[test]
    fn what_is_looked_for_is_what_is_found() {
        let found: Vec<_> = domains_of(" me@Mail.research.acme.example").collect();
        assert_eq!(found, ["mail.research.acme.example", "research.acme.example", "acme.example"]);
        assert_eq!(domains_of("nobody").count() + domains_of("me@localhost").count(), 0);
        for domain in found {
            assert!(
                comes_from(&BTreeSet::from([domain]), "me@mail.research.acme.example").is_some()
            );
        }
    }

    #[test]
    fn what_is_no_domain_is_refused_by_its_name() {
        for wrong in ["acme", "-a.example", "a..example", "a b@c.example", "\u{e4}.example"] {
            let refused = ties(wrong).expect_err("no domain");
            assert_eq!(refused.rule, "ties", "{wrong}");
        }
        assert!(ties(&"a.example\n".repeat(50)).is_ok(), "the same one, often");
        let many: Vec<String> = (0..21).map(|n| format!("a{n}.example")).collect();
        assert!(ties(&many.join(" ")).is_err());
        assert_eq!(ties(" \n").expect("nothing"), BTreeSet::new());
    }
}
