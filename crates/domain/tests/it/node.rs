//! The policy of Node.js: every clause there, every example of its text judged as the text says.

mod claims;
mod clashes;
mod clauses;
mod criteria;
mod dates;
mod seed;
