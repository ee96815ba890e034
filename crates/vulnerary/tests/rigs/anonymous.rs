//! S01 against a real server: somebody without account or mail reports through the form, keeps a receipt that
//! anybody can check, comes back with nothing but its secret, reads a question and answers it. The
//! process is killed as soon as it has answered, and no address of theirs is left anywhere.

use crate::page::Page;
use crate::place::{Engine, Place, postgres, token_of};
use crate::process::{Process, program};
use crate::silence::{Words, left_by};
use crate::talk::{Heard, Visitor, end, field, file, until_it_serves};
use domain::words::Digest;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::net::Ipv6Addr;
use std::process::Command;

/// What the policy of Acme proposes, and the zone in which it counts.
const DAYS: i64 = 45;
const ZONE: &str = "Europe/Madrid";

/// Where the reporter is when they report, and later.
const FIRST: &str = "2001:db8:5a5a:c3c3:1111:2222:3333:4444";
const LATER: &str = "203.0.113.177";

const TITLE: &str = "A marmoreal header ends the process";
const BODY: &str = "Send the sesquipedalian request of the script twice.";
const QUESTION: &str = "Does it happen without the oscillograph, too?";
const ANSWER: &str = "Yes, and with a periwinkle in its place.";

/// A script of two kilobytes that shows it.
fn script() -> Vec<u8> {
    let mut script = b"#!/bin/sh\n# antimacassar\n".to_vec();
    script.extend(b"printf 'x: 1\\r\\nx\\r\\n\\r\\n' | nc \"$1\" 80\n".iter().cycle().take(2_048));
    script.truncate(2_048);
    script
}

/// A server and those who come to it.
struct Stage {
    place: Place,
    server: Process,
    /// The reporter's browser, which holds nothing.
    reporter: Visitor,
    /// That of somebody of the team.
    lead: Visitor,
}

/// What the reporter has in hand.
struct Kept {
    receipt: String,
    received: String,
    secret: String,
    id: String,
    at: Timestamp,
}

fn start(place: &Place) -> Process {
    let server = Process::start_told(place, &["--trusted-proxy", "127.0.0.1"]);
    until_it_serves(place.port.number);
    server
}

impl Stage {
    fn new(engine: Engine) -> Self {
        let place = Place::of_acme(engine, "");
        let lead = Visitor::new(place.port.number).cookie(&place.browser_of("lead"));
        let server = start(&place);
        let reporter = Visitor::new(place.port.number).from(FIRST);
        Self { place, server, reporter, lead }
    }

    /// Killed where it stands, and begun again.
    fn killed(mut self) -> Self {
        self.server.kill();
        self.server = start(&self.place);
        self
    }

    /// The case, as the API shows it to the team.
    fn case(&self, id: &str) -> Value {
        let lead = Visitor::new(self.place.port.number).bearer(&token_of("lead"));
        let heard = lead.get(&format!("/api/v1/cases/{id}"));
        assert_eq!(heard.status, 200, "{heard:?}");
        heard.json()
    }
}

/// The end of the embargo as pages write it, in UTC and on the project's clock.
fn end_of(at: Timestamp) -> (String, String) {
    let ends = at + SignedDuration::from_hours(24 * DAYS);
    let utc = ends.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string();
    let local = ends.to_zoned(TimeZone::get(ZONE).unwrap());
    (utc, format!("{} in {ZONE}", local.strftime("%Y-%m-%d %H:%M")))
}

fn page(heard: &Heard) -> Page {
    let page = Page::read(&heard.text());
    assert_eq!(page.dangers(), Vec::<String>::new());
    page
}

/// Everything of the list is there.
fn shows(page: &Page, wanted: &[&str]) {
    let words = page.words();
    for wanted in wanted {
        assert!(words.contains(wanted), "{wanted}: {words}");
    }
}

/// The form is filled in and sent; what comes back is the receipt.
fn reports(stage: &Stage) -> Heard {
    let form = page(&stage.reporter.get("/report"));
    // What is proposed stands beside the box that accepts it.
    shows(&form, &["45 days", &format!("in {ZONE}"), "I accept this embargo", "RR-1"]);
    let mut sent: Vec<u8> = form
        .form("/report")
        .iter()
        .filter(|(name, _)| name == "key")
        .flat_map(|(name, value)| field(name, value))
        .collect();
    for (name, text) in [
        ("title", TITLE),
        ("version", "3.4.1"),
        ("body", BODY),
        ("accept_terms", "yes"),
        ("accepted_rules", "RR-1"),
    ] {
        sent.extend(field(name, text));
    }
    sent.extend(file("repro.sh", &script()));
    sent.extend(end());
    stage.reporter.parts("/report", &sent)
}

