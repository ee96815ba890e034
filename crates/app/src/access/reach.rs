//! How far somebody's rights reach: of which cases they could hear at all.

use crate::{Ctx, Error};
use domain::access::{Action, Actor, Decision, Situation, decide};
use domain::words::CaseId;
use std::collections::BTreeSet;

/// Of which cases somebody may hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Of any, unless they are kept out of one.
    Every,
    /// Of these and no other.
    Only(BTreeSet<CaseId>),
}

/// How far the asker's rights reach.
pub async fn reach(ctx: &Ctx) -> Result<Reach, Error> {
    Ok(match &ctx.actor {
        Actor::Reporter(own) => {
            let case = ctx.look_into(own, Action::ReadCase).await?.case;
            Reach::Only(case.split.off.iter().cloned().chain([case.id]).collect())
        }
        Actor::Participant { case, .. } => Reach::Only(BTreeSet::from([case.clone()])),
        actor => {
            // Nobody's case: what is hidden of it is hidden of all.
            let any = CaseId::from_chance([0; 16]);
            let any = Situation { case: Some(any), ..Situation::default() };
            let roles = &ctx.policy().roles;
            let hidden = |action: &Action| {
                matches!(decide(roles, actor, *action, &any), Decision::Hidden(_))
            };
            let mut all = Action::ALL.iter().filter(|action| action.of_a_case());
            if all.all(hidden) { Reach::Only(BTreeSet::new()) } else { Reach::Every }
        }
    })
}
