//! People: invitations, accounts, sessions, tokens. Every change is an event of the instance's own
//! journal.

mod challenge;
mod identity;
mod invite;
mod join;
mod journal;
mod names;
mod passkey;
mod password;
mod people;
mod reach;
mod reads;
mod recover;
mod session;
mod sign_in;
mod sign_on;
mod ties;
mod token;

pub use identity::{identities, unlink};
pub use invite::{FIRST_ROLES, invite, invite_first, invites, revoke_invite};
pub use join::{Enrolment, Join, enrolment, join};
pub use names::names;
pub use passkey::{
    BrowserIsAsked, add_passkey, begin_passkey, begin_passkey_sign_in, passkey_sign_in, passkeys,
    remove_passkey,
};
pub use password::{NewPassword, change_password};
pub use people::{deactivate, grant_roles, people, set_roles};
pub use reach::{Reach, reach};
pub use reads::{Grant, READ_FIELDS, ReadFilter, ReadPage, grants, instant, reads};
pub use recover::{
    Return, Waiting, agree_to_recovery, ask_recovery, recover, recover_from_console, recoveries,
    return_of, withdraw_recovery,
};
pub use session::{
    SESSION_HOURS, Signed, actor_of, end_other_sessions, end_session, own_account, sessions,
    sign_out, signed,
};
pub use sign_in::{
    Entry, Failure, count_failure, has_password, not_signed_in, sign_in, try_to_sign_in,
};
pub use sign_on::{
    Arrived, Away, Errand, come_back, confirm, go_to_provider, join_by_provider, sign_on_name,
};
pub use ties::set_ties;
pub use token::{
    TOKEN_DAYS_MAX, issue_scoped_token, issue_token, revoke_token, tokens, with_token,
};
