//! What every handler holds: the process, the time as a value to ask for, and our own address.

use app::{App, Ctx};
use domain::access::Actor;
use domain::policy::Policy;
use formats::Context;
use jiff::Timestamp;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What time it is; the program's `main` passes it in.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How many passwords are hashed at once; each takes a core and 19 MiB.
const HASHES_AT_ONCE: usize = 2;

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
}

impl WebState {
    /// For this process, this clock and this address.
    pub fn new(app: Arc<App>, now: Clock, public_url: &str) -> Self {
        let public_url = public_url.trim_end_matches('/').into();
        Self { app, now, public_url, hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)) }
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.app.policy
    }

    /// A request by this actor, now.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(&self.app, actor, (self.now)())
    }

    /// A request by nobody in particular.
    pub fn anonymous(&self) -> Ctx {
        self.ctx(Actor::Anonymous)
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
