//! The journal: streams that only grow, each with its head remembered apart, so that two writers
//! cannot both append after the same event and a cut-off end is noticed.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, OrTaken, must_touch};
use crate::rows::{self, Kind, Rows, Table};
use crate::value::{Cells, Value};
use app::ports::store::StoreError;
use domain::case::{Head, Link};

const STREAM: Table = Table {
    name: "stream",
    columns: &[("name", Kind::Text), ("seq", Kind::Int), ("hash", Kind::Bytes)],
    then: "",
};
const EVENT: Table = Table {
    name: "event",
    columns: &[
        ("stream", Kind::Text),
        ("seq", Kind::Int),
        ("facts", Kind::Text),
        ("content", Kind::Bytes),
        ("salt", Kind::Bytes),
        ("content_digest", Kind::Bytes),
        ("hash", Kind::Bytes),
    ],
    then: "",
};

/// Append to a stream that still ends at `after`.
pub(crate) async fn append(
    tx: &mut Tx,
    stream: &str,
    after: Head,
    links: &[Link],
) -> Result<(), Failure> {
    let noun = noun(stream);
    let Some(last) = last_of(after, links)? else { return unmoved(tx, stream, after, noun).await };
    if after == Head::empty(stream) {
        rows::add(tx, Rows { table: &STREAM, values: head_row(stream, last).into() })
            .await
            .or_taken(noun)?;
    } else {
        let sql =
            "update stream set seq = $2, hash = $3 where name = $1 and seq = $4 and hash = $5";
        let before = [after.seq.into(), (&after.hash).into()];
        let values = head_row(stream, last).into_iter().chain(before).collect();
        must_touch(tx.run(sql, values).await?, noun)?;
    }
    let values = links.iter().flat_map(|link| row(stream, link)).collect();
    rows::add(tx, Rows { table: &EVENT, values }).await.map(drop)
}

/// The rows of streams that begin with these events.
pub(crate) fn beginnings(streams: &[(&str, &[Link])]) -> Result<[Rows; 2], Failure> {
    let (mut heads, mut events) = (Vec::new(), Vec::new());
    for (stream, links) in streams {
        let last = last_of(Head::empty(stream), links)?;
        heads.extend(last.into_iter().flat_map(|last| head_row(stream, last)));
        events.extend(links.iter().flat_map(|link| row(stream, link)));
    }
    Ok([Rows { table: &STREAM, values: heads }, Rows { table: &EVENT, values: events }])
}

fn head_row(stream: &str, last: &Link) -> [Value; 3] {
    [stream.into(), last.seq.into(), (&last.hash).into()]
}

fn noun(stream: &str) -> &'static str {
    if stream.starts_with("case/") { "the case's journal" } else { "the journal" }
}

/// The last of these events, which must follow one another.
fn last_of(after: Head, links: &[Link]) -> Result<Option<&Link>, Failure> {
    let consecutive = links.iter().zip(after.seq + 1..).all(|(link, seq)| link.seq == seq);
    if !consecutive {
        return Err(Failure::Unreadable("events do not follow one another".to_owned()));
    }
    Ok(links.last())
}

/// Make sure that a stream still ends there, and that nobody else appends before this unit is done.
async fn unmoved(
    tx: &mut Tx,
    stream: &str,
    after: Head,
    noun: &'static str,
) -> Result<(), Failure> {
    let sql = "update stream set seq = seq where name = $1 and seq = $2 and hash = $3";
    let values = vec![stream.into(), after.seq.into(), (&after.hash).into()];
    must_touch(tx.run(sql, values).await?, noun)
}

/// What is written of an event.
fn row(stream: &str, link: &Link) -> [Value; 7] {
    [
        stream.into(),
        link.seq.into(),
        (&link.facts).into(),
        link.content.as_deref().into(),
        link.salt.as_deref().into(),
        link.content_digest.as_ref().into(),
        (&link.hash).into(),
    ]
}

/// Erase content and salt of one event; its digest stays, and so does the chain.
pub(crate) async fn erase(tx: &mut Tx, stream: &str, seq: u64) -> Result<(), Failure> {
    let sql = "update event set content = null, salt = null where stream = $1 and seq = $2";
    tx.run(sql, vec![stream.into(), seq.into()]).await.map(drop)
}

/// A stream from its beginning.
pub(crate) async fn stream(db: &Database, stream: &str) -> Result<Vec<Link>, StoreError> {
    let sql = "select seq, facts, content, salt, content_digest, hash
        from event where stream = $1 order by seq";
    let rows = db.read(sql, vec![stream.into()]).await?;
    Ok(rows.iter().map(|row| link(row.cells())).collect::<Result<_, Failure>>()?)
}

/// An event as these cells say: number, facts, content, salt, digest of the content, hash.
pub(crate) fn link(mut cells: Cells<'_>) -> Result<Link, Failure> {
    Ok(Link {
        seq: cells.count()?,
        facts: cells.text()?,
        content: cells.maybe_bytes()?,
        salt: cells.maybe_bytes()?,
        content_digest: cells.maybe_digest()?,
        hash: cells.digest()?,
    })
}

/// The remembered head of a stream.
pub(crate) async fn head(db: &Database, stream: &str) -> Result<Option<Head>, StoreError> {
    let sql = "select seq, hash from stream where name = $1";
    let Some(row) = db.read_one(sql, vec![stream.into()]).await? else { return Ok(None) };
    let mut cells = row.cells();
    Ok(Some(Head { seq: cells.count()?, hash: cells.digest()? }))
}

/// Names of streams in order, after this one.
pub(crate) async fn streams(
    db: &Database,
    after: &str,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    let sql = "select name from stream where name > $1 order by name limit $2";
    let rows = db.read(sql, vec![after.into(), limit.into()]).await?;
    Ok(rows.iter().map(|row| row.cells().text()).collect::<Result<_, Failure>>()?)
}

impl Database {
    /// Streams whose end nobody remembers although events or a case of theirs are there: what is
    /// left when somebody takes a journal away.
    pub async fn streams_without_end(&self) -> Result<Vec<String>, StoreError> {
        let sql = "select e.stream from event e
                where not exists (select 1 from stream s where s.name = e.stream)
            union select 'case/' || c.id from cases c
                where not exists (select 1 from stream s where s.name = 'case/' || c.id)
            order by 1 limit 1000";
        let rows = self.read(sql, vec![]).await?;
        Ok(rows.iter().map(|row| row.cells().text()).collect::<Result<_, Failure>>()?)
    }
}
