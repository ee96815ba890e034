//! A role is a file: who it is for and which actions it may take.

use super::Action;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One role, as its file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Short name, also the file's.
    pub id: String,
    /// For people.
    pub title: String,
    /// What the role is for, in one sentence.
    pub says: String,
    /// What it may do.
    pub may: BTreeSet<Action>,
}

/// All roles by id. The role `reporter` applies to a reporter's own case only and is granted to nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Roles(pub BTreeMap<String, Role>);

impl Roles {
    /// The role that people hold on their own report.
    pub const REPORTER: &'static str = "reporter";
    /// The role of a vendor, a coordinator or the reporter of the same problem, on one case.
    pub const PARTICIPANT: &'static str = "participant";
    /// The roles of people from outside, on their own case only; granted to nobody.
    pub const OUTSIDE: [&'static str; 3] = [Self::REPORTER, Self::PARTICIPANT, "recipient"];

    /// Those that can be granted to an account.
    pub fn grantable(&self) -> impl Iterator<Item = &Role> {
        self.0.values().filter(|role| !Self::OUTSIDE.contains(&role.id.as_str()))
    }
}
