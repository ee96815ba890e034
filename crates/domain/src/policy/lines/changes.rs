//! What changes between two versions of the release lines, and whether it was announced in time.
//! Somebody plans by each of these dates, so the earlier of the old and the new one counts.

use super::{LineRules, Lines};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// Whether a change was announced in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Notice {
    /// So many days before it takes effect, which is enough.
    Kept {
        /// Days.
        days: i64,
    },
    /// So many days before it takes effect (negative: after), which is too late.
    Short {
        /// Days.
        days: i64,
        /// Days asked for.
        needs: u32,
    },
    /// Nobody is taken by surprise: a new line, or a date that was and stays in the past.
    NotNeeded,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineChange {
    /// The line, as the files name it; empty for a change of the rules.
    pub line: String,
    /// The date's key, or `line` for a whole line, or `rule`.
    pub key: &'static str,
    /// The date before.
    pub before: Option<Date>,
    /// The date afterwards.
    pub after: Option<Date>,
    /// Whether it was announced in time.
    pub notice: Notice,
    /// All of it in a sentence.
    pub says: String,
}

impl LineChange {
    /// Whether it was announced too late.
    pub fn is_short(&self) -> bool {
        matches!(self.notice, Notice::Short { .. })
    }
}

/// What changes from `old` to `new` when it is announced at this instant. Days and the notice that
/// is asked for follow the new rules.
pub fn changes(old: &Lines, new: &Lines, announced_at: Timestamp) -> Vec<LineChange> {
    let today = new.rules.day(announced_at);
    let mut found = Vec::new();
    if (old.rules.end, &old.rules.zone) != (new.rules.end, &new.rules.zone) {
        found.push(rule_change(old, new, today));
    }
    for line in &old.list {
        let Some(next) = new.get(&line.id) else {
            let gone = old.rules.phase(line, today).is_supported();
            let notice = if gone { judge(&new.rules, today, today) } else { Notice::NotNeeded };
            let says = format!("{} is removed, which ended on {}", line.id, line.end);
            found.push(change(&line.id, "line", (Some(line.end), None), notice, says));
            continue;
        };
        for ((key, before), (_, after)) in line.dates().into_iter().zip(next.dates()) {
            if before != after {
                let notice = notice(&new.rules, today, before, after);
                let says = moved(&line.id, key, before, after);
                found.push(change(&line.id, key, (before, after), notice, says));
            }
        }
    }
    for line in new.list.iter().filter(|line| old.get(&line.id).is_none()) {
        let says = format!("{} is new: from {} to {}", line.id, line.start, line.end);
        found.push(change(&line.id, "line", (None, Some(line.end)), Notice::NotNeeded, says));
    }
    found
}

fn change(
    line: &str,
    key: &'static str,
    (before, after): (Option<Date>, Option<Date>),
    notice: Notice,
    says: String,
) -> LineChange {
    let says = match notice {
        Notice::Kept { days } => format!("{says}; announced {days} days before"),
        Notice::Short { days, needs } if days < 0 => {
            format!("{says}; announced {} days too late, {needs} days before are asked for", -days)
        }
        Notice::Short { days, needs } => {
            format!("{says}; announced only {days} days before, {needs} are asked for")
        }
        Notice::NotNeeded => says,
    };
    LineChange { line: line.to_owned(), key, before, after, notice, says }
}

fn judge(rules: &LineRules, today: Date, counts: Date) -> Notice {
    let (days, needs) = (i64::from((counts - today).get_days()), rules.change_notice_days);
    if days < i64::from(needs) { Notice::Short { days, needs } } else { Notice::Kept { days } }
}

fn notice(rules: &LineRules, today: Date, before: Option<Date>, after: Option<Date>) -> Notice {
    let past = [before, after].into_iter().flatten().all(|date| date < today);
    match [before, after].into_iter().flatten().min() {
        Some(first) if !past => judge(rules, today, first),
        _ => Notice::NotNeeded,
    }
}

fn moved(line: &str, key: &str, before: Option<Date>, after: Option<Date>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => format!("{line}: {key} moves from {before} to {after}"),
        (Some(before), None) => format!("{line}: {key} is dropped, which was {before}"),
        (None, Some(after)) => format!("{line}: {key} is set to {after}"),
        (None, None) => format!("{line}: {key}"),
    }
}

/// Another rule moves every end at once; the next one to come counts.
fn rule_change(old: &Lines, new: &Lines, today: Date) -> LineChange {
    let ends = |lines: &Lines| {
        let ends = lines.list.iter().map(|line| lines.rules.first_day_without(line));
        ends.filter(|end| *end > today).min()
    };
    let first = [ends(old), ends(new)].into_iter().flatten().min();
    let notice = first.map_or(Notice::NotNeeded, |first| judge(&new.rules, today, first));
    let (before, after) = (old.rules.says(), new.rules.says());
    let says = format!(
        "the rule of the end changes: \"{}\" becomes \"{}\"",
        before.trim_end_matches('.'),
        after.trim_end_matches('.')
    );
    change("", "rule", (None, None), notice, says)
}
