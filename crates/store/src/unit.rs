//! A unit of work, written whole or not at all. Who waits in line, and for how long, is not known
//! here: see `group`.

use crate::engine::{Database, For, Tx};
use crate::failure::Failure;
use crate::{
    desk, jobs, journal, keyed, keys, measures, people, policies, publications, queue, shipping,
};
use app::ports::store::Write;
use domain::case::Head;

/// How often a unit is tried again that met another one at a crossing.
const CROSSINGS: usize = 5;

/// Write all of this in a transaction of its own.
pub(crate) async fn alone(db: &Database, unit: &[Write]) -> Result<(), Failure> {
    let mut met = 0;
    loop {
        match attempt(db, unit).await {
            Err(failure) if failure.is_deadlock() && met < CROSSINGS => met += 1,
            done => return done,
        }
    }
}

async fn attempt(db: &Database, unit: &[Write]) -> Result<(), Failure> {
    let mut tx = db.begin(For::Writing).await?;
    match write_all(&mut tx, unit).await {
        Ok(()) => tx.commit().await,
        Err(failure) => {
            tx.rollback().await?;
            Err(failure)
        }
    }
}

/// Write all of this within a transaction.
pub(crate) async fn write_all(tx: &mut Tx, unit: &[Write]) -> Result<(), Failure> {
    for write in unit {
        match write {
            // A case that begins in this unit has no words and no measures yet that would have to go.
            Write::Words { case, words } if begins(unit, case.as_str()) => {
                queue::add_words(tx, case, words).await?;
            }
            Write::Measures { case, measures } if begins(unit, case.as_str()) => {
                measures::add(tx, case, measures).await?;
            }
            write => apply(tx, write).await?,
        }
    }
    // Last, so that the numbers of units follow the order in which they took effect.
    shipping::note(tx, unit).await
}

/// Whether the journal of this case begins in this unit.
fn begins(unit: &[Write], case: &str) -> bool {
    unit.iter().any(|write| match write {
        Write::Append { stream, after, .. } => {
            stream.strip_prefix("case/") == Some(case) && *after == Head::empty(stream)
        }
        _ => false,
    })
}

/// Write one of them.
pub(crate) async fn apply(tx: &mut Tx, write: &Write) -> Result<(), Failure> {
    match write {
        Write::Append { stream, after, links } => journal::append(tx, stream, *after, links).await,
        Write::Erase { stream, seq } => journal::erase(tx, stream, *seq).await,
        Write::Case(row) => queue::put(tx, row).await,
        Write::Words { case, words } => queue::put_words(tx, case, words).await,
        Write::Keys { case, at, keys } => keyed::put(tx, case, *at, keys).await,
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
        Write::Once(once) => keys::put(tx, once).await,
        Write::Policy { digest, files } => policies::put(tx, digest, files).await,
    }
}
