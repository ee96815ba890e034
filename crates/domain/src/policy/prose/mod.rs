//! The policy as people read it: rendered from the data, so it never says anything else.
//! The web page and the Markdown document show the same sections. Begin with [`sections`].

mod clocks;
mod conduct;
mod markdown;
mod papers;
mod program;
mod severity;
mod threat;

pub use markdown::markdown;
pub(in crate::policy) use markdown::section_markdown;

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
    /// A numbered list.
    Steps(Vec<Item>),
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
    /// An address to follow or write to.
    pub address: Option<String>,
    /// What it looks like.
    pub example: Option<String>,
    /// Where the project has written it down.
    pub source: Option<String>,
    /// Entries below it.
    pub below: Vec<Item>,
}

impl Section {
    fn new(id: &'static str, title: impl Into<String>, blocks: Vec<Block>) -> Option<Self> {
        let empty = |block: &Block| match block {
            Block::Paragraph(text) => text.is_empty(),
            Block::List(items) | Block::Steps(items) => items.is_empty(),
            Block::Table(_, rows) => rows.is_empty(),
        };
        let blocks: Vec<Block> = blocks.into_iter().filter(|block| !empty(block)).collect();
        (!blocks.is_empty()).then(|| Self { id, title: title.into(), blocks })
    }
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(text.into())
}

/// The policy's chapters as of this day (UTC).
pub fn sections(policy: &Policy, at: Date) -> Vec<Section> {
    let before = [
        conduct::reporting(policy),
        clocks::promises(policy, at),
        clocks::rights(policy),
        conduct::disclosure(policy),
        program::rules(policy, at),
        program::bounty(policy, at),
        papers::safe_harbour(policy),
        papers::covers(policy),
        conduct::lines(policy, at),
    ];
    let after = [
        severity::severity(policy),
        conduct::playbooks(policy),
        conduct::channels(policy),
        papers::cve_publication(policy),
        papers::people(policy),
        papers::incident_response(policy),
        papers::comments(policy),
        conduct::version(policy, at),
    ];
    before.into_iter().chain(threat::chapters(policy, at)).chain(after).flatten().collect()
}

#[cfg(test)]
mod tests;
