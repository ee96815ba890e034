//! Units that wait for the same disk go there together. Making a commit durable costs as much for
//! one unit as for fifty, so whoever gets the turn to write takes along what waits behind: one
//! transaction, in which each unit is still written whole or not at all. Nobody is answered before
//! the commit is on disk.

use crate::engine::{Database, For, Tx};
use crate::failure::Failure;
use crate::unit::{add_all, alone, only_adds, write_all};
use app::ports::store::{StoreError, Write};
use std::sync::{Mutex, PoisonError};
use tokio::sync::{Semaphore, oneshot};

/// No group has more units,
const GROUP_MAX: usize = 64;
/// nor, unless one unit has more, so many bytes of events.
const BYTES_MAX: usize = 4 << 20;

/// A unit whose caller waits.
struct Waiting {
    unit: Vec<Write>,
    answer: oneshot::Sender<Result<(), Failure>>,
}

/// Units that wait for their turn to be written.
pub(crate) struct Line {
    waiting: Mutex<Vec<Waiting>>,
    turns: Semaphore,
}

impl Line {
    /// So many groups may be written at once.
    pub(crate) fn new(turns: u32) -> Self {
        Self { waiting: Mutex::default(), turns: Semaphore::new(turns as usize) }
    }

    fn join(&self, waiting: Waiting) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(waiting);
    }

    /// Those who have waited longest.
    fn first(&self) -> Vec<Waiting> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = 0;
        let fits = waiting.iter().take(GROUP_MAX).take_while(|next| {
            let first = bytes == 0;
            bytes += bytes_of(&next.unit).max(1);
            first || bytes <= BYTES_MAX
        });
        let group = fits.count();
        waiting.drain(..group).collect()
    }
}

/// What is long in a unit: the events.
fn bytes_of(unit: &[Write]) -> usize {
    let links = unit.iter().flat_map(|write| match write {
        Write::Append { links, .. } => links.as_slice(),
        _ => &[],
    });
    links.map(|link| link.facts.len() + link.content.as_ref().map_or(0, Vec::len)).sum()
}

/// Write all of this, by a task of its own: a caller who stops waiting drops the wait, never the
/// work.
pub(crate) async fn commit(db: &Database, unit: Vec<Write>) -> Result<(), StoreError> {
    let erases = unit.iter().any(|write| matches!(write, Write::Erase { .. }));
    let (answer, mut answered) = oneshot::channel();
    db.1.join(Waiting { unit, answer });
    let db = db.clone();
    let done = tokio::spawn(async move {
        // Everybody in line asks for a turn, and stops asking when somebody has taken them along:
        // else they would be answered one by one, and never come back together. Who was not among
        // those that were taken asks again.
        let done = loop {
            tokio::select! {
                biased;
                done = &mut answered => break done,
                turn = db.1.turns.acquire() => {
                    // Those who were answered just now come back at once; let them.
                    tokio::task::yield_now().await;
                    let group = db.1.first();
                    if !group.is_empty() {
                        write(&db, group).await;
                    }
                    drop(turn);
                }
            }
        };
        if erases && matches!(done, Ok(Ok(()))) {
            // What is erased is erased; if somebody reads for very long, a later cut does the rest.
            drop(db.cut_log().await);
        }
        done
    });
    let interrupted =
        |error: &dyn std::fmt::Display| Failure::Unreadable(format!("interrupted: {error}"));
    let done = done.await.map_err(|error| interrupted(&error))?;
    Ok(done.map_err(|error| interrupted(&error))??)
}

/// What became of a group.
enum Grouped {
    /// It is on disk; what became of each unit.
    Written(Vec<Result<(), Failure>>),
    /// Nothing of it was written.
    Undone,
    /// Nobody knows: the connection broke while it was committed.
    Unknown(String),
}

/// Write a group and answer everybody in it.
async fn write(db: &Database, group: Vec<Waiting>) {
    let grouped = match group.len() {
        1 => Grouped::Undone,
        _ => together(db, &group).await.unwrap_or(Grouped::Undone),
    };
    match grouped {
        Grouped::Written(all) => {
            for (waiting, done) in group.into_iter().zip(all) {
                drop(waiting.answer.send(done));
            }
        }
        Grouped::Undone => {
            for waiting in group {
                let done = alone(db, &waiting.unit).await;
                drop(waiting.answer.send(done));
            }
        }
        Grouped::Unknown(says) => {
            for waiting in group {
                drop(waiting.answer.send(Err(Failure::Unreadable(says.clone()))));
            }
        }
    }
}

/// One transaction for the whole group.
async fn together(db: &Database, group: &[Waiting]) -> Result<Grouped, Failure> {
    let mut tx = db.begin(For::Writing).await?;
    let all = match each(&mut tx, group).await {
        Ok(all) => all,
        Err(failure) => {
            tx.rollback().await?;
            return Err(failure);
        }
    };
    Ok(match tx.commit().await {
        Ok(()) => Grouped::Written(all),
        Err(failure) if failure.is_undone() => Grouped::Undone,
        Err(failure) => Grouped::Unknown(StoreError::from(failure).to_string()),
    })
}

/// Every unit of the group. Where all only add, they are written at once, because most often nothing
/// stands in their way.
async fn each(tx: &mut Tx, group: &[Waiting]) -> Result<Vec<Result<(), Failure>>, Failure> {
    let units: Vec<&[Write]> = group.iter().map(|waiting| waiting.unit.as_slice()).collect();
    if units.iter().all(|unit| only_adds(unit)) {
        add_all(tx, &units).await?;
        return Ok(units.iter().map(|_| Ok(())).collect());
    }
    let mut all = Vec::with_capacity(units.len());
    for unit in units {
        all.push(within(tx, unit).await?);
    }
    Ok(all)
}

/// A unit or nothing of it. What it is refused for is undone with its savepoint; anything else undoes
/// the whole transaction.
async fn within(tx: &mut Tx, unit: &[Write]) -> Result<Result<(), Failure>, Failure> {
    tx.run("savepoint unit", vec![]).await?;
    let done = write_all(tx, unit).await;
    match &done {
        Ok(()) => {}
        Err(Failure::Taken(_) | Failure::Unreadable(_)) => {
            tx.run("rollback to savepoint unit", vec![]).await?;
        }
        Err(_) => return done.map(Ok),
    }
    tx.run("release savepoint unit", vec![]).await?;
    Ok(done)
}
