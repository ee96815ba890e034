//! One's own account: who one is here, where one is logged in, and tokens for programs.

use crate::answer::{Answer, page, see_other};
use crate::form::Fields;
use crate::layout::Layout;
use crate::refuse::{self, sentence};
use crate::session::{Staff, StaffForm};
use crate::state::WebState;
use crate::views::facts::OptionView;
use crate::views::words::{commas, role_titles};
use crate::when::When;
use app::access::{
    NewPassword, change_password, end_other_sessions, end_session, identities, issue_scoped_token,
    passkeys, revoke_token, sessions, set_ties, sign_on_name, tokens,
};
use app::ports::store::{Identity, Passkey, Session, Token};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use domain::access::{Action, SCOPES, Scope};
use domain::words::{Digest, visible};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "you.html")]
struct YouPage {
    layout: Layout,
    login: String,
    name: String,
    roles: Vec<RoleView>,
    role_names: String,
    ends: When,
    sessions: Vec<SessionView>,
    tokens: Vec<TokenView>,
    scopes: Vec<(OptionView, &'static str)>,
    passkeys: Vec<PasskeyView>,
    /// Why there are none at this address, where there are none.
    no_passkeys: Option<String>,
    /// The provider of single sign-on, where there is one.
    provider: Option<String>,
    identities: Vec<IdentityView>,
    /// For whom they work beside the project.
    ties: String,
    recovers: bool,
    token: Option<String>,
    label: String,
    days: String,
    wrong: Vec<String>,
    /// Whether they have just set another password.
    changed: bool,
    has_password: bool,
}

struct RoleView {
    title: String,
    says: String,
    until: Option<When>,
}

struct SessionView {
    id: String,
    device: String,
    how: String,
    /// Nothing where an earlier version did not say.
    opened: Option<When>,
    used: Option<When>,
    mine: bool,
}

struct TokenView {
    id: String,
    label: String,
    scope: String,
    made: Option<When>,
    used: Option<When>,
    ends: When,
}

struct PasskeyView {
    id: String,
    name: String,
    made: When,
    used: Option<When>,
}

struct IdentityView {
    id: String,
    issuer: String,
    subject: String,
    made: When,
    used: Option<When>,
}

fn identity_view(one: &Identity, when: impl Fn(Timestamp) -> When) -> IdentityView {
    IdentityView {
        id: one.handle.to_string(),
        issuer: visible(&one.issuer),
        subject: visible(&one.subject),
        made: when(one.made_at),
        used: one.used_at.map(&when),
    }
}

fn passkey_view(one: &Passkey, when: impl Fn(Timestamp) -> When) -> PasskeyView {
    PasskeyView {
        id: one.handle().to_string(),
        name: visible(&one.name),
        made: when(one.made_at),
        used: one.used_at.map(&when),
    }
}

/// An instant, where it was kept.
fn kept(at: Timestamp, when: impl Fn(Timestamp) -> When) -> Option<When> {
    (at > Timestamp::UNIX_EPOCH).then(|| when(at))
}

fn session_view(one: &Session, mine: &Digest, when: impl Fn(Timestamp) -> When) -> SessionView {
    let or = |text: &str, other: &str| if text.is_empty() { other.into() } else { visible(text) };
    SessionView {
        id: one.secret.to_string(),
        device: or(&one.seen.device, "An unknown browser"),
        how: or(&one.seen.how, "password and code"),
        opened: kept(one.seen.opened_at, &when),
        used: kept(one.seen.used_at, &when),
        mine: one.secret == *mine,
    }
}

fn token_view(one: &Token, when: impl Fn(Timestamp) -> When) -> TokenView {
    TokenView {
        id: one.secret.to_string(),
        label: visible(&one.label),
        scope: one.grant.scope.clone(),
        made: kept(one.grant.made_at, &when),
        used: one.grant.used_at.map(&when),
        ends: when(one.expires_at),
    }
}

fn scopes(chosen: &str) -> Vec<(OptionView, &'static str)> {
    let option = |(name, says): &(&'static str, &'static str)| {
        let (value, label) = ((*name).to_owned(), (*name).to_owned());
        (OptionView { value, label, chosen: *name == chosen }, *says)
    };
    SCOPES.iter().map(option).collect()
}

async fn view(state: &WebState, staff: &Staff) -> Result<YouPage, app::Error> {
    let (policy, account) = (state.policy(), &staff.signed.account);
    let when = |at| When::new(at, staff.ctx.now, policy);
    let held = account.roles_at(staff.ctx.now);
    let role = |id: &String| {
        let role = policy.roles.0.get(id)?;
        let until = account.until.get(id).map(|until| when(*until));
        Some(RoleView { title: role.title.clone(), says: role.says.clone(), until })
    };
    let mine = staff.signed.session.secret;
    let (open, programs) = (sessions(&staff.ctx).await?, tokens(&staff.ctx).await?);
    let (keys, linked) = (passkeys(&staff.ctx).await?, identities(&staff.ctx).await?);
    Ok(YouPage {
        layout: Layout::staff(state, staff, "You", "you"),
        login: account.login.clone(),
        name: account.name.clone(),
        roles: held.iter().filter_map(role).collect(),
        role_names: role_titles(&policy.roles, held.iter()),
        ends: when(staff.signed.session.expires_at),
        sessions: open.iter().map(|one| session_view(one, &mine, when)).collect(),
        tokens: programs.iter().map(|one| token_view(one, when)).collect(),
        scopes: scopes("read"),
        passkeys: keys.iter().map(|one| passkey_view(one, when)).collect(),
        no_passkeys: state.app.passkeys.why_not(),
        provider: sign_on_name(&staff.ctx),
        identities: linked.iter().map(|one| identity_view(one, when)).collect(),
        ties: commas(&account.ties),
        recovers: staff.ctx.may(Action::RecoverPerson),
        token: None,
        label: String::new(),
        days: "90".to_owned(),
        wrong: Vec::new(),
        changed: false,
        has_password: app::access::has_password(account),
    })
}

/// One's own account.
pub(crate) async fn show(
    State(state): State<WebState>,
    staff: Staff,
    RawQuery(query): RawQuery,
) -> Answer {
    let changed = query.as_deref() == Some("changed");
    page(StatusCode::OK, &YouPage { changed, ..view(&state, &staff).await? })
}

/// Set another password.
pub(crate) async fn password(State(state): State<WebState>, form: StaffForm) -> Answer {
    let StaffForm { staff, fields } = form;
    let text = |name: &str| fields.get(name).to_owned();
    let given =
        NewPassword { old: text("old"), new: text("new"), code: text("code").replace(' ', "") };
    let (ctx, mine) = (staff.ctx.clone(), staff.signed.session.secret);
    let changed = async move { change_password(&ctx, &given, &mine).await };
    let Err(error) = super::off_thread(&state, changed).await else {
        return Ok(see_other("/you?changed#password"));
    };
    let Some((wrong, _)) = refuse::says(&error) else { return Err(error.into()) };
    let wrong = wrong.iter().map(|says| sentence(says.trim_start_matches("Password: "))).collect();
    page(refuse::status_of(&error), &YouPage { wrong, ..view(&state, &staff).await? })
}

/// Say for whom one works beside the project.
pub(crate) async fn ties(State(state): State<WebState>, form: StaffForm) -> Answer {
    let StaffForm { staff, fields } = form;
    let given = fields.get("ties");
    match set_ties(&staff.ctx, &staff.signed.account.id, given).await {
        Ok(_) => Ok(see_other("/you#ties")),
        Err(error) => {
            let Some((wrong, _)) = refuse::says(&error) else { return Err(error.into()) };
            let seen = view(&state, &staff).await?;
            let page_of = YouPage { wrong, ties: given.to_owned(), ..seen };
            page(refuse::status_of(&error), &page_of)
        }
    }
}

/// The scope that a form asks for: a group, or actions by name.
fn scope_of(fields: &Fields) -> &str {
    let named = fields.get("actions").trim();
    if named.is_empty() { fields.get("scope") } else { named }
}

/// Issue a token; it is shown once.
pub(crate) async fn send(State(state): State<WebState>, form: StaffForm) -> Answer {
    let StaffForm { staff, fields } = form;
    let days = fields.get("days").trim().parse().unwrap_or(0);
    let scope = scope_of(&fields);
    match issue_scoped_token(&staff.ctx, fields.get("label"), days, scope).await {
        Ok(secret) => {
            let token = Some(secret.reveal().to_owned());
            page(StatusCode::CREATED, &YouPage { token, ..view(&state, &staff).await? })
        }
        Err(error) => {
            let Some((wrong, _)) = refuse::says(&error) else { return Err(error.into()) };
            let (label, days) = (fields.get("label").to_owned(), fields.get("days").to_owned());
            let chosen = Scope::read(scope).map(|scope| scope.words()).unwrap_or_default();
            let seen = view(&state, &staff).await?;
            let page_of = YouPage { wrong, label, days, scopes: scopes(&chosen), ..seen };
            page(refuse::status_of(&error), &page_of)
        }
    }
}

/// Revoke a token; one that is not there is as good as revoked.
pub(crate) async fn revoke(form: StaffForm) -> Answer {
    if let Some(which) = Digest::read(form.fields.get("token")) {
        revoke_token(&form.staff.ctx, &which).await?;
    }
    Ok(see_other("/you#tokens"))
}

/// End a session, this one or another.
pub(crate) async fn end(form: StaffForm) -> Answer {
    if let Some(which) = Digest::read(form.fields.get("session")) {
        end_session(&form.staff.ctx, &which).await?;
    }
    Ok(see_other("/you#sessions"))
}

/// End every other session.
pub(crate) async fn end_others(form: StaffForm) -> Answer {
    let mine = form.staff.signed.session.secret;
    end_other_sessions(&form.staff.ctx, Some(&mine)).await?;
    Ok(see_other("/you#sessions"))
}
