//! One side of a comparison: a pack, and the day whose clauses count.

use crate::Ended;
use crate::wire::read_policy;
use domain::policy::Policy;
use domain::triage::Bench;
use domain::words::one_line;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::Path;
use std::sync::Arc;

/// A pack on a day.
pub(super) struct Side {
    /// As it was given.
    pub(super) given: String,
    /// The pack.
    pub(super) policy: Arc<Policy>,
    /// The day (UTC).
    pub(super) day: Date,
    /// The first instant of that day.
    at: Timestamp,
}

impl Side {
    /// `DIR`, `DIR@VERSION` or `DIR@DAY`; a folder whose own name has an `@` is found as well.
    pub(super) fn read(given: &str, now: Timestamp) -> Result<Self, Ended> {
        let cut = given.rsplit_once('@').filter(|_| !Path::new(given).exists());
        let (folder, when) = cut.map_or((given, None), |(folder, when)| (folder, Some(when)));
        // Whatever keeps a pack from being read, the command line named the wrong thing.
        let policy = read_policy(Path::new(folder)).map_err(|error| match error {
            Ended::Outside(says) => Ended::Usage(says),
            Ended::Usage(says) => Ended::Usage(format!("{}: {says}", one_line(given, 300))),
            other => other,
        })?;
        let day = match when {
            Some(when) => day(&policy, when)
                .map_err(|says| Ended::Usage(format!("{}: {says}", one_line(given, 300))))?,
            None => {
                let today = now.to_zoned(TimeZone::UTC).date();
                policy.versions.last().map_or(today, |version| version.since.max(today))
            }
        };
        let at = day.to_zoned(TimeZone::UTC).map(|start| start.timestamp());
        let at = at.map_err(|error| Ended::Usage(format!("{day}: {error}")))?;
        Ok(Self { given: given.to_owned(), policy: Arc::new(policy), day, at })
    }

    /// Where claims are judged.
    pub(super) fn bench(&self) -> Bench<'_> {
        (&self.policy, self.at)
    }

    /// The version in force on the day.
    pub(super) fn version(&self) -> &str {
        self.policy.version_at(self.day)
    }
}

/// The first day of a version, or a day as it is written.
fn day(policy: &Policy, when: &str) -> Result<Date, String> {
    if let Some(version) = policy.versions.iter().find(|version| version.id == when) {
        return Ok(version.since);
    }
    let date = when.parse::<Date>().ok().filter(|day| day.to_string() == when);
    date.ok_or_else(|| {
        let when = one_line(when, 60);
        let known: Vec<&str> = policy.versions.iter().map(|one| one.id.as_str()).collect();
        let hint = if known.is_empty() {
            "; the pack keeps no history, so write a day".to_owned()
        } else {
            format!("; there are {}", one_line(&known.join(", "), 300))
        };
        format!("\"{when}\" is no version of the pack and no day such as 2026-03-01{hint}")
    })
}
