//! What is asked: every door at which something could be named, with everything that could stand in
//! its place.

use super::people::Outsider;
use app::{Kind, Verb, verbs};
use serde_json::{Map, Value, json};

/// One request.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The method.
    pub method: &'static str,
    /// The address.
    pub path: String,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body, if it has one.
    pub body: Option<String>,
    /// The id or secret that is asked for.
    pub asked: String,
    /// The door and the way, for people.
    pub what: String,
    /// Who asks, for people.
    pub who: &'static str,
}

/// A door of the server, as its own table names it.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The method; `*` stands for every one.
    pub method: &'static str,
    /// The address, with names in braces.
    pub path: &'static str,
}

/// What is asked for, with what the forms around it need.
#[derive(Debug, Clone)]
pub struct Target {
    /// The id that is asked for.
    pub id: String,
    /// The id of a file of it.
    pub attachment: String,
    /// A case that everybody of the team may see.
    pub known: String,
    /// Somebody who works here.
    pub account: String,
}

/// An answer to each field of a verb.
fn filled(verb: &Verb, target: &Target) -> Map<String, Value> {
    let one = |kind: Kind, name: &str| match kind {
        Kind::Choice(words) => json!(words[0]),
        Kind::Instant => json!("2026-04-01T09:00:00Z"),
        Kind::Facts => json!({}),
        Kind::Json => json!("{}"),
        Kind::List => json!(["a"]),
        Kind::Account => json!(target.account),
        Kind::Party => json!("reporter"),
        Kind::Case => json!(target.known),
        Kind::Line if name == "line" => json!("v2"),
        Kind::Line | Kind::Text => json!("a word"),
    };
    verb.fields.iter().map(|field| (field.name.to_owned(), one(field.kind, field.name))).collect()
}

fn encoded(pairs: &[(String, String)]) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let encode = |text: &String| -> String {
        text.bytes()
            .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect()
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn pairs(given: &Map<String, Value>) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let pair = |(name, value): (&String, &Value)| match value {
        Value::Array(all) => all.iter().map(|one| (name.clone(), text(one))).collect(),
        Value::Object(_) => Vec::new(),
        value => vec![(name.clone(), text(value))],
    };
    given.iter().flat_map(pair).collect()
}

/// What is put before a door.
struct Way {
    what: String,
    path: String,
    body: Option<Map<String, Value>>,
}

/// The ways to ask at a door, with this in the place of what could be guessed.
fn ways(route: Route, target: &Target) -> Vec<Way> {
    let path = route.path.replace("{id}", &target.id).replace("{secret}", &target.id);
    let path = path.replace("{attachment}", &target.attachment);
    let file = if route.path.starts_with("/calendar") {
        format!("{}.ics", target.id)
    } else {
        format!("{}.json", target.id)
    };
    let path = path.replace("{file}", &file).replace("{*rest}", &target.id);
    let what = format!("{} {}", route.method, route.path);
    if !path.contains("{group}") {
        let body = (route.method == "POST").then(|| listed(route, target, Map::new()));
        return vec![Way { what, path, body }];
    }
    let mut ways = Vec::new();
    for verb in verbs() {
        let path = path.replace("{group}", verb.group).replace("{verb}", verb.name);
        let what = format!("{what} ({} {})", verb.group, verb.name);
        for (how, given) in [("empty", Map::new()), ("filled", filled(verb, target))] {
            let what = format!("{what}, {how}");
            let mut body = listed(route, target, given);
            let bulk = route.path.starts_with("/queue");
            let steps: &[&str] = if bulk { &["", "plan", "apply"] } else { &[""] };
            for step in steps {
                if bulk {
                    body.insert("step".to_owned(), json!(step));
                }
                ways.push(Way { what: what.clone(), path: path.clone(), body: Some(body.clone()) });
            }
        }
        // The id in the place of the other case that a verb names.
        if route.path.contains("{id}")
            && let Some(field) = verb.fields.iter().find(|field| field.kind == Kind::Case)
        {
            let path = path.replace(&target.id, &target.known);
            let mut body = filled(verb, target);
            body.insert(field.name.to_owned(), json!(target.id));
            let what = format!("{what}, named in \"{}\"", field.name);
            ways.push(Way { what, path, body: Some(body) });
        }
    }
    ways.push(Way { what, path: path.replace("{group}/{verb}", "no/verb"), body: None });
    ways
}

