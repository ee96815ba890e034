//! A unit of work, written whole or not at all. Who waits in line, and for how long, is not known
//! here: see `group`.

use crate::engine::{Database, For, Tx};
use crate::failure::Failure;
use crate::{
    desk, entrance, jobs, journal, keyed, keys, mail, measures, people, policies, publications,
    queue, reads, rows, sealing_keys, shipping,
};
use app::ports::store::Write;
use domain::case::Head;
use domain::words::CaseId;

/// How often a unit is tried again that met another one at a crossing.
const CROSSINGS: usize = 5;

/// Write all of this in a transaction of its own.
pub(crate) async fn alone(db: &Database, unit: &[Write]) -> Result<(), Failure> {
    let mut tries = 0;
    // What only adds is written at once; where the database says no to that, the way below finds out
    // to what.
    let mut at_once = only_adds(unit);
    loop {
        let mut tx = db.begin(For::Writing).await?;
        let written = match at_once {
            true => add_all(&mut tx, &[unit]).await,
            false => write_all(&mut tx, unit).await,
        };
        let failure = match written {
            Ok(()) => match tx.commit().await {
                Err(failure) if failure.is_deadlock() => failure,
                done => return done,
            },
            Err(failure) => {
                tx.rollback().await?;
                failure
            }
        };
        let again = at_once || failure.is_deadlock();
        if !again || tries == CROSSINGS {
            return Err(failure);
        }
        (tries, at_once) = (tries + 1, false);
    }
}

/// Write all of this within a transaction.
pub(crate) async fn write_all(tx: &mut Tx, unit: &[Write]) -> Result<(), Failure> {
    for write in unit {
        apply(tx, write).await?;
    }
    // Last, so that the numbers of units follow the order in which they took effect.
    shipping::note(tx, &[unit]).await
}

/// Whether this unit changes nothing that is there: it begins cases, adds jobs and answers, or says
/// what somebody read.
pub(crate) fn only_adds(unit: &[Write]) -> bool {
    let begins = |case: &CaseId| {
        unit.iter().any(|write| match write {
            Write::Append { stream, .. } => stream.strip_prefix("case/") == Some(case.as_str()),
            _ => false,
        })
    };
    unit.iter().all(|write| match write {
        Write::Append { stream, after, links } => {
            !links.is_empty() && *after == Head::empty(stream)
        }
        Write::Case(row) => begins(&row.id),
        Write::Words { case, .. } | Write::Keys { case, .. } | Write::Measures { case, .. } => {
            begins(case)
        }
        Write::Job(_) | Write::Once(_) | Write::Read(_) => true,
        Write::SealingKey(key) => key.before.is_none(),
        _ => false,
    })
}

/// Write all of these units, which only add. It costs hardly more than one of them; but where one of
/// them cannot be written, it is not said which, nor why.
pub(crate) async fn add_all(tx: &mut Tx, units: &[&[Write]]) -> Result<(), Failure> {
    macro_rules! those {
        ($pattern:pat => $it:expr) => {
            units.iter().flat_map(|unit| unit.iter()).filter_map(|write| match write {
                $pattern => Some($it),
                _ => None,
            })
        };
    }
    let [reads, of_cases] = reads::rows(those!(Write::Read(row) => row))?;
    if units.iter().all(|unit| unit.iter().all(|write| matches!(write, Write::Read(_)))) {
        // Most requests only read: they need no more than this.
        rows::add_all(tx, vec![reads, of_cases]).await?;
        return shipping::note(tx, units).await;
    }
    let streams =
        those!(Write::Append { stream, links, .. } => (stream.as_str(), links.as_slice()));
    let [heads, events] = journal::beginnings(&streams.collect::<Vec<_>>())?;
    let words = those!(Write::Words { case, received_at, words } => (case, *received_at, words));
    let measures = those!(Write::Measures { case, measures } => (case, measures.as_slice()));
    let all = vec![
        heads,
        events,
        queue::rows(those!(Write::Case(row) => row)),
        queue::words_of(words),
        keyed::rows(those!(Write::Keys { case, at, keys } => (case, *at, keys))),
        measures::rows(measures),
        jobs::rows(those!(Write::Job(job) => job)),
        keys::rows(those!(Write::Once(once) => once)),
        sealing_keys::rows(those!(Write::SealingKey(key) => key)),
        reads,
        of_cases,
    ];
    rows::add_all(tx, all).await?;
    shipping::note(tx, units).await
}

/// Write one of them.
pub(crate) async fn apply(tx: &mut Tx, write: &Write) -> Result<(), Failure> {
    match write {
        Write::Append { stream, after, links } => journal::append(tx, stream, *after, links).await,
        Write::Erase { stream, seq } => {
            mail::erase(tx, stream).await?;
            journal::erase(tx, stream, *seq).await
        }
        Write::Case(row) => queue::put(tx, row).await,
        Write::Words { case, received_at, words } => {
            queue::put_words(tx, (case, *received_at, words)).await
        }
        Write::Keys { case, at, keys } => keyed::put(tx, (case, *at, keys)).await,
        Write::Measures { case, measures } => measures::put(tx, case, measures).await,
        Write::Publish(row) => publications::publish(tx, row).await,
        Write::Account(account) => people::put_account(tx, account).await,
        Write::Invite(invite) => people::put_invite(tx, invite).await,
        Write::UseInvite(secret) => people::use_invite(tx, secret).await,
        Write::Session(session) => people::put_session(tx, session).await,
        Write::EndSession(secret) => people::end_session(tx, secret).await,
        Write::EndAll(account) => people::end_all(tx, account).await,
        Write::Token(token) => people::put_token(tx, token).await,
        Write::Filter(filter) => desk::put_filter(tx, filter).await,
        Write::DropFilter { account, name } => desk::drop_filter(tx, account, name).await,
        Write::Calendar(key) => desk::put_calendar(tx, key).await,
        Write::DropCalendar(account) => desk::drop_calendar(tx, account).await,
        Write::Job(job) => jobs::put(tx, job).await,
        Write::JobKept { key, attempt, until } => jobs::kept(tx, key, *attempt, *until).await,
        Write::JobDone { key, attempt } => jobs::done(tx, key, *attempt).await,
        Write::JobFailed { key, attempt, again_at, says } => {
            jobs::failed(tx, (key, *attempt), *again_at, says).await
        }
        Write::JobAgain { key, run_at } => jobs::again(tx, key, *run_at).await,
        Write::Mail(row) => mail::put(tx, row).await,
        Write::MailSettled { id, state, case } => mail::settle(tx, id, *state, case.as_ref()).await,
        Write::MailConfirmed { id, at } => mail::confirm(tx, id, *at).await,
        Write::Once(once) => keys::put(tx, once).await,
        Write::Policy { digest, files } => policies::put(tx, digest, files).await,
        Write::Read(row) => reads::put(tx, row).await,
        Write::SealingKey(key) => sealing_keys::put(tx, key).await,
        Write::Reseal(given) => sealing_keys::reseal(tx, given).await,
        Write::Entrance(write) => entrance::apply(tx, write).await,
    }
}
