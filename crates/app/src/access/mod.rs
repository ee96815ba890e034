//! People: invitations, accounts, sessions, tokens. Every change is an event of the instance's own
//! journal.

mod invite;
mod join;
mod journal;
mod names;
mod people;
mod reach;
mod reads;
mod session;
mod sign_in;
mod token;

pub use invite::{FIRST_ROLES, invite, invite_first};
pub use join::{Enrolment, Join, enrolment, join};
pub use names::names;
pub use people::{deactivate, people, set_roles};
pub use reach::{Reach, reach};
pub use reads::{Grant, READ_FIELDS, ReadFilter, ReadPage, grants, reads};
pub use session::{Signed, actor_of, sign_out, signed};
pub use sign_in::{
    Entry, Failure, SESSION_HOURS, count_failure, not_signed_in, sign_in, try_to_sign_in,
};
pub use token::{issue_token, with_token};
