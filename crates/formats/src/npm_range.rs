//! Affected lines as two ranges in npm's grammar, the way Node's own records have them: what is
//! affected satisfies the first and not the second. So a line may stand in the first as a whole.

use crate::version::{Version, number};
use domain::advisory::{AffectedLine, EndedLine, EndedStatus};
use domain::policy::Policy;

/// npm's own range that no version satisfies. An empty text would be satisfied by all.
const NOTHING: &str = "<0.0.0-0";

/// The versions of a line: from the first, to before the second.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    first: [u64; 3],
    next: [u64; 3],
}

impl Span {
    /// Of a title such as `22.x` or `0.10.x`.
    pub(crate) fn read(title: &str) -> Option<Self> {
        let prefix: Vec<&str> = title.strip_suffix(".x")?.split('.').collect();
        match prefix.as_slice() {
            [major] => {
                let major = number(major)?;
                Some(Self { first: [major, 0, 0], next: [major + 1, 0, 0] })
            }
            [major, minor] => {
                let (major, minor) = (number(major)?, number(minor)?);
                Some(Self { first: [major, minor, 0], next: [major, minor + 1, 0] })
            }
            _ => None,
        }
    }

    pub(crate) fn has(&self, version: &Version) -> bool {
        self.first <= version.numbers && version.numbers < self.next
    }

    /// The first version after the line.
    pub(crate) fn end(&self) -> String {
        let [major, minor, patch] = self.next;
        format!("{major}.{minor}.{patch}")
    }

    /// From this version to the end of the line.
    fn from(&self, version: &Version) -> String {
        let caret = match version.numbers {
            [0, 0, patch] => [0, 0, patch + 1],
            [0, minor, _] => [0, minor + 1, 0],
            [major, _, _] => [major + 1, 0, 0],
        };
        if caret == self.next {
            format!("^{version}")
        } else {
            format!(">={version} <{}", self.end())
        }
    }
}

/// The range `vulnerable`. A line whose versions npm cannot read adds nothing to it. A line at its end
/// of life is in it when somebody found it affected; what is only assumed is told in words, since
/// readers of these records know the ends of lines by themselves.
pub(crate) fn vulnerable(lines: &[AffectedLine], ended: &[EndedLine]) -> String {
    let term = |line: &str, introduced: &str, fixed: Option<&str>| {
        let introduced = Version::read(introduced)?;
        match Span::read(line).filter(|span| span.has(&introduced)) {
            Some(span) if introduced.numbers == span.first && introduced.is_release() => {
                Some(line.to_owned())
            }
            Some(span) => Some(format!(">={introduced} <{}", span.end())),
            None => Some(format!(">={introduced} <{}", Version::read(fixed?)?)),
        }
    };
    let verified = ended.iter().filter(|line| line.status != EndedStatus::AssumedAffected);
    let verified = verified.filter_map(|line| term(&line.line, &line.introduced, None));
    let fixed = lines.iter();
    let fixed = fixed.filter_map(|line| term(&line.line, &line.introduced, Some(&line.fixed)));
    join(verified.chain(fixed))
}

/// The range `patched`. A fix never covers more than the line it belongs to: `^2026.1.5` would call
/// 2026.2.0 safe. A fix that lies on another affected line adds nothing, since that line says it.
pub(crate) fn patched(lines: &[AffectedLine], policy: &Policy) -> String {
    let term = |line: &AffectedLine| {
        let fixed = Version::read(&line.fixed)?;
        let own = Span::read(&line.line);
        if let Some(span) = own.filter(|span| span.has(&fixed)) {
            return Some(span.from(&fixed));
        }
        let mut others = lines.iter().filter(|other| other.line != line.line);
        if others.any(|other| Span::read(&other.line).is_some_and(|span| span.has(&fixed))) {
            return None;
        }
        let span = policy.lines.line_of(&line.fixed).and_then(|line| Span::read(&line.title()));
        Some(span.map_or_else(|| fixed.to_string(), |span| span.from(&fixed)))
    };
    join(lines.iter().filter_map(term))
}

fn join(terms: impl Iterator<Item = String>) -> String {
    let mut kept: Vec<String> = Vec::new();
    for term in terms {
        if !kept.contains(&term) {
            kept.push(term);
        }
    }
    if kept.is_empty() { NOTHING.to_owned() } else { kept.join(" || ") }
}
