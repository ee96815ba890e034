//! Reads a file of release lines: every problem with its place, and nothing lost.

use super::select::alias;
use super::{Line, Vendor};
use crate::policy::Complaint;
use crate::words::one_line;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Bounds that no honest file reaches.
const LINES_MAX: usize = 1_000;
const TEXT_MAX: usize = 500;
const MANY: usize = 100;

/// A JSON object as a list, so that order and repetition are seen.
struct Entries(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Entries;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a JSON object with one entry per release line")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

/// The lines in these bytes, or everything that is wrong with them.
pub(super) fn lines(file: &str, bytes: &[u8]) -> Result<Vec<Line>, Vec<Complaint>> {
    let entries: Entries = serde_json::from_slice(bytes).map_err(|e| {
        let mut complaint = Complaint::new(file, "", format!("not a table of lines: {e}"));
        complaint.line = Some(e.line()).filter(|line| *line > 0);
        vec![complaint]
    })?;
    if entries.0.len() > LINES_MAX {
        let says = format!("more than {LINES_MAX} release lines");
        return Err(vec![Complaint::new(file, "", says)]);
    }
    let mut out = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let (mut ids, mut codenames) = (BTreeSet::new(), BTreeSet::new());
    for (id, value) in entries.0 {
        let reader = Reader { file, id: &id, out: &mut out };
        let line = reader.line(value);
        if !ids.insert(id.clone()) {
            out.push(Complaint::new(file, &id, "this line is there twice"));
        }
        let codename = line.as_ref().and_then(|line| line.codename.as_deref()).unwrap_or_default();
        if !codename.is_empty() && !codenames.insert(codename.to_lowercase()) {
            out.push(Complaint::new(file, format!("{id}.codename"), "another line has this name"));
        }
        lines.extend(line);
    }
    if out.is_empty() { Ok(lines) } else { Err(out) }
}

/// Reads one line.
struct Reader<'a> {
    file: &'a str,
    id: &'a str,
    out: &'a mut Vec<Complaint>,
}

