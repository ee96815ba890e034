//! THE place of permissions: the closed list of actions, roles as data, one function that decides.

mod action;
mod decide;
mod fact;
mod reading;
mod role;
mod scope;
mod ties;

pub use action::Action;
pub use decide::{Actor, Decision, Situation, decide, decide_own};
pub use fact::AccessFact;
pub use reading::{Door, ReadKind};
pub use role::{Role, Roles};
pub use scope::{SCOPES, Scope};
pub use ties::{comes_from, domains_of, ties};

#[cfg(test)]
mod tests;