/// What the page of the receipt says, read as the reporter reads it.
fn kept(heard: &Heard, before: Timestamp) -> Kept {
    assert_eq!(heard.status, 201, "{heard:?}");
    let page = page(heard);
    let (receipt, received, secret) =
        (page.area("signed"), page.area("received"), page.area("secret"));
    assert!(secret.starts_with("track_") && secret.len() == 70, "{secret}");
    let sha256 = Digest::of(received.as_bytes()).to_string();
    let times = page.all("time", "datetime");
    let at: Timestamp = times[0].parse().unwrap();
    let seconds = SignedDuration::from_secs(2);
    assert!(before - seconds < at && at < outside::now() + seconds, "{at}");
    let draft: Value = serde_json::from_str(&received).unwrap();
    let texts = (&draft["title"], &draft["body"], &draft["version"]);
    assert_eq!(texts, (&json!(TITLE), &json!(BODY), &json!("3.4.1")));
    let bytes = script();
    assert_eq!(
        draft["files"],
        json!([{ "name": "repro.sh", "sha256": Digest::of(&bytes), "length": bytes.len() }])
    );
    let id = receipt.lines().find_map(|line| line.strip_prefix("report ")).unwrap().to_owned();
    shows(&page, &[&id, &sha256, &at.to_zoned(TimeZone::UTC).strftime("%H:%M UTC").to_string()]);
    assert!(receipt.contains(&sha256) && receipt.contains("\n\u{2014} "), "{receipt}");
    Kept { receipt, received, secret, id, at }
}

/// Check a receipt in an empty folder, as somebody does who has no instance; its exit code and words.
fn verify(receipt: &str, keys: &str, received: &str) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("receipt.txt", receipt), ("keys.txt", keys), ("report.json", received)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let ran = Command::new(program())
        .args(["receipt", "verify", "receipt.txt", "--keys", "keys.txt"])
        .args(["--report", "report.json", "--json"])
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    let said = [ran.stdout, ran.stderr].concat();
    (ran.status.code().unwrap(), String::from_utf8(said).unwrap())
}

fn the_receipt_proves_itself(stage: &Stage, kept: &Kept) {
    let keys = stage.reporter.get("/receipts/keys").text();
    let (code, said) = verify(&kept.receipt, &keys, &kept.received);
    assert_eq!(code, 0, "{said}");
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&said["holds"], &said["report"]), (&json!(true), &json!(kept.id)));
    let sha256 = Digest::of(kept.received.as_bytes());
    assert_eq!(said["sha256"], json!(sha256));
    assert!(said["received_at"].as_str().unwrap().starts_with(&kept.at.to_string()[..19]));
    // Whatever byte of it is another, it proves nothing; nor for what else was received.
    for at in (0..kept.receipt.trim_end().len()).filter(|at| kept.receipt.is_char_boundary(*at)) {
        let mut changed = kept.receipt.clone().into_bytes();
        if !changed[at].is_ascii_alphanumeric() || at % 7 != 0 {
            continue;
        }
        changed[at] = if changed[at] == b'7' { b'8' } else { b'7' };
        let (code, said) = verify(&String::from_utf8(changed).unwrap(), &keys, &kept.received);
        assert_eq!(code, 1, "byte {at}: {said}");
    }
    let (code, said) = verify(&kept.receipt, &keys, &kept.received.replace("3.4.1", "3.4.2"));
    assert_eq!(code, 1, "{said}");
}

/// Open the page with the secret alone.
fn comes_back(stage: &Stage, kept: &Kept) -> Visitor {
    let later = Visitor::new(stage.place.port.number).from(LATER);
    let wrong = kept.secret.replace(['0', 'a'], "b");
    assert_eq!(later.form("/track", &[("secret", &wrong)]).status, 404);
    let opened = later.form("/track", &[("secret", &kept.secret)]);
    assert_eq!((opened.status, opened.header("location")), (303, "/track"), "{opened:?}");
    let cookie = opened.header("set-cookie");
    for guard in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/track"] {
        assert!(cookie.contains(guard), "{cookie}");
    }
    later.cookie(cookie.split(';').next().unwrap())
}

