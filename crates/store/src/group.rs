//! Units that wait for the same disk go there together. Making a commit durable costs as much for
//! one unit as for fifty, so whoever gets the turn to write takes along what waits behind: one
//! transaction, in which each unit is still written whole or not at all. Nobody is answered before
//! the commit is on disk.

use crate::engine::{Database, For, Tx};
use crate::failure::Failure;
use crate::unit::{alone, write_all};
use app::ports::store::{StoreError, Write};
use std::sync::{Mutex, PoisonError};
use tokio::sync::{Semaphore, oneshot};

/// No group has more units.
const GROUP_MAX: usize = 64;

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
        let group = waiting.len().min(GROUP_MAX);
        waiting.drain(..group).collect()
    }
}

/// Write all of this, by a task of its own: a caller who stops waiting drops the wait, never the
/// work.
pub(crate) async fn commit(db: &Database, unit: Vec<Write>) -> Result<(), StoreError> {
    let erases = unit.iter().any(|write| matches!(write, Write::Erase { .. }));
    let (answer, answered) = oneshot::channel();
    db.1.join(Waiting { unit, answer });
    let db = db.clone();
    let done = tokio::spawn(async move {
        // Everybody in line asks for one turn; who finds nobody waiting was taken along.
        if let Ok(turn) = db.1.turns.acquire().await {
            let group = db.1.first();
            if !group.is_empty() {
                write(&db, group).await;
            }
            drop(turn);
        }
        let done = answered.await;
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

/// One transaction for the whole group. What a single unit is refused for is undone with its
/// savepoint; anything else undoes everything.
async fn together(db: &Database, group: &[Waiting]) -> Result<Grouped, Failure> {
    let mut tx = db.begin(For::Writing).await?;
    let mut all = Vec::with_capacity(group.len());
    for waiting in group {
        match within(&mut tx, &waiting.unit).await {
            Ok(done) => all.push(done),
            Err(failure) => {
                tx.rollback().await?;
                return Err(failure);
            }
        }
    }
    Ok(match tx.commit().await {
        Ok(()) => Grouped::Written(all),
        Err(Failure::Engine(sqlx::Error::Database(_))) => Grouped::Undone,
        Err(failure) => Grouped::Unknown(StoreError::from(failure).to_string()),
    })
}

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
