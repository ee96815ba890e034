//! What clients do in a run: the lives of a few cases, drawn from a seed and written down before
//! anything happens.

use crate::client::{Ask, Client};
use crate::dice::Dice;
use crate::place::token_of;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// Who does a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Lead,
    Second,
    Reporter,
}

/// One step of a case's life.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) who: Who,
    pub(crate) verb: &'static str,
    given: Value,
    /// Its text, which nobody else writes.
    pub(crate) marker: Option<String>,
    key: String,
    /// A timer may have been quicker; then it is refused, and must not be in the journal.
    may_come_late: bool,
}

/// The life of one case.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    report: Value,
    key: String,
    pub(crate) steps: Vec<Step>,
}

/// What became of a life: its receipt, and whether each step was acknowledged.
#[derive(Debug)]
pub(crate) struct Lived {
    pub(crate) life: Life,
    pub(crate) id: String,
    /// What opens it for its reporter.
    pub(crate) secret: String,
    /// The version of the case after its receipt.
    pub(crate) first: u64,
    pub(crate) acknowledged: Vec<bool>,
    /// The version of the case after each acknowledged step, as the answer said.
    pub(crate) versions: Vec<Option<u64>>,
    /// How many answers were lost and asked for again.
    pub(crate) again: u32,
}

/// All kinds of lives.
pub(crate) const KINDS: [&str; 4] = ["published", "timed", "withdrawn", "refused"];

/// Draws the lives of a run.
struct Author<'d> {
    dice: &'d mut Dice,
    steps: Vec<Step>,
}

impl Author<'_> {
    fn step(&mut self, who: Who, verb: &'static str, given: Value) {
        let key = self.dice.word("key");
        let step = Step { who, verb, given, marker: None, key, may_come_late: false };
        self.steps.push(step);
    }

    /// A step with a text of its own under this field.
    fn say(&mut self, who: Who, verb: &'static str, field: &str) {
        let marker = self.dice.word("text");
        self.step(who, verb, json!({ field: marker }));
        self.steps.last_mut().unwrap().marker = Some(marker);
    }

    fn notes(&mut self) {
        for _ in 0..self.dice.below(3) {
            self.say(Who::Lead, "case note", "body");
        }
    }

    fn published(&mut self) {
        let lead = Who::Lead;
        self.say(lead, "case ask", "body");
        self.say(Who::Reporter, "case answer", "body");
        self.say(lead, "case write", "body");
        self.notes();
        let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
        self.step(lead, "case judge", json!({ "claim": claim }));
        for line in ["v2", "v3"] {
            self.step(lead, "release assess", json!({ "line": line, "affected": "yes" }));
        }
        self.step(lead, "case validate", json!({}));
        let vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L";
        self.step(lead, "case severity", json!({ "severity": "medium", "vector": vector }));
        self.step(lead, "case accept", json!({}));
        self.notes();
        for (line, version) in [("v2", "2.9.8"), ("v3", "3.4.2")] {
            let fix = json!({
                "line": line, "version": version, "proof": "reproduced", "because": "seen",
            });
            self.step(lead, "release fix", fix);
            let good = json!({ "line": line, "fix": "@fix", "verdict": "good" });
            self.step(Who::Second, "release review", good);
        }
        let title = self.dice.word("advisory");
        let text = json!({ "title": title, "details": "They do.", "credits": ["Finder"] });
        self.step(lead, "advisory write", text);
        self.step(lead, "advisory request", json!({}));
        self.step(Who::Second, "advisory approve", json!({ "digest": "@candidate" }));
        self.step(lead, "embargo end", json!({ "reason": "fix-ready", "because": "ready" }));
        self.step(Who::Second, "embargo confirm", json!({}));
        self.step(lead, "advisory publish", json!({}));
        self.notes();
        self.step(lead, "case close", json!({ "resolution": "resolved" }));
    }

    /// Only its embargo is agreed on; the rest is done by many at once.
    fn contested(&mut self) {
        let soon = json!({ "ends_at": "@+9000", "because": "all fixes are ready" });
        self.step(Who::Lead, "embargo propose", soon);
        self.step(Who::Reporter, "embargo accept", json!({}));
    }

    fn timed(&mut self) {
        self.notes();
        let soon = format!("@+{}", 400 + self.dice.below(2500));
        let soon = json!({ "ends_at": soon, "because": "the fix is ready" });
        self.step(Who::Lead, "embargo propose", soon);
        self.steps.last_mut().unwrap().may_come_late = true;
        self.step(Who::Reporter, "embargo accept", json!({}));
        self.steps.last_mut().unwrap().may_come_late = true;
        self.say(Who::Reporter, "case answer", "body");
        self.notes();
    }

    fn withdrawn(&mut self) {
        self.say(Who::Lead, "case write", "body");
        self.notes();
        self.say(Who::Reporter, "case withdraw", "because");
    }

    fn refused(&mut self) {
        self.notes();
        let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "yes" });
        self.step(Who::Lead, "case judge", json!({ "claim": claim }));
        self.step(Who::Lead, "case invalidate", json!({}));
        self.say(Who::Lead, "case write", "body");
    }
}

