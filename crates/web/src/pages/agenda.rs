//! What comes due, month by month, in the project's zone and in UTC; and the same without content as
//! a feed for calendar programs.

use crate::answer::{Answer, page, see_other};
use crate::layout::Layout;
use crate::refuse::Problem;
use crate::session::{Staff, StaffForm};
use crate::state::WebState;
use crate::when::When;
use app::case::{
    Agenda, Date, OpaqueDate, agenda, close_calendar, opaque_agenda, open_calendar, own_calendar,
    reference,
};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use domain::policy::Policy;
use domain::words::{Secret, visible};
use formats::agenda::{Opaque, calendar};
use jiff::civil::Date as Day;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::Deserialize;

/// How far a feed looks back and ahead, in days.
const FEED: (i64, i64) = (31, 400);

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage {
    layout: Layout,
    month: String,
    before: String,
    after: String,
    mine: bool,
    zone: String,
    weeks: Vec<Vec<DayView>>,
    dates: Vec<DateView>,
    more: bool,
    feed: Option<bool>,
    secret: Option<String>,
}

struct DayView {
    day: String,
    number: i8,
    other: bool,
    today: bool,
    dates: Vec<DateView>,
}

#[derive(Clone)]
struct DateView {
    id: String,
    title: String,
    what: String,
    look: &'static str,
    at: When,
    day: Day,
    clock: String,
    reference: String,
}

/// Which month.
#[derive(Deserialize, Default)]
pub(crate) struct Wanted {
    month: Option<String>,
    mine: Option<String>,
}

fn gone() -> Problem {
    Problem::App(app::Error::NotThere)
}

fn zone(policy: &Policy) -> TimeZone {
    policy.calendar.zone().unwrap_or(TimeZone::UTC)
}

/// The first day of a month written `2026-12`.
fn month(text: &str) -> Option<Day> {
    let (year, month) = text.split_once('-')?;
    let (year, month): (i16, i8) = (year.parse().ok()?, month.parse().ok()?);
    (2000..=2200).contains(&year).then(|| Day::new(year, month, 1).ok()).flatten()
}

fn start_of(day: Day, zone: &TimeZone) -> Result<Timestamp, Problem> {
    let at = day.to_zoned(zone.clone()).map_err(|_| gone())?;
    Ok(at.timestamp())
}

/// A month of dates.
pub(crate) async fn show(
    State(state): State<WebState>,
    staff: Staff,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let body = view(&state, &staff, &wanted, None).await?;
    page(StatusCode::OK, &body)
}

async fn view(
    state: &WebState,
    staff: &Staff,
    wanted: &Wanted,
    secret: Option<String>,
) -> Result<CalendarPage, Problem> {
    let (policy, now) = (state.policy(), staff.ctx.now);
    let zone = zone(policy);
    let today = now.to_zoned(zone.clone()).date();
    let first = match &wanted.month {
        Some(text) => month(text).ok_or(gone())?,
        None => today.first_of_month(),
    };
    let grid = first
        .checked_sub(i64::from(first.weekday().to_monday_zero_offset()).days())
        .map_err(|_| gone())?;
    let mut days = Vec::new();
    for number in 0..42 {
        days.push(grid.checked_add(number.days()).map_err(|_| gone())?);
    }
    let end = days[41].tomorrow().map_err(|_| gone())?;
    let mine = wanted.mine.as_deref() == Some("1");
    let (from, to) = (start_of(grid, &zone)?, start_of(end, &zone)?);
    let found: Agenda = agenda(&staff.ctx, from, to, !mine).await?;
    let me = &staff.signed.account.id;
    let all: Vec<DateView> = found
        .dates
        .iter()
        .map(|date| date_view(date, reference(me, &date.id), now, policy, &zone))
        .collect();
    let of = |day: Day| all.iter().filter(|date| date.day == day).cloned().collect();
    let cell = |day: &Day| DayView {
        day: day.to_string(),
        number: day.day(),
        other: day.month() != first.month(),
        today: *day == today,
        dates: of(*day),
    };
    let written = |day: Day| day.strftime("%Y-%m").to_string();
    let in_month = all.iter().filter(|date| date.day.first_of_month() == first);
    Ok(CalendarPage {
        layout: Layout::staff(state, staff, "Calendar", "calendar"),
        month: first.strftime("%B %Y").to_string(),
        before: written(first.yesterday().map_err(|_| gone())?),
        after: written(first.last_of_month().tomorrow().map_err(|_| gone())?),
        mine,
        zone: policy.calendar.zone.clone(),
        weeks: days.chunks(7).map(|week| week.iter().map(cell).collect()).collect(),
        dates: in_month.cloned().collect(),
        more: found.more,
        feed: own_calendar(&staff.ctx).await?,
        secret,
    })
}

