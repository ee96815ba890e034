//! CVE ids in a play: what somebody would do next about them, and what they would give.

use super::Play;
use super::script::Who;
use domain::case::Case;
use domain::cve::{CveEntry, CveState};
use serde_json::{Value, json};

/// What people do about an id that stands here, each as often as its weight.
fn moves(entry: &CveEntry, public: bool) -> &'static [(usize, &'static str)] {
    match entry.state {
        CveState::Requested => &[(8, "cve assign"), (1, "cve reject"), (1, "cve note")],
        CveState::Reserved => &[(8, "cve draft"), (1, "cve note")],
        CveState::Drafted | CveState::Updating if entry.waits_for_approval() => {
            &[(8, "cve approve"), (1, "cve draft"), (1, "cve confirm")]
        }
        CveState::Drafted if !public => &[(1, "cve note"), (1, "cve draft"), (1, "cve confirm")],
        CveState::Drafted | CveState::Updating => &[(8, "cve confirm"), (1, "cve draft")],
        CveState::Published => &[(4, "cve draft"), (2, "cve confirm"), (1, "cve note")],
        CveState::Differs | CveState::Degraded => {
            &[(4, "cve confirm"), (2, "cve draft"), (1, "cve reject")]
        }
        _ => &[(1, "cve note")],
    }
}

impl Play {
    /// What somebody would do next about the ids of a case.
    pub(super) fn about_cves(&mut self, case: &Case) -> (Who, &'static str) {
        let public = case.world.public.is_so();
        let verb = match case.cves.values().next_back() {
            Some(entry) if !self.dice.percent(10) => self.dice.weighted(moves(entry, public)),
            _ => self.dice.pick(&["cve request", "cve request", "cve assign"]),
        };
        let who: &[&str] = match verb {
            "cve approve" => &["reviewer", "lead", "founder"],
            "cve note" => &["triager", "cna"],
            _ => &["cna", "publisher", "lead", "founder"],
        };
        (Who::person(self.dice.pick(who)), verb)
    }

    /// Plausible input for a verb about a CVE id.
    pub(super) fn cve_input(&mut self, name: &str, case: Option<&Case>) -> Value {
        let last = case.and_then(|case| case.cves.iter().next_back());
        let entry = last.map_or(1, |(number, _)| *number);
        let known = last.map(|(_, entry)| entry);
        let id = known.and_then(|entry| entry.id.as_ref()).map(ToString::to_string);
        let which = match (&id, self.dice.percent(50)) {
            (Some(id), true) => id.clone(),
            _ => entry.to_string(),
        };
        let word = self.world.word();
        match name {
            "request" => {
                let from = self.dice.pick(&["own", "other", "foundation"]);
                json!({ "from": from, "whom": format!("They {word}"), "about": format!("one {word}") })
            }
            "assign" => {
                let id = format!("CVE-2026-{}", 10_000 + self.dice.below(90_000));
                let from = self.dice.percent(60).then_some("own");
                json!({ "id": id, "from": from, "about": format!("one {word}") })
            }
            "draft" => json!({ "entry": which, "container": container(&word) }),
            "approve" => {
                let draft = known.and_then(|entry| entry.draft.as_ref());
                let digest = draft.map(|draft| draft.digest.to_string());
                json!({ "entry": which, "digest": digest.unwrap_or_else(|| "0".repeat(64)) })
            }
            "confirm" => {
                let stuck = self.dice.percent(40).then_some("reserved");
                let record = self.read_back(known, &word);
                json!({ "entry": which, "record": record, "listed": stuck })
            }
            "note" => json!({ "entry": which, "body": format!("they wrote {word}") }),
            _ => json!({ "entry": which, "because": format!("it is none {word}") }),
        }
    }

    /// A record as the list shows it: mostly as it was written.
    fn read_back(&mut self, known: Option<&CveEntry>, word: &str) -> Value {
        let draft = known.and_then(|entry| entry.draft.as_ref());
        let text = draft.and_then(|draft| draft.text.as_deref());
        let written = text.and_then(|text| serde_json::from_str::<Value>(text).ok());
        let mut cna = written.unwrap_or_else(|| container(word));
        if self.dice.percent(30) {
            cna["title"] = json!(format!("Edited {word}"));
        }
        cna["providerMetadata"] = json!({ "orgId": "1", "shortName": "acme" });
        let id = known.and_then(|entry| entry.id.as_ref()).map(ToString::to_string);
        let id = id.unwrap_or_else(|| "CVE-2026-10000".to_owned());
        json!({
            "cveMetadata": { "cveId": id, "state": "PUBLISHED" }, "containers": { "cna": cna },
        })
    }
}

fn container(word: &str) -> Value {
    json!({
        "title": format!("Two headers {word}"),
        "affected": [{ "vendor": "Acme", "product": "acme" }],
        "descriptions": [{ "lang": "en", "value": format!("Whoever sends two ends it. {word}") }],
        "references": [{ "url": "https://acme.example/advisories" }],
    })
}
