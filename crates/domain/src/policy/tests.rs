//! Calendars, release lines, roles and the reader.

mod calendar;
mod lines;
mod pack;
mod program;
mod roles;
