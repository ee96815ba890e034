//! Before anything of a case is shown to somebody, it is in the read log (I13). Where it cannot be
//! written there, nothing is shown. What the program reads by itself is nobody's reading.

use crate::ports::store::{ReadRow, Write};
use crate::{Ctx, Error};
use domain::access::{Door, ReadKind};
use domain::case::By;
use domain::words::CaseId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// What one request has said so far in the read log: who was shown most of which case.
#[derive(Clone, Default)]
pub(crate) struct Told(Arc<Mutex<BTreeMap<(By, CaseId), ReadKind>>>);

impl Told {
    /// Whether it is there already that they were shown this, or more than this.
    fn has(&self, reader: &By, case: &CaseId, kind: ReadKind) -> bool {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.get(&(reader.clone(), case.clone())).is_some_and(|before| *before >= kind)
    }

    fn add(&self, row: &ReadRow) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for case in &row.cases {
            told.insert((row.reader.clone(), case.clone()), row.kind);
        }
    }
}

impl Ctx {
    /// The same request, through this door.
    #[must_use]
    pub fn through(self, door: Door) -> Self {
        Self { door, ..self }
    }

    /// What must be in the read log before this is shown of these cases; nothing where this request
    /// has said it already. Whoever writes it into a unit of their own says so with [`Ctx::has_read`].
    pub(crate) fn reading<'c>(
        &self,
        kind: ReadKind,
        cases: impl IntoIterator<Item = &'c CaseId>,
    ) -> Vec<ReadRow> {
        let reader = self.by();
        if reader == By::System {
            return Vec::new();
        }
        let new = |case: &&CaseId| !self.told.has(&reader, case, kind);
        let cases: BTreeSet<&CaseId> = cases.into_iter().filter(new).collect();
        let cases: Vec<&CaseId> = cases.into_iter().collect();
        let rows = cases.chunks(ReadRow::CASES_MAX).map(|cases| ReadRow {
            at: self.now,
            id: read_id(self.app.chance.id()),
            reader: reader.clone(),
            door: self.door,
            kind,
            policy: self.policy().digest,
            cases: cases.iter().map(|case| (*case).clone()).collect(),
        });
        rows.collect()
    }

    /// These rows are on disk.
    pub(crate) fn has_read(&self, rows: &[ReadRow]) {
        rows.iter().for_each(|row| self.told.add(row));
    }

    /// Write into the read log that this is shown of these cases. Only then may it be shown.
    pub(crate) async fn reads<'c>(
        &self,
        kind: ReadKind,
        cases: impl IntoIterator<Item = &'c CaseId>,
    ) -> Result<(), Error> {
        let rows = self.reading(kind, cases);
        if rows.is_empty() {
            return Ok(());
        }
        self.app.store.commit(rows.iter().cloned().map(Write::Read).collect()).await?;
        self.has_read(&rows);
        Ok(())
    }
}

/// 63 random bits.
fn read_id(chance: [u8; 16]) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = chance;
    u64::from_be_bytes([a, b, c, d, e, f, g, h]) >> 1
}
