//! Blocks of rendered policy inside a Markdown file that people also write in. A block stands
//! between two comments, `<!-- vulnerary:begin ID -->` and `<!-- vulnerary:end ID -->`; everything
//! outside of blocks stays as it is, byte by byte. Begin with [`document`], [`renewed`], [`drift`].

mod marks;
mod stamp;

pub use stamp::Stamp;

use super::prose::section_markdown;
use super::{Complaint, Policy, Section, markdown, no_such, sections};
use crate::words::one_line;
use jiff::civil::Date;
use marks::{Mark, MarkedBlock, blocks};
use std::collections::{BTreeMap, BTreeSet};

/// The block that holds the whole policy.
pub const ALL: &str = "all";

/// The largest file whose blocks are kept.
pub const BYTES_MAX: usize = 2 << 20;

/// For so many days the policy is rendered to compare; a file of ours names one or two.
const DAYS_MAX: usize = 64;

/// A block that does not read as the policy does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The section's id.
    pub section: String,
    /// The line of its first marker; none when the block is missing.
    pub line: Option<usize>,
    /// What stands in the file.
    pub found: String,
    /// What the policy says.
    pub wanted: String,
}

/// The whole policy as one Markdown document, every section in a block of its own, with a stamp
/// that says from which pack and for which day (UTC) it was rendered.
pub fn document(policy: &Policy, at: Date) -> String {
    let whole = markdown(policy, at);
    let title = whole.lines().next().unwrap_or_default();
    let mut out = format!("{title}\n\n{}\n", Stamp::of(policy, at));
    for section in sections(policy, at) {
        let (id, text) = (section.id, section_markdown(&section));
        out.push_str(&format!("\n{}\n{}{}\n", Mark::begin(id), body(&text), Mark::end(id)));
    }
    out
}

/// The file with every block as the policy reads on this day (UTC), and the ids of the blocks that
/// changed. Either everything is renewed or, with complaints, nothing.
pub fn renewed(
    policy: &Policy,
    file: &str,
    text: &str,
    at: Date,
) -> Result<(String, Vec<String>), Vec<Complaint>> {
    let found = blocks(file, text)?;
    let wanted = Wanted::on(policy, at);
    let missing: Vec<Complaint> =
        found.iter().filter_map(|block| wanted.complaint(file, block)).collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let (mut out, mut changed, mut from) = (String::with_capacity(text.len()), Vec::new(), 0);
    for block in &found {
        let text_wanted = wanted.0.get(&block.id).map(|text| body(text)).unwrap_or_default();
        let text_wanted = text_wanted.replace('\n', block.line_end);
        out.push_str(&text[from..block.from]);
        out.push_str(&text_wanted);
        if text[block.from..block.to] != text_wanted {
            changed.push(block.id.clone());
        }
        from = block.to;
    }
    out.push_str(&text[from..]);
    Ok((Stamp::renewed(policy, at, out), changed))
}

/// The blocks that do not read as the policy does on this day (UTC). The date for which a block was
/// rendered is no drift by itself: a block is in order when it reads as the policy reads on a day
/// that the block names, and that day's text differs from this day's in nothing but the day. In a
/// whole document, which has a stamp, a section without its block is drift as well.
pub fn drift(
    policy: &Policy,
    file: &str,
    text: &str,
    on: Date,
) -> Result<Vec<Drift>, Vec<Complaint>> {
    let found = blocks(file, text)?;
    let stamp = Stamp::find(text);
    let wanted = Wanted::on(policy, on);
    let complaints: Vec<Complaint> = match stamp {
        Some(_) => Vec::new(),
        None => found.iter().filter_map(|block| wanted.complaint(file, block)).collect(),
    };
    if !complaints.is_empty() {
        return Err(complaints);
    }
    if found.is_empty() {
        let says = "no block of a rendered policy is in it; render it with policy render --out, or \
                    put <!-- vulnerary:begin SECTION --> and <!-- vulnerary:end SECTION --> in";
        return Err(vec![Complaint::new(file, "", says)]);
    }
    let mut drifts = Vec::new();
    let mut days: BTreeMap<Date, Wanted> = BTreeMap::new();
    for block in &found {
        let is = settled(&text[block.from..block.to]);
        let wants = wanted.0.get(&block.id).map_or("", String::as_str);
        if is == settled(wants) || same_but_for_the_day(policy, block, &is, on, &mut days) {
            continue;
        }
        let (section, line) = (block.id.clone(), Some(block.line));
        drifts.push(Drift { section, line, found: is, wanted: settled(wants) });
    }
    if stamp.is_some() && !found.iter().any(|block| block.id == ALL) {
        let there: BTreeSet<&str> = found.iter().map(|block| block.id.as_str()).collect();
        for section in sections(policy, on).iter().filter(|one| !there.contains(one.id)) {
            let wanted = settled(&section_markdown(section));
            let section = section.id.to_owned();
            drifts.push(Drift { section, line: None, found: String::new(), wanted });
        }
    }
    Ok(drifts)
}

