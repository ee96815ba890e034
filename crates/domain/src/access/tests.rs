//! Who may do what, in small.

use super::*;
use crate::words::{AccountId, CaseId};
use std::collections::{BTreeMap, BTreeSet};

fn role(id: &str, may: &[Action]) -> (String, Role) {
    let may = may.iter().copied().collect();
    (id.into(), Role { id: id.into(), title: id.into(), says: id.into(), may })
}

fn roles() -> Roles {
    Roles(BTreeMap::from([
        role("reporter", &[Action::ReadCase, Action::Answer]),
        role("lead", &[Action::ReadCase, Action::ConfirmEmbargoEnd]),
        role("admin", &[Action::ManagePeople]),
    ]))
}

fn person(byte: u8, role: &str) -> (AccountId, Actor) {
    let account = AccountId::from_chance([byte; 16]);
    let roles = BTreeSet::from([role.into()]);
    let actor = Actor::Person { account: account.clone(), roles, scope: Scope::whole() };
    (account, actor)
}

fn on(case: &CaseId) -> Situation {
    Situation { case: Some(case.clone()), ..Situation::default() }
}

#[test]
fn a_reporter_reads_only_their_own_case() {
    let (mine, other) = (CaseId::from_chance([1; 16]), CaseId::from_chance([2; 16]));
    let me = Actor::Reporter(mine.clone());
    assert!(decide(&roles(), &me, Action::ReadCase, &on(&mine)).is_allowed());
    let answer = decide(&roles(), &me, Action::ReadCase, &on(&other));
    assert!(matches!(answer, Decision::Hidden(_)));
}

#[test]
fn an_administrator_may_not_know_that_a_case_exists() {
    let (_, admin) = person(3, "admin");
    let answer = decide(&roles(), &admin, Action::ReadCase, &on(&CaseId::from_chance([1; 16])));
    assert!(matches!(answer, Decision::Hidden(_)));
}

#[test]
fn nobody_confirms_their_own_proposal() {
    let (me, lead) = person(4, "lead");
    let mut situation = on(&CaseId::from_chance([1; 16]));
    situation.first_person = Some(me);
    let answer = decide(&roles(), &lead, Action::ConfirmEmbargoEnd, &situation);
    assert!(matches!(answer, Decision::Refused(_)));
}

#[test]
fn holding_the_reporter_role_as_staff_grants_nothing() {
    let (_, fake) = person(5, "reporter");
    let case = CaseId::from_chance([1; 16]);
    let answer = decide(&roles(), &fake, Action::ReadCase, &on(&case));
    assert!(matches!(answer, Decision::Hidden(_)));
}

#[test]
fn who_has_no_part_in_a_case_may_not_even_know_of_it() {
    let (_, lead) = person(6, "lead");
    let mut situation = on(&CaseId::from_chance([1; 16]));
    assert!(decide(&roles(), &lead, Action::ReadCase, &situation).is_allowed());
    situation.recused = true;
    for action in Action::ALL.iter().filter(|action| **action != Action::FileReport) {
        let answer = decide(&roles(), &lead, *action, &situation);
        assert!(matches!(answer, Decision::Hidden(_)), "{action:?}");
    }
}

#[test]
fn the_read_log_is_for_the_team_and_never_of_a_case_that_one_has_no_part_in() {
    let outside = [Action::ReadCase, Action::ReadLog];
    let roles = Roles(BTreeMap::from([
        role("reporter", &outside),
        role("participant", &outside),
        role("auditor", &[Action::ReadLog]),
    ]));
    let case = CaseId::from_chance([1; 16]);
    let party = crate::words::PartyId::from_chance([2; 16]);
    let takes_part = Actor::Participant { case: case.clone(), party, role: "participant" };
    for actor in [Actor::Reporter(case.clone()), takes_part, Actor::Anonymous, Actor::System] {
        let answer = decide(&roles, &actor, Action::ReadLog, &on(&case));
        assert!(!answer.is_allowed(), "{actor:?}");
    }
    let (_, auditor) = person(7, "auditor");
    assert!(decide(&roles, &auditor, Action::ReadLog, &on(&case)).is_allowed());
    let recused = Situation { recused: true, ..on(&case) };
    let answer = decide(&roles, &auditor, Action::ReadLog, &recused);
    assert!(matches!(answer, Decision::Hidden(_)));
}

#[test]
fn words_of_the_read_log_are_read_back() {
    for (word, kind) in ReadKind::ALL {
        assert_eq!((kind.word(), ReadKind::read(word)), (*word, Some(*kind)));
    }
    for (word, door) in Door::ALL {
        assert_eq!((door.word(), Door::read(word)), (*word, Some(*door)));
    }
    assert_eq!((ReadKind::read("stolen"), Door::read("window")), (None, None));
}

fn with_scope(actor: &Actor, words: &str) -> Actor {
    let Actor::Person { account, roles, .. } = actor else { panic!("a person") };
    let scope = Scope::read(words).unwrap();
    Actor::Person { account: account.clone(), roles: roles.clone(), scope }
}

#[test]
fn a_token_may_do_less_than_its_holder_and_never_more() {
    let (_, lead) = person(8, "lead");
    let case = CaseId::from_chance([1; 16]);
    let said =
        |words: &str, action| decide(&roles(), &with_scope(&lead, words), action, &on(&case));
    assert!(said("read", Action::ReadCase).is_allowed());
    assert!(matches!(said("read", Action::ConfirmEmbargoEnd), Decision::Refused(_)));
    assert!(said("work", Action::ConfirmEmbargoEnd).is_allowed());
    assert!(matches!(said("work", Action::Redact), Decision::Refused(_)), "the role lacks it");
    // A token that may not read hears nothing of a case, as a role would that may not.
    assert!(matches!(said("confirm-embargo-end", Action::ReadCase), Decision::Hidden(_)));
    let (_, admin) = person(9, "admin");
    for (words, may) in [("read", false), ("work", false), ("all", true), ("manage-people", true)] {
        let admin = with_scope(&admin, words);
        let answer = decide(&roles(), &admin, Action::ManagePeople, &Situation::default());
        assert_eq!(answer.is_allowed(), may, "{words}");
        assert_eq!(decide_own(&admin).is_allowed(), words == "all", "{words}");
    }
    assert!(matches!(decide_own(&Actor::Anonymous), Decision::Hidden(_)));
}

#[test]
fn a_scope_is_read_back() {
    for words in ["read", "work", "all", "read-case write-note"] {
        assert_eq!(Scope::read(words).unwrap().words(), words);
    }
    assert_eq!(Scope::read("read, write-note").unwrap(), Scope::read("write-note read").unwrap());
    for wrong in ["", "  ", "write", "read Read"] {
        assert!(Scope::read(wrong).is_err(), "{wrong:?}");
    }
}
