//! S18 against a real server: texts that mean harm, in every place where somebody outside can leave one.
//! Pages, mail, feeds, calendars and the command line show them as what they are, nothing is fetched from
//! elsewhere, nobody does what they say, and what was received comes back to the byte.

use crate::client::Client;
use crate::dice::Dice;
use crate::hostile_mail;
use crate::page::Page;
use crate::place::{Engine, Place, postgres, token_of};
use crate::process::{Process, program};
use crate::script::life;
use crate::silence::{Words, left_by};
use crate::spikes::{SPIKES, line, spiked, steers};
use crate::talk::{Heard, Visitor, end, field, file, until_it_serves};
use domain::words::Digest;
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::Command;
use std::sync::atomic::AtomicU32;
use testkit::{MailServer, Speaks};

/// People of the team who are told by mail.
const ROTA: &str = "\n[[rota]]\nrole = \"lead\"\nto = [\"lead@acme.example\"]\n";

/// Where the reporter is told.
pub(crate) const REPORTER: &str = "reporter@mail.example";

/// A script that is inside of a file.
const FILE: &[u8] = b"\x1b[2J<script>alert('colporteur')</script>\r\n\xff\xfe\x00=1+1";

pub(crate) struct Stage {
    pub(crate) place: Place,
    server: Process,
    pub(crate) mail: Option<MailServer>,
    /// The cookies of somebody's browser who works on cases, and of one who reads the log.
    browsers: [String; 2],
}

/// The case that stays open.
struct Report {
    id: String,
    secret: String,
    title: String,
    body: String,
    receipt: Page,
}

impl Stage {
    fn new(engine: Engine) -> Self {
        let (place, mail) = (Place::of_acme(engine, ROTA), MailServer::start(Speaks::Plain));
        place.joins("auditor", "auditor");
        let smtp = mail.as_ref().map(|mail| format!("smtp://127.0.0.1:{}", mail.port()));
        let told: Vec<&str> = smtp.iter().flat_map(|url| ["--smtp", url]).collect();
        let server = Process::start_told(&place, &told);
        until_it_serves(place.port.number);
        let browsers = ["lead", "auditor"].map(|login| place.browser_of(login));
        Self { place, server, mail, browsers }
    }

    /// A browser of somebody who works on cases.
    pub(crate) fn desk(&self) -> Visitor {
        self.visitor().cookie(&self.browsers[0])
    }

    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::new(self.place.port.number)
    }

    fn lead(&self) -> Visitor {
        self.visitor().bearer(&token_of("lead"))
    }

    /// A browser with an outsider's page open.
    fn opened(&self, secret: &str) -> Visitor {
        self.visitor().cookie(&format!("__Secure-vulnerary-track={secret}"))
    }

    fn case(&self, id: &str) -> Value {
        self.lead().get(&format!("/api/v1/cases/{id}")).json()
    }

    fn act(&self, token: &str, id: &str, verb: &str, given: &Value) -> Heard {
        self.visitor().bearer(token).json(&format!("/api/v1/cases/{id}/{verb}"), given)
    }

    fn done(&self, token: &str, id: &str, verb: &str, given: &Value) -> Value {
        let heard = self.act(token, id, verb, given);
        assert_eq!(heard.status, 200, "{verb}: {heard:?}");
        heard.json()
    }
}

/// Nothing on this page runs, or is fetched from elsewhere, and the browser is told to see to it.
fn inert(at: &str, heard: &Heard) -> Page {
    let policy = heard.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self'"), "{at}: {policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("//"), "{at}: {policy}");
    assert_eq!(heard.header("x-content-type-options"), "nosniff", "{at}");
    assert!(!heard.headers.iter().any(|(_, value)| value.contains("evil")), "{at}: {heard:?}");
    let page = Page::read(&heard.text());
    assert_eq!(page.dangers(), Vec::<String>::new(), "{at}");
    page
}

/// The same, and it shows what was written, without what turns text around.
pub(crate) fn shown(at: &str, heard: &Heard, word: &str) {
    assert_eq!(heard.status, 200, "{at}: {heard:?}");
    let words = inert(at, heard).words();
    assert!(words.contains(word), "{at} says nothing of {word}: {words}");
    assert_eq!(steers(&words), Vec::<String>::new(), "{at}");
    if words.contains("alert(") {
        assert!(words.contains(SPIKES[0]) || words.contains("alert('"), "{at}: {words}");
    }
}

