//! A folder of public files in memory: the old state or the new one, never a mixture. What is
//! written is rendered in every format, as it is for everybody.

use crate::fault::{Faults, Site, When};
use app::ports::public_files::PublicFiles;
use async_trait::async_trait;
use domain::advisory::Advisory;
use domain::embargo::Public;
use domain::policy::Policy;
use formats::Context;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The advisories it shows, and every file by its path.
type Shown = (Vec<Public<Advisory>>, BTreeMap<String, String>);

/// The folder as it was last written.
pub struct MemoryFolder {
    faults: Arc<Faults>,
    policy: Policy,
    now: Mutex<Shown>,
}

impl MemoryFolder {
    pub(crate) fn new(faults: Arc<Faults>) -> Self {
        Self { faults, policy: crate::policy(), now: Mutex::default() }
    }

    /// The advisories that the folder shows.
    pub fn shown(&self) -> Vec<Public<Advisory>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// Every file by its path.
    pub fn files(&self) -> BTreeMap<String, String> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }
}

#[async_trait]
impl PublicFiles for MemoryFolder {
    async fn write(&self, advisories: &[Public<Advisory>]) -> Result<(), String> {
        self.faults.pass(Site::Folder, When::Before)?;
        let context = Context { policy: &self.policy, site: crate::SITE };
        let now = (advisories.to_vec(), formats::export::files(advisories, &context));
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
        self.faults.pass(Site::Folder, When::After)
    }
}
