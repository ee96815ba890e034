//! The advisory's text as people write it.

use crate::cve::CveId;
use crate::words::plain_length;
use serde::{Deserialize, Serialize};

/// What people write; the rest of an advisory is derived from the case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AdvisoryDraft {
    /// One line.
    pub title: String,
    /// What happens and to whom, Markdown.
    pub details: String,
    /// What to do until the fix is installed; may be empty.
    #[serde(default)]
    pub workaround: String,
    /// CVE ids assigned to it.
    #[serde(default)]
    pub cve: Vec<String>,
    /// CWE ids.
    #[serde(default)]
    pub cwe: Vec<String>,
    /// Who is thanked, with their consent.
    #[serde(default)]
    pub credits: Vec<Credit>,
    /// Links.
    #[serde(default)]
    pub references: Vec<Reference>,
}

/// A person who is thanked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// The name they chose.
    pub name: String,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Where to, http or https.
    pub url: String,
}

/// The longest title, details and workaround, in characters, and the most ids, credits or links.
pub const DRAFT_LIMITS: (usize, usize, usize, usize) = (200, 40_000, 10_000, 50);

impl AdvisoryDraft {
    /// Read back from the journal; nothing if an older version wrote what this one cannot read.
    pub fn read_stored(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// As the journal keeps it.
    pub fn stored(&self) -> String {
        serde_json::to_string(self).expect("a draft is plain data")
    }

    /// Everything that is wrong with it, one sentence each.
    pub fn complaints(&self) -> Vec<String> {
        let (title, details, workaround, many) = DRAFT_LIMITS;
        let mut wrong = Vec::new();
        if !(1..=title).contains(&plain_length(&self.title)) {
            wrong.push(format!("the title has 1 to {title} characters"));
        }
        if !(1..=details).contains(&plain_length(&self.details)) {
            wrong.push(format!("the details have 1 to {details} characters"));
        }
        if plain_length(&self.workaround) > workaround {
            wrong.push(format!("the workaround has at most {workaround} characters"));
        }
        if self.fields().iter().any(|(_, text)| super::has_marks(text)) {
            wrong.push("marks of a conflict are left; choose what is to stand there".to_owned());
        }
        let lists = [self.cve.len(), self.cwe.len(), self.credits.len(), self.references.len()];
        if lists.iter().any(|length| *length > many) {
            wrong.push(format!("a list has at most {many} entries"));
        }
        wrong.extend(
            self.cve
                .iter()
                .filter(|id| CveId::read(id).is_none())
                .map(|id| format!("{id:?} is not a CVE id: CVE, a year, and four or more digits")),
        );
        wrong.extend(
            self.cwe
                .iter()
                .filter(|id| !is_cwe(id))
                .map(|id| format!("{id:?} is not a CWE id: CWE and a number")),
        );
        wrong.extend(self.references.iter().filter(|reference| !is_web(&reference.url)).map(
            |reference| {
                format!(
                    "{:?} is not a web address: it begins with https:// or http://",
                    reference.url
                )
            },
        ));
        wrong
    }
}

fn is_cwe(id: &str) -> bool {
    let digits = |number: &str| number.bytes().all(|b| b.is_ascii_digit());
    id.strip_prefix("CWE-").is_some_and(|number| (1..=6).contains(&number.len()) && digits(number))
}

fn is_web(url: &str) -> bool {
    let scheme = url.starts_with("https://") || url.starts_with("http://");
    scheme && url.len() <= 2000 && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}
