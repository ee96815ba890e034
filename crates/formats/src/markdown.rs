//! Markdown that people typed, made safe: as HTML for pages, or as Markdown for a larger document.
//! Nothing in it can run, load an image from elsewhere, or leave the place it was put in.

use crate::prose::clean;
use comrak::nodes::{AstNode, NodeCodeBlock, NodeValue};
use comrak::options::Plugins;
use comrak::{Arena, Node, Options};
use std::fmt::Write;

/// Longer texts, deeper or larger trees are shown as they were typed. An advisory's longest text
/// has 40 000 characters; a small table can stand for half a million empty cells.
const BYTES_MAX: usize = 400_000;
const DEPTH_MAX: usize = 64;
const NODES_MAX: usize = 50_000;

/// Headings of a text that is put below a heading of the second level.
const LEVELS_DOWN: u8 = 2;

const TAGS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.render.escape = true;
    options.render.prefer_fenced = true;
    options
}

/// As HTML that may stand in a page of ours. HTML in the text is shown, not obeyed.
pub fn to_html(text: &str) -> String {
    let options = options();
    let arena = Arena::new();
    let Some(root) = parse(&arena, &clean(text), &options) else { return as_typed(text) };
    tame(&arena, root, 0);
    let mut html = String::new();
    let written = comrak::format_html_with_plugins(root, &options, &mut html, &Plugins::default());
    written.expect("writing to a string succeeds");
    only_harmless(&html)
}

/// As Markdown that stays whole in a larger document, below a heading of the second level: every
/// block is closed, headings begin at the third level, HTML is text.
pub(crate) fn settled(text: &str) -> String {
    let options = options();
    let arena = Arena::new();
    let text = clean(text);
    let mut out = String::new();
    match parse(&arena, &text, &options) {
        Some(root) => {
            tame(&arena, root, LEVELS_DOWN);
            let written = comrak::format_commonmark_with_plugins(
                root,
                &options,
                &mut out,
                &Plugins::default(),
            );
            written.expect("writing to a string succeeds");
        }
        None => out = fenced(&text),
    }
    out.trim_matches('\n').to_owned()
}

/// Words on one line, with everything that Markdown would take for more than words escaped.
pub(crate) fn words(text: &str) -> String {
    let mut out = String::new();
    for c in crate::prose::one_line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The tree of a text, unless it is larger than any honest one.
fn parse<'a>(arena: &'a Arena<'a>, text: &str, options: &Options<'_>) -> Option<Node<'a>> {
    if text.len() > BYTES_MAX {
        return None;
    }
    let root = comrak::parse_document(arena, text, options);
    let (mut depth, mut nodes) = (0, 0);
    for edge in root.traverse() {
        match edge {
            comrak::arena_tree::NodeEdge::Start(_) => (depth, nodes) = (depth + 1, nodes + 1),
            comrak::arena_tree::NodeEdge::End(_) => depth -= 1,
        }
        if depth > DEPTH_MAX || nodes > NODES_MAX {
            return None;
        }
    }
    Some(root)
}

/// HTML becomes text, an image becomes a link to it, and headings go down by so many levels.
fn tame<'a>(arena: &'a Arena<'a>, root: Node<'a>, down: u8) {
    let nodes: Vec<Node<'a>> = root.descendants().collect();
    for node in nodes {
        let mut bare_image = None;
        let value = &mut node.data_mut().value;
        match value {
            NodeValue::Heading(heading) => {
                heading.level = (heading.level + down).min(6);
                heading.setext = false;
            }
            NodeValue::HtmlBlock(html) => {
                let literal = std::mem::take(&mut html.literal);
                *value = NodeValue::CodeBlock(Box::new(code(literal)));
            }
            NodeValue::HtmlInline(html) => *value = NodeValue::Text(std::mem::take(html).into()),
            NodeValue::Image(link) => {
                bare_image = node.first_child().is_none().then(|| link.url.clone());
                *value = NodeValue::Link(link.clone());
            }
            _ => {}
        }
        if let Some(url) = bare_image {
            node.append(arena.alloc(AstNode::from(NodeValue::Text(url.into()))));
        }
    }
}

fn code(literal: String) -> NodeCodeBlock {
    let fence_length = longest_run(&literal, '`').max(2) + 1;
    let info = String::new();
    NodeCodeBlock {
        fenced: true,
        fence_char: b'`',
        fence_length,
        fence_offset: 0,
        info,
        literal,
        closed: true,
    }
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    format!("{fence}\n{text}\n{fence}")
}

fn as_typed(text: &str) -> String {
    let mut out = String::from("<pre>");
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    writeln!(out, "</pre>").expect("writing to a string succeeds");
    out
}

/// The second lock: whatever the first let through, only these tags and addresses remain.
fn only_harmless(html: &str) -> String {
    ammonia::Builder::empty()
        .tags(TAGS.iter().copied().collect())
        .add_tag_attributes("a", ["href", "title"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("td", ["align"])
        .add_tag_attributes("th", ["align"])
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer"))
        .clean(html)
        .to_string()
}
