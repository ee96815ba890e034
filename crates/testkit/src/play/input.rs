//! Input that somebody who knows what they do would give.

use super::Play;
use app::{Kind, Verb};
use domain::case::{Affect, Case};
use domain::world::{WorldKind, WorldState};
use jiff::ToSpan;
use serde_json::{Value, json};

impl Play {
    /// Plausible input for a verb on this case, every text with a canary of its own.
    pub(super) fn plausible(&mut self, verb: &Verb, case: Option<&Case>) -> Value {
        let text = |play: &mut Self, says: &str| format!("{says} {}", play.world.word());
        match (verb.group, verb.name) {
            ("case", "answer" | "ask" | "note" | "write") => {
                json!({ "body": text(self, "one more thing") })
            }
            ("case", "withdraw" | "invalidate") => json!({ "because": text(self, "it is not so") }),
            ("case", "validate") => match self.dice.percent(50) {
                true => json!({}),
                false => json!({ "because": text(self, "seen it") }),
            },
            ("case", "judge") => match self.dice.percent(40) {
                true => json!({}),
                false => json!({ "claim": self.a_claim() }),
            },
            ("case", "accept") => json!({}),
            ("case", "severity") => self.severity(),
            ("case", "close") => self.closing(case),
            ("case", "redact") => {
                let last = case.map_or(1, |case| case.version as usize);
                let event = 1 + self.dice.below(last);
                json!({ "event": event.to_string(), "because": text(self, "a name was in it") })
            }
            ("embargo", "propose") => {
                let end = self.world.now + (24 * (1 + self.dice.below(80) as i64)).hours();
                json!({ "ends_at": end.to_string(), "because": text(self, "time to build") })
            }
            ("embargo", "end") => {
                let reason = self.dice.pick(&["fix-ready", "public-info", "consensus"]);
                json!({ "reason": reason, "because": text(self, "it is out") })
            }
            ("release", "assess") => self.assessment(),
            ("release", "fix") => self.fix(case),
            ("embargo", "accept" | "reject" | "retract" | "confirm") => json!({}),
            (
                "participant",
                name @ ("invite" | "write" | "remove" | "answer" | "decline" | "leave"),
            ) => self.about_parties(name),
            ("world", name @ ("allege" | "confirm" | "dismiss" | "hold" | "second")) => {
                self.about_the_world(name, case)
            }
            ("release", "review") => self.fix_review(case),
            ("case", "defer") => {
                let until = self.world.now + (24 * (1 + self.dice.below(200) as i64)).hours();
                json!({ "until": until.to_string(), "because": text(self, "not now") })
            }
            ("case", "reopen" | "retest") => json!({ "because": text(self, "look again") }),
            ("case", "tried") => {
                let helps = self.dice.pick(&["yes", "yes", "no"]);
                json!({ "helps": helps, "because": text(self, "what I saw") })
            }
            (
                "cve",
                name @ ("request" | "assign" | "draft" | "approve" | "confirm" | "reject" | "note"),
            ) => self.cve_input(name, case),
            ("sanction", name) => self.about_conduct(name, case),
            ("advisory", "write") => self.advisory(),
            ("advisory", "approve") => json!({ "digest": "$candidate" }),
            _ => self.by_its_fields(verb),
        }
    }

    /// Something for each field of a verb that nobody has told the play about.
    fn by_its_fields(&mut self, verb: &Verb) -> Value {
        let mut given = serde_json::Map::new();
        for field in verb.fields {
            if !field.required && self.dice.percent(30) {
                continue;
            }
            let days = 1 + self.dice.below(40) as i64;
            let value = match field.kind {
                Kind::Choice(words) => json!(self.dice.pick(words)),
                Kind::Instant => json!((self.world.now + (24 * days).hours()).to_string()),
                Kind::Facts => json!(self.a_claim()),
                Kind::Json => json!({ "title": self.world.word() }),
                Kind::List => json!([self.world.word()]),
                Kind::Account => {
                    let logins = ["lead", "founder", "triager", "fixer", "reviewer"];
                    json!(format!("$person {}", self.dice.pick(&logins)))
                }
                Kind::Party => json!(format!("$party {}", self.dice.below(2))),
                Kind::Case => json!(format!("$report {}", self.dice.below(self.filed.max(1)))),
                _ if field.name == "line" => json!(self.dice.pick(&["v2", "v3"])),
                _ => json!(format!("as it is {}", self.world.word())),
            };
            given.insert(field.name.to_owned(), value);
        }
        Value::Object(given)
    }