fn date_view(
    date: &Date,
    reference: String,
    now: Timestamp,
    policy: &Policy,
    zone: &TimeZone,
) -> DateView {
    let local = date.at.to_zoned(zone.clone());
    let late = date.at <= now;
    DateView {
        id: date.id.to_string(),
        title: visible(&date.title),
        what: what(date, policy),
        look: match (&date.clock, late) {
            (None, _) => "note",
            (Some(_), true) => "late",
            (Some(_), false) => "running",
        },
        at: When::new(date.at, now, policy),
        day: local.date(),
        clock: local.strftime("%H:%M").to_string(),
        reference,
    }
}

fn what(date: &Date, policy: &Policy) -> String {
    match &date.clock {
        None => "Embargo ends".to_owned(),
        Some(id) => policy.clock(id).map_or_else(|| id.clone(), |clock| clock.title.clone()),
    }
}

/// Open one's feed, under a new secret that is shown once.
pub(crate) async fn open(
    State(state): State<WebState>,
    StaffForm { staff, fields }: StaffForm,
) -> Answer {
    let secret = open_calendar(&staff.ctx, fields.get("everything") == "yes").await?;
    let secret = format!("{}/calendar/{}.ics", state.public_url, secret.reveal());
    page(StatusCode::CREATED, &view(&state, &staff, &Wanted::default(), Some(secret)).await?)
}

/// Close one's feed.
pub(crate) async fn close(StaffForm { staff, .. }: StaffForm) -> Answer {
    close_calendar(&staff.ctx).await?;
    Ok(see_other("/calendar"))
}

/// The feed that a secret opens. A wrong one gives what every wrong address gives.
pub(crate) async fn feed(State(state): State<WebState>, Path(file): Path<String>) -> Answer {
    let secret = Secret::read(file.strip_suffix(".ics").ok_or(gone())?);
    let now = (state.now)();
    let found = app::case::with_calendar(&state.app, &secret, now).await?;
    let (ctx, everything) = found.ok_or(gone())?;
    let hours = |days: i64| SignedDuration::from_hours(24 * days);
    let (from, to) = (now.checked_sub(hours(FEED.0)), now.checked_add(hours(FEED.1)));
    let (Ok(from), Ok(to)) = (from, to) else { return Err(gone()) };
    let host = state.public_url.split("://").last().unwrap_or_default();
    let dates = opaque_agenda(&ctx, from, to, everything).await?;
    let opaque = |date: &OpaqueDate| {
        let name = &date.reference;
        let (kind, says) = match date.embargo {
            true => ("embargo", "Embargo ends"),
            false => ("due", "Something is due"),
        };
        Opaque {
            uid: format!("{name}-{kind}@{host}"),
            says: format!("{says} ({name})"),
            at: date.at,
        }
    };
    let dates: Vec<Opaque> = dates.iter().map(opaque).collect();
    let name = format!("{} security", state.policy().project.name);
    let body = calendar(&name, &dates, now);
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], body).into_response())
}
