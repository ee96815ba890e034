//! Why a page is not shown, as a status and a sentence. What is not there and what may not be known
//! give the same bytes.

use crate::answer::see_other;
use crate::layout::Layout;
use crate::say;
use crate::state::WebState;
use crate::upload::Unread;
use crate::words::as_asked;
use askama::Template;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Why a handler did not do what was asked.
#[derive(Debug, Clone)]
pub(crate) enum Problem {
    /// The use case says why.
    App(app::Error),
    /// Somebody must log in first.
    Login,
    /// The form came without the right token, or from another site.
    Foreign,
    /// The body is not a form.
    Unreadable,
    /// The body is too long.
    TooMuch,
    /// The body came too slowly.
    Slow,
}

impl From<Unread> for Problem {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Unreadable => Self::Unreadable,
            Unread::TooMuch => Self::TooMuch,
            Unread::Slow => Self::Slow,
            Unread::App(error) => Self::App(error),
        }
    }
}

impl From<app::Error> for Problem {
    fn from(error: app::Error) -> Self {
        Self::App(error)
    }
}

impl IntoResponse for Problem {
    /// Carries the problem to [`pages`], which knows the project's name.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The status of a use case's answer.
pub(crate) fn status_of(error: &app::Error) -> StatusCode {
    match error {
        app::Error::NotThere => StatusCode::NOT_FOUND,
        app::Error::NotAllowed(_) => StatusCode::FORBIDDEN,
        app::Error::Refused(_) | app::Error::Stale { .. } => StatusCode::CONFLICT,
        app::Error::Invalid(_) | app::Error::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        app::Error::TooMuch(_) => StatusCode::PAYLOAD_TOO_LARGE,
        app::Error::Outside(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The sentences and, where there is one, the rule that a refusal shows on the page it came from;
/// nothing if that page must not be shown.
pub(crate) fn says(error: &app::Error) -> Option<(Vec<String>, Option<String>)> {
    match error {
        app::Error::NotThere | app::Error::Outside(_) => None,
        app::Error::Refused(refusal) => {
            Some((vec![sentence(&refusal.says)], Some(refusal.rule.clone())))
        }
        app::Error::Invalid(wrong) => Some((wrong.iter().map(|one| sentence(one)).collect(), None)),
        other => Some((vec![sentence(&other.to_string())], None)),
    }
}

/// With a capital and a full stop, as sentences on pages have.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut whole: String =
        letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    whole.push_str(letters.as_str());
    if !whole.ends_with(['.', '?', '!']) {
        whole.push('.');
    }
    whole
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Problem::App(error) => status_of(error),
            Problem::Login => StatusCode::SEE_OTHER,
            Problem::Foreign => StatusCode::FORBIDDEN,
            Problem::Unreadable => StatusCode::BAD_REQUEST,
            Problem::TooMuch => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::Slow => StatusCode::REQUEST_TIMEOUT,
        }
    }
}

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage {
    layout: Layout,
    says: Vec<String>,
    /// Whether that is a refusal of the rules, which speak English.
    english: bool,
    rule: Option<String>,
    request: Option<String>,
    /// Whether there is nothing at all.
    gone: bool,
}

impl RefusedPage {
    /// With these words, in the language of whoever asks: also where the page would have been one that
    /// speaks English only.
    fn new(state: &WebState, title: &'static str, says: Vec<String>) -> Self {
        let layout = Layout::public(state, &say(title).text(), "");
        Self { layout, says, english: false, rule: None, request: None, gone: false }
    }

    fn shown(self, status: StatusCode) -> Response {
        let body = self.render().unwrap_or_else(|_| self.layout.title.clone());
        let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
        let tag = (header::CONTENT_LANGUAGE, self.layout.tongue.tag);
        (status, [kind], [tag], body).into_response()
    }
}

fn plain(
    state: &WebState,
    status: StatusCode,
    title: &'static str,
    says: &'static str,
) -> Response {
    as_asked(|| RefusedPage::new(state, title, vec![say(says).text()]).shown(status))
}

/// Nothing is here: for unknown paths, unknown ids and what may not be known.
pub(crate) fn not_there(state: &WebState) -> Response {
    as_asked(|| {
        let page = RefusedPage::new(state, "gone-title", vec![say("gone-says").text()]);
        RefusedPage { gone: true, ..page }.shown(StatusCode::NOT_FOUND)
    })
}

/// Something broke; the log knows more under this name.
fn broken(state: &WebState, why: &str) -> Response {
    let request = state.fresh();
    tracing::error!(request, why, "a request failed");
    as_asked(|| {
        let page = RefusedPage::new(state, "broken-title", vec![say("broken-says").text()]);
        let request = Some(request);
        RefusedPage { request, ..page }.shown(StatusCode::INTERNAL_SERVER_ERROR)
    })
}

/// A handler panicked; what it said stays in the log of the panic itself.
pub(crate) fn panicked(state: &WebState) -> Response {
    broken(state, "panic")
}

fn respond(state: &WebState, problem: Problem) -> Response {
    let status = problem.status();
    match problem {
        Problem::Login => see_other("/login"),
        Problem::Foreign => plain(state, status, "foreign-title", "foreign-says"),
        Problem::Unreadable => plain(state, status, "unreadable-title", "unreadable-says"),
        Problem::TooMuch => plain(state, status, "too-long-title", "too-long-says"),
        Problem::Slow => plain(state, status, "too-slow-title", "too-slow-says"),
        Problem::App(app::Error::NotThere) => not_there(state),
        Problem::App(app::Error::Outside(why)) => broken(state, &why),
        Problem::App(error) => as_asked(|| {
            let (says, rule) = says(&error).unwrap_or_default();
            let page = RefusedPage::new(state, "refused-title", says);
            RefusedPage { english: true, rule, ..page }.shown(status)
        }),
    }
}

/// Turn problems into pages.
pub(crate) async fn pages(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        return respond(&state, problem);
    }
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        let mut page = plain(&state, status, "method-title", "method-says");
        if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
            page.headers_mut().insert(header::ALLOW, allow);
        }
        return page;
    }
    response
}
