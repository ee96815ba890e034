//! The people who work here: inviting them, their roles, and letting them go.

use crate::answer::{Answer, page, see_other};
use crate::layout::Layout;
use crate::refuse;
use crate::session::{Staff, StaffForm};
use crate::state::WebState;
use crate::views::facts::OptionView;
use crate::views::words::role_titles;
use app::access::{deactivate, invite, people, set_roles};
use app::ports::store::Account;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::policy::Policy;
use domain::words::AccountId;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    layout: Layout,
    people: Vec<PersonView>,
    roles: Vec<(OptionView, String)>,
    link: Option<String>,
    wrong: Vec<String>,
}

struct PersonView {
    id: String,
    name: String,
    login: String,
    roles: String,
    choices: Vec<OptionView>,
    active: bool,
    me: bool,
}

fn choices(policy: &Policy, held: &BTreeSet<String>) -> Vec<OptionView> {
    let option = |role: &domain::access::Role| OptionView {
        value: role.id.clone(),
        label: role.title.clone(),
        chosen: held.contains(&role.id),
    };
    policy.roles.grantable().map(option).collect()
}

fn person(policy: &Policy, account: &Account, me: &AccountId) -> PersonView {
    PersonView {
        id: account.id.to_string(),
        name: account.name.clone(),
        login: account.login.clone(),
        roles: role_titles(&policy.roles, account.roles.iter()),
        choices: choices(policy, &account.roles),
        active: account.active,
        me: account.id == *me,
    }
}

async fn view(
    state: &WebState,
    staff: &Staff,
    link: Option<String>,
    wrong: Vec<String>,
) -> Result<PeoplePage, app::Error> {
    let policy = state.policy();
    let all = people(&staff.ctx).await?;
    let says = |option: OptionView| {
        let role = policy.roles.0.get(&option.value);
        let says = role.map_or_else(String::new, |role| role.says.clone());
        (option, says)
    };
    Ok(PeoplePage {
        layout: Layout::staff(state, staff, "People", "people"),
        people: all.iter().map(|one| person(policy, one, &staff.signed.account.id)).collect(),
        roles: choices(policy, &BTreeSet::new()).into_iter().map(says).collect(),
        link,
        wrong,
    })
}

/// Everybody.
pub(crate) async fn show(State(state): State<WebState>, staff: Staff) -> Answer {
    page(StatusCode::OK, &view(&state, &staff, None, Vec::new()).await?)
}

async fn refused(state: &WebState, staff: &Staff, error: app::Error) -> Answer {
    let Some((says, _)) = refuse::says(&error) else { return Err(error.into()) };
    page(refuse::status_of(&error), &view(state, staff, None, says).await?)
}

/// Invite somebody; the link is shown once.
pub(crate) async fn send(State(state): State<WebState>, form: StaffForm) -> Answer {
    let StaffForm { staff, fields } = form;
    let roles = fields.all("roles").map(str::to_owned).collect();
    match invite(&staff.ctx, roles).await {
        Ok(secret) => {
            let link = format!("{}/join/{}", state.public_url, secret.reveal());
            page(StatusCode::CREATED, &view(&state, &staff, Some(link), Vec::new()).await?)
        }
        Err(error) => refused(&state, &staff, error).await,
    }
}

fn account(id: &str) -> Result<AccountId, app::Error> {
    AccountId::read(id).map_err(|_| app::Error::NotThere)
}

/// Set somebody's roles.
pub(crate) async fn roles(
    State(state): State<WebState>,
    Path(id): Path<String>,
    form: StaffForm,
) -> Answer {
    let StaffForm { staff, fields } = form;
    let roles = fields.all("roles").map(str::to_owned).collect();
    match set_roles(&staff.ctx, &account(&id)?, roles).await {
        Ok(()) => Ok(see_other("/people")),
        Err(error) => refused(&state, &staff, error).await,
    }
}

/// Let somebody go.
pub(crate) async fn leave(
    State(state): State<WebState>,
    Path(id): Path<String>,
    form: StaffForm,
) -> Answer {
    match deactivate(&form.staff.ctx, &account(&id)?).await {
        Ok(()) => Ok(see_other("/people")),
        Err(error) => refused(&state, &form.staff, error).await,
    }
}
