//! The front page: how to report, what is promised, what was published.

use crate::answer::{Answer, public_page};
use crate::layout::Layout;
use crate::say;
use crate::state::WebState;
use crate::views::advisory::AdvisoryView;
use app::advisory::public_page as page_of;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::policy::{Clock, Contact, Project};

/// How many advisories the front page shows.
const LATEST: u32 = 5;

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    layout: Layout,
    project: Project,
    promises: Vec<Clock>,
    rights: Vec<Clock>,
    escalation: Vec<Contact>,
    latest: Vec<AdvisoryView>,
    core: bool,
}

/// The front page.
pub(crate) async fn show(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let page = page_of(&state.anonymous(), None, LATEST).await?;
    let policy = state.policy();
    let (rights, promises) = policy.clocks.iter().cloned().partition(|clock| clock.right);
    let escalation = policy.contacts.iter().filter(|contact| contact.how == "escalation");
    let front = Front {
        layout: Layout::public(&state, &say("front-title").text(), "front"),
        project: policy.project.clone(),
        promises,
        rights,
        escalation: escalation.cloned().collect(),
        latest: page.advisories.iter().map(|one| AdvisoryView::of(one.get())).collect(),
        core: super::feeds::has_core(policy),
    };
    public_page(&headers, &front)
}
