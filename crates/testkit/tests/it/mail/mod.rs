//! Mail, both ways, with a real mail server on the other side.

pub(crate) mod come_in;
mod out;
