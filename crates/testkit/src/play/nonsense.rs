//! Input that makes no sense, as strangers and broken programs send it.

use super::Play;
use app::{Kind, Verb};
use serde_json::{Map, Value, json};

const TEXTS: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "18446744073709551616",
    "../../etc/passwd",
    "' or 1=1 --",
    "<script>alert(1)</script>",
    "\u{202e}gnp.exe",
    "a\0b",
    "Zażółć gęślą jaźń 🦀",
    "2026-13-45T99:99:99Z",
    "9999-12-31T23:59:59Z",
    "2020-01-01T00:00:00Z",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "00000000000000000000",
];

impl Play {
    /// Nonsense for a verb: its own fields with anything in them, and fields it does not have.
    pub(super) fn nonsense(&mut self, verb: &Verb) -> Value {
        if self.dice.percent(5) {
            return self.dice.pick(&[0, 1, 2]).into();
        }
        let mut given = Map::new();
        for field in verb.fields {
            if self.dice.percent(85) {
                given.insert(field.name.to_owned(), self.anything(field.kind));
            }
        }
        if self.dice.percent(10) {
            given.insert("no such field".to_owned(), json!(true));
        }
        Value::Object(given)
    }

    fn anything(&mut self, kind: Kind) -> Value {
        match (self.dice.below(8), kind) {
            (0, _) => json!(7),
            (1, _) => json!(["a", 1, null]),
            (2, _) => json!({ "flag": "yes", "attacker": ["network"], self.world.word(): "no" }),
            (3, _) => json!("x".repeat(60_000)),
            (4 | 5, Kind::Choice(words)) => json!(self.dice.pick(words)),
            (4 | 5, Kind::Json) => json!({ "containers": { "cna": [self.world.word()] } }),
            (4 | 5, Kind::List) => json!([self.world.word(), self.dice.pick(TEXTS)]),
            (4, _) => json!(self.world.word()),
            _ => json!(self.dice.pick(TEXTS)),
        }
    }
}
