//! Policies that were once in force, read from the store when a case needs the one it came under.

use crate::jobs::{policy_reviews, rows_again};
use crate::ports::store::{Store, Write};
use crate::{App, Error};
use domain::policy::{Policy, read};
use domain::words::Digest;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// No instance changes its policy more often than it could read again.
const KEPT_MAX: usize = 64;

/// Policies by digest; `None` where one was never kept or can no longer be read.
#[derive(Default)]
pub struct Shelf(Mutex<BTreeMap<Digest, Option<Arc<Policy>>>>);

impl App {
    /// The policy of this digest, if it is the one in force or was kept and can still be read.
    pub async fn policy_of(&self, digest: &Digest) -> Result<Option<Arc<Policy>>, Error> {
        if *digest == self.policy.digest {
            return Ok(Some(Arc::clone(&self.policy)));
        }
        let kept = self.shelf.0.lock().unwrap_or_else(PoisonError::into_inner).get(digest).cloned();
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let files = self.store.policy(digest).await?;
        let policy = files.as_deref().and_then(policy_in);
        if policy.is_none() {
            tracing::warn!(policy = %digest.short(), "an earlier policy is not there or unreadable");
        }
        let mut shelf = self.shelf.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.len() >= KEPT_MAX {
            shelf.clear();
        }
        shelf.insert(*digest, policy.clone());
        Ok(policy)
    }
}

/// A policy comes into force: its files are kept, because every decision names its digest, and what
/// was judged is compared with what it says, once. Rows of cases are made again where its rules say
/// otherwise than those before.
pub async fn adopt(
    store: &dyn Store,
    policy: &Policy,
    files: &BTreeMap<String, Vec<u8>>,
    now: Timestamp,
) -> Result<(), Error> {
    let texts: BTreeMap<&str, _> =
        files.iter().map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes))).collect();
    let files = serde_json::to_string(&texts).map_err(|error| Error::Outside(error.to_string()))?;
    let mut unit = vec![Write::Policy { digest: policy.digest, files }];
    unit.extend(policy_reviews(policy, now).into_iter().map(Write::Job));
    unit.push(Write::Job(rows_again(policy, now)));
    Ok(store.commit(unit).await?)
}

/// The policy in these files, as the store keeps them.
fn policy_in(files: &str) -> Option<Arc<Policy>> {
    let files: BTreeMap<String, String> = serde_json::from_str(files).ok()?;
    let files = files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    read(&files).0.map(Arc::new)
}