/// The life of one case of this kind.
pub(crate) fn life(kind: &'static str, dice: &mut Dice) -> Life {
    let title = dice.word("report");
    let key = dice.word("key");
    let report = json!({
        "title": title, "body": "Two headers; watch it go.", "version": "2.9.7",
        "claim": { "attacker": "network", "effect": ["crash"], "flag": "no" },
        "credit": "Finder", "accept_terms": true, "accepted_rules": ["RR-1"],
    });
    let mut author = Author { dice, steps: Vec::new() };
    match kind {
        "published" => author.published(),
        "timed" => author.timed(),
        "contested" => author.contested(),
        "withdrawn" => author.withdrawn(),
        "refused" => author.refused(),
        other => unreachable!("no life is {other}"),
    }
    Life { kind, title, report, key, steps: author.steps }
}

impl Life {
    /// The same life with other words: those of the report, and those of the advisory if it has one.
    pub(crate) fn saying(mut self, report: &Value, advisory: &Value) -> Self {
        let put = |into: &mut Value, words: &Value| {
            for (name, word) in words.as_object().unwrap() {
                into[name.as_str()] = word.clone();
            }
        };
        put(&mut self.report, report);
        for step in self.steps.iter_mut().filter(|step| step.verb == "advisory write") {
            put(&mut step.given, advisory);
        }
        self
    }

    /// Live it, however often the server goes away meanwhile. `done` counts what was acknowledged.
    pub(crate) fn live(self, client: &mut Client, done: &AtomicU32) -> Lived {
        let path = "/api/v1/reports".to_owned();
        let (body, key) = (Some(self.report.clone()), Some(self.key.clone()));
        let answer = client.ask(&Ask { path, body, key, ..Ask::default() });
        assert_eq!(answer.status, 201, "{}", answer.body);
        done.fetch_add(1, Ordering::SeqCst);
        let receipt = &answer.body["receipt"];
        let text = |name: &str| receipt[name].as_str().unwrap().to_owned();
        let (id, secret) = (text("id"), text("secret"));
        let path = format!("/api/v1/cases/{id}");
        let seen = client.ask(&Ask { path, token: secret.clone(), ..Ask::default() });
        let first = seen.body["version"].as_u64().unwrap();
        let (mut acknowledged, mut versions) = (Vec::new(), Vec::new());
        let mut again = answer.tries - 1;
        for step in &self.steps {
            let answer = step.take(client, &id, &secret);
            again += answer.tries - 1;
            let good = answer.status == 200;
            assert!(good || step.may_come_late, "{id} {}: {:?}", step.verb, answer);
            acknowledged.push(good);
            versions.push(answer.body["version"].as_u64().filter(|_| good));
            done.fetch_add(1, Ordering::SeqCst);
        }
        Lived { life: self, id, secret, first, acknowledged, versions, again }
    }
}

impl Step {
    fn take(&self, client: &mut Client, id: &str, secret: &str) -> crate::client::Answer {
        let token = match self.who {
            Who::Lead => token_of("lead"),
            Who::Second => token_of("second"),
            Who::Reporter => secret.to_owned(),
        };
        let path = format!("/api/v1/cases/{id}/{}", self.verb.replace(' ', "/"));
        let body = Some(self.filled(client, id));
        client.ask(&Ask { path, token, body, key: Some(self.key.clone()), ..Ask::default() })
    }

    /// What is given, with what only shows at the moment of asking.
    fn filled(&self, client: &mut Client, id: &str) -> Value {
        let mut given = self.given.clone();
        if given["digest"] == "@candidate" {
            let path = format!("/api/v1/cases/{id}");
            let ask = Ask { path, token: token_of("second"), ..Ask::default() };
            given["digest"] = client.ask(&ask).body["team"]["candidate"]["digest"].clone();
            assert!(given["digest"].is_string(), "{id} has a candidate");
        }
        if given["fix"] == "@fix" {
            let path = format!("/api/v1/cases/{id}");
            let ask = Ask { path, token: token_of("second"), ..Ask::default() };
            let line = given["line"].as_str().unwrap_or_default().to_owned();
            given["fix"] = client.ask(&ask).body["team"]["lines"][line]["fix"]["digest"].clone();
        }
        if let Some(ahead) = given["ends_at"].as_str().and_then(|text| text.strip_prefix("@+")) {
            let ahead = jiff::SignedDuration::from_millis(ahead.parse().unwrap());
            given["ends_at"] = json!(outside::now().checked_add(ahead).unwrap());
        }
        given
    }
}
