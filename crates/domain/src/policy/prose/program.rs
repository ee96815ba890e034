//! What is asked of reporters and what they may get: rules, sanctions, the bounty.

use super::{Block, Item, Section, paragraph};
use crate::policy::{Policy, ReporterRule, RuleKind};
use jiff::civil::Date;

fn list(policy: &Policy, at: Date, kind: RuleKind) -> Option<Block> {
    let rules = policy.rules_on(at).filter(|rule| rule.kind == kind);
    let items: Vec<Item> = rules.map(|rule| item(policy, rule, at)).collect();
    (!items.is_empty()).then_some(Block::List(items))
}

fn item(policy: &Policy, rule: &ReporterRule, at: Date) -> Item {
    let in_force = |id: &&String| policy.rules_on(at).any(|sanction| sanction.id == **id);
    let leads: Vec<&str> = rule.severity.iter().filter(in_force).map(String::as_str).collect();
    let mut text = rule.says.clone();
    if !leads.is_empty() {
        text.push_str(&format!(" Can lead to {}.", leads.join(", ")));
    }
    Item { clause: Some(rule.id.clone()), text, ..Item::default() }
}

pub(super) fn rules(policy: &Policy, at: Date) -> Option<Section> {
    let mut blocks = Vec::new();
    if let Some(rules) = list(policy, at, RuleKind::Conduct) {
        blocks.push(paragraph(if policy.rules_required {
            "A report is taken when you accept these rules. Which ones you accepted, and in which \
             version, is kept with your report:"
        } else {
            "We ask you to accept these rules before you report:"
        }));
        blocks.push(rules);
    }
    if let Some(sanctions) = list(policy, at, RuleKind::Sanction) {
        blocks.push(paragraph("Whoever breaks them has to expect one or more of these:"));
        blocks.push(sanctions);
    }
    Section::new("rules", "What we expect from you", blocks)
}

pub(super) fn bounty(policy: &Policy, at: Date) -> Option<Section> {
    let bounty = policy.bounty.as_ref()?;
    let mut blocks = vec![paragraph(bounty.says.clone())];
    if bounty.is_on(at) {
        let last = bounty.until.map(|until| {
            format!("This holds for reports that are received before {until}, 00:00 UTC.")
        });
        blocks.push(paragraph(last.unwrap_or_default()));
        if let Some(rules) = list(policy, at, RuleKind::Eligibility) {
            blocks.push(paragraph("For a report to be eligible:"));
            blocks.push(rules);
        }
    } else if let Some(since) = bounty.since.filter(|since| at < *since) {
        blocks.push(paragraph(format!("It begins with reports received on {since}, 00:00 UTC.")));
    } else if let Some(until) = bounty.until {
        blocks.push(paragraph(format!(
            "There is no bounty: it ended on {until}, 00:00 UTC. Reports that were received \
             before that keep the rule they came under."
        )));
    }
    Section::new("bounty", "Bounty", blocks)
}
