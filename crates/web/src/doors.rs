//! Every door in one table: its address, what whoever comes through must have, and what could be
//! guessed at it. A route is made here and nowhere else, so that none lacks an answer to both.

use crate::guesses::{Guarded, watch};
use crate::state::WebState;
use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, any, get, post};
use domain::access::Action;

/// What whoever comes through must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: everybody may.
    Nothing,
    /// A right, apart from any case.
    May(Action),
    /// A right on the case that is asked for.
    On(Action),
    /// On the case that is asked for, what the named verb needs.
    Verb,
    /// What the named verb needs on each chosen case, and to see the list.
    VerbOnEach,
    /// On one's own case, what the named verb needs.
    VerbOnOwn,
    /// The secret that opens it.
    Secret,
    /// A password and a second factor.
    Password,
    /// A passkey that has made sure of its user.
    Passkey,
    /// The word of the provider of single sign-on.
    Provider,
    /// An account, whatever it may.
    Account,
}

/// What could be guessed at a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing: what is here is public, or the asker's own.
    Nothing,
    /// The id of a case.
    Case,
    /// A secret.
    Secret,
    /// A login and its password.
    LogIn,
    /// The id of an account, by somebody who may see them all.
    Person,
    /// Nothing, but a report can be left here, and many of them.
    Report,
}

impl Asks {
    /// As a word.
    pub fn word(self) -> &'static str {
        match self {
            Asks::Nothing => "nothing",
            Asks::Case => "case",
            Asks::Secret => "secret",
            Asks::LogIn => "log-in",
            Asks::Person => "person",
            Asks::Report => "report",
        }
    }

    fn is_watched(self) -> bool {
        !matches!(self, Asks::Nothing | Asks::Person)
    }
}

/// One door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// `GET`, `POST`, or `*` for every method.
    pub method: &'static str,
    /// Its address, with names in braces.
    pub path: &'static str,
    /// What one must have.
    pub needs: Needs,
    /// What could be guessed.
    pub asks: Asks,
}

/// Doors with what is behind them.
#[derive(Default)]
pub(crate) struct Doors(Vec<(Door, MethodRouter<WebState>)>);

impl Doors {
    fn with(
        mut self,
        method: &'static str,
        (path, needs, asks): (&'static str, Needs, Asks),
        behind: MethodRouter<WebState>,
    ) -> Self {
        self.0.push((Door { method, path, needs, asks }, behind));
        self
    }

    pub(crate) fn get<T: 'static>(
        self,
        path: &'static str,
        needs: Needs,
        asks: Asks,
        behind: impl Handler<T, WebState>,
    ) -> Self {
        self.with("GET", (path, needs, asks), get(behind))
    }

    pub(crate) fn post<T: 'static>(
        self,
        path: &'static str,
        needs: Needs,
        asks: Asks,
        behind: impl Handler<T, WebState>,
    ) -> Self {
        self.with("POST", (path, needs, asks), post(behind))
    }

    pub(crate) fn any<T: 'static>(
        self,
        path: &'static str,
        needs: Needs,
        asks: Asks,
        behind: impl Handler<T, WebState>,
    ) -> Self {
        self.with("*", (path, needs, asks), any(behind))
    }

    pub(crate) fn and(mut self, other: Doors) -> Self {
        self.0.extend(other.0);
        self
    }

    fn table(&self) -> impl Iterator<Item = Door> {
        self.0.iter().map(|(door, _)| *door)
    }

    /// As a router; doors at which something could be guessed are watched.
    pub(crate) fn open(self, state: &WebState, api: bool) -> Router<WebState> {
        let add = |routes: Router<WebState>, (door, behind): (Door, MethodRouter<WebState>)| {
            if !door.asks.is_watched() {
                return routes.route(door.path, behind);
            }
            let guarded = Guarded { state: state.clone(), asks: door.asks, api };
            routes.route(door.path, behind.layer(from_fn_with_state(guarded, watch)))
        };
        self.0.into_iter().fold(Router::new(), add)
    }
}

/// Every door that the router has, in order.
pub fn doors() -> Vec<Door> {
    let all = crate::pages::doors().and(crate::api::doors());
    all.table().collect()
}
