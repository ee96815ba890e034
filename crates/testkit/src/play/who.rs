//! Who acts in a play, and what each of them must not get to know. Written down again here, by hand,
//! so that it does not merely repeat what the program thinks.

use super::Play;
use super::script::Who;
use app::Error;
use domain::access::{Action, Actor, Decision, Situation, decide};
use domain::case::Case;
use domain::party::Party;
use domain::words::{CaseId, PartyId};

/// What somebody outside does in the case that their report was joined to.
const SEATED: &[&str] = &["embargo", "participant", "world"];

/// Logins whose roles show them every case.
const SEEING: &[&str] =
    &["founder", "lead", "triager", "fixer", "reviewer", "publisher", "releaser", "cna"];

/// Logins that may ask to read a case in which they have no part.
const AUDITORS: &[&str] = &["auditor", "auditor-2"];

impl Who {
    /// Whether they read the team's side.
    pub(super) fn is_team(&self) -> bool {
        matches!(self, Self::Person(login) if SEEING.contains(&login.as_str()))
    }
}

impl Play {
    /// Whether they may know that this case exists, who want this.
    fn may_know(&self, who: &Who, action: Action, id: &CaseId) -> bool {
        // Auditors find ids in the read log; only where they ask for more do they hear of a case.
        let glass = matches!(action, Action::BreakGlass | Action::AgreeGlass);
        match who {
            Who::Anonymous => false,
            Who::Reporter(number) => self.reports.get(number).is_some_and(|own| own.id == *id),
            Who::Party(number, at) => {
                let own = self.reports.get(number).is_some_and(|own| own.id == *id);
                own && self.party(*number, *at).is_some()
            }
            Who::Person(login) if glass && AUDITORS.contains(&login.as_str()) => true,
            Who::Person(login) => SEEING.contains(&login.as_str()),
        }
    }

    /// Whether two auditors agreed that this one reads it, and it is not over.
    pub(super) fn reads_by_glass(&self, who: &Who, case: &Case) -> bool {
        let Who::Person(login) = who else { return false };
        let me = &self.world.people[login].account;
        let open = case.glass.open.as_ref().filter(|open| open.reader == *me);
        open.is_some_and(|open| self.world.now < open.until)
    }

    /// Who takes part in the case of this report, if so many do and they still do.
    pub(super) fn party(&self, number: usize, at: usize) -> Option<(&PartyId, &Party)> {
        let report = self.reports.get(&number)?;
        let found = self.watch.known(&report.id)?.parties.iter().nth(at)?;
        Some(found).filter(|(_, party)| party.removed_at.is_none())
    }

    pub(super) fn actor(&self, who: &Who) -> Actor {
        match who {
            Who::Anonymous => Actor::Anonymous,
            Who::Reporter(number) => match self.reports.get(number) {
                Some(report) => Actor::Reporter(report.id.clone()),
                None => Actor::Anonymous,
            },
            Who::Party(number, at) => match (self.reports.get(number), self.party(*number, *at)) {
                (Some(report), Some((id, party))) => {
                    let (case, role) = (report.id.clone(), party.kind.role());
                    Actor::Participant { case, party: id.clone(), role }
                }
                _ => Actor::Anonymous,
            },
            Who::Person(login) => self.world.actor(login),
        }
    }

    /// Whose rights count where they ask for this: the reporter of a joined report negotiates, says what
    /// is known outside, and leaves, as who they are in the case it was joined to, while they are there.
    pub(super) fn acts_as(&self, who: &Who, group: &str, case: Option<&Case>) -> Actor {
        let own = self.actor(who);
        let shared = matches!(who, Who::Reporter(_)) && SEATED.contains(&group);
        let joined = case.and_then(|case| case.joined.as_ref()).filter(|_| shared);
        let Some(joined) = joined else { return own };
        let there = self.watch.known(&joined.of).and_then(|case| case.parties.get(&joined.party));
        match there.filter(|party| party.is_here()) {
            Some(party) => Actor::Participant {
                case: joined.of.clone(),
                party: joined.party.clone(),
                role: party.kind.role(),
            },
            None => own,
        }
    }

    /// Anybody.
    pub(super) fn anybody(&mut self) -> Who {
        match self.dice.below(10) {
            0 => Who::Anonymous,
            1 | 2 if !self.reports.is_empty() => {
                let at = self.dice.below(self.reports.len());
                let number = *self.reports.keys().nth(at).expect("there are so many");
                match self.dice.percent(40) {
                    true => Who::Party(number, self.dice.below(2)),
                    false => Who::Reporter(number),
                }
            }
            _ => {
                let at = self.dice.below(self.world.people.len());
                let login = self.world.people.keys().nth(at).expect("somebody works here");
                Who::person(login)
            }
        }
    }

    /// What is wrong with this answer to somebody who wanted this, with these rights, if anything: who may not know of
    /// a case hears what they hear of one that never was.
    pub(super) fn misheard(
        &self,
        (who, actor): (&Who, &Actor),
        action: Action,
        id: &CaseId,
        (case, error): (Option<&Case>, Option<&Error>),
    ) -> Option<String> {
        let glass = case.is_some_and(|case| self.reads_by_glass(who, case));
        let Some(case) = case.filter(|_| glass || self.may_know(who, action, id)) else {
            let right = error == Some(&Error::NotThere);
            return (!right).then(|| format!("{who:?} heard {error:?} of a case not theirs"));
        };
        let first_person = match action {
            Action::ApproveAdvisory => {
                let me = match actor {
                    Actor::Person { account, .. } => Some(account),
                    _ => None,
                };
                let asked_by = case.asked_by.as_ref().filter(|asker| me == Some(asker));
                asked_by.or(case.draft_by.as_ref()).cloned()
            }
            Action::AgreeGlass => case.glass.asked.as_ref().map(|asked| asked.by.clone()),
            Action::ConfirmEmbargoEnd => case.embargo.end.as_ref().map(|end| end.by.clone()),
            _ => None,
        };
        let recused = match actor {
            Actor::Person { account, .. } => case.recused.contains(account),
            _ => false,
        };
        let here = match actor {
            Actor::Participant { case, .. } => case.clone(),
            _ => id.clone(),
        };
        let situation = Situation { case: Some(here), first_person, recused, glass };
        let roles = &self.world.app.policy.roles;
        let decision = decide(roles, actor, action, &situation);
        if let Decision::Hidden(_) = decision {
            // Whoever was kept out of a case hears what they hear of one that never was.
            let right = error == Some(&Error::NotThere);
            return (!right).then(|| format!("{who:?} was kept out, and heard {error:?}"));
        }
        let may = decision.is_allowed();
        match error {
            Some(Error::NotThere) => Some(format!("{who:?} may know of case {id} and did not")),
            Some(Error::NotAllowed(_)) if may => Some(format!("{who:?} was kept from {action:?}")),
            Some(Error::NotAllowed(_)) => None,
            _ if !may => Some(format!("{who:?} was let do {action:?}, and heard {error:?}")),
            _ => None,
        }
    }
}
