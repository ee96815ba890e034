//! Mail that came in.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, OrTaken, must_touch};
use crate::value::{Cells, Value};
use app::ports::store::{MailRow, MailState, StoreError};
use domain::words::{CaseId, Digest};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

const COLUMNS: &str =
    "id, at, sender, state, case_id, acked_at, challenge, confirmed_at, says, raw";

/// Keep a mail; the same twice is a conflict.
pub(crate) async fn put(tx: &mut Tx, row: &MailRow) -> Result<(), Failure> {
    let sql = "insert into mail
        (id, at, sender, state, case_id, acked_at, challenge, confirmed_at, says, raw)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let case = row.case.as_ref().map(CaseId::as_str);
    let values: Vec<Value> = vec![
        (&row.id).into(),
        row.at.into(),
        (&row.sender).into(),
        row.state.word().into(),
        case.into(),
        row.acked_at.into(),
        row.challenge.as_ref().into(),
        row.confirmed_at.into(),
        (&row.says).into(),
        (&row.raw).into(),
    ];
    tx.run(sql, values).await.or_taken("the mail").map(drop)
}

/// A mail that waits is settled: what a person needed to see of it is not kept twice.
pub(crate) async fn settle(
    tx: &mut Tx,
    id: &Digest,
    state: MailState,
    case: Option<&CaseId>,
) -> Result<(), Failure> {
    let sql = "update mail set state = $2, case_id = $3, says = '', challenge = null,
            raw = case when $2 = 'case' then raw else '' end
        where id = $1 and state = 'waiting'";
    let values = vec![id.into(), state.word().into(), case.map(CaseId::as_str).into()];
    must_touch(tx.run(sql, values).await?, "the mail")
}

/// Whoever has its address has answered.
pub(crate) async fn confirm(tx: &mut Tx, id: &Digest, at: Timestamp) -> Result<(), Failure> {
    let sql = "update mail set confirmed_at = coalesce(confirmed_at, $2) where id = $1";
    must_touch(tx.run(sql, vec![id.into(), at.into()]).await?, "the mail")
}

/// The texts of a case's events go; so do the mails in which they came.
pub(crate) async fn erase(tx: &mut Tx, stream: &str) -> Result<(), Failure> {
    let Some(case) = stream.strip_prefix("case/") else { return Ok(()) };
    let sql = "update mail set raw = '', says = '' where case_id = $1";
    tx.run(sql, vec![case.into()]).await.map(drop)
}

fn row(mut cells: Cells<'_>) -> Result<MailRow, Failure> {
    Ok(MailRow {
        id: cells.digest()?,
        at: cells.at()?,
        sender: cells.digest()?,
        state: {
            let word = cells.text()?;
            let found = MailState::ALL.into_iter().find(|state| state.word() == word);
            found.ok_or_else(|| cells.unreadable("state of a mail"))?
        },
        case: {
            let case = cells.maybe_text()?;
            let case = case.map(|case| CaseId::read(&case)).transpose();
            case.map_err(|_| cells.unreadable("case"))?
        },
        acked_at: cells.maybe_at()?,
        challenge: cells.maybe_digest()?,
        confirmed_at: cells.maybe_at()?,
        says: cells.text()?,
        raw: cells.text()?,
    })
}

async fn one(
    db: &Database,
    condition: &str,
    values: Vec<Value>,
) -> Result<Option<MailRow>, StoreError> {
    let sql = format!("select {COLUMNS} from mail where {condition}");
    let found = db.read_one(AssertSqlSafe(sql), values).await?;
    Ok(found.map(|found| row(found.cells())).transpose()?)
}

/// One mail.
pub(crate) async fn of(db: &Database, id: &Digest) -> Result<Option<MailRow>, StoreError> {
    one(db, "id = $1", vec![id.into()]).await
}

/// The mail whose sender can prove with this that they have its address.
pub(crate) async fn of_challenge(
    db: &Database,
    challenge: &Digest,
) -> Result<Option<MailRow>, StoreError> {
    one(db, "challenge = $1", vec![challenge.into()]).await
}

/// Mails in this state, the latest first.
pub(crate) async fn page(
    db: &Database,
    state: MailState,
    limit: u32,
) -> Result<Vec<MailRow>, StoreError> {
    let sql = format!("select {COLUMNS} from mail where state = $1 order by at desc, id limit $2");
    let rows = db.read(AssertSqlSafe(sql), vec![state.word().into(), limit.into()]).await?;
    Ok(rows.iter().map(|found| row(found.cells())).collect::<Result<_, Failure>>()?)
}

/// Since an instant: how many came from a sender, and when they were last answered by the program.
pub(crate) async fn from_sender(
    db: &Database,
    sender: &Digest,
    since: Timestamp,
) -> Result<(u32, Option<Timestamp>), StoreError> {
    let sql = "select count(*), max(acked_at) from mail where sender = $1 and at >= $2";
    let Some(row) = db.read_one(sql, vec![sender.into(), since.into()]).await? else {
        return Ok((0, None));
    };
    let mut cells = row.cells();
    Ok((cells.count()?, cells.maybe_at()?))
}
