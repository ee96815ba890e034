//! The policy as people read it.

use crate::answer::{Answer, SHORT, public, public_page};
use crate::layout::Layout;
use crate::state::WebState;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::policy::{Block, Item, Policy, Section, markdown as as_markdown, sections};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "policy.html")]
struct PolicyPage {
    layout: Layout,
    sections: Vec<SectionView>,
    digest: String,
    version: String,
    date: Date,
}

/// A chapter.
struct SectionView {
    id: &'static str,
    title: String,
    blocks: Vec<BlockView>,
}

/// A part of a chapter.
enum BlockView {
    Paragraph(String),
    Table(Vec<String>, Vec<Vec<String>>),
    Items(ItemList),
}

/// A list, with the lists below its entries.
#[derive(Template)]
#[template(path = "part/clause_list.html")]
struct ItemList {
    numbered: bool,
    items: Vec<ItemView>,
}

/// An entry of a list, with an anchor where its clause is named for the first time.
struct ItemView {
    anchor: Option<String>,
    /// Whether what it names is a clause with a page of its own.
    page: bool,
    item: Item,
    below: ItemList,
}

fn views(policy: &Policy, sections: Vec<Section>) -> Vec<SectionView> {
    let mut seen: BTreeSet<String> = sections.iter().map(|section| section.id.to_owned()).collect();
    let view = |section: Section| SectionView {
        id: section.id,
        title: section.title,
        blocks: section
            .blocks
            .into_iter()
            .map(|block| block_view(policy, block, &mut seen))
            .collect(),
    };
    sections.into_iter().map(view).collect()
}

fn block_view(policy: &Policy, block: Block, seen: &mut BTreeSet<String>) -> BlockView {
    let (numbered, items) = match block {
        Block::Paragraph(text) => return BlockView::Paragraph(text),
        Block::Table(head, rows) => return BlockView::Table(head, rows),
        Block::List(items) => (false, items),
        Block::Steps(items) => (true, items),
    };
    BlockView::Items(list_view(policy, numbered, items, seen))
}

fn list_view(
    policy: &Policy,
    numbered: bool,
    items: Vec<Item>,
    seen: &mut BTreeSet<String>,
) -> ItemList {
    let items = items.into_iter().map(|item| item_view(policy, item, seen)).collect();
    ItemList { numbered, items }
}

fn item_view(policy: &Policy, mut item: Item, seen: &mut BTreeSet<String>) -> ItemView {
    let anchor = item.clause.clone().filter(|clause| seen.insert(clause.clone()));
    let page = item.clause.as_ref().is_some_and(|id| policy.clause(id).is_some());
    let below = std::mem::take(&mut item.below);
    let below = list_view(policy, false, below, seen);
    ItemView { anchor, page, item, below }
}

fn today(state: &WebState) -> Date {
    (state.now)().to_zoned(TimeZone::UTC).date()
}

/// The policy, as of today.
pub(crate) async fn show(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let policy = state.policy();
    let date = today(&state);
    let page = PolicyPage {
        layout: Layout::public(&state, "Security policy", "policy"),
        sections: views(policy, sections(policy, date)),
        digest: policy.digest.to_string(),
        version: policy.version_at(date).to_owned(),
        date,
    };
    public_page(&headers, &page)
}

/// The policy as one Markdown document.
pub(crate) async fn markdown(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let text = as_markdown(state.policy(), today(&state));
    Ok(public(&headers, "text/markdown; charset=utf-8", SHORT, text))
}
