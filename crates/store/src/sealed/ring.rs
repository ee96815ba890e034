//! The keys of cases: those that were used last are kept in memory, so that a page of the queue costs
//! at most one more question.

use super::crypt::Key;
use super::{Inner, SealError};
use crate::sealing_keys;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// More keys than this are not kept.
const MOST: usize = 10_000;

/// Keys by owner.
#[derive(Default)]
pub(super) struct Ring(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    keys: HashMap<String, Key>,
    /// In the order in which they came.
    order: VecDeque<String>,
}

impl Ring {
    fn get(&self, owner: &str) -> Option<Key> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys.get(owner).cloned()
    }

    /// Keep this one; the oldest makes room.
    pub(super) fn keep(&self, owner: &str, key: &Key) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.keys.insert(owner.to_owned(), key.clone()).is_none() {
            kept.order.push_back(owner.to_owned());
        }
        while kept.keys.len() > MOST {
            let Some(oldest) = kept.order.pop_front() else { break };
            kept.keys.remove(&oldest);
        }
    }
}

impl Inner {
    /// The keys of these owners; those that have none are left out.
    pub(super) async fn keys_of(
        &self,
        owners: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Key>, SealError> {
        let mut found = BTreeMap::new();
        let mut missing = Vec::new();
        for owner in owners {
            match self.ring.get(owner) {
                _ if owner == super::INSTANCE => {
                    found.insert(owner.clone(), self.instance.clone());
                }
                Some(key) => {
                    found.insert(owner.clone(), key);
                }
                None => missing.push(owner.as_str()),
            }
        }
        for kept in sealing_keys::of(&self.db, &missing).await? {
            let (key, _) = self.masters.unwrap(&kept)?;
            self.ring.keep(&kept.owner, &key);
            found.insert(kept.owner, key);
        }
        Ok(found)
    }
}
