//! One's own account: who one is here, and tokens for programs.

use crate::answer::{Answer, page};
use crate::layout::Layout;
use crate::refuse;
use crate::session::{Staff, StaffForm};
use crate::state::WebState;
use crate::views::words::role_titles;
use crate::when::When;
use app::access::issue_token;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;

#[derive(Template)]
#[template(path = "you.html")]
struct YouPage {
    layout: Layout,
    login: String,
    name: String,
    roles: Vec<(String, String)>,
    role_names: String,
    ends: When,
    token: Option<String>,
    label: String,
    days: String,
    wrong: Vec<String>,
}

fn view(state: &WebState, staff: &Staff) -> YouPage {
    let (policy, account) = (state.policy(), &staff.signed.account);
    let role =
        |id: &String| policy.roles.0.get(id).map(|role| (role.title.clone(), role.says.clone()));
    YouPage {
        layout: Layout::staff(state, staff, "You", "you"),
        login: account.login.clone(),
        name: account.name.clone(),
        roles: account.roles.iter().filter_map(role).collect(),
        role_names: role_titles(&policy.roles, account.roles.iter()),
        ends: When::new(staff.signed.session.expires_at, staff.ctx.now, policy),
        token: None,
        label: String::new(),
        days: "90".to_owned(),
        wrong: Vec::new(),
    }
}

/// One's own account.
pub(crate) async fn show(State(state): State<WebState>, staff: Staff) -> Answer {
    page(StatusCode::OK, &view(&state, &staff))
}

/// Issue a token; it is shown once.
pub(crate) async fn send(State(state): State<WebState>, form: StaffForm) -> Answer {
    let StaffForm { staff, fields } = form;
    let days = fields.get("days").trim().parse().unwrap_or(0);
    let seen = view(&state, &staff);
    match issue_token(&staff.ctx, fields.get("label"), days).await {
        Ok(secret) => {
            let token = Some(secret.reveal().to_owned());
            page(StatusCode::CREATED, &YouPage { token, ..seen })
        }
        Err(error) => {
            let Some((wrong, _)) = refuse::says(&error) else { return Err(error.into()) };
            let (label, days) = (fields.get("label").to_owned(), fields.get("days").to_owned());
            page(refuse::status_of(&error), &YouPage { wrong, label, days, ..seen })
        }
    }
}
