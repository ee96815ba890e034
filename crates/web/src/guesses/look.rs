//! What handlers say of a request to whoever counts guesses: who asks, and what was not there.

use super::ledger::Key;
use app::Ctx;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

/// A note that goes with one request.
#[derive(Clone, Default)]
pub(crate) struct Look {
    /// Where it comes from.
    pub(crate) source: Option<Key>,
    said: Arc<Said>,
}

#[derive(Default)]
struct Said {
    asker: OnceLock<Ctx>,
    misses: AtomicU32,
}

impl Look {
    pub(crate) fn new(source: Option<Key>) -> Self {
        Self { source, said: Arc::default() }
    }

    /// Note who asks, where anybody wants to know.
    pub(crate) fn asks(parts: &Parts, ctx: &Ctx) {
        if let Some(look) = parts.extensions.get::<Self>() {
            look.said.asker.get_or_init(|| ctx.clone());
        }
    }

    /// So many things that were asked for are not there, whatever the answer's status.
    pub(crate) fn missed(&self, times: usize) {
        let times = u32::try_from(times).unwrap_or(u32::MAX);
        self.said.misses.fetch_add(times, Ordering::Relaxed);
    }

    pub(crate) fn misses(&self) -> u32 {
        self.said.misses.load(Ordering::Relaxed)
    }

    pub(crate) fn asker(&self) -> Option<&Ctx> {
        self.said.asker.get()
    }
}

impl<S: Sync> FromRequestParts<S> for Look {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}
