//! Using an invitation: a login, a password, and a second factor that has been tried once.

use crate::answer::{Answer, page, see_other};
use crate::form::Fields;
use crate::layout::Layout;
use crate::refuse::{self, Problem, sentence};
use crate::say;
use crate::state::WebState;
use crate::views::words::role_titles;
use app::access::{Enrolment, Join, enrolment, join, sign_on_name};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::words::Secret;
use qrcode::QrCode;
use qrcode::render::svg;

#[derive(Template)]
#[template(path = "join.html")]
struct JoinPage {
    layout: Layout,
    action: String,
    roles: String,
    picture: String,
    typed_secret: String,
    login: String,
    name: String,
    wrong: Vec<(&'static str, String)>,
    /// The provider of single sign-on, where there is one.
    provider: Option<String>,
}

impl JoinPage {
    fn on(&self, field: &str) -> Option<&String> {
        self.wrong.iter().find(|(name, _)| *name == field).map(|(_, says)| says)
    }
}

fn form(
    state: &WebState,
    secret: &Secret,
    enrolment: &Enrolment,
    given: &Join,
    wrong: Vec<(&'static str, String)>,
) -> Result<JoinPage, Problem> {
    let policy = state.policy();
    let login = if given.login.is_empty() { "team" } else { &given.login };
    let address = state
        .app
        .credentials
        .enrolment(&enrolment.totp, &policy.project.name, login)
        .map_err(app::Error::Outside)?;
    Ok(JoinPage {
        layout: Layout::public(state, &say("join-title").text(), "login"),
        action: format!("/join/{}", secret.reveal()),
        roles: role_titles(&policy.roles, enrolment.roles.iter()),
        picture: picture(&address)?,
        typed_secret: grouped(&base32(&enrolment.totp)),
        login: given.login.clone(),
        name: given.name.clone(),
        wrong,
        provider: sign_on_name(&state.anonymous()),
    })
}

/// The form.
pub(crate) async fn show(State(state): State<WebState>, Path(secret): Path<String>) -> Answer {
    let secret = Secret::read(&secret);
    let enrolment = enrolment(&state.anonymous(), &secret).await?;
    page(StatusCode::OK, &form(&state, &secret, &enrolment, &Join::default(), Vec::new())?)
}

/// Join.
pub(crate) async fn send(
    State(state): State<WebState>,
    Path(secret): Path<String>,
    fields: Fields,
) -> Answer {
    let (ctx, secret) = (state.anonymous(), Secret::read(&secret));
    let text = |name: &str| fields.get(name).to_owned();
    let given = Join {
        login: text("login").trim().to_owned(),
        name: text("name"),
        password: text("password"),
        code: text("code").replace(' ', ""),
    };
    let (asked, opened, wanted) = (ctx.clone(), secret.clone(), given.clone());
    let joined = async move { join(&asked, &opened, &wanted).await };
    match super::off_thread(&state, joined).await {
        Ok(_) => Ok(see_other("/login?joined")),
        Err(app::Error::Invalid(wrong)) => again(&state, &secret, &given, &wrong).await,
        Err(error) => Err(error.into()),
    }
}

/// The form once more, with what is wrong.
pub(super) async fn again(
    state: &WebState,
    secret: &Secret,
    given: &Join,
    wrong: &[String],
) -> Answer {
    let enrolment = enrolment(&state.anonymous(), secret).await?;
    let wrong = wrong.iter().map(|one| named(one)).collect();
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    page(status, &form(state, secret, &enrolment, given, wrong)?)
}

fn named(complaint: &str) -> (&'static str, String) {
    let (name, says) = complaint.split_once(": ").unwrap_or(("login", complaint));
    let known = ["login", "name", "password", "code"];
    let field = known.into_iter().find(|field| *field == name).unwrap_or("login");
    (field, refuse::sentence(says))
}

/// The address as a picture inside the page; no file is made of it.
pub(super) fn picture(address: &str) -> Result<String, Problem> {
    let code = QrCode::new(address.as_bytes())
        .map_err(|error| app::Error::Outside(sentence(&error.to_string())))?;
    let svg = code.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(false).build();
    let mut data = String::from("data:image/svg+xml,");
    for c in svg.chars() {
        match c {
            '%' => data.push_str("%25"),
            '#' => data.push_str("%23"),
            '<' => data.push_str("%3C"),
            '>' => data.push_str("%3E"),
            '"' => data.push('\''),
            c => data.push(c),
        }
    }
    Ok(data)
}

/// RFC 4648, without padding, as authenticators take it.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut bits, mut held) = (String::new(), 0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(char::from(ALPHABET[((bits >> held) & 31) as usize]));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        text.push(char::from(ALPHABET[((bits << (5 - held)) & 31) as usize]));
    }
    text
}

pub(super) fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}
