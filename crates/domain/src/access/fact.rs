//! What happened to people and their rights, for the instance's own journal.

use crate::words::AccountId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AccessFact {
    /// Somebody was invited, with these roles.
    Invited {
        /// The roles.
        roles: BTreeSet<String>,
    },
    /// An invitation became an account. Its login and name are content.
    Joined {
        /// The account.
        account: AccountId,
        /// Its roles.
        roles: BTreeSet<String>,
    },
    /// An account's roles were set.
    RolesSet {
        /// The account.
        account: AccountId,
        /// Its roles from now on.
        roles: BTreeSet<String>,
    },
    /// An account may no longer be used; its sessions and tokens ended.
    Deactivated {
        /// The account.
        account: AccountId,
    },
    /// An API token was issued. Its label is content.
    TokenIssued {
        /// Whose.
        account: AccountId,
    },
}
