//! Who has read which case: the read log, for those who may see it. It holds ids and never a title.

use crate::answer::{Answer, page};
use crate::layout::Layout;
use crate::refuse::sentence;
use crate::session::Staff;
use crate::state::WebState;
use crate::views::words::role_titles;
use crate::when::When;
use app::access::{Grant, READ_FIELDS, ReadFilter, ReadPage, grants, reads};
use app::ports::store::{ReadPlace, ReadRow};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use domain::access::{Action, Door};
use domain::case::By;
use domain::words::visible;

/// How many readings one page shows.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "reads.html")]
struct ReadsPage {
    layout: Layout,
    case: String,
    person: String,
    since: String,
    before: String,
    wrong: Vec<String>,
    rows: Vec<RowView>,
    people: Vec<GrantView>,
    plain: bool,
    later: bool,
    opens: bool,
    next: Option<String>,
}

struct RowView {
    at: When,
    who: String,
    /// The login of somebody who works here, to ask for all of theirs.
    login: Option<String>,
    says: &'static str,
    door: &'static str,
    policy: String,
    cases: Vec<String>,
}

struct GrantView {
    login: String,
    name: String,
    roles: String,
    active: bool,
    last: Option<When>,
}

/// The words of a query, the first of each name.
struct Asked(Vec<(String, String)>);

impl Asked {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// The address of the page after this place.
    fn after(&self, place: &ReadPlace) -> String {
        let given = READ_FIELDS.iter().map(|(name, _)| (*name, self.get(name)));
        let place = place.write();
        let pairs: Vec<(&str, &str)> = given
            .filter(|(_, value)| !value.is_empty())
            .chain([("after", place.as_str())])
            .collect();
        format!("/reads?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
}

/// A page of the log.
pub(crate) async fn show(
    State(state): State<WebState>,
    staff: Staff,
    RawQuery(query): RawQuery,
) -> Answer {
    let gone = app::Error::NotThere;
    let pairs = serde_urlencoded::from_str(query.as_deref().unwrap_or_default());
    let asked = Asked(pairs.map_err(|_| gone.clone())?);
    let after = Some(asked.get("after")).filter(|text| !text.is_empty());
    let after = after.map(|text| ReadPlace::read(text).ok_or(gone)).transpose()?;
    let fields = READ_FIELDS.iter().map(|(name, _)| (*name, asked.get(name)));
    let found = match ReadFilter::read(fields) {
        Ok(filter) => reads(&staff.ctx, &filter, after, PAGE).await,
        Err(wrong) => staff.ctx.require(Action::ReadLog).and(Err(app::Error::Invalid(wrong))),
    };
    let (found, wrong) = match found {
        Err(app::Error::Invalid(wrong)) => (ReadPage::default(), wrong),
        found => (found?, Vec::new()),
    };
    let plain = READ_FIELDS.iter().all(|(name, _)| asked.get(name).is_empty());
    let everybody = if plain && after.is_none() { grants(&staff.ctx).await? } else { Vec::new() };
    let body = ReadsPage {
        layout: Layout::staff(&state, &staff, "Read log", "reads"),
        case: visible(asked.get("case")),
        person: visible(asked.get("person")),
        since: visible(asked.get("since")),
        before: visible(asked.get("before")),
        rows: found.rows.iter().map(|row| view(&state, &staff, &found, row)).collect(),
        people: everybody.into_iter().map(|one| grant(&state, &staff, one)).collect(),
        plain,
        later: after.is_some(),
        opens: staff.ctx.may(Action::ReadCase),
        next: found.next.as_ref().map(|place| asked.after(place)),
        wrong: wrong.iter().map(|says| sentence(says)).collect(),
    };
    let status =
        if body.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(status, &body)
}

fn view(state: &WebState, staff: &Staff, found: &ReadPage, row: &ReadRow) -> RowView {
    let person = match &row.reader {
        By::Person(id) => found.people.get(id),
        _ => None,
    };
    RowView {
        at: When::new(row.at, staff.ctx.now, state.policy()),
        who: person.map_or_else(|| found.reader(&row.reader), |(_, name)| visible(name)),
        login: person.map(|(login, _)| login.clone()),
        says: row.kind.says(),
        door: match row.door {
            Door::Web => "page",
            Door::Api => "API",
            Door::Cli => "command line",
            Door::Inside => "program",
        },
        policy: row.policy.short(),
        cases: row.cases.iter().map(ToString::to_string).collect(),
    }
}

fn grant(state: &WebState, staff: &Staff, one: Grant) -> GrantView {
    GrantView {
        roles: role_titles(&state.policy().roles, one.roles.iter()),
        login: one.login,
        name: visible(&one.name),
        active: one.active,
        last: one.last_read_at.map(|at| When::new(at, staff.ctx.now, state.policy())),
    }
}
