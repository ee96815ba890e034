//! S02 against a real server: a reporter who holds nothing but the secret of their own report goes through a
//! thousand ids, the real one of somebody else among them, and through every door at which something could
//! be guessed. Nothing is told, nothing that everybody may read moves, and one warning goes out.

use crate::place::{Engine, Place, Port, postgres, token_of};
use crate::process::Process;
use crate::silence::{Words, left_by};
use crate::talk::{Heard, Visitor, end, field, file, files, until_it_serves};
use domain::words::{AccountId, CaseId, Secret};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use testkit::probe::{Ask, Outsider, Route, Target, Weight, alike, may_hear, questions};
use web::{Asks, Needs};

/// Where the one who probes is, and everybody else.
const PROBER: &str = "198.51.100.207";
const VICTIM: &str = "203.0.113.9";

/// What is hidden: a title, a text, a file.
const TITLE: &str = "An ultracrepidarian header ends the process";
const BODY: &str = "Send it to the borborygmic server twice.";
const FILE: (&str, &[u8]) = ("susurration.txt", b"floccinaucinihilipilification");

/// Whom the policy tells.
const ROTA: &str = "\n[[rota]]\nrole = \"auditor\"\nto = [\"audit@acme.example\"]\n";

/// Somebody's report.
struct Report {
    id: String,
    secret: String,
}

struct Stage {
    place: Place,
    server: Process,
    metrics: Port,
    /// A report of the one who probes.
    own: Report,
}

impl Stage {
    fn new(engine: Engine) -> Self {
        let (place, metrics) = (Place::of_acme(engine, ROTA), Port::hold());
        for keeper in ["keeper", "other-keeper"] {
            place.joins(keeper, "admin");
        }
        let address = format!("127.0.0.1:{}", metrics.number);
        let told = ["--trusted-proxy", "127.0.0.1", "--metrics", &address];
        let server = Process::start_told(&place, &told);
        until_it_serves(place.port.number);
        let own = report(&visitor(&place, PROBER), "A report of the one who probes");
        Self { place, server, metrics, own }
    }

    fn from(&self, address: &str) -> Visitor {
        visitor(&self.place, address)
    }

    /// What the operator's figures count, without those that hold times.
    fn counts(&self) -> BTreeMap<String, f64> {
        let text = Visitor::new(self.metrics.number).get("/metrics").text();
        let rows = text.lines().filter(|line| !line.starts_with('#'));
        let rows = rows.filter_map(|line| line.rsplit_once(' '));
        let plain = rows.filter(|(name, _)| !name.contains("_seconds") && !name.contains("_jobs"));
        plain.map(|(name, value)| (name.to_owned(), value.parse().unwrap())).collect()
    }

    /// How they move while something is done.
    fn moved(&self, done: impl FnOnce()) -> BTreeMap<String, f64> {
        let before = self.counts();
        done();
        let by = |(name, value): (String, f64)| {
            let by = value - before.get(&name).copied().unwrap_or_default();
            (by != 0.0).then_some((name, by))
        };
        self.counts().into_iter().filter_map(by).collect()
    }

    fn reads(&self) -> usize {
        self.place.rows("read_log").len()
    }
}

fn visitor(place: &Place, address: &str) -> Visitor {
    Visitor::new(place.port.number).from(address)
}

fn received(heard: &Heard) -> Report {
    assert_eq!(heard.status, 201, "{heard:?}");
    let receipt = &heard.json()["receipt"];
    let text = |name: &str| receipt[name].as_str().unwrap().to_owned();
    Report { id: text("id"), secret: text("secret") }
}

fn report(who: &Visitor, title: &str) -> Report {
    let draft = json!({ "title": title, "body": "It ends.", "version": "3.4.1" });
    received(&who.json("/api/v1/reports", &draft))
}

/// The one that is hidden, with the id of its file.
fn hidden(stage: &Stage) -> (Report, String) {
    let draft = json!({ "title": TITLE, "body": BODY, "version": "3.4.1", "accept_terms": true });
    let body = [field("report", &draft.to_string()), file(FILE.0, FILE.1), end()].concat();
    let real = received(&stage.from(VICTIM).parts("/api/v1/reports", &body));
    let lead = stage.from(VICTIM).bearer(&token_of("lead"));
    let case = lead.get(&format!("/api/v1/cases/{}", real.id)).json();
    let file = case["files"][0]["attachment"].as_str().unwrap().to_owned();
    (real, file)
}

