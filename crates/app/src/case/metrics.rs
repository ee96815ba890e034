//! Metrics over a period: read from the spans that every write of a case keeps up to date.

use super::kept_out::kept_out;
use crate::ports::store::MeasureQuery;
use crate::{Ctx, Error};
use domain::access::Action;
use domain::metrics::{CLOCK, DEFINITIONS, Ranks, Summary};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// A period: from an instant, to before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// From this instant on.
    pub from: Timestamp,
    /// Before this one.
    pub to: Timestamp,
}

impl Period {
    /// As asked for; a year up to now where nothing else is.
    pub fn of(from: Option<Timestamp>, to: Option<Timestamp>, now: Timestamp) -> Self {
        let to = to.unwrap_or(now);
        let year = SignedDuration::from_hours(365 * 24);
        let from = from.or_else(|| to.checked_sub(year).ok()).unwrap_or(Timestamp::MIN);
        Self { from, to }
    }
}

/// Every metric over the cases whose report came, or was opened again, in this period. For the
/// team: what goes public has other rules (I5).
pub async fn metrics(ctx: &Ctx, period: Period) -> Result<Vec<Summary>, Error> {
    ctx.require(Action::ListCases)?;
    if period.to <= period.from {
        return Err(Error::Invalid(vec!["to: must be after from".to_owned()]));
    }
    let store = &ctx.app.store;
    let clocks = store
        .measure_names()
        .await?
        .into_iter()
        .filter(|name| name.split_once('/').is_some_and(|(definition, _)| definition == CLOCK));
    let fixed = DEFINITIONS.iter().map(|one| one.id.to_owned()).filter(|id| id != CLOCK);
    let without = kept_out(ctx).await?.to_vec();
    let mut summaries = Vec::new();
    for name in fixed.chain(clocks) {
        let Period { from, to } = period;
        let query = MeasureQuery { name, from, to, without: without.clone(), now: ctx.now };
        let counted = store.measured(&query).await?;
        let at: BTreeMap<u64, i64> = match Ranks::of(counted.ended) {
            Some(ranks) => {
                let places = [ranks.low, ranks.high, ranks.p90];
                store.measured_at(&query, places).await?.into_iter().collect()
            }
            None => BTreeMap::new(),
        };
        summaries.push(Summary::new(&query.name, counted, |place| at.get(&place).copied()));
    }
    Ok(summaries)
}
