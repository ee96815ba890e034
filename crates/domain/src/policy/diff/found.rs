//! Changes being found: each comparison says nothing, or one sentence.

use super::span::{Shown, both, quoted, same_words, sentence, some};
use super::{Change, Part, Turn};
use std::collections::{BTreeMap, BTreeSet};

/// How much is shown of something that is new or gone.
const SAYS_MAX: usize = 700;

/// What was found so far.
pub(super) struct Found {
    list: Vec<Change>,
    part: Part,
}

impl Default for Found {
    fn default() -> Self {
        Self { list: Vec::new(), part: Part::Version }
    }
}

/// Entries of two lists that belong together.
struct Pairs<'a, T> {
    /// Of the old list, with no partner.
    gone: Vec<(String, &'a T)>,
    /// The new list in its order, each with its partner.
    new: Vec<(String, Option<&'a T>, &'a T)>,
    /// Whether the partners come in another order.
    moved: bool,
}

/// By key; entries of the same key belong together one after the other.
fn pairs<'a, T>(old: &'a [T], new: &'a [T], key: impl Fn(&T) -> String) -> Pairs<'a, T> {
    let numbered = |list: &'a [T]| -> Vec<((String, usize), &'a T)> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut number = |key: &String| {
            let count = seen.entry(key.clone()).or_default();
            *count += 1;
            *count
        };
        let one = |one: &'a T| {
            let key = key(one);
            let nth = number(&key);
            ((key, nth), one)
        };
        list.iter().map(one).collect()
    };
    let (old, new) = (numbered(old), numbered(new));
    let places: BTreeMap<&(String, usize), (usize, &'a T)> =
        old.iter().enumerate().map(|(n, (key, one))| (key, (n, *one))).collect();
    let kept: BTreeSet<&(String, usize)> = new.iter().map(|(key, _)| key).collect();
    let order: Vec<usize> =
        new.iter().filter_map(|(key, _)| places.get(key).map(|(n, _)| *n)).collect();
    let moved = order.windows(2).any(|two| two[0] > two[1]);
    let gone = old.iter().filter(|(key, _)| !kept.contains(key));
    let gone = gone.map(|(key, one)| (key.0.clone(), *one)).collect();
    let partner = |key| places.get(key).map(|(_, one)| *one);
    let new = new.iter().map(|(key, one)| (key.0.clone(), partner(key), *one)).collect();
    Pairs { gone, new, moved }
}

impl Found {
    /// What follows is about this part.
    pub(super) fn part(&mut self, part: Part) {
        self.part = part;
    }

    /// Everything, by part, and within a part as it was found.
    pub(super) fn into_list(mut self) -> Vec<Change> {
        self.list.sort_by_key(|change| change.part);
        self.list
    }

    /// Take down one change.
    pub(super) fn say(
        &mut self,
        id: &str,
        turn: Turn,
        key: &'static str,
        (before, after): (Option<&str>, Option<&str>),
        says: &str,
    ) {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let (before, after) = (own(before), own(after));
        let (part, id, says) = (self.part, id.to_owned(), sentence(says));
        self.list.push(Change { part, id, turn, key, before, after, says });
    }

    /// A value that `name` begins a sentence about: "The zone".
    pub(super) fn value<T: Shown + ?Sized>(
        &mut self,
        id: &str,
        key: &'static str,
        name: &str,
        old: &T,
        new: &T,
    ) {
        let (old, new) = (old.shown(), new.shown());
        if old == new {
            return;
        }
        let quote = |text: &str| if T::QUOTED { quoted(text) } else { text.to_owned() };
        let says = match (&old, &new) {
            (Some(old), Some(new)) if T::QUOTED && same_words(old, new) => {
                format!("{name} is set with other spaces or line breaks")
            }
            (Some(old), Some(new)) if T::QUOTED => {
                let (old, new) = both(old, new);
                format!("{name} is {new} instead of {old}")
            }
            (Some(old), Some(new)) => format!("{name} is {new} instead of {old}"),
            (Some(old), None) => format!("{name} is gone; it was {}", quote(old)),
            (None, Some(new)) => format!("{name} is new: {}", quote(new)),
            (None, None) => return,
        };
        self.changed(id, key, (old.as_deref(), new.as_deref()), &says);
    }