/// Text of the file that stands outside of blocks and is neither the stamp nor a title: what
/// somebody wrote by hand.
pub fn text_outside(file: &str, text: &str) -> Result<String, Vec<Complaint>> {
    let found = blocks(file, text)?;
    let (mut outside, mut from) = (String::new(), 0);
    for block in &found {
        outside.push_str(&text[from..block.outer_from]);
        from = block.outer_to;
    }
    outside.push_str(&text[from..]);
    let lines = outside.lines().filter(|line| {
        !line.trim().is_empty() && Stamp::find(line).is_none() && !line.starts_with("# ")
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// What every section should say.
struct Wanted(BTreeMap<String, String>);

impl Wanted {
    fn on(policy: &Policy, at: Date) -> Self {
        let text = |section: &Section| (section.id.to_owned(), section_markdown(section));
        let mut texts: BTreeMap<String, String> = sections(policy, at).iter().map(text).collect();
        texts.insert(ALL.to_owned(), markdown(policy, at));
        Self(texts)
    }

    fn complaint(&self, file: &str, block: &MarkedBlock) -> Option<Complaint> {
        let known = self.0.keys().map(String::as_str);
        if self.0.contains_key(&block.id) {
            return None;
        }
        let all: Vec<&str> = self.0.keys().map(String::as_str).collect();
        let says = format!(
            "{}; this policy has {}",
            no_such("section of this policy", &block.id, known),
            all.join(", ")
        );
        let mut complaint = Complaint::new(file, "", says);
        complaint.line = Some(block.line);
        Some(complaint)
    }
}

fn same_but_for_the_day(
    policy: &Policy,
    block: &MarkedBlock,
    is: &str,
    on: Date,
    days: &mut BTreeMap<Date, Wanted>,
) -> bool {
    let known: BTreeSet<Date> = days.keys().copied().collect();
    let room = DAYS_MAX.saturating_sub(known.len());
    let named = dates_in(is);
    let (old, new): (Vec<Date>, Vec<Date>) = named.into_iter().partition(|day| known.contains(day));
    let mut wanted = |day: Date| {
        let wanted = days.entry(day).or_insert_with(|| Wanted::on(policy, day));
        wanted.0.get(&block.id).map(|text| settled(text))
    };
    let Some(today) = wanted(on) else { return false };
    old.into_iter().chain(new.into_iter().take(room)).any(|day| {
        wanted(day).is_some_and(|then| then == is && differ_by_day(&then, &today, (day, on)))
    })
}

/// Whether the second text is the first one, where each mention of the one day may have become the
/// other. Not all of them do: the day on which a policy was rendered may be one that it names as well.
fn differ_by_day(then: &str, today: &str, (day, on): (Date, Date)) -> bool {
    let (day, on) = (day.to_string(), on.to_string());
    let mut pieces = then.split(&day);
    let Some(mut rest) = pieces.next().and_then(|piece| today.strip_prefix(piece)) else {
        return false;
    };
    for piece in pieces {
        let after = rest.strip_prefix(&on).or_else(|| rest.strip_prefix(&day));
        let Some(after) = after.and_then(|after| after.strip_prefix(piece)) else { return false };
        rest = after;
    }
    rest.is_empty()
}

/// The days that a text names, up to a number that no honest block reaches.
fn dates_in(text: &str) -> BTreeSet<Date> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '-');
    words.filter(|word| word.len() == 10).filter_map(|word| word.parse().ok()).take(32).collect()
}

/// Between the markers: the text with an empty line on both sides, as formatters like it.
fn body(text: &str) -> String {
    format!("\n{}\n\n", text.trim_matches('\n'))
}

/// For comparing: line ends of one kind, no empty lines around.
fn settled(text: &str) -> String {
    text.replace("\r\n", "\n").trim_matches('\n').to_owned()
}

/// A short form of an id that somebody typed.
fn shown(id: &str) -> String {
    one_line(id, 40)
}

#[cfg(test)]
mod tests;
