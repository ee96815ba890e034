//! What a writer knows besides the advisory, and the public addresses that follow from it.

use crate::Format;
use domain::advisory::Advisory;
use domain::policy::Policy;

/// What every writer is told besides the advisory.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Whose advisories these are.
    pub policy: &'a Policy,
    /// The public base address, without a slash at its end.
    pub site: &'a str,
}

impl Context<'_> {
    /// The page of an advisory.
    pub fn page(&self, advisory: &Advisory) -> String {
        format!("{}/{}", self.list(), stem(&advisory.id))
    }

    /// An advisory in this format.
    pub fn file(&self, advisory: &Advisory, format: &Format) -> String {
        format!("{}/{}", self.list(), file_name(&advisory.id, format))
    }

    /// The list of all advisories.
    pub fn list(&self) -> String {
        self.below("advisories")
    }

    /// The feed.
    pub fn feed(&self) -> String {
        self.below("feed.atom")
    }

    fn below(&self, path: &str) -> String {
        format!("{}/{path}", self.site.trim_end_matches('/'))
    }
}

/// The name of an advisory's file in this format.
pub(crate) fn file_name(id: &str, format: &Format) -> String {
    format!("{}.{}", stem(id), format.extension)
}

/// An id as a file name. A policy allows nothing else in ids; a row that somebody changed by hand
/// still cannot name a file outside the folder.
fn stem(id: &str) -> String {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let stem: String = id.chars().map(|c| if good(c) { c } else { '_' }).collect();
    if stem.chars().all(|c| c == '.') { format!("_{stem}") } else { stem }
}
