//! What a policy says beside its rules: who has access, which repositories it covers, statements
//! in prose, the extra lines of `security.txt`, and addresses that have moved.

use super::Policy;
use serde::{Deserialize, Serialize};

/// People with access to something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Short name.
    pub id: String,
    /// For people.
    pub title: String,
    /// What they have access to, and what for.
    pub says: String,
    /// Everybody of these groups belongs to it.
    pub groups: Vec<String>,
    /// One by one.
    pub members: Vec<Member>,
    /// Where the current list is.
    pub address: Option<String>,
    /// Where the project has written it down.
    pub source: Option<String>,
}

/// One person of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// For people.
    pub name: String,
    /// At the forge, without `@`.
    pub handle: Option<String>,
}

/// A repository that the policy covers, and what differs for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// As the forge names it; `owner/*` for all others of an owner.
    pub repository: String,
    /// Whether CVE ids are asked for.
    pub cve: bool,
    /// Where to report instead, where that differs.
    pub contact: Option<String>,
    /// Which versions get fixes, where that differs.
    pub versions: Option<String>,
    /// What else differs.
    pub says: Option<String>,
}

/// A chapter in prose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The text.
    pub says: String,
    /// Steps, in order.
    pub steps: Vec<String>,
    /// Where to go.
    pub address: Option<String>,
    /// Where the project has written it down.
    pub source: Option<String>,
}

/// Chapters that many policies have.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Statements {
    /// What the project does not do to people who keep to the rules.
    pub safe_harbour: Option<Statement>,
    /// How a reporter hears of progress after the first answer.
    pub progress: Option<Statement>,
    /// When the record of a CVE id becomes public.
    pub cve_publication: Option<Statement>,
    /// What people with access keep to themselves, and how they come to have access.
    pub membership: Option<Statement>,
    /// What happens when something goes wrong.
    pub incident_response: Option<Statement>,
    /// Where to say what could be better.
    pub comments: Option<Statement>,
}

/// Lines of `security.txt` that follow from nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SecurityTxt {
    /// Languages in which reports are read, the preferred one first.
    pub languages: Vec<String>,
    /// Where to find the key for encrypted mail.
    pub encryption: Option<String>,
    /// Where people are thanked.
    pub acknowledgments: Option<String>,
    /// Where people are looked for.
    pub hiring: Option<String>,
    /// The provider-metadata.json of CSAF.
    pub csaf: Option<String>,
}

/// A public address that moved for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// A path of this site.
    pub from: String,
    /// A path of this site, or an address elsewhere.
    pub to: String,
}

/// The first parts of the paths that the server answers by itself: they never move away.
pub const OWN_PATHS: [&str; 33] = [
    "",
    "-",
    ".well-known",
    "advisories",
    "api",
    "badge.json",
    "badge.svg",
    "calendar",
    "cases",
    "favicon.ico",
    "feed.atom",
    "glass",
    "healthz",
    "join",
    "login",
    "logout",
    "mail",
    "people",
    "policy",
    "policy.json",
    "policy.md",
    "queue",
    "reads",
    "readyz",
    "receipts",
    "recover",
    "report",
    "sanctions",
    "static",
    "track",
    "v1",
    "vuln",
    "you",
];

impl Policy {
    /// Where this path has moved for good, followed to the end.
    pub fn moved_to(&self, path: &str) -> Option<&str> {
        let next = |path: &str| self.moved.iter().find(|moved| moved.from == path);
        let mut to = next(path)?.to.as_str();
        for _ in 0..self.moved.len() {
            match next(to) {
                Some(moved) => to = moved.to.as_str(),
                None => return Some(to),
            }
        }
        None
    }
}
