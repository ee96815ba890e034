//! What a unit of work is made of.

use super::{
    Account, CalendarKey, CaseRow, EntranceWrite, Invite, MailRow, MailState, NewJob, Once,
    ReadRow, Reseal, SavedFilter, SealingKey, Session, Token,
};
use domain::case::{Head, Link};
use domain::embargo::PublishedRow;
use domain::metrics::Measure;
use domain::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One write of a unit of work. It is plain data, so that units can be shipped to another place.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Write {
    /// Append to a stream that still ends at `after`; else [`super::StoreError::Conflict`]. Without
    /// links it only makes sure of that.
    Append {
        /// The stream.
        stream: String,
        /// Where it must end.
        after: Head,
        /// What to append.
        links: Vec<Link>,
    },
    /// Erase the content and salt of one event.
    Erase {
        /// The stream.
        stream: String,
        /// The event.
        seq: u64,
    },
    /// Insert or replace a case's row in the queue.
    Case(CaseRow),
    /// Replace the words by which a case is found.
    Words {
        /// The case.
        case: CaseId,
        /// When it was received: the cases of a word are kept in this order. Units that were shipped by
        /// an earlier version do not say it.
        #[serde(default)]
        received_at: Timestamp,
        /// Normalised words.
        words: BTreeSet<String>,
    },
    /// Replace the keys under which a case is found beside others: precedents, open reviews.
    Keys {
        /// The case.
        case: CaseId,
        /// When it last mattered, for the order of what is found.
        at: Timestamp,
        /// Short keys.
        keys: BTreeSet<String>,
    },
    /// Replace the measures of a case.
    Measures {
        /// The case.
        case: CaseId,
        /// All of them.
        measures: Vec<Measure>,
    },
    /// Insert edition 1 of an advisory (its number must be free, else conflict) or replace by the
    /// next edition.
    Publish(PublishedRow),
    /// Insert or replace an account (login unique, else conflict).
    Account(Account),
    /// Insert an invitation.
    Invite(Invite),
    /// Use an invitation up; conflict when it is gone.
    UseInvite(Digest),
    /// Insert or replace a session.
    Session(Session),
    /// End a session.
    EndSession(Digest),
    /// End all sessions and tokens of an account.
    EndAll(AccountId),
    /// Insert an API token.
    Token(Token),
    /// Keep a filter under its name, or replace it.
    Filter(SavedFilter),
    /// Forget a filter of this person.
    DropFilter {
        /// Whose.
        account: AccountId,
        /// Which.
        name: String,
    },
    /// Open a person's calendar to this secret and no other.
    Calendar(CalendarKey),
    /// Close a person's calendar.
    DropCalendar(AccountId),
    /// Put a job in the queue; a job whose key is already there is left alone.
    Job(NewJob),
    /// A job takes longer; it stays its worker's until then. Conflict when another worker has taken it.
    JobKept {
        /// Which.
        key: String,
        /// The attempt that goes on.
        attempt: u32,
        /// Until when.
        until: Timestamp,
    },
    /// A job is done; conflict when another worker has taken it over (fenced by attempt).
    JobDone {
        /// Which.
        key: String,
        /// The attempt that did it.
        attempt: u32,
    },
    /// A job failed; try again at this instant, or never.
    JobFailed {
        /// Which.
        key: String,
        /// The attempt that failed.
        attempt: u32,
        /// When to try again.
        again_at: Option<Timestamp>,
        /// Why.
        says: String,
    },
    /// A job that was given up begins again at this instant; conflict when it was not given up.
    JobAgain {
        /// Which.
        key: String,
        /// When.
        run_at: Timestamp,
    },
    /// Keep a mail that came in; conflict when it came before.
    Mail(MailRow),
    /// A mail that waited is settled; conflict when it does not wait.
    MailSettled {
        /// Which.
        id: Digest,
        /// What became of it.
        state: MailState,
        /// The case it is in now.
        case: Option<CaseId>,
    },
    /// Whoever has the address of a mail has answered.
    MailConfirmed {
        /// Which.
        id: Digest,
        /// When.
        at: Timestamp,
    },
    /// Remember the answer to an idempotency key; conflict when it is there already.
    Once(Once),
    /// Keep the files of a policy by digest, if not yet kept.
    Policy {
        /// Its digest.
        digest: Digest,
        /// Its files as JSON.
        files: String,
    },
    /// Keep that somebody was shown something of cases.
    Read(ReadRow),
    /// Keep the key of what is sealed for its owner (conflict when there is one), or wrap it anew.
    SealingKey(SealingKey),
    /// Put sealed texts where those of a stream stood in the clear.
    Reseal(Reseal),
    /// What lets people in.
    Entrance(EntranceWrite),
}
