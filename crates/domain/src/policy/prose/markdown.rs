//! The sections as one Markdown document, in the shape of a `SECURITY.md`.

use super::{Block, Item, Section, sections};
use crate::policy::Policy;
use jiff::civil::Date;

/// The policy as one Markdown document as of this day (UTC).
pub fn markdown(policy: &Policy, at: Date) -> String {
    let mut out = format!("# Security policy of {}\n", plain(&policy.project.name));
    for section in sections(policy, at) {
        write_section(&mut out, &section);
    }
    out
}

/// One section as Markdown, its heading first.
pub(in crate::policy) fn section_markdown(section: &Section) -> String {
    let mut out = String::new();
    write_section(&mut out, section);
    out.split_off(1)
}

fn write_section(out: &mut String, section: &Section) {
    out.push_str(&format!("\n## {}\n", plain(&section.title)));
    for block in &section.blocks {
        out.push('\n');
        match block {
            Block::Paragraph(text) => out.push_str(&format!("{}\n", plain(text))),
            Block::List(items) => write_list(out, items, 0),
            Block::Steps(items) => {
                for (n, item) in items.iter().enumerate() {
                    out.push_str(&format!("{}. {}\n", n + 1, entry(item)));
                }
            }
            Block::Table(head, rows) => {
                let row = |cells: &[String]| {
                    let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
                    format!("| {} |\n", cells.join(" | "))
                };
                out.push_str(&row(head));
                out.push_str(&format!("|{}\n", " --- |".repeat(head.len())));
                rows.iter().for_each(|cells| out.push_str(&row(cells)));
            }
        }
    }
}

fn write_list(out: &mut String, items: &[Item], depth: usize) {
    for item in items {
        out.push_str(&format!("{}- {}\n", "  ".repeat(depth), entry(item)));
        write_list(out, &item.below, depth + 1);
    }
}

fn entry(item: &Item) -> String {
    let mut parts = Vec::new();
    match (&item.title, &item.clause) {
        (Some(title), Some(clause)) => {
            parts.push(format!("**{}** – {}.", plain(clause), plain(title)));
        }
        (Some(title), None) => parts.push(format!("**{}.**", plain(title))),
        (None, Some(clause)) => parts.push(format!("**{}**", plain(clause))),
        (None, None) => {}
    }
    if !item.text.is_empty() {
        parts.push(plain(&item.text));
    }
    if let Some(address) = &item.address {
        parts.push(format!("<{address}>"));
    }
    if let Some(example) = &item.example {
        parts.push(format!("*For example: {}*", plain(example)));
    }
    if let Some(source) = &item.source {
        parts.push(format!("Source: {}", link(source)));
    }
    parts.join(" ")
}

/// A source is an address to follow, or a few words.
fn link(source: &str) -> String {
    let web = ["https://", "http://"].iter().any(|scheme| source.starts_with(scheme));
    let good = web && !source.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
    if good { format!("<{source}>") } else { format!("{}.", plain(source)) }
}

/// Text on one line that means nothing to Markdown.
fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    // What would begin a heading, a list or a rule.
    if out.starts_with(['#', '-', '+', '=']) { format!("\\{out}") } else { out }
}
