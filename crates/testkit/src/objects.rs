//! Objects in memory. What is stored is kept with the key that opens it, so that another key opens
//! nothing, as the port promises.

use crate::fault::{Faults, Site, When};
use app::ports::objects::{Chunks, Incoming, Kept, Objects};
use async_trait::async_trait;
use domain::attachment::FileKey;
use domain::words::Digest;
use futures::{StreamExt as _, stream};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// One object, with when it was stored.
#[derive(Clone)]
struct Object {
    key: FileKey,
    bytes: Vec<u8>,
    at: Timestamp,
}

#[derive(Default)]
struct Shelf {
    objects: BTreeMap<Digest, Object>,
    now: Timestamp,
}

/// A store of objects in memory.
pub struct MemoryObjects {
    faults: Arc<Faults>,
    kept: Arc<Mutex<Shelf>>,
}

impl MemoryObjects {
    pub(crate) fn new(faults: Arc<Faults>) -> Self {
        Self { faults, kept: Arc::default() }
    }

    /// The names of all that is there.
    pub fn names(&self) -> Vec<Digest> {
        self.lock().objects.keys().copied().collect()
    }

    /// From now on it is this instant for whatever is stored.
    pub fn at(&self, now: Timestamp) {
        self.lock().now = now;
    }

    /// Change a bit of every object, as a bad disk does.
    pub fn spoil(&self) {
        for object in self.lock().objects.values_mut() {
            object.key = FileKey::from_chance([0; 32]);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shelf> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct OnItsWay {
    faults: Arc<Faults>,
    kept: Arc<Mutex<Shelf>>,
    key: FileKey,
    bytes: Vec<u8>,
}

#[async_trait]
impl Incoming for OnItsWay {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<Kept, String> {
        self.faults.pass(Site::Objects, When::Before)?;
        let object = Digest::of_parts(&[b"object", self.key.bytes(), &self.bytes]);
        let (sha256, length) = (Digest::of(&self.bytes), self.bytes.len() as u64);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.now;
        kept.objects.insert(object, Object { key: self.key, bytes: self.bytes, at });
        drop(kept);
        self.faults.pass(Site::Objects, When::After)?;
        Ok(Kept { object, sha256, length })
    }
}

#[async_trait]
impl Objects for MemoryObjects {
    async fn begin(&self, key: &FileKey) -> Result<Box<dyn Incoming>, String> {
        let (faults, kept) = (Arc::clone(&self.faults), Arc::clone(&self.kept));
        Ok(Box::new(OnItsWay { faults, kept, key: *key, bytes: Vec::new() }))
    }

    async fn open(&self, object: &Digest, key: &FileKey) -> Result<Chunks, String> {
        let found = self.lock().objects.get(object).cloned();
        let found = found.ok_or_else(|| format!("the object {object} is missing"))?;
        if found.key != *key {
            return Err("it is not what was stored".to_owned());
        }
        Ok(stream::iter([Ok(found.bytes)]).boxed())
    }

    async fn remove(&self, object: &Digest) -> Result<(), String> {
        self.faults.pass(Site::Objects, When::Before)?;
        self.lock().objects.remove(object);
        self.faults.pass(Site::Objects, When::After)
    }

    async fn before(&self, instant: Timestamp) -> Result<Vec<Digest>, String> {
        let kept = self.lock();
        let old = kept.objects.iter().filter(|(_, object)| object.at < instant);
        Ok(old.map(|(name, _)| *name).collect())
    }
}