    /// A text that says something: `name` is reworded.
    pub(super) fn text(&mut self, id: &str, key: &'static str, name: &str, old: &str, new: &str) {
        if old == new {
            return;
        }
        let says = if same_words(old, new) {
            format!("{name} is set with other spaces or line breaks")
        } else {
            let (old, new) = both(old, new);
            format!("{name} is reworded: {new} instead of {old}")
        };
        self.changed(id, key, (Some(old), Some(new)), &says);
    }

    /// Words in a list: which are new, which are gone, or that they stand in another order.
    pub(super) fn list(
        &mut self,
        id: &str,
        key: &'static str,
        name: &str,
        old: &[String],
        new: &[String],
    ) {
        if old == new {
            return;
        }
        let only = |one: &'_ [String], other: &[String]| -> Vec<String> {
            let other: BTreeSet<&String> = other.iter().collect();
            one.iter().filter(|word| !other.contains(word)).cloned().collect()
        };
        let (gone, come) = (only(old, new), only(new, old));
        let show = |words: &[String]| {
            let quoted: Vec<String> = words.iter().map(|word| quote_long(word)).collect();
            some(&quoted.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let says = match (gone.is_empty(), come.is_empty()) {
            (true, true) => format!("{name}: the same in another order: {}", show(new)),
            (true, false) => format!("{name}: new {}", show(&come)),
            (false, true) => format!("{name}: no longer {}", show(&gone)),
            (false, false) => format!("{name}: new {}; no longer {}", show(&come), show(&gone)),
        };
        let (old, new) = (old.join("\n"), new.join("\n"));
        self.changed(id, key, (Some(&old), Some(&new)), &says);
    }

    /// One that is there on both sides.
    pub(super) fn changed(
        &mut self,
        id: &str,
        key: &'static str,
        sides: (Option<&str>, Option<&str>),
        says: &str,
    ) {
        self.say(id, Turn::Changed, key, sides, says);
    }

    /// Entries of two lists: which are gone, which are new, what differs in the others, and whether
    /// they come in another order.
    pub(super) fn each<T>(
        &mut self,
        (old, new): (&[T], &[T]),
        key: impl Fn(&T) -> String,
        name: impl Fn(&T) -> String,
        says: impl Fn(&T) -> String,
        compare: impl FnMut(&mut Self, &T, &T),
    ) {
        if self.each_sorted((old, new), &key, name, says, compare) {
            let keys = |list: &[T]| list.iter().map(&key).collect::<Vec<_>>();
            let (old, new) = (keys(old), keys(new));
            let told = some(&new.iter().map(String::as_str).collect::<Vec<_>>());
            let (old, new) = (old.join("\n"), new.join("\n"));
            let says = format!("The order is another: {told}");
            self.changed("", "order", (Some(&old), Some(&new)), &says);
        }
    }

    /// The same for lists whose order follows from what is in them; whether it is another.
    pub(super) fn each_sorted<T>(
        &mut self,
        (old, new): (&[T], &[T]),
        key: impl Fn(&T) -> String,
        name: impl Fn(&T) -> String,
        says: impl Fn(&T) -> String,
        mut compare: impl FnMut(&mut Self, &T, &T),
    ) -> bool {
        let pairs = pairs(old, new, &key);
        for (id, one) in &pairs.gone {
            let (name, was) = (name(one), says(one));
            let told = colon(&format!("{name} is gone"), "; it was: ", &was);
            self.say(id, Turn::Gone, "", (Some(&was), None), &told);
        }
        for (id, before, one) in &pairs.new {
            match before {
                Some(before) => compare(self, before, one),
                None => {
                    let (name, is) = (name(one), says(one));
                    let told = colon(&format!("{name} is new"), ": ", &is);
                    self.say(id, Turn::New, "", (None, Some(&is)), &told);
                }
            }
        }
        pairs.moved
    }
}

/// A sentence, and after a colon what there is to add.
fn colon(told: &str, between: &str, more: &str) -> String {
    match crate::words::one_line(more, SAYS_MAX) {
        more if more.is_empty() => told.to_owned(),
        more => format!("{told}{between}{more}"),
    }
}

/// Sentences stand in quotation marks, names do not.
fn quote_long(word: &str) -> String {
    if word.contains(' ') || word.ends_with('.') { quoted(word) } else { word.to_owned() }
}
