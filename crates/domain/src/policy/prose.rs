//! The policy as people read it: rendered from the data, so it never says anything else.

use super::Policy;
use jiff::civil::Date;

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// For links inside the page.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// A part of a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A list.
    List(Vec<Item>),
    /// A table: its head and its rows.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// The clause or rule it is, where it is one.
    pub clause: Option<String>,
    /// A few words before the text.
    pub title: Option<String>,
    /// The text.
    pub text: String,
    /// Where the project has written it down.
    pub source: Option<String>,
}

/// The policy's chapters as of this day.
pub fn sections(policy: &Policy, at: Date) -> Vec<Section> {
    let _ = (policy, at);
    Vec::new()
}

/// The policy as one Markdown document as of this day.
pub fn markdown(policy: &Policy, at: Date) -> String {
    let _ = (policy, at);
    String::new()
}