/// The report comes through the form, with a file.
fn reports(stage: &Stage) -> Report {
    let (title, body) = (line("quidnuncery"), spiked("quidnuncery"));
    // To the last character that a report may have, on one line.
    let rest = 50_000 - body.chars().count();
    let body = body + &"A".repeat(rest);
    let fields = [
        ("title", title.clone()),
        ("body", body.clone()),
        ("version", line("3.4.1")),
        ("credit", line("Zenobia")),
        ("accept_terms", "yes".to_owned()),
        ("accepted_rules", "RR-1".to_owned()),
    ];
    let mut parts: Vec<u8> = fields.iter().flat_map(|(name, text)| field(name, text)).collect();
    parts.extend(file("quidnuncery<img src=x onerror=alert(1)>\u{202E}gvs.svg", FILE));
    parts.extend(end());
    let heard = stage.visitor().parts("/report", &parts);
    assert_eq!(heard.status, 201, "{heard:?}");
    let receipt = inert("the receipt", &heard);
    let (secret, signed) = (receipt.area("secret"), receipt.area("signed"));
    let id = signed.lines().find_map(|line| line.strip_prefix("report ")).unwrap().to_owned();
    // Browsers end lines of a form their own way, and that is undone.
    let [title, body] = [title, body].map(|text| text.replace("\r\n", "\n"));
    Report { id, secret, title, body, receipt }
}

/// Whatever people outside can say of it, and the team; the secret of a vendor's page.
fn everybody_writes(stage: &Stage, report: &Report) -> String {
    let (lead, id) = (token_of("lead"), report.id.as_str());
    let text = |word: &str| json!({ "body": spiked(word) });
    for address in
        ["a@b.example\r\nBcc: everyone@evil.example", "<a@b.example>", "a@b.example\u{0}"]
    {
        let heard = stage.act(&report.secret, id, "case/contact", &json!({ "address": address }));
        assert!(matches!(heard.status, 409 | 422), "{address:?}: {heard:?}");
    }
    stage.done(&report.secret, id, "case/contact", &json!({ "address": REPORTER }));
    stage.done(&lead, id, "case/ask", &text("a question"));
    stage.done(&report.secret, id, "case/answer", &text("gallimaufry"));
    let source =
        json!({ "what": "public", "source": line("seen"), "evidence": spiked("evidence") });
    stage.done(&report.secret, id, "world/allege", &source);
    let terms = json!({
        "ends_at": outside::now() + SignedDuration::from_hours(24 * 60), "scope": spiked("scope"),
        "because": spiked("because"),
    });
    stage.done(&report.secret, id, "embargo/propose", &terms);
    stage.done(&lead, id, "case/note", &text("a note"));
    let vendor =
        |name: &str| json!({ "role": "vendor", "name": name, "because": spiked("because") });
    let broken = stage.act(&lead, id, "participant/invite", &vendor(&line("Vendor")));
    assert_eq!(broken.status, 409, "a name on several lines: {broken:?}");
    let vendor = vendor(&format!("Vendor {} {}", SPIKES[0], SPIKES[3]));
    let invited = stage.done(&lead, id, "participant/invite", &vendor);
    stage.done(&lead, id, "case/write", &text("to the reporter"));
    let sanction = json!({
        "rule": "RR-2", "sanction": "RS-1", "event": "1", "because": spiked("because"),
        "notice": spiked("notice"),
    });
    stage.done(&token_of("second"), id, "sanction/impose", &sanction);
    stage.done(&report.secret, id, "sanction/appeal", &json!({ "because": spiked("an appeal") }));
    let vendor = invited["secret"].as_str().unwrap().to_owned();
    shown("an invitation", &stage.opened(&vendor).get("/track"), "asked to agree");
    stage.done(&vendor, id, "embargo/accept", &json!({}));
    stage.done(&vendor, id, "participant/answer", &text("taradiddle"));
    vendor
}