/// With the id where a list of cases is sent.
fn listed(route: Route, target: &Target, mut given: Map<String, Value>) -> Map<String, Value> {
    if route.path.starts_with("/queue/bulk") {
        given.insert("case".to_owned(), json!([target.id]));
        given.insert("seen".to_owned(), json!([format!("{}:1", target.id)]));
    }
    if route.path.starts_with("/glass") {
        given.insert("case".to_owned(), json!(target.id));
        given.insert("because".to_owned(), json!("a word"));
    }
    if route.path == "/api/v1/cases/bulk" {
        let case = json!([{ "case": target.id, "version": 1 }]);
        given.insert("verb".to_owned(), json!("case note"));
        given.insert("fields".to_owned(), json!({ "body": "a word" }));
        given.insert("cases".to_owned(), case);
    }
    if route.path == "/track" {
        given.insert("secret".to_owned(), json!(target.id));
    }
    given
}

/// Everything that this outsider can ask for this at this door.
pub fn questions(route: Route, who: &Outsider, target: &Target) -> Vec<Ask> {
    let api = route.path.starts_with("/api/");
    let mut all = Vec::new();
    for way in ways(route, target) {
        let mut headers = who.headers(route.path);
        let body = way.body.map(|mut given| match api {
            true => Value::Object(given).to_string(),
            false => {
                given.insert("form_token".to_owned(), json!(who.form_token));
                given.insert("expected_version".to_owned(), json!("1"));
                encoded(&pairs(&given))
            }
        });
        if body.is_some() && !api {
            headers.push(("content-type", "application/x-www-form-urlencoded".to_owned()));
            headers.push(("sec-fetch-site", "same-origin".to_owned()));
        }
        // What a door does with other methods it does with them all.
        let methods: &[&'static str] = match (route.method, all.is_empty()) {
            ("GET", _) => &["GET", "HEAD", "PUT"],
            ("POST", true) => &["POST", "DELETE"],
            ("POST", false) => &["POST"],
            _ => &["GET", "POST", "PATCH"],
        };
        for method in methods {
            all.push(Ask {
                method,
                path: way.path.clone(),
                headers: headers.clone(),
                body: body.clone(),
                asked: target.id.clone(),
                what: format!("{} as {method}", way.what),
                who: who.name,
            });
        }
    }
    if route.method == "POST" && route.path.contains("{group}") && !route.path.starts_with("/queue")
    {
        all.extend(["case/note", "case/answer"].map(|verb| brings(route, who, target, verb)));
    }
    all
}

/// A message with a file, as a form of many parts.
fn brings(route: Route, who: &Outsider, target: &Target, verb: &str) -> Ask {
    let (group, name) = verb.split_once('/').unwrap_or_default();
    let path = route.path.replace("{id}", &target.id);
    let path = path.replace("{group}", group).replace("{verb}", name);
    let fields =
        [("form_token", who.form_token.as_str()), ("expected_version", "1"), ("body", "a")];
    let fields = fields.iter().filter(|(name, _)| !path.starts_with("/api/") || *name == "body");
    let part = |name: &str, text: &str| {
        format!("--probe\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let mut body: String = fields.map(|(name, text)| part(name, text)).collect();
    body.push_str(&part("file\"; filename=\"a.txt", "a file"));
    body.push_str("--probe--\r\n");
    let mut headers = who.headers(route.path);
    headers.push(("content-type", "multipart/form-data; boundary=probe".to_owned()));
    if !route.path.starts_with("/api/") {
        headers.push(("sec-fetch-site", "same-origin".to_owned()));
    }
    let what = format!("{} {} ({verb} with a file)", route.method, route.path);
    Ask {
        method: "POST",
        path,
        headers,
        body: Some(body),
        asked: target.id.clone(),
        what,
        who: who.name,
    }
}

/// Whether this outsider may hear here whether a case is there. Whoever may ask that one is opened to them
/// finds its id in the read log, and hears of it where they ask for that, and at no other door.
pub fn may_hear(who: &Outsider, ask: &Ask) -> bool {
    let glass = ask.path.starts_with("/glass") || ask.path.contains("/glass/");
    who.name.contains("auditor") && glass
}
