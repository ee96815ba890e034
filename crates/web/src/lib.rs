//! The doors people walk through: HTML pages, and the router that the JSON API joins.
//! Handlers parse, call one use case and render; there is no rule, no SQL and no clock here.
//! Begin with `router`, then `pages`.

mod answer;
pub mod api;
mod cookie;
mod doors;
mod download;
mod filing;
mod form;
mod guard;
mod guesses;
mod layout;
mod pages;
mod record;
mod refuse;
mod router;
mod session;
mod state;
mod upload;
mod views;
mod when;
mod words;

pub use doors::{Asks, Door, Needs, doors};
pub use guesses::Limits;
pub use router::router;
pub use state::{Clock, Sign, WebState};
pub use words::{WordFile, Words};
pub(crate) use words::{english, own, say, theirs};

#[cfg(test)]
mod tests;
