//! The people who work here: inviting them, their roles, and letting them go.

use crate::answer::{Answer, page, see_other};
use crate::form::Fields;
use crate::layout::Layout;
use crate::refuse;
use crate::session::{Staff, StaffForm};
use crate::state::WebState;
use crate::views::facts::OptionView;
use crate::views::words::{commas, role_titles};
use crate::when::When;
use app::access::{
    deactivate, grant_roles, instant, invite, invites, people, revoke_invite, set_ties,
};
use app::ports::store::Account;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::access::Action;
use domain::policy::Policy;
use domain::words::{AccountId, Digest};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    layout: Layout,
    people: Vec<PersonView>,
    roles: Vec<(OptionView, String)>,
    invites: Vec<InviteView>,
    recovers: bool,
    link: Option<String>,
    wrong: Vec<String>,
}

struct PersonView {
    id: String,
    name: String,
    login: String,
    roles: String,
    choices: Vec<(OptionView, String)>,
    /// What of the roles ends by itself, and when.
    until: Vec<(String, When)>,
    /// For whom they work beside the project.
    ties: String,
    active: bool,
    me: bool,
}

struct InviteView {
    id: String,
    roles: String,
    by: String,
    ends: When,
}

fn choices(policy: &Policy, held: &BTreeSet<String>) -> Vec<OptionView> {
    let option = |role: &domain::access::Role| OptionView {
        value: role.id.clone(),
        label: role.title.clone(),
        chosen: held.contains(&role.id),
    };
    policy.roles.grantable().map(option).collect()
}

fn person(policy: &Policy, account: &Account, me: &AccountId, now: Timestamp) -> PersonView {
    let held = account.roles_at(now);
    let until = |id: &str| account.until.get(id).filter(|until| **until > now);
    let ends = held.iter().filter_map(|id| Some((id, *until(id)?)));
    let ends = ends.map(|(id, at)| {
        (role_titles(&policy.roles, std::iter::once(id)), When::new(at, now, policy))
    });
    let choice = |option: OptionView| {
        let until = until(&option.value).map(ToString::to_string).unwrap_or_default();
        (option, until)
    };
    PersonView {
        until: ends.collect(),
        id: account.id.to_string(),
        name: account.name.clone(),
        login: account.login.clone(),
        roles: role_titles(&policy.roles, held.iter()),
        choices: choices(policy, &held).into_iter().map(choice).collect(),
        ties: commas(&account.ties),
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
    let (all, now) = (people(&staff.ctx).await?, staff.ctx.now);
    let who = |id: &AccountId| all.iter().find(|one| one.id == *id).map(|one| one.name.clone());
    let pending = invites(&staff.ctx).await?.into_iter().map(|one| InviteView {
        id: one.secret.to_string(),
        roles: role_titles(&policy.roles, one.roles.iter()),
        by: one.made.by.as_ref().and_then(who).unwrap_or_else(|| "the console".to_owned()),
        ends: When::new(one.expires_at, now, policy),
    });
    let says = |option: OptionView| {
        let role = policy.roles.0.get(&option.value);
        let says = role.map_or_else(String::new, |role| role.says.clone());
        (option, says)
    };
    Ok(PeoplePage {
        layout: Layout::staff(state, staff, "People", "people"),
        people: all.iter().map(|one| person(policy, one, &staff.signed.account.id, now)).collect(),
        invites: pending.collect(),
        recovers: staff.ctx.may(Action::RecoverPerson),
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
    let roles: BTreeSet<String> = fields.all("roles").map(str::to_owned).collect();
    let given = match until(&roles, &fields) {
        Ok(until) => grant_roles(&staff.ctx, &account(&id)?, roles, until).await,
        Err(wrong) => staff.ctx.require(Action::ManagePeople).and(Err(app::Error::Invalid(wrong))),
    };
    match given {
        Ok(()) => Ok(see_other("/people")),
        Err(error) => refused(&state, &staff, error).await,
    }
}

/// Until when each of these roles is granted, where the form says so.
fn until(
    roles: &BTreeSet<String>,
    fields: &Fields,
) -> Result<BTreeMap<String, Timestamp>, Vec<String>> {
    let (mut until, mut wrong) = (BTreeMap::new(), Vec::new());
    for role in roles {
        let text = fields.get(&format!("until.{role}")).trim();
        match instant(text) {
            _ if text.is_empty() => {}
            Ok(at) => {
                until.insert(role.clone(), at);
            }
            Err(says) => wrong.push(format!("until: {says}")),
        }
    }
    if wrong.is_empty() { Ok(until) } else { Err(wrong) }
}

/// Say for whom somebody works beside the project.
pub(crate) async fn ties(
    State(state): State<WebState>,
    Path(id): Path<String>,
    form: StaffForm,
) -> Answer {
    match set_ties(&form.staff.ctx, &account(&id)?, form.fields.get("ties")).await {
        Ok(_) => Ok(see_other("/people")),
        Err(error) => refused(&state, &form.staff, error).await,
    }
}

/// Take an invitation back; one that is not there is as good as taken back.
pub(crate) async fn uninvite(form: StaffForm) -> Answer {
    let ctx = &form.staff.ctx;
    ctx.require(Action::ManagePeople)?;
    if let Some(which) = Digest::read(form.fields.get("invite")) {
        revoke_invite(ctx, &which).await?;
    }
    Ok(see_other("/people#invites"))
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
