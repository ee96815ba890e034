//! What a receipt says: five lines that people and programs read alike. It is signed outside of here.

use crate::words::{CaseId, Digest, one_line};
use jiff::Timestamp;

/// How every receipt begins.
const FIRST: &str = "Vulnerary receipt, version 1";
/// No name of a project is longer in a receipt.
const NAME_MAX: usize = 200;

/// That a report was received, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The project that received it, by name.
    pub project: String,
    /// The report's id.
    pub report: CaseId,
    /// SHA-256 of what was received.
    pub sha256: Digest,
    /// When it was received.
    pub received_at: Timestamp,
}

impl Statement {
    /// As it is signed, with an end of line after each line.
    pub fn text(&self) -> String {
        let Self { project, report, sha256, received_at } = self;
        let project = one_line(project, NAME_MAX);
        format!(
            "{FIRST}\nproject {project}\nreport {report}\nsha256 {sha256}\nreceived {received_at}\n"
        )
    }

    /// Read a text that [`Statement::text`] made; else what is wrong, with its line.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut lines = text.lines();
        if lines.next() != Some(FIRST) {
            return Err(format!("line 1: a receipt begins with \"{FIRST}\""));
        }
        let mut next = |number: usize, name: &str| {
            let line = lines.next().unwrap_or_default();
            let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(' '));
            value
                .map(str::to_owned)
                .ok_or_else(|| format!("line {number}: \"{name} …\" is missing"))
        };
        let statement = Self {
            project: next(2, "project")?,
            report: CaseId::read(&next(3, "report")?)
                .map_err(|error| format!("line 3: {error}"))?,
            sha256: Digest::read(&next(4, "sha256")?)
                .ok_or("line 4: a digest has 64 hexadecimal digits")?,
            received_at: next(5, "received")?
                .parse()
                .map_err(|error| format!("line 5: {error}"))?,
        };
        // One text for one meaning: what would be written otherwise was not written by us.
        match statement.text() == text {
            true => Ok(statement),
            false => Err("it says more, or says it otherwise, than a receipt does".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> Statement {
        Statement {
            project: "Acme".to_owned(),
            report: CaseId::from_chance([7; 16]),
            sha256: Digest::of(b"a report"),
            received_at: "2026-11-23T09:00:00.25Z".parse().expect("an instant"),
        }
    }

    #[test]
    fn what_a_receipt_says_is_read_back() {
        assert_eq!(Statement::read(&statement().text()), Ok(statement()));
    }

    #[test]
    fn what_is_wrong_with_a_receipt_is_said_with_its_line() {
        let text = statement().text();
        let wrong =
            |from: &str, to: &str| Statement::read(&text.replacen(from, to, 1)).unwrap_err();
        assert!(wrong("version 1", "version 2").starts_with("line 1: "));
        assert!(wrong("project ", "Project ").starts_with("line 2: "));
        assert!(wrong("report ", "report !").starts_with("line 3: "));
        assert!(wrong("sha256 ", "sha256 0").starts_with("line 4: "));
        assert!(wrong("2026-11-23T", "yesterday ").starts_with("line 5: "));
        assert!(wrong("09:00:00.25Z", "09:00:00.250Z").contains("says it otherwise"));
        assert!(Statement::read(&format!("{text}paid 1000\n")).unwrap_err().contains("says more"));
    }

    #[test]
    fn a_name_cannot_add_a_line() {
        let project = "Acme\nsha256 0000".to_owned();
        let text = Statement { project, ..statement() }.text();
        assert_eq!(text.lines().count(), 5);
    }
}
