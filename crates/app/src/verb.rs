//! What a use case on a case looks like: one constant per file, read by every door. The page makes a
//! form of it, the API a path and a schema, the command line a subcommand.

use crate::input::Input;
use domain::access::Action;
use domain::advisory::Advisory;
use domain::case::{By, Case, News};
use domain::embargo::Public;
use domain::policy::Policy;
use domain::words::{CaseId, Refusal, Secret};
use jiff::Timestamp;

/// One use case on a case.
pub struct Verb {
    /// The group that names it: `embargo` in `vulnerary embargo end`.
    pub group: &'static str,
    /// Its name: `end`.
    pub name: &'static str,
    /// What it needs.
    pub action: Action,
    /// What it does, in one sentence.
    pub says: &'static str,
    /// What it takes.
    pub fields: &'static [Field],
    /// What it decides. Pure: everything it may look at is in its arguments.
    pub decide: fn(&Asked, &Input) -> Result<Decided, Refusal>,
}

/// One field that a verb takes.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it means, with its range.
    pub says: &'static str,
}

impl Field {
    /// The text of a message.
    pub(crate) const BODY: Field = Field {
        name: "body",
        kind: Kind::Text,
        required: true,
        says: "The message, 1 to 50,000 characters.",
    };
    /// Why, where that is needed.
    pub(crate) const BECAUSE: Field =
        Field { name: "because", kind: Kind::Text, required: true, says: "Why, in words." };
    /// Why, where somebody likes to say it.
    pub(crate) const WHY: Field =
        Field { name: "because", kind: Kind::Text, required: false, says: "Why, in words." };
    /// Which release line is meant.
    pub(crate) const LINE: Field = Field {
        name: "line",
        kind: Kind::Line,
        required: true,
        says: "The release line, as the policy names it.",
    };
    /// Which terms are meant.
    pub(crate) const TERMS: Field = Field {
        name: "terms",
        kind: Kind::Line,
        required: false,
        says: "The digest of the terms that you read; needed when several are on the table.",
    };
    /// Which CVE id is meant.
    pub(crate) const CVE: Field = Field {
        name: "entry",
        kind: Kind::Line,
        required: true,
        says: "Which one: the CVE id, or its number in this case.",
    };
    /// Who else assigns an id.
    pub(crate) const WHOM: Field = Field {
        name: "whom",
        kind: Kind::Line,
        required: false,
        says: "Who that is by name, where it is another CNA.",
    };
    /// What an id is for.
    pub(crate) const ABOUT: Field = Field {
        name: "about",
        kind: Kind::Line,
        required: false,
        says: "Which vulnerability it is for, where the case has several.",
    };
    /// Why somebody decides as they do.
    pub(crate) const AGAINST: Field = Field {
        name: "because",
        kind: Kind::Text,
        required: false,
        says: "Why, in words; needed to decide against the judgement.",
    };
}

/// The kind of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An instant: RFC 3339, or local time in the project's zone.
    Instant,
    /// Facts of a claim: an object of fact names and values.
    Facts,
    /// Several lines, one entry each; or an array.
    List,
    /// Somebody who works here, by account.
    Account,
    /// A participant of the case, by id; or the word `reporter`.
    Party,
    /// A JSON document: its text, or an object.
    Json,
    /// Another case, by id. It is opened for the same action and given to the verb.
    Case,
}

/// Who asks for what, when, of which case.
pub struct Asked<'a> {
    /// The policy in force at receipt, as far as it can still be read.
    pub then: Option<&'a Policy>,
    /// The case as it is.
    pub case: &'a Case,
    /// The policy in force.
    pub policy: &'a Policy,
    /// Who.
    pub by: &'a By,
    /// When.
    pub now: Timestamp,
    /// The next free advisory number, where an advisory is published; else nothing to go by.
    pub next_number: u32,
    /// The other case that a field names.
    pub other: Option<&'a Case>,
    /// The case to which this one was joined.
    pub original: Option<&'a Case>,
    /// Random bytes for new ids and secrets.
    pub fresh: Fresh,
}

/// Random bytes, used at most once.
#[derive(Clone, Copy, Default)]
pub struct Fresh {
    /// For an id.
    pub id: [u8; 16],
    /// For a secret.
    pub secret: [u8; 32],
    /// For another id.
    pub second: [u8; 16],
}

/// What was decided.
#[derive(Default)]
pub struct Decided {
    /// What happened.
    pub news: Vec<News>,
    /// What follows from it by rule: nobody's doing.
    pub follows: Vec<News>,
    /// What became public.
    pub publish: Option<Public<Advisory>>,
    /// Which event's content goes.
    pub erase: Option<u64>,
    /// What happened to the other case.
    pub other: Vec<News>,
    /// Shown once to who asked, and kept nowhere.
    pub secret: Option<Secret>,
    /// A new case, and everything that makes it.
    pub opens: Option<(CaseId, Vec<News>)>,
}

impl From<News> for Decided {
    fn from(news: News) -> Self {
        Self { news: vec![news], ..Self::default() }
    }
}

impl From<Vec<News>> for Decided {
    fn from(news: Vec<News>) -> Self {
        Self { news, ..Self::default() }
    }
}

/// Every verb, by group and in order.
pub fn verbs() -> impl Iterator<Item = &'static Verb> {
    [
        crate::intake::ALL,
        crate::triage::ALL,
        crate::case::ALL,
        crate::embargo::ALL,
        crate::release::ALL,
        crate::advisory::ALL,
        crate::cve::ALL,
        crate::participant::ALL,
        crate::world::ALL,
        crate::glass::ALL,
        crate::sanction::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The verb of this name.
pub fn find_verb(group: &str, name: &str) -> Option<&'static Verb> {
    verbs().find(|verb| verb.group == group && verb.name == name)
}
