//! Counts by key. The first of a key opens its window, and when that is over the key is forgotten. It
//! never holds more than so many: beyond that the oldest goes, so that whoever has a million
//! addresses takes no memory and makes nobody else look guilty.

use jiff::{SignedDuration, Timestamp};
use std::collections::{HashMap, VecDeque};

/// What stands for an address or a credential.
pub(crate) type Key = [u8; 16];

struct Row<T> {
    began: Timestamp,
    count: u32,
    more: T,
}

/// Counts by key, each of one window.
pub(crate) struct Ledger<T = ()> {
    window: SignedDuration,
    most: usize,
    rows: HashMap<Key, Row<T>>,
    /// The keys in the order in which their windows began.
    order: VecDeque<(Timestamp, Key)>,
}

impl<T: Default> Ledger<T> {
    pub(crate) fn new(window: SignedDuration, most: usize) -> Self {
        Self { window, most, rows: HashMap::new(), order: VecDeque::new() }
    }

    /// Over when it has lasted its length, and when the clock was set back before it.
    fn is_over(&self, began: Timestamp, now: Timestamp) -> bool {
        now < began || now.duration_since(began) >= self.window
    }

    fn row(&self, key: &Key, now: Timestamp) -> Option<&Row<T>> {
        self.rows.get(key).filter(|row| !self.is_over(row.began, now))
    }

    fn drop_first(&mut self) {
        if let Some((_, key)) = self.order.pop_front() {
            self.rows.remove(&key);
        }
    }

    /// Forget every window that is over.
    pub(crate) fn forget(&mut self, now: Timestamp) {
        while self.order.front().is_some_and(|(began, _)| self.is_over(*began, now)) {
            self.drop_first();
        }
    }

    /// How many of this key there were in its window.
    pub(crate) fn count(&self, key: &Key, now: Timestamp) -> u32 {
        self.row(key, now).map_or(0, |row| row.count)
    }

    /// How long its window still lasts.
    pub(crate) fn left(&self, key: &Key, now: Timestamp) -> SignedDuration {
        let row = self.row(key, now);
        row.map_or(SignedDuration::ZERO, |row| self.window - now.duration_since(row.began))
    }

    /// What is kept beside the count.
    pub(crate) fn more(&self, key: &Key, now: Timestamp) -> Option<&T> {
        self.row(key, now).map(|row| &row.more)
    }

    /// Keep this beside the count, where there is one.
    pub(crate) fn keep(&mut self, key: &Key, more: T) {
        if let Some(row) = self.rows.get_mut(key) {
            row.more = more;
        }
    }

    /// So many more of this key; how many that makes.
    pub(crate) fn add(&mut self, key: Key, more: u32, now: Timestamp) -> u32 {
        self.forget(now);
        if let Some(row) = self.rows.get_mut(&key) {
            if now < row.began || now.duration_since(row.began) >= self.window {
                // It stands behind one that began later, by a clock that was set back meanwhile.
                *row = Row { began: now, count: 0, more: T::default() };
            }
            row.count = row.count.saturating_add(more);
            return row.count;
        }
        while self.rows.len() >= self.most.max(1) {
            self.drop_first();
        }
        self.rows.insert(key, Row { began: now, count: more, more: T::default() });
        self.order.push_back((now, key));
        more
    }

    /// One of this key did not count after all.
    pub(crate) fn take_back(&mut self, key: &Key) {
        if let Some(row) = self.rows.get_mut(key) {
            row.count = row.count.saturating_sub(1);
        }
    }

    /// How many keys are held.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        assert_eq!(self.rows.len(), self.order.len(), "each key stands once in the order");
        self.rows.len()
    }
}
