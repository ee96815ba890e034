//! What is remembered of guesses: in memory, by keyed digests that mean nothing after this process,
//! and for no longer than a window lasts.

use super::ledger::{Key, Ledger};
use super::source::{forwards, source};
use app::access::Reach;
use axum::http::{Extensions, HeaderMap};
use domain::words::{CaseId, Digest, Secret};
use ipnet::IpNet;
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, Once, OnceLock, PoisonError};

/// For how long guesses are counted together.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// And reports.
const REPORTS_WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// More addresses or credentials than this are not remembered at once.
const KEYS_MAX: usize = 50_000;

/// How much one may ask for.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Whom to believe when they say whom they speak for.
    pub proxies: Vec<IpNet>,
    /// Guesses at ids and secrets in ten minutes.
    pub guesses: u32,
    /// Failed log-ins from one address in ten minutes.
    pub log_ins: u32,
    /// Reports from one address in an hour.
    pub reports: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { proxies: Vec::new(), guesses: 20, log_ins: 20, reports: 60 }
    }
}

/// Guesses so far.
pub(crate) struct Guesses {
    limits: Limits,
    secret: OnceLock<[u8; 32]>,
    books: Mutex<Books>,
    unnamed: Once,
}

struct Books {
    /// Wrong ids and secrets, by address.
    sources: Ledger,
    /// The same, by the credential that was shown, and how far it reaches.
    holders: Ledger<Option<Reach>>,
    /// Failed log-ins, by address.
    log_ins: Ledger,
    /// Reports, by address.
    reports: Ledger,
    alarm: Alarm,
}

/// Who guessed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Guesser {
    /// From where, where that can be told.
    pub(crate) source: Option<Key>,
    /// With which credential.
    pub(crate) holder: Option<Key>,
}

/// What came of counting a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counted {
    /// Whether the credential has no guess left and it is not known yet how far it reaches.
    pub(crate) wants_reach: bool,
    /// Where somebody must hear of it: how many guesses there were since they last heard.
    pub(crate) alarm: Option<u64>,
}

/// Somebody hears of guesses once in a window.
#[derive(Debug, Default)]
struct Alarm {
    last: Option<Timestamp>,
    since: u64,
}

impl Alarm {
    fn ring(&mut self, now: Timestamp) -> Option<u64> {
        let quiet = |last: Timestamp| now >= last && now.duration_since(last) < WINDOW;
        if self.last.is_some_and(quiet) {
            return None;
        }
        self.last = Some(now);
        Some(std::mem::take(&mut self.since))
    }
}