/// What everybody may read, as it is: a form's own key is drawn anew, and the end of an embargo that would
/// begin now goes on by the second.
fn public(stage: &Stage) -> Vec<(String, String)> {
    let somebody = stage.from(VICTIM);
    let doors = web::doors();
    let plain = doors.iter().filter(|door| {
        door.method == "GET" && door.needs == Needs::Nothing && !door.path.contains('{')
    });
    let more = ["/advisories/ACME-2026-1", "/vuln/core/1.json", "/policy/clauses/IN-2", "/nothing"];
    let paths = plain.map(|door| door.path).chain(more);
    let read = |path: &str| {
        let heard = somebody.get(path);
        let (tag, mut whole) = (heard.header("etag").to_owned(), format!("{:?}", heard.whole()));
        if !tag.is_empty() {
            let known = somebody.knowing(&tag).get(path);
            assert_eq!((known.status, known.body.len()), (304, 0), "{path}: {known:?}");
        }
        if path == "/report" {
            whole.retain(|c| !c.is_ascii_hexdigit());
        }
        (path.to_owned(), whole)
    };
    paths.map(read).collect()
}

/// A thousand addresses: ids one after another, the real one again and again with all that is below it,
/// and everything else that could be there.
fn addresses(stage: &Stage, real: &str, file: &str) -> Vec<String> {
    let id = |number: u128| match number % 20 {
        19 => format!("/api/v1/cases/{real}"),
        13 => format!("/api/v1/cases/{real}/packet"),
        11 => format!("/api/v1/cases/{}/attachments/{file}", stage.own.id),
        7 => format!("/api/v1/cases/{real}/moves"),
        3 => format!("/api/v1/cases/{real}/attachments/{file}"),
        _ => format!("/api/v1/cases/{}", CaseId::from_chance(number.to_be_bytes())),
    };
    let rest = [
        format!("/api/v1/attachments/{file}"),
        "/api/v1/cases?words=ultracrepidarian".to_owned(),
        "/api/v1/cases?q=ultracrepidarian".to_owned(),
        "/api/v1/cases?limit=200".to_owned(),
        "/api/v1/metrics".to_owned(),
        "/api/v1/reads".to_owned(),
        "/api/v1/export".to_owned(),
        format!("/api/v1/feed/{real}"),
        "/api/v1/calendar".to_owned(),
        format!("/api/v1/socket/{real}"),
        format!("/api/v1/webhooks/{real}/replay"),
        "/api/v1/password-reset".to_owned(),
        "/api/v1/invitations".to_owned(),
    ];
    let rest = rest.iter().cycle().take(100).cloned();
    (0..900).map(id).chain(rest).collect()
}

fn a_thousand_ids_tell_nothing(stage: &Stage, real: &Report, file: &str) {
    let prober = stage.from(PROBER).bearer(&stage.own.secret);
    let nothing = prober.get("/api/v1/nothing");
    assert_eq!(nothing.status, 404);
    let (reads, all) = (stage.reads(), addresses(stage, &real.id, file));
    assert_eq!(all.len(), 1_000);
    let asked = all.iter().filter(|path| path.starts_with("/api/v1/cases/")).count();
    let moved = stage.moved(|| {
        for path in &all {
            let heard = prober.get(path);
            assert_eq!(heard.whole(), nothing.whole(), "{path}");
        }
    });
    let probes = moved.iter().find(|(name, _)| name.contains("probes_total"));
    assert_eq!(probes.map(|(_, by)| *by), Some(asked as f64), "{moved:?}");
    assert_eq!(stage.reads(), reads, "no content was read");
    // Held back as they are, their own case is theirs; and so is the other's.
    for own in [&stage.own, real] {
        let from_there = stage.from(PROBER).bearer(&own.secret);
        assert_eq!(from_there.get(&format!("/api/v1/cases/{}", own.id)).status, 200);
    }
    assert_eq!(stage.reads(), reads + 2, "what was read is in the log");
}

