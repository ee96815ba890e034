//! The only function that answers "may they?". Pure; reads roles as data.

use super::{Action, Roles, Scope};
use crate::words::{AccountId, CaseId, PartyId};
use std::collections::BTreeSet;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody we know.
    Anonymous,
    /// The holder of a case's tracking secret.
    Reporter(CaseId),
    /// A person with an account and its granted roles.
    Person {
        /// The account.
        account: AccountId,
        /// Granted roles by id.
        roles: BTreeSet<String>,
        /// What they may do of it here: a token may leave something out.
        scope: Scope,
    },
    /// Timers and the outbox.
    System,
    /// Somebody who takes part in one case from outside, known by the secret of their page.
    Participant {
        /// The case.
        case: CaseId,
        /// Who they are there.
        party: PartyId,
        /// The role that says what they may do.
        role: &'static str,
    },
}

/// What matters about the thing acted on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Situation {
    /// The case, where there is one.
    pub case: Option<CaseId>,
    /// The person whose proposal, edit or draft the action would confirm.
    pub first_person: Option<AccountId>,
    /// Whether the asker has no part in this case.
    pub recused: bool,
    /// Whether two people agreed that the asker reads it now without a part in it.
    pub glass: bool,
}

/// The answer, always with the rule that gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Go ahead.
    Allowed(String),
    /// No, and the asker may know that the thing exists (403).
    Refused(String),
    /// No, and the asker may not even know that the thing exists (404).
    Hidden(String),
}

impl Decision {
    /// Whether to go ahead.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Decision::Allowed(_))
    }
}

/// What only the system does; no role grants it.
fn may_system(action: Action) -> bool {
    matches!(action, Action::ReadCase | Action::ReadNotes | Action::ListCases)
}

/// May `actor` take `action` in this `situation`?
pub fn decide(roles: &Roles, actor: &Actor, action: Action, situation: &Situation) -> Decision {
    match actor {
        Actor::Anonymous if action == Action::FileReport => Decision::Allowed("anyone".into()),
        Actor::Anonymous => Decision::Hidden("anonymous".into()),
        Actor::System if may_system(action) => Decision::Allowed("system".into()),
        Actor::System => Decision::Refused("system decides nothing".into()),
        Actor::Reporter(own) => decide_outside(roles, Roles::REPORTER, own, action, situation),
        Actor::Participant { case, role, .. } => {
            decide_outside(roles, role, case, action, situation)
        }
        Actor::Person { account, roles: held, scope } => {
            decide_person(roles, account, (held, scope), action, situation)
        }
    }
}

/// May `actor` look after their own account: its sessions, tokens and factors? That is no action of a
/// role: everybody who has an account may, and no token that leaves anything out.
pub fn decide_own(actor: &Actor) -> Decision {
    match actor {
        Actor::Person { scope, .. } if scope.is_whole() => Decision::Allowed("their own".into()),
        Actor::Person { .. } => {
            Decision::Refused("scope: this token may not look after its holder's account".into())
        }
        _ => Decision::Hidden("no account".into()),
    }
}

/// Whoever holds the secret of one case.
fn decide_outside(
    roles: &Roles,
    held: &str,
    own: &CaseId,
    action: Action,
    situation: &Situation,
) -> Decision {
    if action == Action::FileReport {
        return Decision::Allowed("anyone".into());
    }
    if situation.case.as_ref() != Some(own) {
        return Decision::Hidden("not their report".into());
    }
    if action == Action::ReadLog {
        return Decision::Refused(
            "who reads what is for the team, whatever a role file says".into(),
        );
    }
    match roles.0.get(held) {
        Some(role) if role.may.contains(&action) => Decision::Allowed(format!("role {held}")),
        _ => Decision::Refused(format!("role {held}")),
    }
}

fn decide_person(
    roles: &Roles,
    account: &AccountId,
    (held, scope): (&BTreeSet<String>, &Scope),
    action: Action,
    situation: &Situation,
) -> Decision {
    if action == Action::FileReport {
        return Decision::Allowed("anyone".into());
    }
    if situation.recused {
        return Decision::Hidden("recused".into());
    }
    let grants = |wanted: Action| {
        let in_scope = held.iter().filter(|_| scope.holds(wanted));
        in_scope
            .filter_map(|id| roles.0.get(id))
            .find(|role| !Roles::OUTSIDE.contains(&role.id.as_str()) && role.may.contains(&wanted))
    };
    let reads = matches!(action, Action::ReadCase | Action::ReadNotes) && scope.holds(action);
    if reads && situation.glass && grants(Action::BreakGlass).is_some() {
        return Decision::Allowed("break-glass".into());
    }
    let Some(role) = grants(action) else {
        let sees = situation.case.is_none() || grants(Action::ReadCase).is_some();
        let why = match scope.holds(action) {
            true => format!("no role grants {}", action.word()),
            false => format!("scope: this token leaves out {}", action.word()),
        };
        return if sees { Decision::Refused(why) } else { Decision::Hidden(why) };
    };
    if needs_second_person(action) && situation.first_person.as_ref() == Some(account) {
        return Decision::Refused("second person: nobody confirms their own work".into());
    }
    Decision::Allowed(format!("role {}", role.id))
}

/// Actions that confirm somebody else's (I10).
fn needs_second_person(action: Action) -> bool {
    matches!(
        action,
        Action::ApproveAdvisory
            | Action::ApproveCve
            | Action::ConfirmEmbargoEnd
            | Action::ReviewFix
            | Action::RecoverPerson
            | Action::AgreeGlass
    )
}
