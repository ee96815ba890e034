//! Lengths of time and days, as people write them.

use jiff::civil::Date;
use std::fmt;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Hours,
    Days,
    BusinessDays,
    Months,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) n: u32,
    pub(super) unit: Unit,
}

impl Span {
    /// In the smallest unit that says the same: hours for days and weeks. A working week is a week.
    pub(super) fn settled(self) -> Self {
        let hours = |n: u32| Self { n: n.saturating_mul(24), unit: Unit::Hours };
        match self.unit {
            Unit::Days => hours(self.n),
            Unit::BusinessDays if self.n.is_multiple_of(5) && self.n > 5 => hours(self.n / 5 * 7),
            _ => self,
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Hours => "hour",
            Unit::Days => "day",
            Unit::BusinessDays => "business day",
            Unit::Months => "month",
        };
        write!(f, "{} {unit}{}", self.n, if self.n == 1 { "" } else { "s" })
    }
}

const NUMBERS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen",
];

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Every length of time in a text, in lower case. Of "3 to 5 days" it is the longer one.
pub(super) fn spans(lower: &str) -> Vec<Span> {
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut out = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let after: Vec<&str> = words.iter().skip(index + 1).take(3).copied().collect();
        let glued = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let (digits, rest) = word.split_at(word.len() - glued.len());
        let number = NUMBERS.iter().position(|name| name == word);
        let number = number.and_then(|n| u32::try_from(n).ok());
        let n = if digits.is_empty() { number } else { digits.parse().ok() };
        let (Some(n), true) = (n, rest.is_empty() || !digits.is_empty() || number.is_some()) else {
            continue;
        };
        let rest = if digits.is_empty() { "" } else { rest };
        let named: Vec<&str> =
            Some(rest).filter(|rest| !rest.is_empty()).into_iter().chain(after).collect();
        // "two (2) days" is one length.
        let again = named.first().is_some_and(|next| next.parse() == Ok(n));
        if let (false, Some(unit)) = (again, unit(&named)) {
            out.push(unit(n));
        }
    }
    out
}

fn unit(words: &[&str]) -> Option<fn(u32) -> Span> {
    match words {
        ["h" | "hr" | "hrs" | "hour" | "hours", ..] => Some(|n| Span { n, unit: Unit::Hours }),
        ["business" | "working" | "work", "day" | "days" | "hours", ..]
        | ["workdays" | "weekdays", ..] => Some(|n| Span { n, unit: Unit::BusinessDays }),
        ["calendar", "day" | "days", ..] | ["d" | "day" | "days", ..] => {
            Some(|n| Span { n, unit: Unit::Days })
        }
        ["week" | "weeks", ..] => Some(|n| Span { n: n.saturating_mul(7), unit: Unit::Days }),
        ["month" | "months", ..] => Some(|n| Span { n, unit: Unit::Months }),
        _ => None,
    }
}

/// Every day in a text, in lower case: `2026-04-02`, `2 April 2026`, `April 2, 2026`; of a month or
/// a year its last day.
pub(super) fn days(lower: &str) -> Vec<Date> {
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/')))
        .map(|word| word.trim_matches(['-', '/']))
        .filter(|word| !word.is_empty())
        .collect();
    let mut out = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let (day, used) = day_at(&words[index..]);
        out.extend(day);
        index += used.max(1);
    }
    out
}

fn day_at(words: &[&str]) -> (Option<Date>, usize) {
    let month = |word: &str| {
        let known = |name: &str| {
            name == word || (word.len() >= 3 && word.len() <= 4 && name.starts_with(word))
        };
        MONTHS.iter().position(|name| known(name)).and_then(|at| i8::try_from(at + 1).ok())
    };
    let number = |word: &str| -> Option<i8> {
        let word =
            ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        word.parse().ok().filter(|n| (1..=31).contains(n))
    };
    match words {
        [first, second, third, ..] => {
            if let (Some(day), Some(month), Some(year)) =
                (number(first), month(second), year(third))
            {
                return (Date::new(year, month, day).ok(), 3);
            }
            if let (Some(month), Some(day), Some(year)) =
                (month(first), number(second), year(third))
            {
                return (Date::new(year, month, day).ok(), 3);
            }
            month_or_less(first, Some(second), month)
        }
        [first, second] => month_or_less(first, Some(second), month),
        [first] => month_or_less(first, None, month),
        [] => (None, 1),
    }
}

fn month_or_less(
    first: &str,
    second: Option<&&str>,
    month: impl Fn(&str) -> Option<i8>,
) -> (Option<Date>, usize) {
    if let (Some(month), Some(year)) = (month(first), second.and_then(|word| year(word))) {
        return (Date::new(year, month, 1).ok().map(Date::last_of_month), 2);
    }
    let parts: Vec<&str> = first.split(['-', '/']).collect();
    let date = match parts.as_slice() {
        [year_word, month, day] => year(year_word)
            .and_then(|year| Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()),
        [one] => year(one).and_then(|year| Date::new(year, 12, 31).ok()),
        _ => None,
    };
    (date, 1)
}

fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| digits && (1990..2100).contains(year))
}
