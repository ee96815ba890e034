//! The embargo of a case in words.

use super::words::end_reason;
use crate::say;
use crate::when::When;
use domain::case::{By, Case};
use domain::embargo::EmbargoState;
use domain::policy::Policy;
use jiff::Timestamp;

/// An embargo, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EmbargoView {
    /// How it stands, in a word or two.
    pub(crate) word: String,
    /// Which look.
    pub(crate) look: &'static str,
    /// Until when it binds, if it does.
    pub(crate) ends: Option<When>,
    /// The end on the table, and whether the reporter proposed it.
    pub(crate) proposal: Option<(When, bool)>,
    /// The digest of the terms on the table.
    pub(crate) terms: String,
    /// A wish to end it early: who, which kind of reason, why.
    pub(crate) wish: Option<Wish>,
    /// How it ended, and from when.
    pub(crate) over: Option<(String, When)>,
}

/// A wish to end it early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Who.
    pub(crate) by: String,
    /// Which kind of reason.
    pub(crate) reason: String,
    /// Why, in words.
    pub(crate) because: String,
}

/// The embargo of this case.
pub(crate) fn embargo(
    case: &Case,
    policy: &Policy,
    now: Timestamp,
    name: impl Fn(&By) -> String,
) -> EmbargoView {
    let state = &case.embargo;
    let when = |at| When::new(at, now, policy);
    let binding = state.terms.as_ref().filter(|_| state.state.binds());
    let proposal = state.proposals.last();
    let (word, look) = match state.state {
        EmbargoState::None => ("embargo-none", "open"),
        EmbargoState::Proposed => ("embargo-proposed", "open"),
        EmbargoState::Active => ("embargo-holds", "running"),
        EmbargoState::Revise => ("embargo-revise", "open"),
        EmbargoState::Exited => ("embargo-exited", "kept"),
    };
    EmbargoView {
        word: say(word).text(),
        look,
        ends: binding.map(|terms| when(terms.ends_at)),
        proposal: proposal.map(|p| (when(p.terms.ends_at), matches!(p.by, By::Reporter))),
        terms: proposal.map(|p| p.terms.digest().to_string()).unwrap_or_default(),
        wish: state.end.as_ref().map(|wish| Wish {
            by: name(&By::Person(wish.by.clone())),
            reason: end_reason(wish.reason),
            because: wish.because.clone(),
        }),
        over: state.exit.as_ref().map(|exit| {
            let how = exit.reason.map(end_reason);
            (how.unwrap_or_else(|| say("end-reached").text()), when(exit.effective_at))
        }),
    }
}

impl EmbargoView {
    /// Whether the team has an answer to give.
    pub(crate) fn teams_turn(&self) -> bool {
        self.proposal.as_ref().is_some_and(|(_, by_reporter)| *by_reporter)
    }
}