/// What is too long is refused with the place and what it may have; nothing of it is kept.
fn a_million_letters_on_a_line(stage: &Stage, report: &Report) {
    let long = "A".repeat(1_000_000);
    let draft = |name: &str| {
        let mut draft = json!({ "title": "Long", "body": "It ends.", "version": "3.4.1" });
        draft[name] = json!(long);
        draft
    };
    for (name, most) in [("title", "200"), ("body", "50000"), ("version", "200"), ("credit", "200")]
    {
        let heard = stage.visitor().json("/api/v1/reports", &draft(name));
        assert_eq!(heard.status, 422, "{name}: {heard:?}");
        let said = heard.text();
        assert!(said.contains(&format!("{name}: at most {most} characters")), "{said}");
        assert!(said.len() < 1_000, "{} bytes are said", said.len());
    }
    let answer = stage.act(&report.secret, &report.id, "case/answer", &json!({ "body": long }));
    assert!(matches!(answer.status, 409 | 422), "{answer:?}");
    assert!(answer.text().contains("at most 50000 characters"), "{answer:?}");
    let form = [("title", "Long"), ("body", long.as_str()), ("version", "3.4.1")];
    let heard = stage.visitor().form("/report", &form);
    assert_eq!(heard.status, 422);
    assert!(inert("a long form", &heard).words().contains("At most 50000 characters"));
    let longer = json!({ "title": "Long", "body": long.repeat(2), "version": "3.4.1" });
    assert_eq!(stage.visitor().json("/api/v1/reports", &longer).status, 413);
}

/// Every page that shows it, to whoever it is shown.
fn every_page_is_inert(stage: &Stage, report: &Report, vendor: &str) {
    let id = &report.id;
    let (lead, auditor) = (stage.desk(), stage.visitor().cookie(&stage.browsers[1]));
    let attachment = stage.case(id)["files"][0]["attachment"].as_str().unwrap().to_owned();
    let text = format!("/cases/{id}/attachments/{attachment}/text");
    for (path, word) in [
        ("/queue", "quidnuncery"),
        ("/queue?words=quidnuncery", "quidnuncery"),
        (&format!("/queue?words={}", "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"), "Acme"),
        (&format!("/cases/{id}"), "gallimaufry"),
        (&text, "colporteur"),
        ("/calendar", "quidnuncery"),
        ("/calendar?month=%3Cimg%3E", "Nothing here"),
        ("/mail", "Mail"),
        ("/sanctions", id),
        ("/you", "lead"),
    ] {
        let heard = lead.get(path);
        let heard = if heard.status == 404 { Heard { status: 200, ..heard } } else { heard };
        shown(path, &heard, word);
    }
    shown("/reads", &auditor.get("/reads"), id);
    shown("/glass", &auditor.get("/glass"), "Break-glass");
    let token = ("form_token", "form_rig_lead");
    shown("bulk", &lead.form("/queue/bulk", &[token, ("case", id)]), "Move several cases");
    let plan = [token, ("case", id.as_str()), ("step", "plan"), ("body", &spiked("a note"))];
    shown("a plan", &lead.form("/queue/bulk/case/note", &plan), "quidnuncery");
    // What is refused comes back with what was typed.
    let typed = spiked("typed") + &"B".repeat(50_000);
    let key = ("key", "a-key-that-is-long-enough");
    let refused = lead.form(&format!("/cases/{id}/case/write"), &[token, key, ("body", &typed)]);
    assert!(inert("refused", &refused).words().contains("Not done."), "{}", refused.status);
    let reporter = stage.opened(&report.secret);
    shown("/track", &reporter.get("/track"), "gallimaufry");
    let form = Page::read(&reporter.get("/track").text()).form("/track/case/answer");
    let fill = |(name, value): &(String, String)| {
        (name.clone(), if name == "body" { typed.clone() } else { value.clone() })
    };
    let refused = reporter.form("/track/case/answer", &form.iter().map(fill).collect::<Vec<_>>());
    assert!(inert("refused", &refused).words().contains("Not done."), "{}", refused.status);
    shown("a vendor's page", &stage.opened(vendor).get("/track"), "taradiddle");
    let incomplete = [("title", report.title.as_str()), ("body", &report.body), ("version", "")];
    for path in ["/report", "/report/check"] {
        let heard = stage.visitor().form(path, &incomplete);
        assert!(inert(path, &heard).words().contains("quidnuncery"), "{path}");
    }
    for path in ["/login", "/track"] {
        let fields =
            [("login", spiked("who")), ("secret", spiked("what")), ("password", spiked("x"))];
        inert(path, &stage.visitor().form(path, &fields));
    }
    let feed = lead.form("/calendar/open", &[token, ("everything", "yes")]);
    let address = inert("the feed's address", &feed).area("address");
    let feed = stage.visitor().get(address.strip_prefix(testkit::SITE).unwrap()).text();
    assert!(feed.contains("BEGIN:VEVENT") && feed.ends_with("END:VCALENDAR\r\n"), "{feed}");
    for word in ["quidnuncery", "evil", "alert"] {
        assert!(!feed.contains(word), "{word}: {feed}");
    }
}

