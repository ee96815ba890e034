//! Sanctions as the journal alone must show them, read without the fold's verdicts (b.2, b.3).

use super::{Finding, hold};
use crate::World;
use domain::case::{Event, Fact};
use domain::policy::{Measure, RuleKind};
use domain::words::AccountId;
use std::collections::BTreeSet;

/// The event is as the rules for sanctions have it, after those before it.
pub(super) fn by_the_rules(world: &World, past: &[Event], event: &Event) -> Result<(), Finding> {
    match &event.fact {
        Fact::Sanctioned { terms, .. } => {
            let rule = |id: &str, kind| {
                let rules = &world.app.policy.reporter_rules;
                rules.iter().find(|rule| rule.id == id && rule.kind == kind)
            };
            let broken = rule(&terms.rule, RuleKind::Conduct);
            let measure = rule(&terms.sanction, RuleKind::Sanction).map(|rule| rule.measure);
            let leads = broken.is_some_and(|rule| {
                rule.severity.is_empty() || rule.severity.contains(&terms.sanction)
            });
            hold(leads && measure == Some(terms.measure), "b.2", || {
                format!("{} does not lead to {}", terms.rule, terms.sanction)
            })?;
            let looked = past.iter().any(|before| {
                let looked = matches!(
                    before.fact,
                    Fact::Judged { .. } | Fact::Validated { .. } | Fact::Invalidated { .. }
                );
                looked && before.by.account() == event.by.account()
            });
            hold(!looked, "b.2", || "who judged the report sanctioned its reporter".to_owned())
        }
        Fact::SanctionLapsed { number, effective_at } => {
            let until = past.iter().find_map(|before| match &before.fact {
                Fact::Sanctioned { number: n, terms } if n == number => terms.until,
                _ => None,
            });
            hold(until == Some(*effective_at) && event.at >= *effective_at, "b.2", || {
                format!("a sanction that ends at {until:?} lapsed at {}", event.at)
            })
        }
        Fact::AppealDecided { number, .. } => {
            let who = past.iter().find_map(|before| match &before.fact {
                Fact::Sanctioned { number: n, terms } if n == number => {
                    Some((before.by.account(), terms.measure))
                }
                _ => None,
            });
            let other = who.is_some_and(|(who, _): (_, Measure)| who != event.by.account());
            hold(other, "b.2", || "who sanctioned answered the appeal".to_owned())
        }
        Fact::Closed { .. } => {
            let marked = past.iter().any(|before| match &before.fact {
                Fact::Barred { .. } => true,
                Fact::ContactGiven { under, .. } => !under.is_empty(),
                _ => false,
            });
            let cleared = past.iter().any(|before| matches!(before.fact, Fact::BarLifted { .. }));
            let seen = past.iter().filter(|before| matches!(before.fact, Fact::Seen));
            let readers: BTreeSet<&AccountId> = seen.filter_map(|one| one.by.account()).collect();
            hold(!marked || cleared || readers.len() > 1, "b.3", || {
                "it was closed before two people had read it".to_owned()
            })
        }
        _ => Ok(()),
    }
}
