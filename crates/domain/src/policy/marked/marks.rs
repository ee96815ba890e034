//! The markers: where each block begins and ends, or what is wrong with them.

use super::{ALL, BYTES_MAX, shown};
use crate::policy::Complaint;
use std::fmt;

/// More blocks than any policy has sections.
const BLOCKS_MAX: usize = 200;

/// A marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    Begin(String),
    End(String),
}

impl Mark {
    pub(super) fn begin(id: &str) -> Self {
        Self::Begin(id.to_owned())
    }

    pub(super) fn end(id: &str) -> Self {
        Self::End(id.to_owned())
    }

    /// The marker on a line: none for other lines, an error for what is nearly one.
    fn read(line: &str) -> Result<Option<Self>, String> {
        let line = line.trim();
        let nearly = ["vulnerary:begin", "vulnerary:end"].iter().any(|word| line.contains(word));
        if !nearly || !line.contains("<!--") || line.contains('`') {
            return Ok(None);
        }
        let inside = line
            .strip_prefix("<!--")
            .and_then(|rest| rest.strip_suffix("-->"))
            .filter(|inside| !inside.contains("-->"))
            .ok_or("a marker stands alone on its line: <!-- vulnerary:begin SECTION -->")?;
        let words: Vec<&str> = inside.split_whitespace().collect();
        match words.as_slice() {
            ["vulnerary:begin", id] => Ok(Some(Self::begin(id))),
            ["vulnerary:end", id] => Ok(Some(Self::end(id))),
            _ => Err("a marker names one section: <!-- vulnerary:begin SECTION -->".to_owned()),
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin(id) => write!(f, "<!-- vulnerary:begin {id} -->"),
            Self::End(id) => write!(f, "<!-- vulnerary:end {id} -->"),
        }
    }
}

/// Where a block stands.
#[derive(Debug, Clone)]
pub(super) struct MarkedBlock {
    pub(super) id: String,
    /// The line of the first marker, from one.
    pub(super) line: usize,
    /// What stands between the markers' lines.
    pub(super) from: usize,
    pub(super) to: usize,
    /// The same with the markers' lines.
    pub(super) outer_from: usize,
    pub(super) outer_to: usize,
    /// How lines end here.
    pub(super) line_end: &'static str,
}

/// A fence of code in which nothing is a marker.
fn fence(line: &str) -> Option<(char, usize)> {
    let bare = line.trim_start_matches(' ');
    let c = bare.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = bare.chars().take_while(|other| *other == c).count();
    (line.len() - bare.len() <= 3 && length >= 3).then_some((c, length))
}

/// Every block, in the order of the file; or everything that is wrong with the markers.
pub(super) fn blocks(file: &str, text: &str) -> Result<Vec<MarkedBlock>, Vec<Complaint>> {
    if text.len() > BYTES_MAX {
        let says = format!("larger than {BYTES_MAX} bytes");
        return Err(vec![Complaint::new(file, "", says)]);
    }
    let mut scan = Scan { file, found: Vec::new(), open: None, complaints: Vec::new() };
    let (mut at, mut code): (usize, Option<(char, usize)>) = (0, None);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let (from, number) = (at, index + 1);
        at += line.len();
        if scan.open.is_none() {
            match (code, fence(line)) {
                (None, Some(opened)) => code = Some(opened),
                (Some((c, length)), Some((other, longer)))
                    if c == other && longer >= length && line.trim().trim_matches(c).is_empty() =>
                {
                    code = None;
                }
                _ => {}
            }
            if code.is_some() {
                continue;
            }
        }
        match Mark::read(line) {
            Ok(None) => {}
            Ok(Some(mark)) => scan.mark(mark, number, from, line),
            Err(says) => scan.complain(number, says),
        }
        if scan.found.len() > BLOCKS_MAX || scan.complaints.len() > BLOCKS_MAX {
            scan.complain(number, format!("more than {BLOCKS_MAX} markers"));
            break;
        }
    }
    scan.end()
}

struct Scan<'a> {
    file: &'a str,
    found: Vec<MarkedBlock>,
    open: Option<MarkedBlock>,
    complaints: Vec<Complaint>,
}

impl Scan<'_> {
    fn complain(&mut self, line: usize, says: impl Into<String>) {
        let mut complaint = Complaint::new(self.file, "", says);
        complaint.line = Some(line);
        self.complaints.push(complaint);
    }

    fn mark(&mut self, mark: Mark, line: usize, from: usize, text: &str) {
        let after = from + text.len();
        match (mark, self.open.take()) {
            (Mark::Begin(id), open) => {
                if let Some(open) = open {
                    let (inner, outer) = (shown(&id), shown(&open.id));
                    self.complain(
                        line,
                        format!(
                            "the block \"{inner}\" begins inside \"{outer}\", which began in line \
                             {} and has no end before it",
                            open.line
                        ),
                    );
                }
                let line_end = if text.ends_with("\r\n") { "\r\n" } else { "\n" };
                self.open = Some(MarkedBlock {
                    id,
                    line,
                    from: after,
                    to: after,
                    outer_from: from,
                    outer_to: after,
                    line_end,
                });
            }
            (Mark::End(id), Some(mut open)) if open.id == id => {
                (open.to, open.outer_to) = (from, after);
                let first = self.found.iter().find(|other| other.id == id).map(|one| one.line);
                if let Some(first) = first {
                    let says = format!(
                        "the block \"{}\" is there twice, first in line {first}",
                        shown(&id)
                    );
                    self.complain(open.line, says);
                }
                self.found.push(open);
            }
            (Mark::End(id), Some(open)) => {
                let says = format!(
                    "the block \"{}\" of line {} is ended as \"{}\"",
                    shown(&open.id),
                    open.line,
                    shown(&id)
                );
                self.complain(line, says);
            }
            (Mark::End(id), None) => {
                self.complain(line, format!("the block \"{}\" ends and never began", shown(&id)));
            }
        }
    }

    fn end(mut self) -> Result<Vec<MarkedBlock>, Vec<Complaint>> {
        if let Some(open) = self.open.take() {
            self.complain(open.line, format!("the block \"{}\" has no end", shown(&open.id)));
        }
        let all = self.found.iter().find(|block| block.id == ALL).map(|block| block.line);
        if let (Some(line), true) = (all, self.found.len() > 1) {
            self.complain(line, "the block \"all\" holds every section, so it stands alone");
        }
        if self.complaints.is_empty() { Ok(self.found) } else { Err(self.complaints) }
    }
}