/// Two questions, for what never was and for what is real, are answered alike.
fn pair(who: &Visitor, never: &Ask, real: &Ask) {
    let heard = (who.asks(never).whole(), who.asks(real).whole());
    alike((never, &heard.0), (real, &heard.1), Weight::Questions)
        .unwrap_or_else(|finding| panic!("{finding}"));
}

/// Every door at which something could be named, and of the many verbs every seventh. Nine questions each
/// come from one who has not asked anything yet, so that somebody looks at them all.
fn every_door_tells_nothing(stage: &Stage, real: &Report, file: &str) -> usize {
    let target = |id: &str, attachment: &str| Target {
        id: id.to_owned(),
        attachment: attachment.to_owned(),
        known: stage.own.id.clone(),
        account: "00000000000000000000".to_owned(),
    };
    let never = target(CaseId::from_chance([7; 16]).as_str(), "zzzzzzzzzzzzzzzzzzzz");
    let real = target(&real.id, file);
    let named = |door: &&web::Door| {
        door.path.contains('{') || matches!(door.asks, Asks::Case | Asks::Secret)
    };
    let mut asked = 0;
    let mut who: Option<(Visitor, Outsider)> = None;
    for (at, door) in web::doors().iter().filter(named).enumerate() {
        let route = Route { method: door.method, path: door.path };
        let of = |who: &Outsider| {
            let both = questions(route, who, &never).into_iter().zip(questions(route, who, &real));
            both.filter(|(never, _)| !may_hear(who, never)).step_by(7).collect::<Vec<_>>()
        };
        let nobody = outsider("");
        for number in 0..of(&nobody).len() {
            if asked % 9 == 0 {
                let visitor = stage.from(&format!("198.51.100.{}", 1 + asked % 200));
                let own = report(&visitor, &format!("A report of another one, {at}"));
                who = Some((visitor, outsider(&own.secret)));
            }
            let (visitor, outsider) = who.as_ref().unwrap();
            let Some((never, real)) = of(outsider).into_iter().nth(number) else { continue };
            pair(visitor, &never, &real);
            asked += 1;
        }
    }
    asked
}

fn outsider(secret: &str) -> Outsider {
    let secret = (!secret.is_empty()).then(|| Secret::read(secret));
    Outsider {
        name: "another reporter",
        session: None,
        form_token: String::new(),
        bearer: secret.clone(),
        track: secret,
    }
}

/// The first thing in a page that begins like this, to the end of its digits.
fn secret_in(page: &str, begins: &str) -> String {
    let at = page.find(begins).unwrap_or_else(|| panic!("no {begins} in {page}"));
    page[at..at + begins.len() + 64].to_owned()
}

/// An invitation, a feed of dates and a way back in that were made and taken back: whoever shows one hears
/// what everybody hears who makes one up.
fn what_was_taken_back_never_was(stage: &Stage) -> Vec<String> {
    let browser = |login: &str| {
        let token = format!("form_rig_{login}");
        let one = stage.from(VICTIM).cookie(&stage.place.browser_of(login));
        move |path: &str, fields: &[(&str, &str)]| {
            let heard = one.form(path, &[&[("form_token", token.as_str())], fields].concat());
            assert!(heard.status < 400, "{path}: {heard:?}");
            heard.text()
        }
    };
    let (keeper, other, lead) = (browser("keeper"), browser("other-keeper"), browser("lead"));
    let page = keeper("/people", &[("roles", "lead")]);
    let invite = page.split_once("name=\"invite\" value=\"").unwrap().1;
    let invite = invite.split('"').next().unwrap();
    let second = AccountId::from_chance([2; 16]).to_string();
    keeper("/people/recovery", &[("account", &second)]);
    let again = other("/people/recovery/agree", &[("account", &second)]);
    let feed = lead("/calendar/open", &[("everything", "yes")]);
    let join = secret_in(&page, "join_");
    let (recover, calendar) = (secret_in(&again, "back_"), secret_in(&feed, "cal_"));
    let doors =
        [(&join, "/join/{}", 2), (&calendar, "/calendar/{}.ics", 1), (&recover, "/recover/{}", 2)];
    for (secret, path, _) in doors {
        let open = stage.from(VICTIM).get(&path.replace("{}", secret));
        assert_eq!(open.status, 200, "{path}: {open:?}");
    }
    keeper("/people/invites/revoke", &[("invite", invite)]);
    lead("/calendar/close", &[]);
    keeper("/people/recovery/withdraw", &[("account", &second)]);
    for (number, (ended, path, methods)) in doors.into_iter().enumerate() {
        let prefix = ended.split('_').next().unwrap();
        let never = Secret::from_chance(prefix, [9; 32]).reveal().to_owned();
        let who = stage.from(&format!("192.0.2.{number}"));
        for method in ["GET", "POST"].into_iter().take(methods) {
            let ask = |secret: &str| Ask {
                method,
                path: path.replace("{}", secret),
                headers: vec![
                    ("content-type", "application/x-www-form-urlencoded".to_owned()),
                    ("sec-fetch-site", "same-origin".to_owned()),
                ],
                body: (method == "POST").then(|| "login=a&name=b&password=c&code=1".to_owned()),
                asked: secret.to_owned(),
                what: format!("{method} {path}"),
                who: "somebody",
            };
            assert_eq!(who.asks(&ask(&never)).status, 404, "{method} {path}");
            pair(&who, &ask(&never), &ask(ended));
        }
    }
    vec![join, calendar, recover]
}

