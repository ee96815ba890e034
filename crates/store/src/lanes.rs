//! Connections to SQLite, handed out and taken back without a question. The pool of sqlx asks each
//! connection whether it is alive when it is taken and again when it comes back: right for a server far
//! away, and for a file two changes of threads more with every read.

use crate::failure::Failure;
use deadpool::managed::{
    Manager, Metrics, Object, Pool, PoolError, QueueMode, RecycleResult, Timeouts,
};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use std::time::Duration;
use tokio::runtime::Handle;

/// Opens a file, or a database in memory.
#[derive(Debug)]
pub(crate) struct Opener(SqliteConnectOptions);

/// Connections that were opened alike.
pub(crate) type Lane = Pool<Opener>;
/// One of them, which goes back where it is dropped.
type Held = Object<Opener>;

impl Manager for Opener {
    type Type = SqliteConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<SqliteConnection, sqlx::Error> {
        self.0.connect().await
    }

    async fn recycle(&self, _: &mut SqliteConnection, _: &Metrics) -> RecycleResult<sqlx::Error> {
        Ok(())
    }
}

/// At most so many connections with these options, opened when they are needed; who waits for a free
/// one longer than this is told so.
pub(crate) fn lane(
    options: SqliteConnectOptions,
    most: u32,
    patience: Duration,
) -> Result<Lane, Failure> {
    let timeouts = Timeouts { wait: Some(patience), ..Timeouts::new() };
    Pool::builder(Opener(options))
        .max_size(most as usize)
        // The one that was used last has its pages in memory.
        .queue_mode(QueueMode::Lifo)
        .timeouts(timeouts)
        .runtime(deadpool::Runtime::Tokio1)
        .build()
        .map_err(|error| Failure::Unreadable(error.to_string()))
}

async fn take(lane: &Lane) -> Result<Held, Failure> {
    lane.get().await.map_err(|error| {
        Failure::Engine(match error {
            PoolError::Backend(error) => error,
            PoolError::Closed => sqlx::Error::PoolClosed,
            _ => sqlx::Error::PoolTimedOut,
        })
    })
}

/// A connection whose thread is gone answers nobody any more: the next one is opened anew.
fn without_dead<T>(done: Result<T, sqlx::Error>, held: Held) -> Result<T, sqlx::Error> {
    if let Err(sqlx::Error::WorkerCrashed) = &done {
        drop(Object::take(held));
    }
    done
}

/// Open one, so that what cannot be opened is said at once.
pub(crate) async fn open_one(lane: &Lane) -> Result<(), Failure> {
    take(lane).await.map(drop)
}

/// Do this with a connection of its own.
pub(crate) async fn with<T>(
    lane: &Lane,
    ask: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, sqlx::Error>,
) -> Result<T, Failure> {
    let mut held = take(lane).await?;
    let done = ask(&mut held).await;
    Ok(without_dead(done, held)?)
}

/// Let the writer finish, and close every connection that is at rest; the others close when they come back.
pub(crate) async fn close(writer: &Lane, reader: &Lane) {
    if let Ok(held) = take(writer).await {
        drop(Object::take(held).close().await);
    }
    writer.close();
    let idle = reader.retain(|_, _| false).removed;
    reader.close();
    for connection in idle {
        drop(connection.close().await);
    }
}

/// A transaction. Where it is dropped before its end, it is rolled back before anybody else has the
/// connection.
pub(crate) struct Turn(Option<Held>);

impl Turn {
    /// Begin with this statement. Whoever stops waiting meanwhile leaves nothing open.
    pub(crate) async fn begin(lane: &Lane, statement: &'static str) -> Result<Self, Failure> {
        let mut turn = Self(Some(take(lane).await?));
        turn.says(statement).await?;
        Ok(turn)
    }

    async fn says(&mut self, statement: &'static str) -> Result<(), sqlx::Error> {
        sqlx::query(statement).execute(self.connection()?).await.map(drop)
    }

    /// What its statements run on.
    pub(crate) fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        self.0.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
    }

    /// Make it last, or undo it. Where that fails it may still be open, and being dropped undoes it.
    pub(crate) async fn end(mut self, statement: &'static str) -> Result<(), Failure> {
        self.says(statement).await?;
        drop(self.0.take());
        Ok(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(mut held) = self.0.take() else { return };
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(async move {
                let undone = sqlx::query("rollback").execute(&mut *held).await;
                drop(without_dead(undone.map(drop), held));
            })),
            // Nobody can wait for the rollback here; closing does the same.
            Err(_) => drop(Object::take(held)),
        }
    }
}
