//! What is wrong with a security policy that somebody wrote: any project's SECURITY.md, as text.
//! Pure: which files exist, what a pack says and which day it is are arguments; no address is
//! visited. It stands here because the Markdown parser does. Begin with [`Page::read`] and [`lint`].

mod absent;
mod bounty;
mod clocks;
mod contact;
mod dates;
mod inherited;
mod links;
mod options;
mod page;
mod people;
mod placeholders;
mod rules;
mod score;
mod spans;
mod versions;
mod words;

pub use links::{DeadAddress, dead_addresses, read_dead_addresses};
pub use page::{BYTES_MAX, Page, Unreadable};
pub use rules::{Kind, RULES, Rule, rule};
pub use score::{Point, Score};

use domain::policy::{Limit, Lines};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// More findings than this are counted, not told.
const FINDINGS_MAX: usize = 500;

/// What the linter may know besides the text.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    /// Today (UTC).
    pub on: Date,
    /// The repository whose policy it should be: `owner/name`, or a name.
    pub repository: Option<&'a str>,
    /// The repositories that the pack covers; empty when nobody says so.
    pub covers: &'a [String],
    /// Which of the page's relative links lead nowhere; see [`Page::relative_links`].
    pub missing_files: &'a BTreeSet<String>,
    /// Addresses that no longer answer.
    pub dead: &'a [DeadAddress],
    /// The release schedule.
    pub lines: Option<&'a Lines>,
    /// What is known of a bounty.
    pub bounty: Bounty,
    /// When a report is acknowledged, as the project's pack promises it.
    pub acknowledgement: Option<Limit>,
}

/// What is known of a bounty, apart from the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bounty {
    /// Nothing.
    #[default]
    Unknown,
    /// There is one.
    Offered,
    /// There is none, or none any more.
    None {
        /// Since when, where that is known.
        since: Option<Date>,
    },
}

/// Something to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that says so.
    pub rule: &'static Rule,
    /// The line, counted from one; none when something is missing from the whole text.
    pub line: Option<usize>,
    /// What was found, in a sentence.
    pub says: String,
}

/// The score and everything to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// From 0 to 10.
    pub score: Score,
    /// By line.
    pub findings: Vec<Finding>,
    /// Findings that were not told because there were too many.
    pub left_out: usize,
    /// Links that were looked at and not visited.
    pub not_visited: usize,
}

/// Score a page and find what to mend.
pub fn lint(page: &Page, given: &Given<'_>) -> Report {
    let mut found = Found { findings: Vec::new(), left_out: 0 };
    contact::look(page, &mut found);
    links::look(page, given, &mut found);
    dates::look(page, given, &mut found);
    versions::look(page, given, &mut found);
    bounty::look(page, given, &mut found);
    clocks::look(page, given, &mut found);
    people::look(page, &mut found);
    options::look(page, &mut found);
    inherited::look(page, given, &mut found);
    placeholders::look(page, &mut found);
    absent::look(page, &mut found);
    let mut findings = found.findings;
    // What concerns the whole text comes last.
    findings.sort_by_key(|one| (one.line.unwrap_or(usize::MAX), one.rule.id, one.says.clone()));
    Report {
        score: Score::of(page),
        findings,
        left_out: found.left_out,
        not_visited: page.links.iter().filter(|link| link.is_web()).count(),
    }
}

/// Where findings are gathered.
struct Found {
    findings: Vec<Finding>,
    left_out: usize,
}

impl Found {
    fn add(&mut self, id: &str, line: impl Into<Option<usize>>, says: impl Into<String>) {
        let Some(rule) = rule(id) else {
            debug_assert!(false, "{id} stands in no table");
            return;
        };
        if self.findings.len() >= FINDINGS_MAX {
            self.left_out += 1;
            return;
        }
        self.findings.push(Finding { rule, line: line.into(), says: says.into() });
    }
}

#[cfg(test)]
mod tests;
