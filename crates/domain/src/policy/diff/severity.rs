//! How bad: the scale, and what raises or lowers a first guess.

use super::Part;
use super::clause::condition;
use super::found::Found;
use crate::policy::{Level, Modifier, SeverityRules};

pub(super) fn severity(found: &mut Found, old: &SeverityRules, new: &SeverityRules) {
    found.part(Part::Severity);
    let SeverityRules { scale, vector_expected, start, modifiers } = old;
    let scores = |level: &Level| level.scores.map(|(from, to)| format!("{from} to {to}"));
    found.each(
        (scale, &new.scale),
        |level| level.severity.word().to_owned(),
        |level| format!("The severity {}", level.severity.word()),
        |level| {
            let scores = scores(level).map(|scores| format!("scores {scores}. "));
            format!("{}{}", scores.unwrap_or_default(), level.says)
        },
        |found, old, new| {
            let Level { severity, says, scores: _ } = old;
            let id = severity.word();
            found.value(id, "says", &format!("What the severity {id} means"), says, &new.says);
            let name = format!("The scores of the severity {id}");
            found.value(id, "scores", &name, &scores(old), &scores(new));
        },
    );
    let name = "Whether a CVSS vector is expected with a severity";
    found.value("", "vector", name, vector_expected, &new.vector_expected);
    let word = |start: Option<crate::advisory::Severity>| start.map(|one| one.word().to_owned());
    let name = "Where a suggestion starts without a vector";
    found.value("", "start", name, &word(*start), &word(new.start));
    found.each(
        (modifiers, &new.modifiers),
        |modifier| modifier.id.clone(),
        |modifier| format!("The modifier {}", modifier.id),
        |modifier| {
            let (when, effect) = (modifier.when.says(), modifier.effect.says());
            format!("when {when}, the severity is {effect}. {}", modifier.says)
        },
        |found, old, new| {
            let Modifier { id, says, when, effect } = old;
            found.text(id, "says", &format!("The modifier {id}"), says, &new.says);
            condition(found, id, (Some(when), Some(&new.when)));
            let name = format!("The severity where {id} applies");
            found.value(id, "effect", &name, &effect.says(), &new.effect.says());
        },
    );
}
