//! Tables of supported versions, against themselves and against the release schedule.

use super::page::{Page, Piece, Shape};
use super::words::{listed, quoted, says_any};
use super::{Found, Given};
use domain::policy::Phase;
use std::collections::{BTreeMap, BTreeSet};

const YES: &[&str] = &["✅", "✔", "✓", "☑", "🟢", ":white_check_mark:", ":heavy_check_mark:"];
const NO: &[&str] = &["❌", "✗", "✘", "✖", "🔴", ":x:", ":no_entry"];

/// A row of a table of versions.
struct Row {
    /// As it is written.
    shown: String,
    /// Its version, without what stands around it.
    version: Option<String>,
    supported: Option<bool>,
    line: usize,
}

pub(super) fn look(page: &Page, given: &Given<'_>, found: &mut Found) {
    let rows = rows(page);
    let mut seen: BTreeMap<&str, &Row> = BTreeMap::new();
    for row in &rows {
        let (Some(version), Some(supported)) = (&row.version, row.supported) else { continue };
        let before = seen.entry(version).or_insert(row);
        if before.supported != Some(supported) {
            let says = format!(
                "{} is {} here and the opposite in line {}",
                quoted(&row.shown),
                word(supported),
                before.line
            );
            found.add("versions-contradict", row.line, says);
        }
    }
    let Some(lines) = given.lines else { return };
    let mut told = BTreeSet::new();
    for row in &rows {
        let line = row.version.as_deref().and_then(|version| lines.line_of(version));
        let Some(line) = line else { continue };
        let phase = lines.rules.phase(line, given.on);
        if row.supported == Some(true) {
            told.insert(line.id.as_str());
            if phase == Phase::EndOfLife {
                let says = format!("{} ended on {}", quoted(&row.shown), line.end);
                found.add("version-ended", row.line, says);
            }
        } else if row.supported == Some(false) && phase.is_supported() {
            told.insert(line.id.as_str());
            let says = format!(
                "{} is said to be unsupported, and is supported until {}",
                quoted(&row.shown),
                line.end
            );
            found.add("version-omitted", row.line, says);
        }
    }
    let first = rows.iter().find(|row| row.supported == Some(true) && row.version.is_some());
    if let (Some(first), false) = (first, told.is_empty()) {
        let supported = lines.supported_on(given.on);
        let left = supported.iter().filter(|line| !told.contains(line.id.as_str()));
        let left: Vec<String> = left.map(|line| line.title()).collect();
        if !left.is_empty() {
            let verb = if left.len() == 1 { "is" } else { "are" };
            let says = format!("{} {verb} supported and not listed", listed(&left));
            found.add("version-omitted", first.line, says);
        }
    }
}

fn word(supported: bool) -> &'static str {
    if supported { "supported" } else { "unsupported" }
}

fn rows(page: &Page) -> Vec<Row> {
    let (mut rows, mut columns): (Vec<Row>, Option<(usize, usize, bool)>) = (Vec::new(), None);
    for (index, piece) in page.pieces.iter().enumerate() {
        match piece.shape {
            Shape::Row(_, true) => columns = columns_of(piece),
            Shape::Row(_, false) => {
                let Some((version, support, until)) = columns else { continue };
                let cell = |at: usize| piece.cells.get(at).map_or("", String::as_str);
                let stated = support_of(&cell(support).to_lowercase());
                rows.push(row(cell(version), stated.or(until.then_some(true)), piece));
            }
            Shape::Words if piece.list.is_some() => {
                let heading = page.heading_of(index).to_lowercase();
                let about =
                    says_any(&heading, &["supported version", "supported release", "versions"]);
                let short = piece.text.split_whitespace().count() <= 8;
                if about && short {
                    let stated = support_of(&piece.text.to_lowercase()).unwrap_or(true);
                    rows.push(row(&piece.text, Some(stated), piece));
                }
            }
            _ => columns = None,
        }
    }
    rows
}

fn row(shown: &str, supported: Option<bool>, piece: &Piece) -> Row {
    Row { shown: shown.to_owned(), version: version(shown), supported, line: piece.line(0) }
}

/// The columns of version and support, and whether the latter tells until when.
fn columns_of(head: &Piece) -> Option<(usize, usize, bool)> {
    let cells: Vec<String> = head.cells.iter().map(|cell| cell.to_lowercase()).collect();
    let version =
        cells.iter().position(|cell| says_any(cell, &["version", "release", "branch"]))?;
    let support = cells.iter().enumerate().position(|(at, cell)| {
        at != version && says_any(cell, &["support", "status", "phase", "maintained", "security"])
    })?;
    Some((
        version,
        support,
        says_any(&cells[support], &["supported until", "support until", "until"]),
    ))
}

fn support_of(lower: &str) -> Option<bool> {
    if NO.iter().any(|mark| lower.contains(mark))
        || says_any(
            lower,
            &["no ", "not ", "unsupported", "end of life", "end-of-life", "eol", "ended"],
        )
        || lower.trim() == "no"
    {
        Some(false)
    } else if YES.iter().any(|mark| lower.contains(mark))
        || says_any(lower, &["yes", "supported", "active", "maintenance", "current", "lts"])
    {
        Some(true)
    } else {
        None
    }
}

/// The first version of a cell; none for ranges such as `< 4.0`.
fn version(cell: &str) -> Option<String> {
    if cell.contains(['<', '>', '≤', '≥'])
        || says_any(&cell.to_lowercase(), &["older", "below", "before"])
    {
        return None;
    }
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let words: Vec<&str> = cell.split(|c: char| !good(c)).filter(|word| !word.is_empty()).collect();
    let is_number =
        |word: &&str| word.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit());
    let Some(word) = words.iter().copied().find(is_number) else {
        // A line without a number has a name.
        return words.first().map(|word| (*word).to_owned());
    };
    let bare = word.trim_start_matches(['v', 'V']).trim_end_matches(['x', 'X', '.', '*']);
    (!bare.is_empty()).then(|| bare.to_ascii_lowercase())
}
