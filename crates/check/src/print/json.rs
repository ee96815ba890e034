//! Reports as JSON: one object per target and line.

use super::is_dangerous;
use crate::verdict::Report;

/// One report as one line of JSON, without the line end.
#[must_use]
pub fn json(report: &Report) -> String {
    let text = serde_json::to_string(report).expect("texts and dates always become JSON");
    if !text.contains(is_dangerous) {
        return text;
    }
    // Outside of strings JSON has none of these characters, and inside of them an escape means
    // the same, so the value stays what it was.
    let mut escaped = String::with_capacity(text.len() + 16);
    for it in text.chars() {
        if is_dangerous(it) {
            let mut units = [0; 2];
            for unit in it.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(it);
        }
    }
    escaped
}

/// Reports as JSON, each on a line of its own.
#[must_use]
pub fn json_lines(reports: &[Report]) -> String {
    reports.iter().map(|report| json(report) + "\n").collect()
}
