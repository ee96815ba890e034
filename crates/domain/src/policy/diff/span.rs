//! Values as sentences show them: long texts shrink to where they differ.

use crate::policy::Limit;
use crate::words::one_line;
use jiff::civil::Date;

/// A text up to this length is shown whole.
const WHOLE: usize = 90;
/// What is shown of a longer one.
const MOST: usize = 240;
/// How many words stand around the difference.
const AROUND: usize = 3;

/// How a value stands in a sentence; nothing where there is none.
pub(super) trait Shown {
    /// Whether it is a text and stands in quotation marks.
    const QUOTED: bool = false;

    /// The value as a text.
    fn shown(&self) -> Option<String>;
}

impl Shown for str {
    const QUOTED: bool = true;
    fn shown(&self) -> Option<String> {
        (!self.is_empty()).then(|| self.to_owned())
    }
}

impl Shown for String {
    const QUOTED: bool = true;
    fn shown(&self) -> Option<String> {
        self.as_str().shown()
    }
}

impl<T: Shown> Shown for Option<T> {
    const QUOTED: bool = T::QUOTED;
    fn shown(&self) -> Option<String> {
        self.as_ref().and_then(Shown::shown)
    }
}

macro_rules! plain {
    ($($kind:ty)+) => {
        $(impl Shown for $kind {
            fn shown(&self) -> Option<String> {
                Some(self.to_string())
            }
        })+
    };
}

plain! { u32 u64 Date Limit }

impl Shown for bool {
    fn shown(&self) -> Option<String> {
        Some(if *self { "yes" } else { "no" }.to_owned())
    }
}

/// A word of a closed list.
pub(super) struct Word(pub(super) &'static str);

impl Shown for Word {
    fn shown(&self) -> Option<String> {
        Some(self.0.to_owned())
    }
}

/// In quotation marks, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", one_line(text, MOST))
}

/// Both texts in quotation marks, shrunk to where they differ.
pub(super) fn both(old: &str, new: &str) -> (String, String) {
    if old.chars().count().max(new.chars().count()) <= WHOLE {
        return (quoted(old), quoted(new));
    }
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_whitespace().collect(), new.split_whitespace().collect());
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let head = old.iter().zip(&new).take_while(same).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let cut = |words: &[&str]| {
        let from = head.saturating_sub(AROUND);
        let to = (words.len() - tail + AROUND).min(words.len());
        let lead = if from > 0 { "… " } else { "" };
        let end = if to < words.len() { " …" } else { "" };
        format!("“{lead}{}{end}”", one_line(&words[from..to].join(" "), MOST))
    };
    (cut(&old), cut(&new))
}

/// Whether two texts are the same but for spaces and line breaks.
pub(super) fn same_words(old: &str, new: &str) -> bool {
    old.split_whitespace().eq(new.split_whitespace())
}

/// With one full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    let ended = text.ends_with(['.', '!', '?', '…']) || text.ends_with(".”");
    if ended { text.to_owned() } else { format!("{text}.") }
}

/// Words with commas, the first ones of many.
pub(super) fn some(words: &[&str]) -> String {
    const MANY: usize = 30;
    let list = words[..words.len().min(MANY)].join(", ");
    let list = one_line(&list, 4 * MOST);
    match words.len().checked_sub(MANY) {
        Some(more) if more > 0 => format!("{list} and {more} more"),
        _ => list,
    }
}
