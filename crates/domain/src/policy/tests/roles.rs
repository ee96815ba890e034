//! The roles that come with the product.

use crate::access::{Action, Roles};
use crate::policy::{built_in_roles, read::built_in_complaints};

const CONTENT: [Action; 3] = [Action::ListCases, Action::ReadCase, Action::ReadNotes];

#[test]
fn the_built_in_roles_read_without_a_complaint() {
    assert_eq!(built_in_complaints(), []);
    assert_eq!(built_in_roles().0.len(), 12);
}

#[test]
fn administrators_and_auditors_see_no_case() {
    let roles = built_in_roles();
    for id in ["admin", "auditor"] {
        assert!(CONTENT.iter().all(|action| !roles.0[id].may.contains(action)), "{id}");
    }
}

#[test]
fn every_action_is_somebodys() {
    let roles = built_in_roles();
    let nobody: Vec<&str> = Action::ALL
        .iter()
        .filter(|action| **action != Action::FileReport)
        .filter(|action| !roles.0.values().any(|role| role.may.contains(action)))
        .map(|action| action.word())
        .collect();
    assert!(nobody.is_empty(), "{nobody:?}");
}

#[test]
fn the_roles_of_people_from_outside_are_not_granted() {
    let roles = built_in_roles();
    assert_eq!(roles.grantable().count(), roles.0.len() - Roles::OUTSIDE.len());
    assert!(Roles::OUTSIDE.iter().all(|role| roles.0.contains_key(*role)));
}