/// The embargo was proposed and accepted in one breath, and is shown with its end and its zone.
fn the_embargo_is_active(stage: &Stage, kept: &Kept, browser: &Visitor) {
    let case = stage.case(&kept.id);
    assert_eq!(case["embargo"]["state"], "active");
    let received: Timestamp = case["received_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(received.as_second(), kept.at.as_second());
    let ends: Timestamp = case["embargo"]["terms"]["ends_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(ends, received + SignedDuration::from_hours(24 * DAYS));
    assert_eq!(case["embargo"]["terms"]["zone"], ZONE);
    let events = case["team"]["events"].as_array().unwrap();
    let kinds: Vec<String> = events.iter().map(|event| kind(&event["fact"])).collect();
    let at = |kind: &str| kinds.iter().position(|one| one.contains(kind));
    let (proposed, accepted) = (at("embargo-proposed"), at("embargo-accepted"));
    assert!(proposed.is_some() && proposed < accepted, "{kinds:?}");
    let (utc, local) = end_of(received);
    let shown = browser.get("/track");
    assert_eq!(shown.status, 200);
    shows(&page(&shown), &[TITLE, &kept.id, "repro.sh", "Holds until", &utc, &local]);
}

fn kind(fact: &Value) -> String {
    fact["kind"].as_str().map_or_else(|| fact.to_string(), str::to_owned)
}

/// Send a form of a page as it stands, with these words in it.
fn fill(browser: &Visitor, page_at: &str, action: &str, body: &str) -> Heard {
    let mut fields = page(&browser.get(page_at)).form(action);
    let text = fields.iter_mut().find(|(name, _)| name == "body").unwrap();
    text.1 = body.to_owned();
    browser.form(action, &fields)
}

fn a_question_is_answered(stage: &Stage, kept: &Kept, browser: &Visitor) {
    let (id, at) = (&kept.id, format!("/cases/{}", kept.id));
    let queue = stage.lead.get("/queue");
    assert_eq!(queue.status, 200, "{queue:?}");
    shows(&page(&queue), &[TITLE]);
    let asked = fill(&stage.lead, &at, &format!("{at}/case/ask"), QUESTION);
    assert_eq!(asked.status, 303, "{asked:?}");
    assert_eq!(stage.case(id)["phase"], "waiting-reporter");
    shows(&page(&browser.get("/track")), &[QUESTION, "The security team"]);
    let answered = fill(browser, "/track", "/track/case/answer", ANSWER);
    assert_eq!(answered.status, 303, "{answered:?}");
    shows(&page(&browser.get("/track")), &[QUESTION, ANSWER]);
    let case = stage.case(id);
    assert_eq!(case["phase"], "triage", "{case}");
    let messages = case["messages"].as_array().unwrap();
    let last = messages.last().unwrap();
    assert_eq!((&last["body"], &last["by"]), (&json!(ANSWER), &json!("reporter")));
    shows(&page(&stage.lead.get(&at)), &[TITLE, BODY, QUESTION, ANSWER, "repro.sh"]);
    let file = case["files"][0]["attachment"].as_str().unwrap();
    let back = stage.lead.get(&format!("{at}/attachments/{file}"));
    assert_eq!(back.body, script(), "to the byte");
}

/// Whatever they wrote, what opens their report, and where they were: no address, in whatever form.
fn words(kept: &Kept) -> Words {
    let address: Ipv6Addr = FIRST.parse().unwrap();
    let octets = address.octets();
    let hex: String = octets[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let mut words: Words = ["marmoreal", "sesquipedalian", "oscillograph", "periwinkle"]
        .map(|word| ("what was written", word.as_bytes().to_vec()))
        .into();
    words.extend([
        ("what is in a file", b"antimacassar".to_vec()),
        ("the name of a file", b"repro.sh".to_vec()),
        ("the secret of the report", kept.secret.as_bytes().to_vec()),
        ("an address", LATER.into()),
        ("an address", FIRST.into()),
        ("the network of an address", b"2001:db8:5a5a:c3c3".to_vec()),
        ("an address in bytes", octets.to_vec()),
        ("a network in bytes", octets[..8].to_vec()),
        ("a network in digits", hex.into_bytes()),
    ]);
    words
}

fn story(engine: Engine) {
    let stage = Stage::new(engine);
    let before = outside::now();
    let answered = reports(&stage);
    // What was answered is on disk: nothing is given time to get there.
    let stage = stage.killed();
    let kept = kept(&answered, before);
    the_receipt_proves_itself(&stage, &kept);
    let browser = comes_back(&stage, &kept);
    the_embargo_is_active(&stage, &kept, &browser);
    a_question_is_answered(&stage, &kept, &browser);
    let Stage { place, server, .. } = stage;
    server.kill();
    let log = std::fs::read_to_string(place.log()).unwrap();
    assert!(log.contains("a report was received"), "{log}");
    // Reports of an address were counted a moment ago, and already nothing says whose they were.
    assert_eq!(left_by(&place, &words(&kept)), Vec::<String>::new());
}

#[test]
fn a_report_without_a_name_is_kept_proven_and_answered_on_sqlite() {
    story(Engine::Sqlite);
}

#[test]
fn a_report_without_a_name_is_kept_proven_and_answered_on_postgres() {
    if postgres().is_some() {
        story(Engine::Postgres);
    }
}
