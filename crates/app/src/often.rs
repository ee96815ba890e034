//! How often somebody from outside may act on a case. Everybody who reports gets a secret, and nobody
//! with one may fill the disk or make a case too long to be read.

use domain::access::Actor;
use domain::case::{By, Event};
use domain::words::Refusal;
use jiff::{SignedDuration, Timestamp};

/// So many steps of one person within this time; each may carry a message of the greatest length.
const MOST: [(SignedDuration, usize); 2] =
    [(SignedDuration::from_hours(1), 60), (SignedDuration::from_hours(24), 200)];

/// Refuse what comes too often. Only what they did themselves counts, so that the answer tells nothing
/// of others.
pub(crate) fn not_too_often(
    actor: &Actor,
    by: &By,
    events: &[Event],
    now: Timestamp,
) -> Result<(), Refusal> {
    if !matches!(actor, Actor::Reporter(_) | Actor::Participant { .. }) {
        return Ok(());
    }
    for (window, most) in MOST {
        let age = |event: &Event| now.duration_since(event.at);
        let mut theirs = events.iter().rev().filter(|event| event.by == *by && age(event) < window);
        if let Some(first) = theirs.nth(most - 1) {
            let minutes = (window - age(first)).as_secs().max(1).unsigned_abs().div_ceil(60);
            let unit = if minutes == 1 { "minute" } else { "minutes" };
            let hours = match window.as_hours() {
                1 => "an hour".to_owned(),
                hours => format!("{hours} hours"),
            };
            let says = format!(
                "you did {most} things here within {hours}; this one can be sent again in {minutes} {unit}"
            );
            return Err(Refusal::new("how often", says));
        }
    }
    Ok(())
}
