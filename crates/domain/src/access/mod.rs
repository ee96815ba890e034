//! THE place of permissions: the closed list of actions, roles as data, one function that decides.

mod action;
mod decide;
mod fact;
mod reading;
mod role;

pub use action::Action;
pub use decide::{Actor, Decision, Situation, decide};
pub use fact::AccessFact;
pub use reading::{Door, ReadKind};
pub use role::{Role, Roles};

#[cfg(test)]
mod tests;
