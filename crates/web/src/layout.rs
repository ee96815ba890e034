//! What every page has: the project's name, the way around, and the one style sheet.

use crate::pages::{CSS_PATH, LIVE_PATH};
use crate::session::Staff;
use crate::state::WebState;
use crate::words::Tongue;
use domain::access::Action;

/// What every page has.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Whose security this is.
    pub(crate) project: String,
    /// The language of the page.
    pub(crate) tongue: Tongue,
    /// Those it can be had in, where that can be chosen here.
    pub(crate) languages: Vec<Tongue>,
    /// This page.
    pub(crate) title: String,
    /// Where the style sheet is.
    pub(crate) css: &'static str,
    /// Where the script is, for the pages that have it.
    pub(crate) live: &'static str,
    /// Which entry of the menu this page is.
    pub(crate) here: &'static str,
    /// Why timers wait, on the team's pages.
    pub(crate) alarm: Option<String>,
    /// Who is logged in, on the team's pages.
    pub(crate) me: Option<Me>,
}

/// Who is logged in.
#[derive(Debug, Clone)]
pub(crate) struct Me {
    /// Their name.
    pub(crate) name: String,
    /// What their forms carry.
    pub(crate) form_token: String,
    /// Whether they see the queue.
    pub(crate) queue: bool,
    /// Whether they look at mail that waits.
    pub(crate) mail: bool,
    /// Whether they manage people.
    pub(crate) people: bool,
    /// Whether they see who reads what.
    pub(crate) reads: bool,
    /// Whether they may have a case opened that they have no part in.
    pub(crate) glass: bool,
    /// Whether they see the sanctions on reporters.
    pub(crate) sanctions: bool,
}

impl Layout {
    /// For everyone; never looks at who reads.
    pub(crate) fn public(state: &WebState, title: &str, here: &'static str) -> Self {
        let project = state.policy().project.name.clone();
        let (title, me, alarm) = (title.to_owned(), None, None);
        let (tongue, languages) = (Tongue::here(), Tongue::all());
        let (css, live) = (&CSS_PATH, &LIVE_PATH);
        Self { project, tongue, languages, title, css, live, here, me, alarm }
    }

    /// For the team.
    pub(crate) fn staff(state: &WebState, staff: &Staff, title: &str, here: &'static str) -> Self {
        let me = Me {
            name: staff.signed.account.name.clone(),
            form_token: staff.signed.session.form_token.clone(),
            queue: staff.ctx.may(Action::ListCases),
            mail: staff.ctx.may(Action::DecideValidity),
            people: staff.ctx.may(Action::ManagePeople),
            reads: staff.ctx.may(Action::ReadLog),
            glass: staff.ctx.may(Action::BreakGlass),
            sanctions: staff.ctx.may(Action::DecideAppeal),
        };
        let alarm = state.app.clock.doubt().map(|doubt| doubt.to_string());
        Self { me: Some(me), alarm, ..Self::public(state, title, here) }
    }

    /// What forms of this page carry.
    pub(crate) fn form_token(&self) -> &str {
        self.me.as_ref().map_or("", |me| &me.form_token)
    }
}
