//! A set of cases summed up: mean, median, ninth decile, and how many were late.

use serde::Serialize;

/// Fewer cases than this are not spoken of in public (I5): the figure would be the case.
pub const PUBLIC_MIN: u64 = 5;

/// What a store counts of one metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// How many ended.
    pub ended: u64,
    /// How many go on.
    pub open: u64,
    /// The seconds of all that ended.
    pub seconds: i64,
    /// How many are late.
    pub late: u64,
}

/// Which values, in order from 1, make the median and the ninth decile of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranks {
    /// The middle one, or the lower of the two in the middle.
    pub low: u64,
    /// The middle one, or the upper of the two in the middle.
    pub high: u64,
    /// The least one that nine tenths do not exceed.
    pub p90: u64,
}

impl Ranks {
    /// Of so many; of none there are no ranks.
    pub fn of(count: u64) -> Option<Self> {
        let p90 = count.saturating_mul(9).div_ceil(10);
        (count > 0).then(|| Self { low: count.div_ceil(2), high: count / 2 + 1, p90 })
    }
}

/// One metric over a set of cases. Durations are in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Its definition, and for a clock which one.
    pub metric: String,
    /// How many ended; the durations are of these.
    pub ended: u64,
    /// How many go on.
    pub open: u64,
    /// How many are late, of both; nothing where nothing is promised.
    pub late: Option<u64>,
    /// The mean, rounded.
    pub mean: Option<i64>,
    /// The value in the middle; of two, their mean, rounded.
    pub median: Option<i64>,
    /// The least value that nine tenths do not exceed.
    pub p90: Option<i64>,
}

impl Summary {
    /// From what was counted, and the value at a rank.
    pub fn new(metric: &str, counted: Counted, at: impl Fn(u64) -> Option<i64>) -> Self {
        let ranks = Ranks::of(counted.ended);
        let count = i64::try_from(counted.ended).unwrap_or(i64::MAX);
        let middle = ranks.and_then(|ranks| Some((at(ranks.low)?, at(ranks.high)?)));
        Self {
            metric: metric.to_owned(),
            ended: counted.ended,
            open: counted.open,
            late: metric.starts_with(super::CLOCK).then_some(counted.late),
            mean: (count > 0).then(|| rounded(counted.seconds, count)),
            median: middle.map(|(low, high)| rounded(low.saturating_add(high), 2)),
            p90: ranks.and_then(|ranks| at(ranks.p90)),
        }
    }

    /// Of these values, for a set that is at hand.
    pub fn of(metric: &str, mut values: Vec<i64>, open: u64, late: u64) -> Self {
        values.sort_unstable();
        let seconds = values.iter().fold(0_i64, |sum, value| sum.saturating_add(*value));
        let counted = Counted { ended: values.len() as u64, open, seconds, late };
        Self::new(metric, counted, |rank| values.get(usize::try_from(rank).ok()? - 1).copied())
    }

    /// Whether it is of so many cases that it gives none of them away.
    pub fn may_be_public(&self) -> bool {
        self.ended >= PUBLIC_MIN
    }
}

/// Divided, and rounded half up.
fn rounded(sum: i64, by: i64) -> i64 {
    let (whole, rest) = (sum.div_euclid(by), sum.rem_euclid(by));
    whole + i64::from(rest >= by - rest)
}

/// A length in days, hours, minutes and seconds, the first two that are not zero.
pub fn seconds(count: i64) -> String {
    let (sign, count) = if count < 0 { ("-", count.unsigned_abs()) } else { ("", count as u64) };
    let parts = [
        (count / 86_400, "d"),
        (count / 3_600 % 24, "h"),
        (count / 60 % 60, "min"),
        (count % 60, "s"),
    ];
    let told: Vec<String> = parts
        .iter()
        .skip_while(|(n, _)| *n == 0)
        .take(2)
        .filter(|(n, _)| *n > 0)
        .map(|(n, unit)| format!("{n} {unit}"))
        .collect();
    if told.is_empty() { "0 s".to_owned() } else { format!("{sign}{}", told.join(" ")) }
}
