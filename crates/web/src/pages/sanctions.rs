//! Every sanction on a reporter, appeals that wait first.

use crate::answer::{Answer, page};
use crate::layout::Layout;
use crate::session::Staff;
use crate::state::WebState;
use crate::views::sanctions::SanctionView;
use app::access::names;
use app::sanction::list;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use domain::words::visible;

#[derive(Template)]
#[template(path = "sanctions.html")]
struct SanctionsPage {
    layout: Layout,
    rows: Vec<Row>,
}

struct Row {
    case: String,
    title: String,
    by: String,
    waits: bool,
    view: SanctionView,
}

/// The list.
pub(crate) async fn show(State(state): State<WebState>, staff: Staff) -> Answer {
    let listed = list(&staff.ctx).await?;
    let names = names(&staff.ctx).await?;
    let (policy, now) = (state.policy(), staff.ctx.now);
    let row = |one: &app::sanction::Listed| Row {
        case: one.case.to_string(),
        title: if one.title.is_empty() { "(no title)".to_owned() } else { visible(&one.title) },
        by: one.sanction.by.as_ref().and_then(|id| names.get(id)).cloned().unwrap_or_default(),
        waits: one.sanction.waits(),
        view: SanctionView::new(&one.sanction, policy, now),
    };
    let rows = listed.iter().map(row).collect();
    let layout = Layout::staff(&state, &staff, "Sanctions", "sanctions");
    page(StatusCode::OK, &SanctionsPage { layout, rows })
}
