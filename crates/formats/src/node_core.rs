//! The records of Node's own database, and the index over them.

use crate::{Context, json, npm_range, prose};
use domain::advisory::{Advisory, Severity};
use domain::embargo::Public;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// One record, with its keys in the order of the real files.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    cve: &'a [String],
    vulnerable: String,
    patched: String,
    #[serde(rename = "ref")]
    page: String,
    description: String,
    overview: String,
    affected_environments: [&'static str; 1],
    severity: &'static str,
}

impl<'a> Record<'a> {
    fn of(advisory: &'a Advisory, context: &Context<'_>) -> Self {
        Self {
            cve: &advisory.draft.cve,
            vulnerable: npm_range::vulnerable(&advisory.lines, &advisory.ended),
            patched: npm_range::patched(&advisory.lines, context.policy),
            page: context.page(advisory),
            description: prose::one_line(&advisory.draft.title),
            overview: prose::whole_text(advisory),
            affected_environments: ["all"],
            severity: word(advisory.severity),
        }
    }
}

/// That database has no word for a vulnerability without impact.
fn word(severity: Severity) -> &'static str {
    if severity == Severity::None { "unknown" } else { severity.word() }
}

/// One record, as the file `<number>.json` holds it.
pub fn record(advisory: &Public<Advisory>, context: &Context<'_>) -> String {
    json::pretty(&Record::of(advisory.get(), context))
}

struct Index<'a>(Vec<(u32, Record<'a>)>);

impl Serialize for Index<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (number, record) in &self.0 {
            map.serialize_entry(&number.to_string(), record)?;
        }
        map.end()
    }
}

/// All records by number, as the file `index.json` holds them.
pub fn index(advisories: &[Public<Advisory>], context: &Context<'_>) -> String {
    let record = |public: &'_ Public<Advisory>| public.get().number;
    let mut sorted: Vec<&Public<Advisory>> = advisories.iter().collect();
    sorted.sort_by_key(|public| record(public));
    let records =
        sorted.iter().map(|public| (record(public), Record::of(public.get(), context))).collect();
    json::indented(&Index(records), b"    ")
}