impl Guesses {
    pub(crate) fn new(limits: Limits) -> Self {
        let books = Books {
            sources: Ledger::new(WINDOW, KEYS_MAX),
            holders: Ledger::new(WINDOW, KEYS_MAX),
            log_ins: Ledger::new(WINDOW, KEYS_MAX),
            reports: Ledger::new(REPORTS_WINDOW, KEYS_MAX),
            alarm: Alarm::default(),
        };
        Self { limits, secret: OnceLock::new(), books: Mutex::new(books), unnamed: Once::new() }
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands for these bytes while this process lives.
    fn key(&self, chance: impl FnOnce() -> [u8; 32], kind: &[u8], bytes: &[u8]) -> Key {
        let secret = self.secret.get_or_init(chance);
        let digest = Digest::of_parts(&[b"guesses", secret, kind, bytes]);
        let mut key = Key::default();
        key.copy_from_slice(&digest.bytes()[..16]);
        key
    }

    /// What stands for where a request comes from.
    pub(crate) fn source(
        &self,
        chance: impl FnOnce() -> [u8; 32],
        extensions: &Extensions,
        headers: &HeaderMap,
    ) -> Option<Key> {
        let found = source(extensions, headers, &self.limits.proxies);
        if found.is_none() && forwards(headers) {
            self.unnamed.call_once(|| {
                tracing::warn!(
                    "requests come through a proxy that --trusted-proxy does not name, or that says \
                     no address: nobody's guesses and reports are counted by address"
                );
            });
        }
        let octets = match found? {
            IpAddr::V4(one) => one.octets().to_vec(),
            IpAddr::V6(one) => one.octets().to_vec(),
        };
        Some(self.key(chance, b"source", &octets))
    }

    /// What stands for a credential.
    pub(crate) fn holder(&self, chance: impl FnOnce() -> [u8; 32], secret: &Secret) -> Key {
        self.key(chance, b"holder", secret.reveal().as_bytes())
    }

    /// Whether this credential has no guess left and reaches no such case: nothing is there for it,
    /// and nobody need look.
    pub(crate) fn is_beyond(&self, holder: &Key, case: Option<&CaseId>, now: Timestamp) -> bool {
        let books = self.books();
        if books.holders.count(holder, now) < self.limits.guesses {
            return false;
        }
        match books.holders.more(holder, now) {
            Some(Some(Reach::Only(own))) => case.is_none_or(|case| !own.contains(case)),
            _ => false,
        }
    }

    /// Wrong ids or secrets.
    pub(crate) fn missed(&self, who: Guesser, times: u32, now: Timestamp) -> Counted {
        let mut books = self.books();
        books.alarm.since += u64::from(times);
        // Those whose place cannot be told are counted together, to notice them at all.
        let from = books.sources.add(who.source.unwrap_or_default(), times, now);
        let mut counted = Counted::default();
        let mut most = from;
        if let Some(holder) = who.holder {
            let held = books.holders.add(holder, times, now);
            let known = matches!(books.holders.more(&holder, now), Some(Some(_)));
            counted.wants_reach = held >= self.limits.guesses && !known;
            most = most.max(held);
        }
        if most >= self.limits.guesses {
            counted.alarm = books.alarm.ring(now);
        }
        counted
    }

    /// How far a credential reaches, once it was looked up.
    pub(crate) fn reaches(&self, holder: &Key, reach: Reach) {
        self.books().holders.keep(holder, Some(reach));
    }

    /// Count a log-in that is about to be tried; false where none is tried from there any more. It is
    /// counted before it is tried, or all that are sent at once would be tried.
    pub(crate) fn try_log_in(&self, source: Option<Key>, now: Timestamp) -> bool {
        let Some(source) = source else { return true };
        let mut books = self.books();
        let left = books.log_ins.count(&source, now) < self.limits.log_ins;
        if left {
            books.log_ins.add(source, 1, now);
        }
        left
    }

    /// It was no guess after all.
    pub(crate) fn no_guess(&self, source: Option<Key>) {
        if let Some(source) = source {
            self.books().log_ins.take_back(&source);
        }
    }

    /// A log-in failed that was counted before, where its place can be told.
    pub(crate) fn log_in_failed(&self, source: Option<Key>, now: Timestamp) -> Option<u64> {
        let mut books = self.books();
        books.alarm.since += 1;
        let failed = match source {
            Some(source) => books.log_ins.count(&source, now),
            None => books.log_ins.add(Key::default(), 1, now),
        };
        if failed >= self.limits.log_ins { books.alarm.ring(now) } else { None }
    }

    /// Count a report that is about to be taken; or how long its sender has to wait.
    pub(crate) fn report(&self, source: Option<Key>, now: Timestamp) -> Result<(), SignedDuration> {
        let Some(source) = source else { return Ok(()) };
        let mut books = self.books();
        if books.reports.count(&source, now) >= self.limits.reports {
            return Err(books.reports.left(&source, now));
        }
        books.reports.add(source, 1, now);
        Ok(())
    }

    /// It was not taken after all.
    pub(crate) fn no_report(&self, source: Option<Key>) {
        if let Some(source) = source {
            self.books().reports.take_back(&source);
        }
    }

    /// Forget what is over.
    pub(crate) fn forget(&self, now: Timestamp) {
        let mut books = self.books();
        books.sources.forget(now);
        books.holders.forget(now);
        books.log_ins.forget(now);
        books.reports.forget(now);
    }
}
