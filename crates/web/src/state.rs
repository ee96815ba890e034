//! What every handler holds: the process, the time as a value to ask for, and our own address.

use crate::answer::Made;
use crate::guesses::{Guesses, Limits};
use crate::words::{self, Words};
use app::{App, Ctx};
use domain::access::{Actor, Door};
use domain::policy::Policy;
use domain::triage::Bearings;
use formats::Context;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// What time it is; the program's `main` passes it in.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How many passwords are hashed at once; each takes a core and 19 MiB.
const HASHES_AT_ONCE: usize = 2;

/// What was found on a day.
type OfDay = (Date, Arc<Bearings>);

/// Public files by name, each with the revision that it was made of.
type MadeFiles = BTreeMap<&'static str, (u64, Made)>;

/// What every handler holds.
#[derive(Clone)]
pub struct WebState {
    /// The process.
    pub app: Arc<App>,
    /// What time it is.
    pub now: Clock,
    /// Our own address as the world sees it, without a slash at the end.
    pub public_url: Arc<str>,
    pub(crate) hashing: Arc<Semaphore>,
    pub(crate) guesses: Arc<Guesses>,
    pub(crate) words: Arc<Words>,
    bearings: Arc<Mutex<Option<OfDay>>>,
    made: Arc<tokio::sync::Mutex<MadeFiles>>,
    signing: Option<Arc<Signing>>,
}

/// Signs a text, or says why it cannot.
pub type Sign = Box<dyn Fn(&str) -> Result<String, String> + Send + Sync>;

/// What signs `security.txt`, with the last text that it signed: one signature for one text, not
/// one for each request.
struct Signing {
    sign: Sign,
    last: Mutex<Option<(String, String)>>,
}

impl WebState {
    /// For this process, this clock and this address.
    pub fn new(app: Arc<App>, now: Clock, public_url: &str) -> Self {
        let public_url = public_url.trim_end_matches('/').into();
        let hashing = Arc::new(Semaphore::new(HASHES_AT_ONCE));
        Self {
            app,
            now,
            public_url,
            hashing,
            guesses: Arc::new(Guesses::new(Limits::default())),
            words: words::built_in(),
            bearings: Arc::default(),
            made: Arc::default(),
            signing: None,
        }
    }

    /// With something that signs `security.txt`.
    #[must_use]
    pub fn signing(mut self, sign: Sign) -> Self {
        self.signing = Some(Arc::new(Signing { sign, last: Mutex::default() }));
        self
    }

    /// With these words for its pages.
    #[must_use]
    pub fn speaking(mut self, words: Words) -> Self {
        self.words = Arc::new(words);
        self
    }

    /// With these limits instead of the usual ones.
    #[must_use]
    pub fn limited(mut self, limits: Limits) -> Self {
        self.guesses = Arc::new(Guesses::new(limits));
        self
    }

    /// This text with its signature; as it is where nothing signs.
    pub(crate) fn signed(&self, text: String) -> Result<String, String> {
        let Some(signing) = &self.signing else { return Ok(text) };
        let mut last = signing.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((before, signed)) if *before == text => Ok(signed.clone()),
            _ => {
                let signed = (signing.sign)(&text)?;
                *last = Some((text, signed.clone()));
                Ok(signed)
            }
        }
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.app.policy
    }

    /// A request by this actor, now, from a page.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(&self.app, actor, (self.now)()).through(Door::Web)
    }

    /// A request by nobody in particular.
    pub fn anonymous(&self) -> Ctx {
        self.ctx(Actor::Anonymous)
    }

    /// The day by which public pages go.
    pub(crate) fn today(&self) -> Date {
        (self.now)().to_zoned(TimeZone::UTC).date()
    }

    /// Which precedents of the pack bear on which clauses today. Clauses begin and end with a day,
    /// so every precedent is judged once a day and not once a page.
    pub(crate) fn bearings(&self) -> Arc<Bearings> {
        let today = self.today();
        let mut kept = self.bearings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((day, bearings)) = kept.as_ref()
            && *day == today
        {
            return Arc::clone(bearings);
        }
        let bearings = Arc::new(Bearings::of(self.policy(), (self.now)()));
        *kept = Some((today, Arc::clone(&bearings)));
        bearings
    }

    /// A public file over many advisories, made once for each state of what is public. Who asks
    /// while it is made waits for it instead of making it too.
    pub(crate) async fn made(
        &self,
        name: &'static str,
        make: impl AsyncFnOnce(&Self, &Ctx) -> Result<String, app::Error>,
    ) -> Result<Made, app::Error> {
        let ctx = self.anonymous();
        let mut files = self.made.lock().await;
        // Read before the advisories: what is published meanwhile makes the file once more.
        let revision = app::advisory::public_revision(&ctx).await?;
        if let Some((of, made)) = files.get(name)
            && *of == revision
        {
            return Ok(made.clone());
        }
        let made = Made::new(make(self, &ctx).await?);
        files.insert(name, (revision, made.clone()));
        Ok(made)
    }

    /// What writers of formats are told.
    pub(crate) fn context(&self) -> Context<'_> {
        Context { policy: self.policy(), site: &self.public_url }
    }

    /// Whether browsers reach us over TLS only, so that cookies may say so.
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// A fresh random word for idempotency keys and request ids.
    pub(crate) fn fresh(&self) -> String {
        self.app.chance.id().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
