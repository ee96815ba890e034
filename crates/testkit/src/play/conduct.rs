//! What a play says when it sanctions reporters.

use super::Play;
use domain::case::Case;
use jiff::ToSpan;
use serde_json::{Value, json};

impl Play {
    /// Mostly what fits, now and then what does not.
    pub(super) fn about_conduct(&mut self, name: &str, case: Option<&Case>) -> Value {
        let because = format!("so we think {}", self.world.word());
        let last = case.and_then(|case| case.conduct.sanctions.last()).map_or(1, |one| one.number);
        let number = self.dice.percent(50).then(|| last.to_string());
        match name {
            "impose" => {
                let rule = self.dice.weighted(&[(9, "RR-2"), (1, "RR-1")]);
                let sanction = self.dice.weighted(&[(1, "RS-1"), (1, "RS-2"), (6, "RS-3")]);
                let until = self.world.now + (1 + self.dice.below(200) as i64).hours();
                let ends = sanction == "RS-3" && self.dice.percent(80);
                let for_good = (sanction == "RS-3" && !ends).then_some("yes");
                json!({
                    "rule": rule, "sanction": sanction, "event": "1",
                    "until": ends.then(|| until.to_string()), "for_good": for_good,
                    "because": because, "notice": format!("you broke it {}", self.world.word()),
                })
            }
            "answer" => {
                let stands = self.dice.pick(&["yes", "no"]);
                json!({ "number": number, "stands": stands, "because": because })
            }
            _ => json!({ "number": number, "because": because }),
        }
    }
}
