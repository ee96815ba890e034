//! The order in which things became known and were done, in the words of multi-party disclosure
//! models: six things that can happen once, and 70 orders in which they can.

use super::event::Event;
use super::fold::{Misfit, apply, fold};
use super::state::Case;
use crate::words::CaseId;
use Happened::{Attacks, Aware, Deployed, Exploit, Public, Ready};
use std::collections::BTreeSet;

/// One of the six things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happened {
    /// The vendor knows (V).
    Aware,
    /// The fix is ready (F).
    Ready,
    /// The fix is deployed (D). Only who hosts a service sees that; a library stops at its release.
    Deployed,
    /// The matter is public (P).
    Public,
    /// An exploit is public (X).
    Exploit,
    /// Attacks were observed (A).
    Attacks,
}

/// Each of the six.
pub const HAPPENED: [Happened; 6] = [Aware, Ready, Deployed, Public, Exploit, Attacks];

/// The first is better before the second.
pub const PREFERRED: [(Happened, Happened); 12] = [
    (Aware, Public),
    (Aware, Exploit),
    (Aware, Attacks),
    (Ready, Public),
    (Ready, Exploit),
    (Ready, Attacks),
    (Deployed, Public),
    (Deployed, Exploit),
    (Deployed, Attacks),
    (Public, Exploit),
    (Public, Attacks),
    (Exploit, Attacks),
];

/// What has to happen before anything else does: a public exploit makes the matter public, and what
/// is public the vendor knows.
pub fn forced(so_far: &BTreeSet<Happened>) -> Option<Happened> {
    let has = |one| so_far.contains(&one);
    match () {
        () if has(Exploit) && !has(Public) => Some(Public),
        () if has(Public) && !has(Aware) => Some(Aware),
        () => None,
    }
}

/// What may happen next.
pub fn next(so_far: &BTreeSet<Happened>) -> Vec<Happened> {
    if let Some(one) = forced(so_far) {
        return vec![one];
    }
    let has = |one: &Happened| so_far.contains(one);
    let possible = |one: &Happened| match one {
        Ready => has(&Aware),
        Deployed => has(&Ready),
        Aware | Public | Exploit | Attacks => true,
    };
    HAPPENED.into_iter().filter(|one| !has(one) && possible(one)).collect()
}

/// With what is forced inserted where it must have happened.
pub fn with_forced(history: &[Happened]) -> Vec<Happened> {
    let (mut whole, mut so_far) = (Vec::new(), BTreeSet::new());
    for one in history {
        while let Some(forced) = forced(&so_far).filter(|forced| forced != one) {
            so_far.insert(forced);
            whole.push(forced);
        }
        if so_far.insert(*one) {
            whole.push(*one);
        }
    }
    whole
}

/// Whether this is how one of the 70 orders begins.
pub fn is_possible(history: &[Happened]) -> bool {
    let mut so_far = BTreeSet::new();
    history.iter().all(|one| next(&so_far).contains(one) && so_far.insert(*one))
}

/// What has happened in this case. Whoever received the report is the vendor, so the vendor knows.
fn so_far(case: &Case) -> BTreeSet<Happened> {
    let world = &case.world;
    let seen = [
        (Aware, true),
        (Ready, case.fixes_ready()),
        (Public, case.published.is_some() || world.public.is_so()),
        (Exploit, world.exploit.is_so()),
        (Attacks, world.attacks.is_so()),
    ];
    seen.into_iter().filter(|(_, seen)| *seen).map(|(one, _)| one).collect()
}

/// The order in which things first happened in this journal.
pub fn history(id: &CaseId, events: &[Event]) -> Result<Vec<Happened>, Misfit> {
    let mut case = fold(id, events.get(..1).unwrap_or_default())?;
    let mut history = Vec::new();
    let note = |case: &Case, history: &mut Vec<Happened>| {
        let new: Vec<_> = so_far(case).into_iter().filter(|one| !history.contains(one)).collect();
        history.extend(new);
    };
    note(&case, &mut history);
    for event in &events[1..] {
        apply(&mut case, event)?;
        note(&case, &mut history);
    }
    Ok(history)
}

/// What is wrong with the order between these two moments of one case (I20).
pub(super) fn broken_by(before: &Case, after: &Case) -> Option<String> {
    let (before, after) = (so_far(before), so_far(after));
    let mut at = before.clone();
    loop {
        let left: Vec<_> = after.difference(&at).copied().collect();
        let possible = next(&at);
        match left.iter().find(|one| possible.contains(one)) {
            Some(one) => at.insert(*one),
            None if left.is_empty() => return None,
            None => {
                return Some(format!("{left:?} cannot come after {before:?}: first {possible:?}"));
            }
        };
    }
}

/// How well a case went: how many of the preferred orders held, of those that can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quality {
    /// So many held.
    pub held: u8,
    /// Of so many.
    pub of: u8,
}

/// The quality of this order. An order of two things of which neither happened cannot be told, and
/// where nobody sees deployments the three orders about them cannot either.
pub fn quality(history: &[Happened]) -> Quality {
    let at = |one: &Happened| history.iter().position(|other| other == one);
    let deploys = at(&Deployed).is_some();
    let (mut held, mut of) = (0, 0);
    for (first, second) in &PREFERRED {
        let good = match (at(first), at(second)) {
            (None, None) => continue,
            (None, Some(_)) if *first == Deployed && !deploys => continue,
            (Some(first), Some(second)) => first < second,
            (first, None) => first.is_some(),
            (None, Some(_)) => false,
        };
        of += 1;
        held += u8::from(good);
    }
    Quality { held, of }
}

#[cfg(test)]
mod tests;
