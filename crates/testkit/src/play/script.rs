//! What a play is made of. A step says everything that happens in it, so that the same steps, or
//! some of them, can be played again: that is how a long play that went wrong becomes a short one.

use crate::fault::{Fault, How, Site, When};
use domain::intake::Draft;
use serde_json::Value;

/// Somebody who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Nobody we know.
    Anonymous,
    /// Who filed the report with this number.
    Reporter(usize),
    /// Who takes part in the case of this report, counted among those who do.
    Party(usize, usize),
    /// Somebody with an account, by login.
    Person(String),
}

impl Who {
    /// Somebody with an account.
    pub(super) fn person(login: &str) -> Self {
        Self::Person(login.to_owned())
    }

    /// As written in a story: `anonymous`, `reporter 0`, `party 0 of 2`, or a login.
    pub fn read(text: &str) -> Self {
        let words: Vec<&str> = text.split(' ').collect();
        let number = |word: &str| word.parse().ok();
        match words.as_slice() {
            ["anonymous"] => Self::Anonymous,
            ["reporter", report] => number(report).map_or(Self::Anonymous, Self::Reporter),
            ["party", at, "of", report] => match (number(report), number(at)) {
                (Some(report), Some(at)) => Self::Party(report, at),
                _ => Self::Anonymous,
            },
            _ => Self::Person(text.to_owned()),
        }
    }

    /// As written in a story.
    pub fn word(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".to_owned(),
            Self::Reporter(number) => format!("reporter {number}"),
            Self::Party(report, at) => format!("party {at} of {report}"),
            Self::Person(login) => login.clone(),
        }
    }
}

/// Which case is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// That of the report with this number.
    Report(usize),
    /// One that never was.
    Nothing(u8),
}

/// Which version of the case somebody says they have seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// They do not say.
    Unsaid,
    /// The one that it has.
    This,
    /// One that it does not have.
    Another,
}

/// Somebody uses a verb.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// Who.
    pub who: Who,
    /// On which case.
    pub of: Of,
    /// Which verb, as `group name`.
    pub verb: String,
    /// What they give. Texts that begin with `$` stand for what the case then says.
    pub given: Value,
    /// What they have seen.
    pub seen: Seen,
    /// The key that they repeat it with if no answer comes.
    pub key: Option<String>,
    /// What fails meanwhile.
    pub fault: Option<Fault>,
}

/// One step of a play.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Somebody files a report, which has this number from now on.
    Report {
        /// Its number.
        number: usize,
        /// Who files it.
        who: Who,
        /// What they say.
        draft: Draft,
        /// The key that they repeat it with if no answer comes.
        key: Option<String>,
        /// What fails meanwhile.
        fault: Option<Fault>,
    },
    /// Who never got an answer to their report files it again with its key.
    ReportAgain {
        /// What fails meanwhile.
        fault: Option<Fault>,
    },
    /// Somebody uses a verb.
    Does(Deed),
    /// Two people use a verb on the same case at the same moment.
    Together {
        /// Whose case.
        of: Of,
        /// Which verb.
        verb: String,
        /// What both give.
        given: Value,
        /// Whether each of them has a server of their own.
        apart: bool,
    },
    /// So many minutes pass.
    Passes {
        /// How many.
        minutes: i64,
    },
    /// The instant comes at which the embargo of this report ends, or so many seconds around it.
    EndComes {
        /// Whose.
        of: usize,
        /// Before or after it.
        seconds: i64,
    },
    /// A worker takes jobs, one for each of these; what fails meanwhile.
    Works {
        /// Per job.
        faults: Vec<Option<Fault>>,
    },
    /// Two servers on one database look for work at the same moment.
    WorkTogether,
    /// The process starts again, with another policy where one is named.
    Restarts {
        /// The number of the policy among those that a world may have.
        policy: Option<usize>,
    },
    /// Somebody looks at a case.
    Looks {
        /// Who.
        who: Who,
        /// At which.
        of: Of,
        /// What fails meanwhile.
        fault: Option<Fault>,
    },
    /// Somebody searches the queue for a word of this report.
    Searches {
        /// Who.
        who: Who,
        /// Which report.
        of: usize,
    },
    /// Everybody looks at what is public.
    EverybodyLooks,
}

/// Somebody files a report with these words.
pub fn report(number: usize, who: &str, draft: &str) -> Step {
    let draft = serde_json::from_str(draft).expect("a draft as JSON");
    Step::Report { number, who: Who::read(who), draft, key: None, fault: None }
}

/// Somebody uses a verb on the case of a report.
pub fn does(who: &str, verb: &str, number: usize, given: &str) -> Step {
    Step::Does(Deed {
        who: Who::read(who),
        of: Of::Report(number),
        verb: verb.to_owned(),
        given: serde_json::from_str(given).expect("input as JSON"),
        seen: Seen::Unsaid,
        key: None,
        fault: None,
    })
}

/// Two people use a verb on the same case at the same moment.
pub fn together(verb: &str, of: Of, given: &str, apart: bool) -> Step {
    let given = serde_json::from_str(given).expect("input as JSON");
    Step::Together { of, verb: verb.to_owned(), given, apart }
}

/// Somebody looks at a case.
pub fn looks(who: &str, of: Of) -> Step {
    Step::Looks { who: Who::read(who), of, fault: None }
}

/// A worker takes one job.
pub fn works() -> Step {
    Step::Works { faults: vec![None] }
}

impl Step {
    /// With this key.
    #[must_use]
    pub fn keyed(mut self, text: &str) -> Self {
        if let Self::Report { key, .. } | Self::Does(Deed { key, .. }) = &mut self {
            *key = Some(text.to_owned());
        }
        self
    }

    /// Having seen this version.
    #[must_use]
    pub fn having_seen(mut self, version: Seen) -> Self {
        if let Self::Does(deed) = &mut self {
            deed.seen = version;
        }
        self
    }

    /// On a case that never was.
    #[must_use]
    pub fn on_nothing(mut self, chance: u8) -> Self {
        if let Self::Does(deed) = &mut self {
            deed.of = Of::Nothing(chance);
        }
        self
    }

    /// While this fails, after so many calls there that go well.
    #[must_use]
    pub fn failing(mut self, site: Site, when: When, how: How, skip: u32) -> Self {
        let failing = Some(Fault { site, when, how, skip });
        match &mut self {
            Self::Report { fault, .. }
            | Self::ReportAgain { fault }
            | Self::Looks { fault, .. }
            | Self::Does(Deed { fault, .. }) => *fault = failing,
            Self::Works { faults } => faults.iter_mut().for_each(|fault| *fault = failing),
            _ => {}
        }
        self
    }
}
