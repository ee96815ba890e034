//! Mail, both ways, with a real mail server on the other side.

mod come_in;
mod out;
