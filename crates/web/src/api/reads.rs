//! Who has read which case, and everybody's roles with their last use.

use super::answer::{ApiProblem, Asker, answer};
use super::openapi::{body, get, query};
use super::schemas::reference;
use app::Error;
use app::access::{Grant, READ_FIELDS, ReadFilter, ReadPage, grants, reads};
use app::ports::store::{ReadPlace, ReadRow};
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::{Action, Door, ReadKind};
use domain::case::By;
use serde_json::{Value, json};

/// How many readings are given where nobody says how many.
const PAGE: u32 = 50;

/// What a query of the log holds besides its filter.
struct Wanted {
    filter: ReadFilter,
    after: Option<ReadPlace>,
    limit: u32,
}

/// Read the query; every complaint is listed.
fn wanted(text: &str) -> Result<Wanted, Vec<String>> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(text).map_err(|error| vec![error.to_string()])?;
    let (mut after, mut limit, mut wrong) = (None, PAGE, Vec::new());
    let mut asked = Vec::new();
    for (name, value) in &pairs {
        match name.as_str() {
            "after" => match ReadPlace::read(value) {
                Some(place) => after = Some(place),
                None => wrong.push("after: not a cursor of ours".to_owned()),
            },
            "limit" => match value.parse() {
                Ok(number) => limit = number,
                Err(_) => wrong.push("limit: a number from 1 to 200".to_owned()),
            },
            _ => asked.push((name.as_str(), value.as_str())),
        }
    }
    match (ReadFilter::read(asked), wrong.is_empty()) {
        (Ok(filter), true) => Ok(Wanted { filter, after, limit }),
        (Ok(_), false) => Err(wrong),
        (Err(more), _) => Err(wrong.into_iter().chain(more).collect()),
    }
}

/// `GET /api/v1/reads`
pub(super) async fn list(
    Asker(ctx): Asker,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiProblem> {
    ctx.require(Action::ReadLog)?;
    let wanted = wanted(query.as_deref().unwrap_or_default()).map_err(Error::Invalid)?;
    let page = reads(&ctx, &wanted.filter, wanted.after, wanted.limit).await?;
    let rows: Vec<Value> = page.rows.iter().map(|row| reading_json(row, &page)).collect();
    let next = page.next.as_ref().map(ReadPlace::write);
    Ok(answer(StatusCode::OK, &json!({ "reads": rows, "next": next })))
}

/// `GET /api/v1/reads/people`
pub(super) async fn people(Asker(ctx): Asker) -> Result<Response, ApiProblem> {
    let all: Vec<Value> = grants(&ctx).await?.iter().map(grant_json).collect();
    Ok(answer(StatusCode::OK, &json!({ "people": all })))
}

/// A row of the read log, as the command line prints it too.
pub fn reading_json(row: &ReadRow, page: &ReadPage) -> Value {
    let (kind, id) = match &row.reader {
        By::Person(account) => ("person", Some(account.to_string())),
        By::Participant(party) => ("participant", Some(party.to_string())),
        By::Reporter => ("reporter", None),
        By::System => ("system", None),
    };
    let account = row.reader.account().and_then(|account| page.people.get(account));
    json!({
        "at": row.at, "reader": kind, "id": id, "login": account.map(|(login, _)| login),
        "kind": row.kind, "door": row.door, "policy": row.policy, "cases": row.cases,
    })
}

/// Somebody's roles with their last use, as the command line prints them too.
pub fn grant_json(one: &Grant) -> Value {
    json!({
        "account": one.account, "login": one.login, "name": one.name, "roles": one.roles,
        "until": one.until, "active": one.active, "last_read_at": one.last_read_at,
    })
}

/// The schemas of both.
pub(super) fn schemas() -> [(String, Value); 2] {
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": ["string", "null"] });
    let texts = json!({ "type": "array", "items": text });
    let at = json!({ "type": "string", "format": "date-time" });
    let words = |all: Vec<&str>| json!({ "type": "string", "enum": all });
    let kinds = words(ReadKind::ALL.iter().map(|(word, _)| *word).collect());
    let doors = words(Door::ALL.iter().map(|(word, _)| *word).collect());
    let readers = words(vec!["person", "participant", "reporter", "system"]);
    let reading = json!({
        "type": "object", "description": "What somebody was shown of cases; never a title.",
        "required": ["at", "reader", "id", "login", "kind", "door", "policy", "cases"],
        "properties": {
            "at": at, "reader": readers, "id": maybe, "login": maybe, "kind": kinds,
            "door": doors, "policy": text, "cases": texts,
        },
    });
    let grant = json!({
        "type": "object", "description": "Somebody's roles, and when they last read a case.",
        "required": ["account", "login", "name", "roles", "active", "last_read_at"],
        "properties": {
            "account": text, "login": text, "name": text, "roles": texts,
            "until": { "type": "object", "description": "Of roles that end by themselves: when.",
                "additionalProperties": { "type": "string", "format": "date-time" } },
            "active": { "type": "boolean" },
            "last_read_at": { "type": ["string", "null"], "format": "date-time" },
        },
    });
    [("Reading".to_owned(), reading), ("Grant".to_owned(), grant)]
}

/// The entries in the OpenAPI document.
pub(super) fn paths() -> [(String, Value); 2] {
    let fields = READ_FIELDS.iter().map(|(name, says)| query(name, "string", says));
    let rest = [
        query(
            "after",
            "string",
            "The `next` of the page before; a page may be short and have one.",
        ),
        query("limit", "integer", "1 to 200; 50 when left out."),
    ];
    let parameters = Value::Array(fields.chain(rest).collect());
    let list = |name: &str, row: &str| {
        json!({ "type": "object", "required": [name], "properties": {
            name: { "type": "array", "items": reference(row) },
        } })
    };
    let mut page = list("reads", "Reading");
    page["properties"]["next"] = json!({ "type": ["string", "null"] });
    let says = "Who was shown what of which case, the latest first. Needs `read-log`.";
    let log = get("reads", says, &parameters, &body("A page.", &page), true);
    let says = "Everybody's roles with their last reading. Needs `read-log`.";
    let everybody = body("Everybody.", &list("people", "Grant"));
    let people = get("reads-people", says, &json!([]), &everybody, true);
    [("/api/v1/reads".to_owned(), log), ("/api/v1/reads/people".to_owned(), people)]
}
