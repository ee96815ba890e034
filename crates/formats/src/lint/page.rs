//! A Markdown text as the linter sees it: pieces of words with their lines, sentences, links.

use super::words::{Sentence, sentences};
use comrak::nodes::NodeValue;
use comrak::{Arena, Node, Options};
use std::fmt;
use std::ops::Range;

/// The largest text; code hosts do not render larger ones either.
pub const BYTES_MAX: usize = 512 << 10;
const DEPTH_MAX: usize = 100;
const NODES_MAX: usize = 200_000;

/// Why a text is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Larger than [`BYTES_MAX`].
    TooLarge(usize),
    /// It holds bytes that no text has; the line.
    Binary(usize),
    /// Not UTF-8; the line.
    NotUtf8(usize),
    /// Lists or quotes nested without end.
    TooDeep,
    /// More parts than any honest text.
    TooMany,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(size) => {
                write!(f, "{size} bytes; a policy has at most {BYTES_MAX}")
            }
            Self::Binary(line) => write!(f, "not a text: it holds a zero byte (line {line})"),
            Self::NotUtf8(line) => write!(f, "not UTF-8 (line {line})"),
            Self::TooDeep => write!(f, "lists and quotes are nested more than {DEPTH_MAX} deep"),
            Self::TooMany => write!(f, "more than {NODES_MAX} parts"),
        }
    }
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Heading,
    Words,
    /// A row of the table of this number, and whether it is its head.
    Row(usize, bool),
}

/// A paragraph, a heading, an item's words, a table's row.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) shape: Shape,
    pub(super) text: String,
    /// Cells of a row.
    pub(super) cells: Vec<String>,
    /// Offsets at which another source line begins.
    starts: Vec<(usize, usize)>,
    /// Parts of the text that are code.
    pub(super) code: Vec<Range<usize>>,
    /// The list it stands in, by number.
    pub(super) list: Option<usize>,
    /// The heading above, as a piece.
    pub(super) heading: Option<usize>,
}

impl Piece {
    /// The source line of an offset.
    pub(super) fn line(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|(start, _)| *start <= offset);
        self.starts.get(after.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }

    pub(super) fn is_code(&self, offset: usize) -> bool {
        self.code.iter().any(|range| range.contains(&offset))
    }
}

/// A link or an image.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) line: usize,
    pub(super) url: String,
    pub(super) text: String,
    /// The piece it stands in.
    pub(super) piece: usize,
}

impl Link {
    pub(super) fn is_web(&self) -> bool {
        let lower = self.url.get(..8).unwrap_or(&self.url).to_ascii_lowercase();
        lower.starts_with("http://") || lower.starts_with("https:/")
    }
}

/// A text that was read.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub(super) pieces: Vec<Piece>,
    pub(super) links: Vec<Link>,
    /// HTML, mostly comments, with its line.
    pub(super) html: Vec<(usize, String)>,
    pub(super) sentences: Vec<Sentence>,
    /// Of the whole text, in bytes.
    pub(super) length: usize,
    /// Of the whole text, in lower case, for rules that count letters.
    pub(super) lower: String,
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    options
}

impl Page {
    /// Read a text, or say why it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let line_of = |at: usize| bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        if bytes.len() > BYTES_MAX {
            return Err(Unreadable::TooLarge(bytes.len()));
        }
        if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
            return Err(Unreadable::Binary(line_of(at)));
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|error| Unreadable::NotUtf8(line_of(error.valid_up_to())))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let arena = Arena::new();
        let options = options();
        let root = comrak::parse_document(&arena, text, &options);
        let mut reader = Reader::default();
        reader.walk(root)?;
        let mut page = reader.page;
        page.length = text.trim().len();
        page.lower = text.to_lowercase();
        page.sentences = sentences(&page.pieces);
        Ok(page)
    }

    /// Paths of links that lead to other files, without what follows `#` or `?`.
    pub fn relative_links(&self) -> Vec<&str> {
        self.links.iter().filter_map(|link| super::links::relative(&link.url)).collect()
    }

    /// The heading above a piece.
    pub(super) fn heading_of(&self, piece: usize) -> &str {
        let heading = self.pieces.get(piece).and_then(|piece| piece.heading);
        heading.and_then(|index| self.pieces.get(index)).map_or("", |piece| piece.text.as_str())
    }
}

