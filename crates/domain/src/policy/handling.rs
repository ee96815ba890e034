//! How the team goes through its reports: what comes first in the queue, what waits in its last
//! lane, and how long a report may be put off or opened again. All of it may be left out.

/// A field of the report form that the project asks for by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportField {
    /// Its name.
    pub id: String,
    /// Over it.
    pub title: String,
    /// What is to be written there.
    pub says: String,
    /// Whether somebody who leaves it blank is asked for it, once, before the report is taken.
    pub wanted: bool,
    /// Whether a file that comes along does as well.
    pub file: bool,
}

/// Settings of `[handling]`, and the fields of the report form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handling {
    /// Questions whose "yes" says that it is being exploited.
    pub exploited: Vec<String>,
    /// Questions whose "yes" says that somebody threatens to publish.
    pub disclosure_threat: Vec<String>,
    /// Questions of which one "yes" shows that there is something to see; an undecided report
    /// without any waits in the last lane. Empty: there is no such lane.
    pub proof: Vec<String>,
    /// The longest time for which a report may be put off, in days.
    pub defer_days: u32,
    /// How long after the end its reporter may open a report again, in days.
    pub reopen_days: u32,
    /// What every report is asked for besides title, text and version.
    pub fields: Vec<ReportField>,
    /// How long a reporter may appeal against a sanction, in days.
    pub appeal_days: u32,
}

impl Default for Handling {
    fn default() -> Self {
        Self {
            exploited: Vec::new(),
            disclosure_threat: Vec::new(),
            proof: Vec::new(),
            defer_days: 180,
            reopen_days: 90,
            fields: Vec::new(),
            appeal_days: 14,
        }
    }
}
