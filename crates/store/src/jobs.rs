//! Work for later. A claim is a lease, and finishing is fenced by the attempt: who comes back after
//! somebody else has taken over finishes nothing. Done jobs stay, so a key is queued once for ever.

use crate::engine::{Database, For, Tx};
use crate::failure::{Failure, must_touch};
use crate::rows::{self, Kind, Rows, Table};
use crate::value::{Cells, Value};
use app::ports::store::{GivenUp, Job, JobCounts, NewJob, StoreError};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

const JOBS: Table = Table {
    name: "job",
    columns: &[
        ("key", Kind::Text),
        ("kind", Kind::Text),
        ("payload", Kind::Text),
        ("run_at", Kind::Int),
        ("due_at", Kind::Int),
        ("state", Kind::Text),
        ("attempt", Kind::Int),
    ],
    then: "on conflict do nothing",
};

/// Queue a job, unless its key was ever queued.
pub(crate) async fn put(tx: &mut Tx, job: &NewJob) -> Result<(), Failure> {
    rows::add(tx, rows([job])).await.map(drop)
}

/// As they are queued.
pub(crate) fn rows<'j>(jobs: impl IntoIterator<Item = &'j NewJob>) -> Rows {
    let values = |job: &NewJob| -> [Value; 7] {
        [
            (&job.key).into(),
            (&job.kind).into(),
            (&job.payload).into(),
            job.run_at.into(),
            job.run_at.into(),
            "waiting".into(),
            0_u32.into(),
        ]
    };
    Rows { table: &JOBS, values: jobs.into_iter().flat_map(values).collect() }
}

/// A job takes longer than its lease.
pub(crate) async fn kept(
    tx: &mut Tx,
    key: &str,
    attempt: u32,
    until: Timestamp,
) -> Result<(), Failure> {
    let sql = "update job set due_at = $3 where key = $1 and attempt = $2 and state = 'running'";
    must_touch(tx.run(sql, vec![key.into(), attempt.into(), until.into()]).await?, "the job")
}

/// A job is done.
pub(crate) async fn done(tx: &mut Tx, key: &str, attempt: u32) -> Result<(), Failure> {
    // The end of the lease goes with it: it is nobody's business, and no backup differs by it.
    let sql = "update job set state = 'done', due_at = run_at
        where key = $1 and attempt = $2 and state = 'running'";
    must_touch(tx.run(sql, vec![key.into(), attempt.into()]).await?, "the job")
}

/// A job failed: try again at this instant, or give it up.
pub(crate) async fn failed(
    tx: &mut Tx,
    (key, attempt): (&str, u32),
    again_at: Option<Timestamp>,
    says: &str,
) -> Result<(), Failure> {
    let state = if again_at.is_some() { "waiting" } else { "dead" };
    let sql = "update job set state = $3, says = $4, run_at = coalesce($5, run_at),
            due_at = coalesce($5, due_at)
        where key = $1 and attempt = $2 and state = 'running'";
    let values = vec![key.into(), attempt.into(), state.into(), says.into(), again_at.into()];
    must_touch(tx.run(sql, values).await?, "the job")
}

/// A job that was given up begins again.
pub(crate) async fn again(tx: &mut Tx, key: &str, run_at: Timestamp) -> Result<(), Failure> {
    let sql = "update job set state = 'waiting', run_at = $2, due_at = $2
        where key = $1 and state = 'dead'";
    must_touch(tx.run(sql, vec![key.into(), run_at.into()]).await?, "the job")
}

/// Jobs that were given up.
pub(crate) async fn given_up(db: &Database, limit: u32) -> Result<Vec<GivenUp>, StoreError> {
    let sql = "select key, kind, attempt, coalesce(says, '') from job where state = 'dead'
        order by key limit $1";
    let rows = db.read(sql, vec![limit.into()]).await?;
    let read = |mut cells: Cells<'_>| -> Result<GivenUp, Failure> {
        Ok(GivenUp {
            key: cells.text()?,
            kind: cells.text()?,
            attempts: cells.count()?,
            says: cells.text()?,
        })
    };
    Ok(rows.iter().map(|row| read(row.cells())).collect::<Result<_, _>>()?)
}

/// Take the first job that is due or whose lease has run out. A caller who stops waiting here has
/// at worst taken a lease that nobody uses.
pub(crate) async fn claim(
    db: &Database,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Job>, StoreError> {
    let db = db.clone();
    let claimed = tokio::spawn(async move {
        let mut tx = db.begin(For::Writing).await?;
        let job = take(&mut tx, now, lease_until).await;
        match job {
            Ok(Some(_)) => tx.commit().await?,
            _ => tx.rollback().await?,
        }
        job
    });
    let claimed = claimed.await;
    Ok(claimed.map_err(|error| Failure::Unreadable(format!("interrupted: {error}")))??)
}

async fn take(tx: &mut Tx, now: Timestamp, lease_until: Timestamp) -> Result<Option<Job>, Failure> {
    let sql = format!(
        "update job set state = 'running', attempt = attempt + 1, due_at = $2 where key = (
            select key from job where state in ('waiting', 'running') and due_at <= $1
            order by due_at, key limit 1 {})
        returning key, kind, payload, run_at, attempt",
        tx.skip_locked()
    );
    let rows = tx.rows(AssertSqlSafe(sql), vec![now.into(), lease_until.into()]).await?;
    rows.first().map(|row| job(row.cells())).transpose()
}

fn job(mut cells: Cells<'_>) -> Result<Job, Failure> {
    Ok(Job {
        key: cells.text()?,
        kind: cells.text()?,
        payload: cells.text()?,
        run_at: cells.at()?,
        attempt: cells.count()?,
    })
}

/// How many jobs are open and how many were given up.
pub(crate) async fn counts(db: &Database) -> Result<JobCounts, StoreError> {
    let sql = "select (select count(*) from
            (select 1 from job where state in ('waiting', 'running') limit $1) o),
        (select count(*) from (select 1 from job where state = 'dead' limit $1) d)";
    let most = JobCounts::MOST.into();
    let Some(row) = db.read_one(sql, vec![most]).await? else { return Ok(JobCounts::default()) };
    let mut cells = row.cells();
    Ok(JobCounts { open: cells.count()?, dead: cells.count()? })
}
