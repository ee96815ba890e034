//! The published rubric for a security policy: 6 points for a way to reach somebody, 3 for words
//! around it, 1 for saying what and when.

use super::page::Page;
use super::words::mail_addresses;
use std::collections::BTreeSet;

/// One line of the rubric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Points given.
    pub points: u8,
    /// Points there are.
    pub of: u8,
    /// Why.
    pub says: String,
}

/// All lines of the rubric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// In the order of the rubric.
    pub points: Vec<Point>,
}

impl Score {
    /// From 0 to 10.
    pub fn total(&self) -> u8 {
        self.points.iter().map(|point| point.points).sum()
    }

    pub(super) fn of(page: &Page) -> Self {
        let web = page.links.iter().filter(|link| link.is_web()).map(|link| link.url.as_str());
        let linked = page.links.iter().filter_map(|link| link.url.strip_prefix("mailto:"));
        let typed = page.pieces.iter().flat_map(|piece| mail_addresses(&piece.text));
        let mails: BTreeSet<&str> = linked.chain(typed.map(|(_, address)| address)).collect();
        let webs: Vec<&str> = web.collect();
        let addresses = webs.len() + mails.len();
        // Each address stands between two blanks.
        let spent: usize = webs.iter().copied().chain(mails).map(|url| url.len() + 2).sum();
        let free = page.length > spent;
        let hits = hits(&page.lower);
        let point = |points, of, says: String| Point { points, of, says };
        let points = vec![
            match addresses {
                0 => point(0, 6, "no link and no mail address".to_owned()),
                1 => point(6, 6, "one link or mail address".to_owned()),
                n => point(6, 6, format!("{n} links and mail addresses")),
            },
            match (page.length, free) {
                (0, _) => point(0, 3, "there is no text".to_owned()),
                (_, false) => point(0, 3, "nothing but links".to_owned()),
                (_, true) => point(3, 3, "text beside the links".to_owned()),
            },
            if hits >= 2 {
                point(1, 1, format!("{hits} numbers or words about disclosure or vulnerabilities"))
            } else {
                let says = "fewer than two numbers or words about disclosure or vulnerabilities";
                point(0, 1, says.to_owned())
            },
        ];
        Self { points }
    }
}

/// Whole numbers of up to four digits, and words about disclosure or vulnerabilities.
fn hits(lower: &str) -> usize {
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| {
            let number = (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
            number || word.contains("disclos") || word.contains("vuln")
        })
        .count()
}
