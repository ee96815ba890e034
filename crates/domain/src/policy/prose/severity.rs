//! How bad: the words of the scale, and what makes a rating higher or lower.

use super::{Block, Item, Section, paragraph};
use crate::policy::{Level, Policy};

pub(super) fn severity(policy: &Policy) -> Option<Section> {
    let rules = &policy.severity;
    let item = |level: &Level| Item {
        title: Some(level.severity.word().to_owned()),
        text: match level.scores {
            Some((from, to)) if from < to => format!("{} CVSS {from} to {to}.", level.says),
            Some((only, _)) => format!("{} CVSS {only}.", level.says),
            None => level.says.clone(),
        },
        ..Item::default()
    };
    let spoken = rules.scale.iter().rev().filter(|level| !level.says.is_empty());
    let mut blocks = vec![Block::List(spoken.map(item).collect())];
    if !rules.modifiers.is_empty() {
        blocks.push(paragraph(
            "A rating that starts from a vector or from our own first guess is changed by what \
             follows, in this order. A person decides in the end:",
        ));
        let item = |modifier: &crate::policy::Modifier| Item {
            clause: Some(modifier.id.clone()),
            title: Some(modifier.effect.says()),
            text: modifier.says.clone(),
            ..Item::default()
        };
        blocks.push(Block::List(rules.modifiers.iter().map(item).collect()));
    }
    Section::new("severity", "How bad it is", blocks)
}
