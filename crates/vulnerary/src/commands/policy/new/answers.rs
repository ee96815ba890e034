//! The six answers of a maintainer, each checked where it is given.

use domain::policy::{Limit, Unit};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// How long a release line is supported when nobody says so.
const SUPPORT_YEARS: i64 = 2;
/// The longest answer, in characters.
pub(super) const LENGTH_MAX: usize = 400;

/// A release line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Such as `1`, `2026.1` or `latest`.
    pub(super) id: String,
    /// The first day without support.
    pub(super) end: Date,
}

/// Whose policy it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) homepage: String,
    pub(super) summary: String,
}

/// Everything that a pack is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) project: Identity,
    pub(super) contact: String,
    pub(super) answer: Limit,
    pub(super) versions: Vec<Line>,
    /// What is offered; nothing when there is no bounty.
    pub(super) bounty: Option<String>,
    pub(super) anonymous: bool,
    /// Whom to turn to when nobody answers.
    pub(super) escalation: Option<String>,
}

/// Words on one line, without what steers a terminal.
pub(super) fn words(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        Err("something is wanted here".to_owned())
    } else if text.chars().count() > LENGTH_MAX {
        Err(format!("at most {LENGTH_MAX} characters"))
    } else if text.chars().any(|c| c.is_control() || !domain::words::is_plain(c)) {
        Err("one line of plain text".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Short name for addresses.
pub(super) fn slug(text: &str) -> Result<String, String> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let bare = text.trim();
    let edges = bare.starts_with('-') || bare.ends_with('-');
    if bare.is_empty() || bare.len() > 40 || !bare.chars().all(good) || edges {
        return Err("1 to 40 of a-z, 0-9 and '-', with no '-' at either end".to_owned());
    }
    Ok(bare.to_owned())
}

/// The slug that a name suggests.
pub(super) fn slug_of(name: &str) -> String {
    let parts: Vec<String> = name
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    let mut slug = parts.join("-");
    slug.truncate(40);
    slug.trim_matches('-').to_owned()
}

/// A web address.
pub(super) fn web(text: &str) -> Result<String, String> {
    let text = words(text)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else {
        return Err("a web address begins with https://".to_owned());
    };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host_is_real(host)?;
    if text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')) {
        return Err("an address has no blanks, quotes or angle brackets".to_owned());
    }
    Ok(text)
}

/// A mail address or a web address.
pub(super) fn address(text: &str) -> Result<String, String> {
    let text = words(text)?;
    if text.contains("://") {
        return web(&text);
    }
    let bare = text.strip_prefix("mailto:").unwrap_or(&text);
    let Some((who, host)) = bare.split_once('@') else {
        return Err("a mail address such as security@your.site, or an https:// address".to_owned());
    };
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    if who.is_empty() || !who.chars().all(good) {
        return Err("the part before the @ is not that of a mail address".to_owned());
    }
    host_is_real(host)?;
    Ok(bare.to_owned())
}

fn host_is_real(host: &str) -> Result<(), String> {
    let labels: Vec<&str> = host.split('.').collect();
    let good = |label: &&str| {
        let inside = label.chars().all(|c| c.is_alphanumeric() || c == '-');
        !label.is_empty() && inside && !label.starts_with('-') && !label.ends_with('-')
    };
    if labels.len() < 2 || !labels.iter().all(good) {
        return Err("the host is not a name with a domain, such as your.site".to_owned());
    }
    let last = labels.last().copied().unwrap_or_default();
    let site = format!("{}.{last}", labels[labels.len() - 2]);
    if matches!(last, "example" | "invalid" | "test")
        || matches!(site.as_str(), "example.com" | "example.org" | "example.net")
    {
        return Err("nobody can have this address; give one that reaches you".to_owned());
    }
    Ok(())
}

/// `5`, `3 days`, `48 hours`, `5 business days`.
pub(super) fn limit(text: &str) -> Result<Limit, String> {
    let says = "a number with days, business days or hours, such as 5 business days";
    let lower = text.trim().to_lowercase();
    let mut parts = lower.split_whitespace();
    let n: u32 = parts.next().and_then(|n| n.parse().ok()).ok_or(says)?;
    let (unit, max) = match parts.collect::<Vec<_>>().as_slice() {
        [] | ["day" | "days"] => (Unit::Days, 60),
        ["hour" | "hours" | "h"] => (Unit::Hours, 1_000),
        ["business" | "working", "day" | "days"] => (Unit::BusinessDays, 40),
        _ => return Err(says.to_owned()),
    };
    if n == 0 || n > max {
        return Err(format!("from 1 to {max}; a reporter who waits longer goes elsewhere"));
    }
    Ok(Limit { n, unit })
}