#[derive(Default)]
struct Reader {
    page: Page,
    lists: Vec<usize>,
    lists_seen: usize,
    tables_seen: usize,
    heading: Option<usize>,
}

impl Reader {
    fn walk<'a>(&mut self, root: Node<'a>) -> Result<(), Unreadable> {
        let (mut depth, mut nodes) = (0_usize, 0_usize);
        for edge in root.traverse() {
            match edge {
                comrak::arena_tree::NodeEdge::Start(node) => {
                    (depth, nodes) = (depth + 1, nodes + 1);
                    if depth > DEPTH_MAX {
                        return Err(Unreadable::TooDeep);
                    }
                    if nodes > NODES_MAX {
                        return Err(Unreadable::TooMany);
                    }
                    self.enter(node);
                }
                comrak::arena_tree::NodeEdge::End(node) => {
                    depth -= 1;
                    if matches!(node.data().value, NodeValue::List(_)) {
                        self.lists.pop();
                    }
                }
            }
        }
        Ok(())
    }

    fn enter<'a>(&mut self, node: Node<'a>) {
        let data = node.data();
        let line = data.sourcepos.start.line;
        match &data.value {
            NodeValue::List(_) => {
                self.lists_seen += 1;
                self.lists.push(self.lists_seen);
            }
            NodeValue::Heading(_) => {
                let index = self.page.pieces.len();
                self.heading = None;
                self.piece(node, Shape::Heading);
                self.heading = Some(index);
            }
            NodeValue::Paragraph => self.piece(node, Shape::Words),
            NodeValue::Table(_) => self.tables_seen += 1,
            NodeValue::TableRow(head) => self.row(node, *head),
            NodeValue::HtmlBlock(html) => self.page.html.push((line, html.literal.clone())),
            NodeValue::HtmlInline(html) => self.page.html.push((line, html.clone())),
            _ => {}
        }
    }

    fn piece<'a>(&mut self, node: Node<'a>, shape: Shape) {
        let mut piece = self.empty(shape);
        self.gather(node, &mut piece);
        self.page.pieces.push(piece);
    }

    fn row<'a>(&mut self, node: Node<'a>, head: bool) {
        let mut piece = self.empty(Shape::Row(self.tables_seen, head));
        for cell in node.children() {
            let from = piece.text.len();
            self.gather(cell, &mut piece);
            let cell = piece.text.get(from..).unwrap_or_default().trim().to_owned();
            piece.cells.push(cell);
            piece.text.push_str(" | ");
        }
        self.page.pieces.push(piece);
    }

    fn empty(&self, shape: Shape) -> Piece {
        Piece {
            shape,
            text: String::new(),
            cells: Vec::new(),
            starts: Vec::new(),
            code: Vec::new(),
            list: self.lists.last().copied(),
            heading: self.heading,
        }
    }

    /// The words below a node that holds nothing but words.
    fn gather<'a>(&mut self, node: Node<'a>, piece: &mut Piece) {
        for inner in node.descendants() {
            let data = inner.data();
            let line = data.sourcepos.start.line;
            let from = piece.text.len();
            match &data.value {
                NodeValue::Text(text) => {
                    piece.starts.push((from, line));
                    piece.text.push_str(text);
                }
                NodeValue::Code(code) => {
                    piece.starts.push((from, line));
                    piece.text.push_str(&code.literal);
                    piece.code.push(from..piece.text.len());
                }
                NodeValue::SoftBreak | NodeValue::LineBreak => piece.text.push(' '),
                NodeValue::Link(link) | NodeValue::Image(link) => {
                    let words = inner.descendants().filter_map(|one| match &one.data().value {
                        NodeValue::Text(text) => Some(text.to_string()),
                        NodeValue::Code(code) => Some(code.literal.clone()),
                        _ => None,
                    });
                    let text: String = words.collect();
                    let (url, piece) = (link.url.clone(), self.page.pieces.len());
                    self.page.links.push(Link { line, url, text, piece });
                }
                _ => {}
            }
        }
        if piece.starts.is_empty() {
            piece.starts.push((0, node.data().sourcepos.start.line));
        }
    }
}
