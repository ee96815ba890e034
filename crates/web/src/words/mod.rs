//! The words of pages: messages in files, one folder a language, English whole. Texts of the policy and
//! texts of people are none of them. Begin with `say`.
//!
//! The language of a request stands around it (`SPOKEN`) and is no argument: hundreds of words would
//! hand it on without looking at it. Outside a page everything is said in English.

mod choose;
mod dates;
mod faults;
mod language;
mod phrase;

pub(crate) use choose::speak;
pub(crate) use dates::day;
pub use language::{WordFile, Words};
pub(crate) use phrase::{Phrase, say};

use language::Language;
use std::sync::{Arc, LazyLock};

/// The words that come with the program.
static BUILT_IN: LazyLock<Arc<Words>> = LazyLock::new(|| Arc::new(Words::built_in()));

/// The words that come with the program.
pub(crate) fn built_in() -> Arc<Words> {
    Arc::clone(&BUILT_IN)
}

/// In what a request is answered.
#[derive(Clone)]
pub(crate) struct Spoken {
    words: Arc<Words>,
    /// The language of this page.
    page: usize,
    /// The language of whoever asks; pages that are not translated yet are in English all the same.
    asked: usize,
    /// The language that the policy is written in.
    own: Arc<str>,
    /// Whether this page can be had again in another language by asking for it.
    again: bool,
}

tokio::task_local! {
    static SPOKEN: Spoken;
}

/// Look at what is spoken here.
fn here<T>(look: impl Fn(&Spoken) -> T) -> T {
    SPOKEN.try_with(|spoken| look(spoken)).unwrap_or_else(|_| {
        let (words, own) = (built_in(), Arc::from("en"));
        look(&Spoken { words, page: 0, asked: 0, own, again: false })
    })
}

/// Make something in the language of whoever asks, whatever that of the page would be.
pub(crate) fn as_asked<T>(make: impl FnOnce() -> T) -> T {
    let asked =
        SPOKEN.try_with(|spoken| Spoken { page: spoken.asked, again: false, ..spoken.clone() });
    match asked {
        Ok(asked) => SPOKEN.sync_scope(asked, make),
        Err(_) => make(),
    }
}

impl Spoken {
    fn language(&self) -> &Language {
        self.words.at(self.page)
    }
}

/// What the root of a page says of its language, and the others it can be had in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tongue {
    /// Its tag.
    pub(crate) tag: String,
    /// `ltr` or `rtl`.
    pub(crate) dir: &'static str,
    /// What it calls itself.
    pub(crate) name: String,
    /// Whether the page is in it.
    pub(crate) chosen: bool,
}

impl Tongue {
    fn of(language: &Language, chosen: bool) -> Self {
        let (tag, name) = (language.tag.clone(), language.name());
        Self { tag, dir: language.dir(), name, chosen }
    }

    /// The language of this page.
    pub(crate) fn here() -> Self {
        here(|spoken| Self::of(spoken.language(), true))
    }

    /// All languages that this page can be had in; none where that is no question.
    pub(crate) fn all() -> Vec<Self> {
        here(|spoken| {
            let all = spoken.words.all().enumerate().filter(|_| spoken.again);
            all.map(|(at, one)| Self::of(one, at == spoken.page)).collect()
        })
    }
}

/// What a text of the policy has where the page is in another language: attributes for its element.
pub(crate) fn own() -> Phrase {
    Phrase::made(here(|spoken| match spoken.language().tag == *spoken.own {
        true => String::new(),
        false => marks(&spoken.own),
    }))
}

/// A text of the policy, with its language around it where the page is in another.
pub(crate) fn theirs(text: impl std::fmt::Display) -> Phrase {
    let (marks, text) = (own().to_string(), phrase::escaped(&text.to_string()));
    Phrase::made(match marks.is_empty() {
        true => text,
        false => format!("<span{marks}>{text}</span>"),
    })
}

/// A text as it is.
pub(crate) fn plain(text: &str) -> Phrase {
    Phrase::made(phrase::escaped(text))
}

/// What a text has that is in English whatever the page is in.
pub(crate) fn english() -> Phrase {
    Phrase::made(here(|spoken| match spoken.page {
        0 => String::new(),
        _ => marks("en"),
    }))
}

/// The language of the policy: the first of those in which reports are read.
pub(crate) fn of_policy(policy: &domain::policy::Policy) -> String {
    let first = policy.security_txt.languages.first();
    let known = first.and_then(|tag| tag.parse::<unic_langid::LanguageIdentifier>().ok());
    known.map_or_else(|| "en".to_owned(), |id| id.to_string())
}

fn marks(tag: &str) -> String {
    let dir = tag.parse().map_or("auto", |id| language::direction(&id));
    format!(" lang=\"{tag}\" dir=\"{dir}\"")
}

#[cfg(test)]
mod tests;