impl Reader<'_> {
    fn complain(&mut self, key: &str, says: impl Into<String>) {
        let id = one_line(self.id, 60);
        let key = if key.is_empty() { id } else { format!("{id}.{key}") };
        self.out.push(Complaint::new(self.file, key, says));
    }

    fn line(mut self, value: Value) -> Option<Line> {
        let before = self.out.len();
        let id = self.id;
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if id.is_empty() || id.len() > 40 || !id.chars().all(good) {
            self.complain("", "a line's name has 1 to 40 of a-z, 0-9, '.', '-', '_'");
        }
        if let Some(alias) = alias(id) {
            let says =
                format!("\"{}\" means {}; a line needs another name", alias.word, alias.says);
            self.complain("", says);
        }
        let Value::Object(mut map) = value else {
            self.complain("", "a line is an object with its dates");
            return None;
        };
        let mut dates = [None; 5];
        for (date, key) in dates.iter_mut().zip(["alpha", "start", "lts", "maintenance", "end"]) {
            *date = map.remove(key).and_then(|value| self.date(key, &value));
        }
        let codename = map.remove("codename").and_then(|value| self.text("codename", &value));
        let branch = map.get("branch").and_then(|value| self.text("branch", value));
        let maintainers = self.maintainers(&map);
        let upstream = self.upstream(&map);
        let vendors = self.vendors(&map);
        let [alpha, start, lts, maintenance, end] = dates;
        if self.out.len() == before {
            for (key, missing) in [("start", start.is_none()), ("end", end.is_none())] {
                if missing {
                    self.complain(key, "this date is missing");
                }
            }
        }
        let (start, end) = (start?, end?);
        let line = Line {
            id: id.to_owned(),
            alpha,
            start,
            lts,
            maintenance,
            end,
            codename,
            branch,
            maintainers,
            upstream,
            vendors,
            extra: map,
        };
        self.order(&line);
        Some(line)
    }

    /// Complains about dates that contradict one another.
    fn order(&mut self, line: &Line) {
        if line.end < line.start {
            return self.complain("end", "the line ends before it starts");
        }
        let mut last: Option<(&str, Date)> = None;
        for (key, date) in line.dates() {
            let Some(date) = date else { continue };
            if let Some((before, earlier)) = last.filter(|(_, earlier)| date < *earlier) {
                self.complain(key, format!("comes before {before}, which is {earlier}"));
            }
            last = Some((key, date));
        }
    }

    fn date(&mut self, key: &str, value: &Value) -> Option<Date> {
        let Value::String(text) = value else {
            self.complain(key, "a date is a text");
            return None;
        };
        let date = crate::triage::day(text);
        // Far outside of these years nothing can be counted any more, and nobody plans there.
        match date.filter(|date| (1950..3000).contains(&date.year())) {
            Some(date) => Some(date),
            None => {
                let text = one_line(text, 40);
                self.complain(key, format!("\"{text}\" is not a date such as 2026-04-30"));
                None
            }
        }
    }

    fn text(&mut self, key: &str, value: &Value) -> Option<String> {
        match value {
            Value::String(text) if text.len() <= TEXT_MAX => Some(text.clone()),
            Value::String(_) => {
                self.complain(key, format!("is longer than {TEXT_MAX} bytes"));
                None
            }
            _ => {
                let what = if key == "codename" { "a codename" } else { "this" };
                self.complain(key, format!("{what} is a text"));
                None
            }
        }
    }

    /// The entries of a list that may be missing.
    fn list<'v>(&mut self, map: &'v Map<String, Value>, key: &str) -> &'v [Value] {
        match map.get(key) {
            None => &[],
            Some(Value::Array(list)) if list.len() <= MANY => list,
            Some(Value::Array(_)) => {
                self.complain(key, format!("has more than {MANY} entries"));
                &[]
            }
            Some(_) => {
                self.complain(key, "this is a list");
                &[]
            }
        }
    }

    fn maintainers(&mut self, map: &Map<String, Value>) -> Vec<String> {
        let list = self.list(map, "maintainers").iter().enumerate();
        list.filter_map(|(n, one)| self.text(&format!("maintainers[{n}]"), one)).collect()
    }

    fn upstream(&mut self, map: &Map<String, Value>) -> BTreeMap<String, String> {
        let pins = match map.get("upstream") {
            None => return BTreeMap::new(),
            Some(Value::Object(pins)) if pins.len() <= MANY => pins,
            Some(_) => {
                let says = format!("at most {MANY} names with a version each, such as \"openssl\"");
                self.complain("upstream", says);
                return BTreeMap::new();
            }
        };
        let mut read = BTreeMap::new();
        for (name, version) in pins {
            let key = format!("upstream.{}", one_line(name, 60));
            if let Some(version) = self.text(&key, version) {
                read.insert(name.clone(), version);
            }
        }
        read
    }

    fn vendors(&mut self, map: &Map<String, Value>) -> Vec<Vendor> {
        let mut read = Vec::new();
        for (n, one) in self.list(map, "vendors").iter().enumerate() {
            let key = format!("vendors[{n}]");
            let Value::Object(one) = one else {
                self.complain(&key, "a vendor is an object with name, link and until");
                continue;
            };
            let mut need = |name: &str| match one.get(name) {
                Some(value) => self.text(&format!("{key}.{name}"), value),
                None => {
                    self.complain(&format!("{key}.{name}"), "is missing");
                    None
                }
            };
            let (name, link) = (need("name"), need("link"));
            let until =
                one.get("until").and_then(|value| self.date(&format!("{key}.until"), value));
            if link.as_deref().is_some_and(|link| !is_web(link)) {
                self.complain(&format!("{key}.link"), "a link begins with https:// or http://");
            }
            if name.as_deref().is_some_and(|name| name.trim().is_empty()) {
                self.complain(&format!("{key}.name"), "is empty");
            }
            if let (Some(name), Some(link)) = (name, link) {
                read.push(Vendor { name, link, until });
            }
        }
        read
    }
}

fn is_web(link: &str) -> bool {
    let host = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"');
    host.is_some_and(|host| !host.is_empty() && host.chars().all(plain))
}