    fn about_parties(&mut self, name: &str) -> Value {
        let word = self.world.word();
        let party = format!("$party {}", self.dice.below(2));
        match name {
            "invite" => {
                let role = self.dice.pick(&["vendor", "coordinator", "recipient"]);
                let name = format!("They {}", self.world.word());
                json!({ "role": role, "name": name, "because": format!("you ship it {word}") })
            }
            "write" => json!({ "party": party, "body": format!("for you {word}") }),
            "remove" => json!({ "party": party, "because": format!("no longer {word}") }),
            "answer" => json!({ "body": format!("from us {word}") }),
            _ => json!({ "because": format!("we think so {word}") }),
        }
    }

    fn about_the_world(&mut self, name: &str, case: Option<&Case>) -> Value {
        let word = self.world.word();
        let said =
            |what| case.is_some_and(|case| case.world.fact(what).state != WorldState::Unknown);
        let said: Vec<&str> = WorldKind::ALL
            .into_iter()
            .filter(|(_, what)| name != "allege" && said(*what))
            .map(|(word, _)| word)
            .collect();
        let any = ["public", "exploit", "attacks", "attacks", "attacks"];
        let what = self.dice.pick(if said.is_empty() { &any } else { &said });
        match name {
            "allege" => {
                let source = format!("https://elsewhere.example/{word}");
                json!({ "what": what, "source": source, "evidence": "as it says there" })
            }
            "hold" => {
                let until = self.world.now + (1 + self.dice.below(24) as i64).hours();
                json!({ "until": until.to_string(), "because": format!("a day more {word}") })
            }
            "second" => json!({}),
            _ => json!({ "what": what, "because": format!("so it is {word}") }),
        }
    }

    fn severity(&mut self) -> Value {
        let severity = self.dice.pick(&["low", "medium", "high", "critical"]);
        let vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";
        let vector = self.dice.percent(50).then_some(vector);
        let because = self.dice.percent(70).then_some("it is worse here than elsewhere");
        json!({ "severity": severity, "vector": vector, "because": because })
    }

    fn closing(&mut self, case: Option<&Case>) -> Value {
        let resolution = match case.is_some_and(|case| case.published.is_some()) {
            true => "resolved",
            false => self.dice.pick(&["not-a-vulnerability", "wont-fix", "spam", "duplicate"]),
        };
        json!({ "resolution": resolution, "because": format!("it is over {}", self.world.word()) })
    }

    fn assessment(&mut self) -> Value {
        let line = self.dice.weighted(&[(4, "v2"), (4, "v3"), (1, "v1")]);
        if self.dice.percent(70) {
            let introduced = format!("{}.{}.0", &line[1..], self.dice.below(5));
            let introduced = self.dice.percent(70).then_some(introduced);
            return json!({ "line": line, "affected": "yes", "introduced": introduced });
        }
        let why = self.dice.pick(domain::release::JUSTIFICATIONS);
        json!({ "line": line, "affected": "no", "justification": why })
    }

    fn fix(&mut self, case: Option<&Case>) -> Value {
        let lines = case.iter().flat_map(|case| case.lines.iter());
        let open: Vec<&str> = lines
            .filter(|(_, line)| matches!(line.affect, Affect::Affected { .. }))
            .map(|(id, _)| id.as_str())
            .collect();
        let line = if open.is_empty() { "v2" } else { self.dice.pick(&open) };
        let version = format!("{}.9.{}", &line[1..], 1 + self.dice.below(40));
        json!({
            "line": line, "version": version,
            "commit": format!("https://git.acme.example/{}", self.world.word()),
            "proof": self.dice.pick(&["reproduced", "reproduced", "exception"]),
            "because": format!("it ended before and goes on now {}", self.world.word()),
        })
    }

    fn fix_review(&mut self, case: Option<&Case>) -> Value {
        let fixes = case.iter().flat_map(|case| case.lines.iter());
        let fixes = fixes.filter_map(|(id, line)| Some((id, line.fix.as_ref()?)));
        let open = fixes.filter(|(_, fix)| !fix.is_ready()).map(|(id, fix)| (id, fix.digest));
        let open: Vec<_> = open.collect();
        let Some((line, digest)) = open.first() else { return json!({ "line": "v2" }) };
        let verdict = self.dice.weighted(&[(9, "good"), (1, "wanting")]);
        json!({ "line": line, "fix": digest.to_string(), "verdict": verdict, "because": "seen" })
    }

    fn advisory(&mut self) -> Value {
        let (title, details) = (self.world.word(), self.world.word());
        let number = 1000 + self.dice.below(9000);
        json!({
            "title": format!("Two headers end the process {title}"),
            "details": format!("A *network* attacker ends it. {details}"),
            "workaround": format!("Send one header {}", self.world.word()),
            "cve": [format!("CVE-2026-{number}")],
            "cwe": ["CWE-400"],
            "credits": [format!("Finder {}", self.world.word())],
            "references": [format!("https://acme.example/{}", self.world.word())],
        })
    }
}
