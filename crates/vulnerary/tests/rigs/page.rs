//! A page as a browser reads it: its tags with their attributes, its words, its forms; and whether
//! anything on it could run, or fetch something from elsewhere.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// One thing on a page.
#[derive(Debug, Clone)]
enum Piece {
    Begin(String, Vec<(String, String)>),
    End(String),
    Words(String),
}

/// A page.
#[derive(Debug, Clone)]
pub(crate) struct Page(Vec<Piece>);

#[derive(Default)]
struct Reader(RefCell<Vec<Piece>>);

fn piece(tag: Tag) -> Piece {
    let name = tag.name.to_string();
    if tag.kind == TagKind::EndTag {
        return Piece::End(name);
    }
    let attributes = tag.attrs.into_iter();
    let attributes = attributes.map(|one| (one.name.local.to_string(), one.value.to_string()));
    Piece::Begin(name, attributes.collect())
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut pieces = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let begins = tag.kind == TagKind::StartTag;
                let raw = match &*tag.name {
                    "textarea" | "title" if begins => Some(RawKind::Rcdata),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" if begins => {
                        Some(RawKind::Rawtext)
                    }
                    "script" if begins => Some(RawKind::ScriptData),
                    _ => None,
                };
                pieces.push(piece(tag));
                if let Some(raw) = raw {
                    return TokenSinkResult::RawData(raw);
                }
            }
            Token::CharacterTokens(text) => pieces.push(Piece::Words(text.to_string())),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Tags that run something, fetch something or change what the others mean.
const NEVER: [&str; 13] = [
    "applet", "audio", "base", "embed", "frame", "frameset", "iframe", "math", "object", "source",
    "style", "svg", "video",
];

/// Attributes that hold an address.
const ADDRESSES: [&str; 11] = [
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "longdesc",
    "ping",
    "poster",
    "src",
    "xlink:href",
];

impl Page {
    pub(crate) fn read(html: &str) -> Self {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        Self(tokenizer.sink.0.into_inner())
    }

    /// All words on it, those in fields too.
    pub(crate) fn words(&self) -> String {
        let words = self.0.iter().filter_map(|piece| match piece {
            Piece::Words(words) => Some(words.as_str()),
            _ => None,
        });
        words.collect()
    }

    fn tags(&self) -> impl Iterator<Item = (usize, &str, &[(String, String)])> {
        self.0.iter().enumerate().filter_map(|(at, piece)| match piece {
            Piece::Begin(name, attributes) => Some((at, name.as_str(), attributes.as_slice())),
            _ => None,
        })
    }

    /// The values of this attribute of such tags.
    pub(crate) fn all(&self, tag: &str, attribute: &str) -> Vec<String> {
        let tags = self.tags().filter(|(_, name, _)| *name == tag);
        tags.filter_map(|(_, _, attributes)| value(attributes, attribute)).collect()
    }

    /// What stands in the field with this id.
    pub(crate) fn area(&self, id: &str) -> String {
        let (at, ..) = self
            .tags()
            .find(|(_, name, attributes)| {
                *name == "textarea" && value(attributes, "id").as_deref() == Some(id)
            })
            .unwrap_or_else(|| panic!("no field {id}: {}", self.words()));
        self.area_at(at)
    }

    fn area_at(&self, at: usize) -> String {
        let words = self.0[at + 1..].iter().map_while(|piece| match piece {
            Piece::Words(words) => Some(words.as_str()),
            _ => None,
        });
        let words: String = words.collect();
        words.strip_prefix('\n').map_or(words.clone(), str::to_owned)
    }

