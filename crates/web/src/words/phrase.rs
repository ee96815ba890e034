//! One message with what it is about, as HTML for templates or as plain text.

use super::faults::ELEMENTS;
use super::{here, theirs};
use askama::filters::HtmlSafe;
use fluent_bundle::{FluentArgs, FluentValue};
use std::borrow::Cow;
use std::fmt;

/// What a message is told.
#[derive(Debug, Clone)]
enum Told {
    /// A text of anybody's; it is escaped.
    Text(String),
    /// A number, by which a language chooses its plural.
    Count(u64),
    /// HTML of our own, such as an instant in its element.
    Html(String),
}

/// A message, said in the language of the page. In a template it escapes by itself.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    id: Cow<'static, str>,
    told: Vec<(&'static str, Told)>,
    link: Option<String>,
}

/// Say this message.
pub(crate) fn say(id: impl Into<Cow<'static, str>>) -> Phrase {
    Phrase { id: id.into(), told: Vec::new(), link: None }
}

/// What is HTML already, and no message.
const AS_IT_IS: &str = "";

/// Around the place of what a message is told; nobody's letters.
const FROM: char = '\u{e000}';
const TO: char = '\u{e001}';

impl Phrase {
    /// HTML that was made already.
    pub(super) fn made(html: String) -> Self {
        Self { id: AS_IT_IS.into(), told: vec![(AS_IT_IS, Told::Html(html))], link: None }
    }

    /// With this text.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "templates give what they have: a value or where one is"
    )]
    pub(crate) fn with(mut self, name: &'static str, text: impl ToString) -> Self {
        self.told.push((name, Told::Text(text.to_string())));
        self
    }

    /// With this number.
    pub(crate) fn count(mut self, name: &'static str, number: impl TryInto<u64>) -> Self {
        self.told.push((name, Told::Count(number.try_into().unwrap_or(u64::MAX))));
        self
    }

    /// With this HTML of our own.
    pub(crate) fn html(mut self, name: &'static str, html: impl fmt::Display) -> Self {
        self.told.push((name, Told::Html(html.to_string())));
        self
    }

    /// With this text of the policy, in its own language.
    pub(crate) fn own(self, name: &'static str, text: impl fmt::Display) -> Self {
        self.html(name, theirs(text))
    }

    /// Where `<a>` in the message leads.
    pub(crate) fn link(mut self, address: impl fmt::Display) -> Self {
        self.link = Some(format!("<a href=\"{}\">", escaped(&address.to_string())));
        self
    }

    fn said(&self, words: impl Fn(usize, &str) -> String) -> String {
        let mut args = FluentArgs::new();
        for (at, (name, told)) in self.told.iter().enumerate() {
            match told {
                Told::Text(text) | Told::Html(text) => args.set(*name, words(at, text)),
                Told::Count(number) => args.set(*name, FluentValue::from(*number)),
            }
        }
        here(|spoken| spoken.words.format(spoken.page, &self.id, &args))
    }

    /// As HTML. What the message is told stands outside until the message is escaped, so that neither can be
    /// taken for a part of the other.
    fn whole(&self) -> String {
        if self.id == AS_IT_IS {
            return self.told_at(0);
        }
        let said = self.said(|at, _| format!("{FROM}{at}{TO}"));
        let (mut whole, mut rest) = (String::new(), said.as_str());
        while let Some((before, after)) = rest.split_once(FROM) {
            whole.push_str(&self.pattern(before));
            let (place, after) = after.split_once(TO).unwrap_or(("", after));
            whole.push_str(&place.parse().map(|at| self.told_at(at)).unwrap_or_default());
            rest = after;
        }
        whole + &self.pattern(rest)
    }

    fn told_at(&self, place: usize) -> String {
        match self.told.get(place) {
            Some((_, Told::Text(text))) => escaped(text),
            Some((_, Told::Html(html))) => html.clone(),
            _ => String::new(),
        }
    }

    /// Text of the message itself, with the few elements that it may have.
    fn pattern(&self, text: &str) -> String {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let mut text = text.replace('"', "&quot;");
        for element in ELEMENTS {
            let open = match (element, &self.link) {
                ("a", Some(link)) => link.clone(),
                _ => format!("<{element}>"),
            };
            text = text.replacen(&format!("&lt;{element}&gt;"), &open, 1);
            text = text.replacen(&format!("&lt;/{element}&gt;"), &format!("</{element}>"), 1);
        }
        text
    }

    /// As plain text, where there is such a message.
    pub(crate) fn text_if_known(&self) -> Option<String> {
        here(|spoken| spoken.words.has(&self.id)).then(|| self.text())
    }

    /// As plain text, for places that escape by themselves.
    pub(crate) fn text(&self) -> String {
        self.said(|_, text| text.to_owned())
    }
}

pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.whole())
    }
}

impl HtmlSafe for Phrase {}