/// What was received is kept to the byte, and comes back so.
fn the_record_is_exact(stage: &Stage, report: &Report) {
    // The text that the receipt's digest is of, from the page of the receipt.
    let (received, signed) = (report.receipt.area("received"), report.receipt.area("signed"));
    assert!(signed.contains(&format!("sha256 {}\n", Digest::of(received.as_bytes()))), "{signed}");
    let draft: Value = serde_json::from_str(&received).unwrap();
    assert_eq!((&draft["title"], &draft["body"]), (&json!(report.title), &json!(report.body)));
    let case = stage.case(&report.id);
    let text = &case["text"];
    assert_eq!(text["title"], json!(report.title));
    assert_eq!(text["body"], json!(report.body));
    assert_eq!(text["version"], json!(line("3.4.1").replace("\r\n", "\n")));
    let bodies: Vec<&str> = case["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["body"].as_str().unwrap())
        .collect();
    assert!(bodies.contains(&spiked("gallimaufry").as_str()), "{bodies:?}");
    let file = &case["files"][0];
    assert_eq!(file["sha256"], json!(Digest::of(FILE)));
    let name = file["name"].as_str().unwrap();
    assert!(!name.contains(['<', '>', '"', '/']) && steers(name).is_empty(), "{name:?}");
    let at = file["attachment"].as_str().unwrap();
    let back = stage.lead().get(&format!("/api/v1/cases/{}/attachments/{at}", report.id));
    assert_eq!(back.body, FILE);
    assert!(back.header("content-disposition").starts_with("attachment; "), "{back:?}");
    assert_eq!(back.header("content-type"), "application/octet-stream");
}

/// Nobody did what a text says: the journal holds what people did, and the case is open.
fn nobody_obeyed(stage: &Stage, report: &Report) {
    let case = stage.case(&report.id);
    let people = |event: &&Value| event["by"] != "system";
    let events = case["team"]["events"].as_array().unwrap();
    let acts: BTreeSet<String> =
        events.iter().filter(people).map(|one| kind(&one["fact"])).collect();
    for word in ["closed", "published", "invalid", "redacted", "ended", "confirmed"] {
        assert!(!acts.iter().any(|act| act.contains(word)), "{word}: {acts:?}");
    }
    assert!(case["resolution"].is_null() && case["advisory"]["published"].is_null(), "{case}");
    assert_eq!(case["embargo"]["state"], "revise");
}

fn kind(fact: &Value) -> String {
    fact["kind"].as_str().map_or_else(|| fact.to_string(), str::to_owned)
}

/// Run a command as somebody of the team; what it printed, which steers no terminal.
pub(crate) fn command(stage: &Stage, args: &[&str]) -> String {
    let ran = Command::new(program())
        .args(args)
        .args(["--database", &stage.place.url, "--url", testkit::SITE])
        .arg("--data")
        .arg(stage.place.data())
        .arg("--policy")
        .arg(stage.place.policy_folder())
        .env("VULNERARY_TOKEN", token_of("lead"))
        .output()
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    let err = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success(), "{args:?}: {out}{err}");
    assert_eq!(steers(&out), Vec::<String>::new(), "{args:?}");
    assert_eq!(steers(&err), Vec::<String>::new(), "{args:?}");
    out
}

fn the_command_line_is_inert(stage: &Stage, report: &Report) {
    let id = report.id.as_str();
    let out = command(stage, &["case", "show", id]);
    assert!(out.contains("quidnuncery") && out.contains("gallimaufry"), "{out}");
    let out = command(stage, &["case", "list", "--words", "quidnuncery"]);
    assert!(out.contains("quidnuncery") && out.lines().count() == 1, "{out}");
    let out: Value =
        serde_json::from_str(&command(stage, &["case", "show", id, "--json"])).unwrap();
    assert_eq!(out["text"]["body"], json!(report.body));
    let out = command(stage, &["case", "list", "--json", "--words", "quidnuncery"]);
    let row: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(row["case"], json!(id));
    for more in [&["case", "moves", id][..], &["case", "packet", id], &["case", "metrics"]] {
        command(stage, more);
    }
}

