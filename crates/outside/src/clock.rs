//! The one place that asks the time.

use jiff::Timestamp;

/// Now, in whole milliseconds: no stored instant is finer than what people can compare.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}