/// `latest`, or lines with the first day without support: `1.x until 2027-05-01, 2.x`.
pub(super) fn versions(text: &str, today: Date) -> Result<Vec<Line>, String> {
    let open = today.checked_add(SUPPORT_YEARS.years()).map_err(|error| error.to_string())?;
    let mut lines: Vec<Line> = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, end) = match part.split_once(" until ") {
            Some((name, day)) => {
                let day = day.trim();
                let end: Date =
                    day.parse().map_err(|_| format!("{day:?} is not a day such as {open}"))?;
                (name.trim(), end)
            }
            None => (part, open),
        };
        let bare = name.trim_end_matches(".x").trim_end_matches(".X");
        let bare = match bare.strip_prefix(['v', 'V']) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
            _ => bare,
        };
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if bare.is_empty() || bare.len() > 40 || !bare.chars().all(good) {
            return Err(format!(
                "{name:?} is no version line; such as latest, or 1.x until {open}, 2.x"
            ));
        }
        if end <= today {
            return Err(format!("the support of {name} has ended; leave it out"));
        }
        if lines.iter().any(|line| line.id == bare) {
            return Err(format!("{name} is there twice"));
        }
        lines.push(Line { id: bare.to_owned(), end });
    }
    match lines.len() {
        0 => Err("name at least one line; latest will do".to_owned()),
        1..=50 => Ok(lines),
        _ => Err("at most 50 lines".to_owned()),
    }
}

/// `no`, or a sentence.
pub(super) fn bounty(text: &str) -> Result<Option<String>, String> {
    match text.trim().to_lowercase().as_str() {
        "no" | "n" | "none" => Ok(None),
        "yes" | "y" => {
            Err("say in a sentence what you offer, such as: We pay up to 500 euros".to_owned())
        }
        _ => words(text).map(Some),
    }
}

/// `yes` or `no`.
pub(super) fn yes(text: &str) -> Result<bool, String> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" => Ok(true),
        "no" | "n" => Ok(false),
        _ => Err("yes or no".to_owned()),
    }
}

/// `none`, or an address.
pub(super) fn escalation(text: &str) -> Result<Option<String>, String> {
    match text.trim().to_lowercase().as_str() {
        "none" | "no" | "n" => Ok(None),
        _ => address(text).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 20);

    #[test]
    fn addresses_must_reach_somebody() {
        for good in ["security@tide.dev", "mailto:a+b@x.tide.dev", "https://tide.dev/report"] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "security",
            "a@b",
            "a@-b.dev",
            "x@example.com",
            "https://",
            "https://tide",
            "a b@c.dev",
            "https://a.dev/<",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_time_has_a_unit_and_a_bound() {
        assert_eq!(limit("3"), Ok(Limit { n: 3, unit: Unit::Days }));
        assert_eq!(limit(" 48 Hours"), Ok(Limit { n: 48, unit: Unit::Hours }));
        assert_eq!(limit("5 working days"), Ok(Limit { n: 5, unit: Unit::BusinessDays }));
        for bad in ["", "soon", "0", "61 days", "5 moons", "-1", "99999999999"] {
            assert!(limit(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn lines_are_read_with_the_end_of_their_support() {
        let line = |id: &str, end| Line { id: id.to_owned(), end };
        assert_eq!(versions("latest", TODAY), Ok(vec![line("latest", date(2028, 11, 20))]));
        assert_eq!(
            versions("1.x until 2027-05-01, v2.x", TODAY),
            Ok(vec![line("1", date(2027, 5, 1)), line("2", date(2028, 11, 20))])
        );
        for bad in ["", "1.x until soon", "1.x until 2026-01-01", "1.x, v1", "a b", "é"] {
            assert!(versions(bad, TODAY).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_bounty_is_none_or_a_sentence() {
        assert_eq!(bounty("No"), Ok(None));
        assert!(bounty("yes").is_err());
        assert_eq!(bounty("We pay."), Ok(Some("We pay.".to_owned())));
        assert!(words("two\nlines").is_err() && words("\u{202e}turned").is_err());
    }

    #[test]
    fn a_name_suggests_a_slug() {
        assert_eq!(slug_of("Tide, the Program!"), "tide-the-program");
        assert_eq!(slug(&slug_of("Tide.js")), Ok("tide-js".to_owned()));
        assert!(slug("-a").is_err() && slug("A").is_err() && slug(&"a".repeat(41)).is_err());
    }
}
