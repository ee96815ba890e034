//! Changing the master key: the keys of cases are wrapped anew, a few at a time; what they seal stays as
//! it is. Stopped anywhere, it goes on with the keys that are left.

use super::{SealError, Sealed};
use crate::engine::Database;
use crate::sealing_keys;
use app::ports::store::{Store as _, Write};

/// Keys of one part.
const PART: u32 = 500;

/// How an instance is sealed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Status {
    /// The ids of the master keys that are held, the one that seals first.
    pub held: Vec<String>,
    /// How many keys lie under each master key.
    pub under: Vec<(String, u64)>,
    /// What is still in the clear.
    pub left: super::Left,
}

/// How many keys of a database lie under each master key; no key is needed to know that.
pub async fn masters_of(db: &Database) -> Result<Vec<(String, u64)>, SealError> {
    Ok(sealing_keys::by_master(db).await?)
}

impl Sealed {
    /// How it is.
    pub async fn status(&self) -> Result<Status, SealError> {
        let held = self.0.masters.all()?.iter().map(|master| master.id.clone()).collect();
        Ok(Status { held, under: masters_of(&self.0.db).await?, left: self.left().await? })
    }

    /// Wrap every key anew that is not under the master key that seals; `tell` hears how many so far.
    pub async fn rewrap(&self, mut tell: impl FnMut(u64)) -> Result<u64, SealError> {
        let inner = &self.0;
        let (mut after, mut done) = (String::new(), 0);
        loop {
            let first = inner.masters.all()?[0].id.clone();
            let kept = sealing_keys::not_under(&inner.db, &first, &after, PART).await?;
            let Some(last) = kept.last() else { return Ok(done) };
            after.clone_from(&last.owner);
            let mut unit = Vec::with_capacity(kept.len());
            for old in &kept {
                let (key, plain) = inner.masters.unwrap(old)?;
                let whose = (old.owner.as_str(), &key, plain);
                let new = inner.masters.wrap(&*inner.chance, whose, Some(old.master.clone()))?;
                unit.push(Write::SealingKey(new));
            }
            done += unit.len() as u64;
            inner.db.commit(unit).await?;
            tell(done);
        }
    }
}
