//! What an earlier version wrote in the clear is sealed here, a stream or a few rows at a time: it can be
//! stopped anywhere and goes on where it was. A stream that somebody adds to is sealed before that.

use super::crypt::Key;
use super::outgoing::{content_of, event_place, is_instance, title_place};
use super::walks::WALKS;
use super::{INSTANCE, SealError, Sealed as Store};
use crate::engine::For;
use crate::sealing_keys::{self, ROWS, beside};
use app::ports::store::{Reseal, Sealed, Store as _, StoreError, Write};
use domain::words::CaseId;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

/// Streams of one part.
const PART: u32 = 200;
/// How often a stream is read again to which somebody added meanwhile.
const TRIES: usize = 8;

/// What is still in the clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Left {
    /// Streams: cases, and the instance's own.
    pub streams: u64,
    /// Whether there are rows of people, jobs, answers or policies.
    pub rows: bool,
}

/// How far the sealing of what was in the clear is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Progress {
    /// Streams that were sealed.
    pub streams: u64,
    /// Rows that were sealed.
    pub rows: u64,
}

impl Store {
    /// What is still in the clear.
    pub async fn left(&self) -> Result<Left, SealError> {
        let all = sealing_keys::unsealed_count(&self.0.db).await?;
        let first = sealing_keys::unsealed(&self.0.db, "", 1).await?;
        let rows = first.first().is_some_and(|what| what == ROWS);
        Ok(Left { streams: all - u64::from(rows), rows })
    }

    /// Seal all of it, and take it out of SQLite's log; `tell` hears after each part.
    pub async fn seal_what_is_plain(
        &self,
        mut tell: impl FnMut(Progress),
    ) -> Result<Progress, SealError> {
        let mut done = Progress::default();
        if !self.may_be_plain() && sealing_keys::unsealed_count(&self.0.db).await? == 0 {
            return Ok(done);
        }
        let sql = "select target from shipping";
        if let Some(row) = self.0.db.read_one(sql, vec![]).await? {
            let target = row.cells().text()?;
            return Err(SealError::Refused(format!(
                "units are shipped to {target}, and what was shipped so far is in the clear: end that \
                 with vulnerary journal ship --end, seal, take a new backup, and ship to an empty folder"
            )));
        }
        let mut after = ROWS.to_owned();
        loop {
            let names = sealing_keys::unsealed(&self.0.db, &after, PART).await?;
            let Some(last) = names.last() else { break };
            after.clone_from(last);
            for name in &names {
                self.seal_stream(name).await?;
                done.streams += 1;
            }
            tell(done);
        }
        for walk in WALKS {
            self.walk(walk, &mut done).await?;
            tell(done);
        }
        self.seal_filters(&mut done).await?;
        self.nothing_is_plain().await?;
        // Where pages were overwritten, the log still has them.
        self.0.db.cut_log().await?;
        Ok(done)
    }

    /// Seal a stream that is in the clear; its key, or nothing where there is no such stream.
    pub(super) async fn seal_stream(&self, stream: &str) -> Result<Option<Key>, SealError> {
        for _ in 0..TRIES {
            let Some(head) = self.0.db.head(stream).await? else { return Ok(None) };
            let owner = BTreeSet::from([stream.to_owned()]);
            let there = self.0.keys_of(&owner).await?.remove(stream);
            if let Some(key) = there.clone().filter(|_| !is_instance(stream)) {
                return Ok(Some(key));
            }
            let key = there.clone().unwrap_or_else(|| Key::drawn(&*self.0.chance));
            let mut unit =
                vec![Write::Append { stream: stream.into(), after: head, links: vec![] }];
            unit.extend(self.resealed(stream, &key).await?);
            if there.is_none() {
                let whose = (stream, &key, false);
                let kept = self.0.masters.wrap(&*self.0.chance, whose, None)?;
                unit.push(Write::SealingKey(kept));
            }
            match self.0.db.commit(unit).await {
                Ok(()) => return Ok(Some(key)),
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(SealError::Refused(format!("{stream} is written to all the time; try again")))
    }

    /// What is written instead of what a stream holds in the clear, and what stands beside it.
    async fn resealed(&self, stream: &str, key: &Key) -> Result<Vec<Write>, SealError> {
        let inner = &self.0;
        let mut contents = Vec::new();
        for link in inner.db.stream(stream).await? {
            if let Some(content) = link.content.as_ref().filter(|text| text.first() == Some(&b'{'))
            {
                let whole = content_of(link.salt.as_deref(), content);
                let sealed = key.seal(&*inner.chance, &whole, &event_place(stream, &link));
                contents.push((link.seq, Sealed(sealed)));
            }
        }
        let mut unit = Vec::new();
        let case = stream.strip_prefix("case/").and_then(|id| CaseId::read(id).ok());
        let mut title = None;
        if let Some(case) = case {
            let there = beside(&inner.db, &case).await?;
            title = there.title.map(|title| {
                let place = title_place(stream, &there.secret);
                key.seal_text(&*inner.chance, &title, &place)
            });
            let words = there.words.iter().map(|word| inner.word(word)).collect();
            let received_at = there.received_at;
            unit.push(Write::Words { case: case.clone(), received_at, words });
            if !there.keys.is_empty() {
                let keys = there.keys.iter().map(|key| inner.name(key)).collect();
                unit.push(Write::Keys { case, at: there.keyed_at, keys });
            }
        }
        unit.push(Write::Reseal(Reseal { stream: stream.to_owned(), contents, title }));
        Ok(unit)
    }

    /// From now on nothing is believed that is in the clear.
    async fn nothing_is_plain(&self) -> Result<(), SealError> {
        let inner = &self.0;
        let mut tx = inner.db.begin(For::Writing).await?;
        tx.run("delete from unsealed where what = $1", vec![ROWS.into()]).await?;
        tx.commit().await?;
        if sealing_keys::unsealed_count(&inner.db).await? > 0 {
            // Restored, or written by an earlier version meanwhile: the next time.
            return Ok(());
        }
        let kept = sealing_keys::of(&inner.db, &[INSTANCE]).await?;
        let before = kept.first().map(|key| key.master.clone());
        let whose = (INSTANCE, &inner.instance, false);
        let key = inner.masters.wrap(&*inner.chance, whose, before)?;
        inner.db.commit(vec![Write::SealingKey(key)]).await?;
        inner.plain.store(false, Ordering::Relaxed);
        Ok(())
    }
}
