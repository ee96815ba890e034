//! The kinds of jobs, and which of them send something. A job that sends says to whom and what is in
//! it, so that the table of what may leave is complete.

use super::arrivals::ARRIVALS;
use super::guesses::GUESSES;
use super::handover::HANDOVER;
use super::notice::NOTICE;
use super::objects::{REMOVE, SWEEP};
use super::plan::{ANNOUNCE, EXPIRE, EXPORT, REMIND, REVIEW, ROWS};
use super::ties::TIES;
use super::timer::TIMER;
use crate::mail::ACK;
use crate::sanction::OVER;

/// A kind of job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// Ends an embargo at its instant.
    Expire,
    /// Brings the public files up to date.
    Export,
    /// Announces an advisory to a list.
    Announce,
    /// Reminds of the end of a release line.
    Remind,
    /// Fires what is due in a case.
    Timer,
    /// Counts new reports, and queues one notice for each address.
    Arrivals,
    /// Tells one address what a timer did.
    Notice,
    /// Warns one address of guesses.
    Guesses,
    /// Answers a mail that came in.
    Ack,
    /// Compares judgements with a changed policy.
    Review,
    /// Writes the rows of all cases again.
    Rows,
    /// Removes a file that was erased.
    RemoveObject,
    /// Removes files that nobody named.
    SweepObjects,
    /// Puts back the cases of somebody who works here no more.
    Handover,
    /// Takes the marks of an overturned sanction away.
    SanctionOver,
    /// Keep somebody out of what came from where they work.
    Ties,
}

/// What a job sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mail {
    /// To whom.
    pub to: &'static str,
    /// What is in it, and so what its readers need.
    pub holds: &'static str,
}

impl JobKind {
    /// Every kind.
    pub const ALL: &[JobKind] = &[
        JobKind::Expire,
        JobKind::Export,
        JobKind::Announce,
        JobKind::Remind,
        JobKind::Timer,
        JobKind::Arrivals,
        JobKind::Notice,
        JobKind::Guesses,
        JobKind::Ack,
        JobKind::Review,
        JobKind::Rows,
        JobKind::RemoveObject,
        JobKind::SweepObjects,
        JobKind::Handover,
        JobKind::SanctionOver,
        JobKind::Ties,
    ];

    /// As the queue names it.
    pub fn word(self) -> &'static str {
        match self {
            JobKind::Expire => EXPIRE,
            JobKind::Export => EXPORT,
            JobKind::Announce => ANNOUNCE,
            JobKind::Remind => REMIND,
            JobKind::Timer => TIMER,
            JobKind::Arrivals => ARRIVALS,
            JobKind::Notice => NOTICE,
            JobKind::Guesses => GUESSES,
            JobKind::Ack => ACK,
            JobKind::Review => REVIEW,
            JobKind::Rows => ROWS,
            JobKind::RemoveObject => REMOVE,
            JobKind::SweepObjects => SWEEP,
            JobKind::Handover => HANDOVER,
            JobKind::SanctionOver => OVER,
            JobKind::Ties => TIES,
        }
    }

    /// From the queue.
    pub(super) fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// What it sends, if it sends anything.
    pub fn mail(self) -> Option<Mail> {
        let mail = |to, holds| Some(Mail { to, holds });
        match self {
            JobKind::Announce => mail(
                "the mailing lists of the policy",
                "an advisory that is public; anybody may read it",
            ),
            JobKind::Remind => mail(
                "whom the rules of release lines name, else the team's addresses",
                "a date that is public; anybody may read it",
            ),
            JobKind::Notice => mail(
                "the rota of a role, and participants and reporters who gave an address",
                "titles of the policy and instants; to the team the id of the case, which its page \
                 shows to who may read it, or how many reports are new; to people outside no id",
            ),
            JobKind::Guesses => {
                mail("the rotas of auditor and admin", "a number and an instant; nothing of a case")
            }
            JobKind::Ack => mail(
                "whoever sent a mail, once a day and never a machine",
                "no word of what was written; of a report its receipt, and a link that works once where \
                 the policy allows one",
            ),
            JobKind::Expire
            | JobKind::Export
            | JobKind::Timer
            | JobKind::Arrivals
            | JobKind::Review
            | JobKind::Rows
            | JobKind::RemoveObject
            | JobKind::SweepObjects
            | JobKind::Handover
            | JobKind::SanctionOver
            | JobKind::Ties => None,
        }
    }
}
