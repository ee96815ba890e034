//! The store as its users see it: one story for every engine, and what only one of them can tell.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

mod backup;
mod erased;
mod group;
mod opening;
mod place;
mod postgres;
mod samples;
mod shipping;
mod story;
mod tampering;
