//! Files of a case, for the team: to be saved, or their beginning as plain text.

use super::read;
use crate::answer::{Answer, page};
use crate::download::download;
use crate::layout::Layout;
use crate::session::Staff;
use crate::state::WebState;
use crate::views::files::size;
use app::attachment::{PREVIEW_MAX, fetch as fetch_file, preview};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;

/// Whether a file is wanted that is held back.
#[derive(serde::Deserialize)]
pub(crate) struct Wanted {
    anyway: Option<String>,
}

/// The file.
pub(crate) async fn fetch(
    staff: Staff,
    Path((id, attachment)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let anyway = wanted.anyway.is_some_and(|anyway| anyway == "yes");
    Ok(download(fetch_file(&staff.ctx, &read(&id)?, &attachment, anyway).await?))
}

#[derive(Template)]
#[template(path = "file_text.html")]
struct TextPage {
    layout: Layout,
    case: String,
    name: String,
    size: String,
    text: String,
    cut: bool,
    most: String,
}

/// Its beginning, as plain text.
pub(crate) async fn text(
    State(state): State<WebState>,
    staff: Staff,
    Path((id, attachment)): Path<(String, String)>,
) -> Answer {
    let id = read(&id)?;
    let found = preview(&staff.ctx, &id, &attachment).await?;
    let shown = TextPage {
        layout: Layout::staff(&state, &staff, &found.name, "queue"),
        case: id.to_string(),
        name: found.name,
        size: size(found.length),
        text: found.text,
        cut: found.cut,
        most: size(PREVIEW_MAX as u64),
    };
    page(StatusCode::OK, &shown)
}