/// The figures of the operator move alike, whatever is asked for.
fn figures_count_alike(stage: &Stage, real: &Report) {
    let who = stage.from("192.0.2.77").bearer(&stage.own.secret);
    let count = |id: &str| {
        stage.moved(|| {
            for path in [format!("/cases/{id}"), format!("/api/v1/cases/{id}")] {
                (0..5).for_each(|_| assert!(who.get(&path).status != 200));
            }
        })
    };
    let never = CaseId::from_chance([8; 16]);
    assert_eq!(count(never.as_str()), count(&real.id));
}

/// One mail went to the auditors, with a number and nothing else; the log has one line of it.
fn one_warning(stage: &Stage, never_named: &[&str]) {
    let began = Instant::now();
    let spool = stage.place.data().join("spool/new");
    while files(&spool).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(30), "no warning came");
        std::thread::park_timeout(Duration::from_millis(20));
    }
    let log = std::fs::read_to_string(stage.place.log()).unwrap();
    assert_eq!(log.matches("somebody guesses at ids").count(), 1);
    let mails: Vec<String> =
        files(&spool).iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("To: audit@acme.example"), "{mails:?}");
    assert!(mails[0].contains("20 that were wrong"), "{mails:?}");
    for word in never_named {
        assert!(!mails[0].contains(word), "{word}: {mails:?}");
    }
}

fn story(engine: Engine) {
    let stage = Stage::new(engine);
    let before = public(&stage);
    let (real, file) = hidden(&stage);
    assert_eq!(public(&stage), before, "what everybody may read has not moved");
    a_thousand_ids_tell_nothing(&stage, &real, &file);
    one_warning(&stage, &[PROBER, VICTIM, &real.id, &real.secret, &stage.own.id]);
    let asked = every_door_tells_nothing(&stage, &real, &file);
    assert!(asked > 100, "{asked}");
    let ended = what_was_taken_back_never_was(&stage);
    figures_count_alike(&stage, &real);
    one_warning(&stage, &[PROBER, VICTIM, &real.id]);
    let auditor = Value::from(stage.reads());
    stage.server.kill();
    let mut words: Words = vec![
        ("a title", b"ultracrepidarian".to_vec()),
        ("a text", b"borborygmic".to_vec()),
        ("the name of a file", FILE.0.into()),
        ("what is in a file", FILE.1.to_vec()),
        ("a secret", real.secret.into_bytes()),
        ("a secret", stage.own.secret.into_bytes()),
        ("the address of the one who probed", PROBER.into()),
        ("an address", VICTIM.into()),
    ];
    words.extend(ended.into_iter().map(|secret| ("what was taken back", secret.into_bytes())));
    assert_eq!(left_by(&stage.place, &words), Vec::<String>::new());
    println!("{engine:?}: 1000 ids and {asked} pairs; the read log has {auditor} rows");
}

#[test]
fn whoever_goes_through_ids_learns_nothing_and_is_noticed_once_on_sqlite() {
    story(Engine::Sqlite);
}

#[test]
fn whoever_goes_through_ids_learns_nothing_and_is_noticed_once_on_postgres() {
    if postgres().is_some() {
        story(Engine::Postgres);
    }
}