/// The same words by way of an advisory: what becomes public is public, and inert.
fn what_is_published_is_inert(stage: &Stage) {
    let report =
        json!({ "title": line("a report"), "body": spiked("a report"), "credit": line("Finder") });
    let advisory = json!({
        "title": line("An advisory"), "details": spiked("details"), "workaround": spiked("workaround"),
        "credits": [line("Finder")],
    });
    let life = life("published", &mut Dice::new(18)).saying(&report, &advisory);
    let mut client = Client::new(&[stage.place.port.number]);
    let lived = life.live(&mut client, &AtomicU32::new(0));
    assert!(lived.acknowledged.iter().all(|good| *good), "{lived:?}");
    let somebody = stage.visitor();
    for path in ["/advisories", "/advisories/ACME-2026-1", "/"] {
        let heard = somebody.get(path);
        shown(path, &heard, if path == "/" { "Acme" } else { "An advisory" });
    }
    shown("published", &stage.opened(&lived.secret).get("/track"), "ACME-2026-1");
    let markdown = somebody.get("/advisories/ACME-2026-1.md");
    assert_eq!(steers(&markdown.text()), Vec::<String>::new());
    assert!(markdown.header("content-type").starts_with("text/markdown"), "{markdown:?}");
    for path in ["/advisories/ACME-2026-1.osv.json", "/vuln/core/1.json"] {
        let heard = somebody.get(path);
        assert_eq!(heard.status, 200, "{path}");
        heard.json();
        assert_eq!(steers(&heard.text()), Vec::<String>::new(), "{path}");
    }
    // What people approved is in the record as they wrote it.
    let record = somebody.get("/api/v1/advisories/ACME-2026-1").json();
    assert_eq!(record["details"], advisory["details"], "{record}");
    let feed = somebody.get("/feed.atom");
    let read = atom_syndication::Feed::read_from(feed.body.as_slice()).unwrap();
    assert_eq!(steers(&feed.text()), Vec::<String>::new());
    let entry = &read.entries()[0];
    let content = entry.content().unwrap();
    assert_eq!(content.content_type(), Some("html"));
    let content = Page::read(content.value().unwrap());
    assert_eq!(content.dangers(), Vec::<String>::new());
    assert!(content.words().contains("details") && entry.title().value.contains("An advisory"));
}

fn story(engine: Engine) {
    let stage = Stage::new(engine);
    let report = reports(&stage);
    let vendor = everybody_writes(&stage, &report);
    a_million_letters_on_a_line(&stage, &report);
    every_page_is_inert(&stage, &report, &vendor);
    the_record_is_exact(&stage, &report);
    the_command_line_is_inert(&stage, &report);
    what_is_published_is_inert(&stage);
    hostile_mail::comes_in(&stage);
    hostile_mail::leaves(&stage);
    nobody_obeyed(&stage, &report);
    let Stage { place, server, .. } = stage;
    server.kill();
    let log = std::fs::read_to_string(place.log()).unwrap();
    assert!(!log.contains("alert(") && !log.contains("HYPERLINK"), "{log}");
    let words: Words = vec![
        ("a title", b"quidnuncery".to_vec()),
        ("a message", b"gallimaufry".to_vec()),
        ("a vendor's words", b"taradiddle".to_vec()),
        ("a mail", b"hornswoggle".to_vec()),
        ("who sent it", hostile_mail::SENDER.into()),
        ("a name", b"Zenobia".to_vec()),
        ("what is in a file", b"colporteur".to_vec()),
        ("an address", REPORTER.into()),
        ("a secret", report.secret.into_bytes()),
        ("a vendor's secret", vendor.into_bytes()),
    ];
    assert_eq!(left_by(&place, &words), Vec::<String>::new());
}

#[test]
fn hostile_text_is_shown_as_text_and_nothing_else_on_sqlite() {
    story(Engine::Sqlite);
}

#[test]
fn hostile_text_is_shown_as_text_and_nothing_else_on_postgres() {
    if postgres().is_some() {
        story(Engine::Postgres);
    }
}
