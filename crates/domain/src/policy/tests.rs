//! Calendars, release lines, roles and the reader.

mod calendar;
mod clocks;
mod diff;
mod lines;
mod pack;
mod papers;
mod program;
pub(crate) use program::good as program_with;
mod roles;
mod severity;

/// The files of the least pack that is whole.
pub(crate) fn tiny() -> std::collections::BTreeMap<String, Vec<u8>> {
    pack::files(&[])
}
