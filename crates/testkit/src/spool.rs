//! A spool in memory. The same key twice is handed over once, as the port promises.

use crate::fault::{Faults, Site, When};
use app::ports::spool::{Announcement, Answered, Reminder, Spool, Told, Unsent, Warning};
use async_trait::async_trait;
use domain::policy::Policy;
use formats::{Context, mail};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One announcement as it left.
#[derive(Debug, Clone)]
pub struct Letter {
    /// What was handed over.
    pub announcement: Announcement,
    /// Its subject line.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// What was handed over, in order.
pub struct MemorySpool {
    faults: Arc<Faults>,
    policy: Policy,
    sent: Mutex<Vec<Letter>>,
    reminders: Mutex<Vec<Reminder>>,
    told: Mutex<Vec<Told>>,
    warned: Mutex<Vec<Warning>>,
    answered: Mutex<Vec<Answered>>,
}

impl MemorySpool {
    pub(crate) fn new(faults: Arc<Faults>) -> Self {
        Self {
            faults,
            policy: crate::policy(),
            sent: Mutex::default(),
            reminders: Mutex::default(),
            told: Mutex::default(),
            warned: Mutex::default(),
            answered: Mutex::default(),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Letter>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every reminder that was handed over.
    pub fn reminders(&self) -> Vec<Reminder> {
        self.reminders.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every notice that was handed over.
    pub fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every warning that was handed over.
    pub fn warned(&self) -> Vec<Warning> {
        self.warned.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every answer to a mail that was handed over.
    pub fn answered(&self) -> Vec<Answered> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every announcement that was handed over.
    pub fn sent(&self) -> Vec<Letter> {
        self.kept().clone()
    }
}

#[async_trait]
impl Spool for MemorySpool {
    async fn announce(&self, announcement: &Announcement) -> Result<(), Unsent> {
        self.faults.pass(Site::Spool, When::Before)?;
        let mut kept = self.kept();
        if kept.iter().all(|before| before.announcement.key != announcement.key) {
            let context = Context { policy: &self.policy, site: crate::SITE };
            kept.push(Letter {
                announcement: announcement.clone(),
                subject: mail::subject(&announcement.about, &context),
                body: mail::body(&announcement.about, &context),
            });
        }
        drop(kept);
        Ok(self.faults.pass(Site::Spool, When::After)?)
    }

    async fn remind(&self, reminder: &Reminder) -> Result<(), Unsent> {
        self.faults.pass(Site::Spool, When::Before)?;
        let mut kept = self.reminders.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().all(|before| before.key != reminder.key) {
            kept.push(reminder.clone());
        }
        drop(kept);
        Ok(self.faults.pass(Site::Spool, When::After)?)
    }

    async fn tell(&self, told: &Told) -> Result<(), Unsent> {
        self.faults.pass(Site::Spool, When::Before)?;
        let mut kept = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().all(|before| before.key != told.key) {
            kept.push(told.clone());
        }
        drop(kept);
        Ok(self.faults.pass(Site::Spool, When::After)?)
    }

    async fn warn(&self, warning: &Warning) -> Result<(), Unsent> {
        self.faults.pass(Site::Spool, When::Before)?;
        let mut kept = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().all(|before| before.key != warning.key) {
            kept.push(warning.clone());
        }
        drop(kept);
        Ok(self.faults.pass(Site::Spool, When::After)?)
    }

    async fn answer(&self, answer: &Answered) -> Result<(), Unsent> {
        self.faults.pass(Site::Spool, When::Before)?;
        let mut kept = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().all(|before| before.key != answer.key) {
            kept.push(answer.clone());
        }
        drop(kept);
        Ok(self.faults.pass(Site::Spool, When::After)?)
    }
}
