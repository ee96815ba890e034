//! A store whose texts and names lie sealed in the database: what is written is sealed on its way in,
//! and opened on its way out. Below are bytes; above, nobody knows of it. Each case has a key of its
//! own, and all keys lie under a master key that is in no database (decision 0021).
//!
//! `outgoing` says of each write what of it is sealed, `incoming` opens it again; `legacy` seals what an
//! earlier version wrote in the clear, and `rotate` changes the master key.

mod crypt;
mod entrance;
mod incoming;
mod legacy;
mod master;
mod outgoing;
mod people;
mod port;
mod ring;
mod rotate;
mod walks;

pub use incoming::{Opened, SHUT_TITLE};
pub use legacy::{Left, Progress};
pub use master::{generate, master_ids};
pub use rotate::{Status, masters_of};

use crate::engine::Database;
use crate::failure::Failure;
use crate::sealing_keys;
use app::ports::chance::Chance;
use app::ports::master::MasterText;
use app::ports::store::{Store as _, StoreError, Write};
use crypt::Key;
use master::Masters;
use ring::Ring;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whose key seals the rows that belong to no case: people, jobs, answers.
const INSTANCE: &str = "instance";
/// Whose key words and logins are found by.
const INDEX: &str = "index";

/// Why a sealed store does not open, or a master key does not change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The master keys cannot be read.
    #[error("the master key: {0}")]
    Master(String),
    /// The one that is needed is not among them.
    #[error(
        "this instance is sealed under the master key {needed}, and {at} holds {}: put the key with \
         that id there, or name where it is; without it nothing of any case can be read",
        match held.as_slice() { [] => "none".to_owned(), held => held.join(" and ") }
    )]
    MasterMissing {
        /// The id of the key.
        needed: String,
        /// The ids of those that were found.
        held: Vec<String>,
        /// Where they were found.
        at: String,
    },
    /// A key does not open.
    #[error("the key of {owner}: {says}")]
    Key {
        /// Whose.
        owner: String,
        /// Why.
        says: String,
    },
    /// This cannot be done now.
    #[error("{0}")]
    Refused(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Failure> for SealError {
    fn from(failure: Failure) -> Self {
        Self::Store(failure.into())
    }
}

impl From<SealError> for StoreError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Store(error) => error,
            other => Self::Outside(format!("sealing: {other}")),
        }
    }
}

/// A database whose contents are sealed. Cloning shares it.
#[derive(Clone)]
pub struct Sealed(Arc<Inner>);

struct Inner {
    db: Database,
    masters: Masters,
    chance: Arc<dyn Chance>,
    ring: Ring,
    instance: Key,
    index: Key,
    /// Whether what an earlier version wrote may still be in the clear.
    plain: AtomicBool,
}

impl Sealed {
    /// Over this database. One that has no keys yet gets those of the instance.
    pub async fn open(
        db: Database,
        text: Arc<dyn MasterText>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, SealError> {
        let masters = Masters::new(text)?;
        let mut keys = own_keys(&db, &masters).await?;
        if keys.is_none() {
            let plain = sealing_keys::unsealed_count(&db).await? > 0;
            let new = |owner: &str, plain: bool| {
                let key = Key::drawn(&*chance);
                masters.wrap(&*chance, (owner, &key, plain), None).map(Write::SealingKey)
            };
            match db.commit(vec![new(INSTANCE, plain)?, new(INDEX, false)?]).await {
                // Another process was first: its keys are those of the instance.
                Ok(()) | Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
            keys = own_keys(&db, &masters).await?;
        }
        let gone = || SealError::Refused("the keys of this instance are gone from it".to_owned());
        let ((instance, plain), (index, _)) = keys.ok_or_else(gone)?;
        let plain = AtomicBool::new(plain);
        let ring = Ring::default();
        Ok(Self(Arc::new(Inner { db, masters, chance, ring, instance, index, plain })))
    }

    /// Whether this database holds sealed contents, and so needs a master key that is there already.
    pub async fn is_sealed(db: &Database) -> Result<bool, SealError> {
        Ok(!sealing_keys::of(db, &[INSTANCE, INDEX]).await?.is_empty())
    }

    /// The database below, where everything is sealed.
    pub fn below(&self) -> &Database {
        &self.0.db
    }

    /// What a word is found by, for whoever fills a database past this.
    pub fn code_of_word(&self, word: &str) -> String {
        self.0.word(word)
    }

    /// Whether something may still be in the clear.
    fn may_be_plain(&self) -> bool {
        self.0.plain.load(Ordering::Relaxed)
    }
}

/// The keys of the instance and of its index.
async fn own_keys(
    db: &Database,
    masters: &Masters,
) -> Result<Option<((Key, bool), (Key, bool))>, SealError> {
    let kept = sealing_keys::of(db, &[INSTANCE, INDEX]).await?;
    let find = |owner: &str| kept.iter().find(|key| key.owner == owner);
    match (find(INSTANCE), find(INDEX)) {
        (None, None) => Ok(None),
        (Some(instance), Some(index)) => {
            Ok(Some((masters.unwrap(instance)?, masters.unwrap(index)?)))
        }
        _ => Err(SealError::Refused("a key of this instance is gone from the database".to_owned())),
    }
}