    /// What a form that goes to this address sends before anybody fills it in.
    pub(crate) fn form(&self, action: &str) -> Vec<(String, String)> {
        let goes = |attributes: &[(String, String)]| {
            value(attributes, "action").as_deref() == Some(action)
        };
        let found = self.tags().find(|(_, name, attributes)| *name == "form" && goes(attributes));
        let (from, ..) = found.unwrap_or_else(|| panic!("no form to {action}: {}", self.words()));
        let ends = |piece: &Piece| matches!(piece, Piece::End(name) if name == "form");
        let to = from + self.0[from..].iter().position(ends).unwrap();
        let fields = self.tags().filter(|(at, ..)| (from..to).contains(at));
        let sent = fields.filter_map(|(at, name, attributes)| {
            let named = value(attributes, "name")?;
            let kind = value(attributes, "type").unwrap_or_default();
            match name {
                "input" if kind == "checkbox" || kind == "radio" || kind == "file" => None,
                "input" => Some((named, value(attributes, "value").unwrap_or_default())),
                "textarea" => Some((named, self.area_at(at))),
                _ => None,
            }
        });
        sent.collect()
    }

    /// Everything that could run, or could fetch something from elsewhere; nothing, where all is well.
    pub(crate) fn dangers(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (at, name, attributes) in self.tags() {
            let mut say = |what: &str| all.push(format!("{what}: <{name} {attributes:?}>"));
            if NEVER.contains(&name) {
                say("such a tag");
            }
            if name == "script" {
                let own = value(attributes, "src").is_some_and(|at| at.starts_with("/static/"));
                if !own || !matches!(self.0.get(at + 1), Some(Piece::End(_))) {
                    say("a script that is not ours");
                }
            }
            if name == "meta" && value(attributes, "http-equiv").is_some() {
                say("a header inside the page");
            }
            for (attribute, value) in attributes {
                if attribute.starts_with("on")
                    || matches!(&**attribute, "style" | "srcdoc" | "srcset")
                {
                    say("such an attribute");
                }
                if ADDRESSES.contains(&&**attribute) && !harmless(name, value) {
                    say("such an address");
                }
            }
        }
        all
    }
}

fn value(attributes: &[(String, String)], name: &str) -> Option<String> {
    attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

/// Whether an address is our own or, for a link that somebody has to follow, one of the web or of mail.
fn harmless(tag: &str, address: &str) -> bool {
    // As browsers read it: without what they leave out.
    let address: String = address.chars().filter(|c| !c.is_ascii_control() && *c != ' ').collect();
    let address = address.replace('\\', "/").to_ascii_lowercase();
    let own = address.starts_with(['#', '?'])
        || (address.starts_with('/') && !address.starts_with("//"))
        || address.is_empty();
    let outside = ["https://", "http://", "mailto:"].iter().any(|way| address.starts_with(way));
    own || (tag == "a" && outside)
}

#[test]
fn what_could_run_or_be_fetched_is_seen() {
    for html in [
        "<p onclick=x>",
        "<IMG SRC=x oNeRRor=alert(1)>",
        "<img src=//evil.example/x>",
        "<img src='https://evil.example/x'>",
        "<a href='java\tscript:alert(1)'>",
        "<a href=' JaVaScRiPt:alert(1)'>",
        "<a href='data:text/html,x'>",
        "<svg/onload=alert(1)>",
        "<script>alert(1)</script>",
        "<script src=/static/x.js>alert(1)</script>",
        "<script src=https://evil.example/static/x.js></script>",
        "<iframe srcdoc='<script>'></iframe>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "<form action=https://evil.example>",
        "<button formaction=https://evil.example>",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<p style='background:url(//evil.example)'>",
        "<textarea></textarea><script>alert(1)</script>",
    ] {
        assert!(!Page::read(html).dangers().is_empty(), "{html}");
    }
    for html in [
        "<p>&lt;img src=x onerror=alert(1)&gt;",
        "<textarea><script>alert(1)</script></textarea>",
        "<title><img src=x onerror=alert(1)></title>",
        "<a href='https://other.example/'>there</a><a href=/x>here</a><img src=/static/a.svg>",
        "<script src=\"/static/live.js\" defer></script>",
    ] {
        assert_eq!(Page::read(html).dangers(), Vec::<String>::new(), "{html}");
    }
}
