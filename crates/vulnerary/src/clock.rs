//! Watches the machine's clock while the server runs: what it says is compared with what was last
//! seen and with the journal before anything is done because of it.

use crate::Ended;
use app::App;
use app::jobs::clock::{Doubt, Seen, judge};
use app::ports::store::{CaseOrder, CaseQuery};
use jiff::{SignedDuration, Timestamp};
use outside::{ClockFile, clock_reading};
use std::path::Path;
use std::sync::Arc;

/// How often what was seen is written down.
const REMEMBER: SignedDuration = SignedDuration::from_secs(60);

/// Watches one clock.
pub(crate) struct Watch {
    app: Arc<App>,
    file: ClockFile,
    bound: SignedDuration,
    seen: Option<Seen>,
    /// The latest known instant of the journal, until the clock was believed once.
    journal: Option<Timestamp>,
    written: Option<Timestamp>,
}

/// The latest instant that the list of cases knows.
pub(crate) async fn latest(app: &App) -> Result<Option<Timestamp>, Ended> {
    let query = CaseQuery { order: CaseOrder::Received, limit: 1, ..CaseQuery::default() };
    let rows = app.store.cases(&query).await.map_err(|error| Ended::Outside(error.to_string()))?;
    Ok(rows.rows.first().map(|row| row.changed_at.max(row.received_at)))
}

impl Watch {
    /// Look for the first time.
    pub(crate) async fn start(
        app: &Arc<App>,
        data: &Path,
        bound: SignedDuration,
    ) -> Result<Self, Ended> {
        let (app, file) = (Arc::clone(app), ClockFile::new(data));
        let (seen, journal) = (file.read(), latest(&app).await?);
        let mut watch = Self { app, file, bound, seen, journal, written: None };
        watch.look();
        Ok(watch)
    }

    /// Why the clock is not believed, if it is not.
    pub(crate) fn doubt(&self) -> Option<Doubt> {
        self.app.clock.doubt()
    }

    /// Look at the clock, and remember it when it is believed.
    pub(crate) fn look(&mut self) {
        if self.doubt().is_some() {
            // A person may have confirmed it meanwhile.
            self.seen = self.file.read().or_else(|| self.seen.take());
        }
        let reading = clock_reading();
        let judged = judge(self.seen.as_ref(), self.journal, &reading, self.bound);
        let (at, doubt) = (reading.at, judged.err());
        if doubt.is_none() {
            let confirmed = self.seen.as_ref().and_then(|seen| seen.confirmed.clone());
            self.seen = Some(Seen { reading, confirmed });
            self.journal = None;
        }
        let believed = doubt.is_none();
        if let Some(doubt) = &doubt
            && self.app.clock.set(Some(doubt.clone()))
        {
            tracing::error!(%doubt, "the clock is not believed: timers and jobs wait; see vulnerary clock");
        } else if believed && self.app.clock.set(None) {
            tracing::warn!("the clock is believed again: timers and jobs go on");
        }
        let due = self.written.is_none_or(|written| at.duration_since(written) >= REMEMBER);
        if believed && due {
            self.remember(at);
        }
    }

    /// Write down what was seen.
    pub(crate) fn remember(&mut self, at: Timestamp) {
        let Some(seen) = self.seen.as_ref().filter(|_| self.doubt().is_none()) else { return };
        match self.file.write(seen) {
            Ok(()) => self.written = Some(at),
            Err(error) => tracing::error!(%error, "remembering the clock"),
        }
    }
}
