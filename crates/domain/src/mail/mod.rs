//! Mail from and to people outside: what is known of a mail that came in, how a reporter is reached,
//! and what a mail may do. A mail is words and never an action. Begin with [`Arrived`].

mod apply;
mod arrived;
mod contact;
mod mark;

pub(crate) use apply::apply;
pub use arrived::{Arrived, Attached, Automatic, Bounce, Checks, Signature};
pub use contact::{Contact, give, is_address, is_token, same_address, thread_of, token};
pub use mark::key_mark;

#[cfg(test)]
mod tests;
