//! What happened to people and their rights, for the instance's own journal.

use crate::words::AccountId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
        /// Until when, of those that end.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        until: BTreeMap<String, Timestamp>,
    },
    /// It was said for whom somebody works. Which organisations is content.
    TiesSet {
        /// Whose.
        account: AccountId,
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
        /// What it may do; everything in what earlier versions wrote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<String>,
    },
    /// An API token was revoked. Its label is content.
    TokenRevoked {
        /// Whose.
        account: AccountId,
    },
    /// Somebody set another password; their other sessions ended.
    PasswordChanged {
        /// Whose.
        account: AccountId,
    },
    /// Sessions were ended by hand.
    SessionsEnded {
        /// Whose.
        account: AccountId,
        /// How many.
        count: u64,
    },
    /// An invitation was taken back.
    InviteRevoked {
        /// The roles that came with it.
        roles: BTreeSet<String>,
    },
    /// A passkey was made. Its name is content.
    PasskeyAdded {
        /// Whose.
        account: AccountId,
    },
    /// A passkey was taken away. Its name is content.
    PasskeyRemoved {
        /// Whose.
        account: AccountId,
    },
    /// An account is known by the provider of single sign-on from now on.
    IdentityLinked {
        /// Whose.
        account: AccountId,
    },
    /// It is not any more.
    IdentityUnlinked {
        /// Whose.
        account: AccountId,
    },
    /// Somebody asked that a person be let in again who has lost what they log in with.
    RecoveryAsked {
        /// The person.
        account: AccountId,
    },
    /// A second person agreed, or the operator's console did where there are no two; there is a link.
    RecoveryIssued {
        /// The person.
        account: AccountId,
    },
    /// That was taken back.
    RecoveryWithdrawn {
        /// The person.
        account: AccountId,
    },
    /// The link was used: password and second factor are new, and everything that was open has ended.
    Recovered {
        /// The person.
        account: AccountId,
    },
}
