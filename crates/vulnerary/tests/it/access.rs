//! Who comes through which door: each route, each command, each mail that leaves, with what it needs,
//! as a table that people review: `fixtures/access/doors.golden`. `VULNERARY_BLESS=1` writes it again.
//! What the table says is asked of the running router and of the commands.

use crate::doors::{Shared, beginning};
use crate::program::root;
use app::jobs::JobKind;
use app::ports::store::{Seen, Session, Token, TokenGrant, Write};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::access::{Action, Actor, Decision, Roles, Scope, Situation, decide};
use domain::policy::built_in_roles;
use domain::words::{AccountId, AttachmentId, CaseId, PartyId, Secret};
use jiff::SignedDuration;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;
use testkit::World;
use testkit::probe::{Ask, Outsider, Route, Target, questions};
use tower::ServiceExt as _;
use vulnerary::commands::{self, Needs as Typed, needs};
use vulnerary::wire::Setting;
use vulnerary::{Ended, Out};
use web::{Door, Needs};

const LEGEND: &str = "\
Who comes through which door. \u{2714} may; \u{2718} may not, and hears so; hidden: hears what everybody hears of
what does not exist; log in: is asked to. A reporter and a participant show their secret, and act on
their own case. Written by the tests from the tables of the server, of the commands and of the jobs.

";

const YES: &str = "\u{2714}";
const NO: &str = "\u{2718}";

fn own() -> CaseId {
    CaseId::from_chance([1; 16])
}

fn person(role: &str) -> Actor {
    let account = AccountId::from_chance([2; 16]);
    let roles = BTreeSet::from([role.to_owned()]);
    Actor::Person { account, roles, scope: Scope::whole() }
}

/// Titles, and who asks.
fn columns(roles: &Roles) -> Vec<(String, Actor)> {
    let party = PartyId::from_chance([5; 16]);
    let participant = Actor::Participant { case: own(), party, role: Roles::PARTICIPANT };
    let mut columns = vec![
        ("anonymous".to_owned(), Actor::Anonymous),
        ("reporter".to_owned(), Actor::Reporter(own())),
        ("participant".to_owned(), participant),
    ];
    columns.extend(roles.grantable().map(|role| (role.id.clone(), person(&role.id))));
    columns
}

fn sign(decision: &Decision) -> &'static str {
    match decision {
        Decision::Allowed(_) => YES,
        Decision::Refused(_) => NO,
        Decision::Hidden(_) => "hidden",
    }
}

fn on(roles: &Roles, actor: &Actor, action: Action) -> &'static str {
    let situation = Situation { case: Some(own()), ..Situation::default() };
    sign(&decide(roles, actor, action, &situation))
}

fn apart(roles: &Roles, actor: &Actor, action: Action) -> &'static str {
    sign(&decide(roles, actor, action, &Situation::default()))
}

/// What somebody hears at a door, as its table says.
fn said(roles: &Roles, actor: &Actor, door: &Door) -> &'static str {
    let api = door.path.starts_with("/api/");
    let by_session = !api && !matches!(actor, Actor::Person { .. });
    match door.needs {
        Needs::Nothing => YES,
        Needs::Secret => "by secret",
        Needs::Password => "by password",
        Needs::Passkey => "by passkey",
        Needs::Provider => "by provider",
        Needs::May(Action::FileReport) => YES,
        Needs::VerbOnOwn => match actor {
            Actor::Reporter(_) | Actor::Participant { .. } => "by verb",
            _ => "hidden",
        },
        Needs::Account | Needs::May(_) | Needs::On(_) | Needs::Verb | Needs::VerbOnEach
            if by_session =>
        {
            "log in"
        }
        Needs::Account => match actor {
            Actor::Person { .. } => YES,
            _ => "hidden",
        },
        Needs::May(action) => apart(roles, actor, action),
        Needs::On(action) => on(roles, actor, action),
        Needs::Verb => "by verb",
        Needs::VerbOnEach => match apart(roles, actor, Action::ListCases) {
            YES => "by verb",
            no => no,
        },
    }
}

fn needed(needs: Needs) -> String {
    match needs {
        Needs::Nothing => "nothing".to_owned(),
        Needs::May(action) => action.word().to_owned(),
        Needs::On(action) => format!("{} on it", action.word()),
        Needs::Verb => "the verb's on it".to_owned(),
        Needs::VerbOnEach => "the verb's on each, list-cases".to_owned(),
        Needs::VerbOnOwn => "the verb's on one's own".to_owned(),
        Needs::Secret => "a secret".to_owned(),
        Needs::Password => "a password and a code".to_owned(),
        Needs::Passkey => "a passkey".to_owned(),
        Needs::Provider => "the provider's word".to_owned(),
        Needs::Account => "an account".to_owned(),
    }
}

fn typed(needs: Typed) -> (String, &'static str) {
    match needs {
        Typed::Nothing => ("nothing of an instance".to_owned(), "anybody"),
        Typed::Folder => ("the data folder".to_owned(), "the operator"),
        Typed::May(action) => (action.word().to_owned(), "by token"),
        Typed::On(action) => (format!("{} on it", action.word()), "by token"),
        Typed::Verb => ("the verb's on it".to_owned(), "by token"),
        Typed::VerbOnEach => ("the verb's on each, list-cases".to_owned(), "by token"),
        Typed::Account => ("an account".to_owned(), "by token"),
    }
}

fn table(rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0))
        .collect();
    let line = |cells: &[String]| {
        let cells = cells.iter().zip(&widths).map(|(cell, width)| {
            format!("{cell}{}", " ".repeat(width.saturating_sub(cell.chars().count())))
        });
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let dashes: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let body: String = rows[1..].iter().map(|row| line(row)).collect();
    line(&rows[0]) + &line(&dashes) + &body
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn whole(roles: &Roles) -> String {
    let columns = columns(roles);
    let titles = columns.iter().map(|(title, _)| title.clone());
    let mut rows = vec![words(&["", "door", "needs", "could be guessed"])];
    rows[0].extend(titles.clone());
    for door in web::doors() {
        let mut row = words(&[door.method, door.path, &needed(door.needs), door.asks.word()]);
        row.extend(columns.iter().map(|(_, actor)| said(roles, actor, &door).to_owned()));
        rows.push(row);
    }
    let mut text = LEGEND.to_owned() + &table(&rows);
    text.push_str("\nVerbs on a case, through any door.\n\n");
    let mut rows = vec![words(&["verb", "needs"])];
    rows[0].extend(titles);
    for verb in app::verbs() {
        let mut row = words(&[&format!("{} {}", verb.group, verb.name), verb.action.word()]);
        row.extend(columns.iter().map(|(_, actor)| on(roles, actor, verb.action).to_owned()));
        rows.push(row);
    }
    text.push_str(&table(&rows));
    text.push_str("\nCommands. With a token they act as its holder.\n\n");
    let mut rows = vec![words(&["command", "needs", "who"])];
    for (command, needs) in needs() {
        let (needs, who) = typed(needs);
        rows.push(words(&[&command, &needs, who]));
    }
    text.push_str(&table(&rows));
    text.push_str("\nMail that comes in. It is words; nothing else is ever done by mail.\n\n");
    let mut rows = vec![words(&["becomes", "action", "what its sender must have"])];
    for (becomes, action, needs) in app::mail::ACTIONS {
        rows.push(words(&[becomes, action.map_or("none", Action::word), needs]));
    }
    text.push_str(&table(&rows));
    text.push_str("\nMail that goes out; what jobs send:\n\n");
    let mut rows = vec![words(&["job", "to whom", "what is in it"])];
    for kind in JobKind::ALL {
        let mail = kind.mail();
        let (to, holds) = mail.map_or(("nobody", ""), |mail| (mail.to, mail.holds));
        rows.push(words(&[kind.word(), to, holds]));
    }
    text + &table(&rows)
}

#[test]
fn the_doors_are_as_they_were_reviewed() {
    let golden = root().join("fixtures/access/doors.golden");
    let now = whole(&built_in_roles());
    if std::env::var_os("VULNERARY_BLESS").is_some() {
        std::fs::write(&golden, &now).unwrap();
    }
    let reviewed = std::fs::read_to_string(&golden).unwrap_or_default();
    let mut changed = String::new();
    for line in now.lines().filter(|line| !reviewed.lines().any(|before| before == *line)) {
        writeln!(changed, "{line}").unwrap();
    }
    assert!(now == reviewed, "doors have changed; review, then VULNERARY_BLESS=1:\n{changed}");
}

fn leaves(command: &clap::Command, words: &str, found: &mut Vec<String>) {
    let mut inner = command.get_subcommands().peekable();
    if inner.peek().is_none() {
        found.push(words.to_owned());
    }
    for one in inner.filter(|one| one.get_name() != "help") {
        let words = format!("{words} {}", one.get_name());
        leaves(one, words.trim(), found);
    }
}

#[test]
fn every_command_says_what_it_needs() {
    let mut found = Vec::new();
    leaves(&commands::command_line(), "", &mut found);
    let declared: Vec<String> = needs().into_iter().map(|(words, _)| words).collect();
    let (found, once): (BTreeSet<_>, BTreeSet<_>) =
        (found.into_iter().collect(), declared.iter().cloned().collect());
    assert_eq!(found, once, "the command line, and commands::needs");
    assert_eq!(once.len(), declared.len(), "each has one row");
}

/// A world with everybody at its doors.
struct Gate {
    world: World,
    router: Router,
    case: CaseId,
    reporter: Secret,
    vendor: Secret,
    file: AttachmentId,
    vendor_file: AttachmentId,
}

impl Gate {
    async fn new() -> Self {
        let world = World::new(21).await;
        let (case, reporter) = world.report(&testkit::draft("two headers")).await.unwrap();
        let verb = app::find_verb("participant", "invite").unwrap();
        let given = json!({ "role": "vendor", "name": "Another vendor" });
        let input = app::Input::read(verb, given).unwrap();
        let lead = world.ctx(&world.actor("lead"));
        let invited = app::perform_fully(&lead, &case, verb, &input, None, None).await;
        let vendor = invited.unwrap().secret.unwrap();
        let attached = async |verb: &str, secret: &Secret| {
            let ctx = world.ctx(&Actor::Anonymous).as_outsider(secret).await.unwrap();
            world.attach(&ctx.actor, verb, &case, &[("a.txt", b"a")]).await.unwrap().remove(0)
        };
        let file = attached("case answer", &reporter).await;
        let vendor_file = attached("participant answer", &vendor).await;
        let clock: web::Clock = Arc::new(beginning);
        let state = web::WebState::new(Arc::clone(&world.app), clock, "http://127.0.0.1:8080");
        // Everybody asks a great deal here.
        let limits = web::Limits { guesses: u32::MAX, ..web::Limits::default() };
        let router = web::router(state.limited(limits));
        Self { world, router, case, reporter, vendor, file, vendor_file }
    }

    /// Somebody of this column, freshly let in.
    async fn holder(&self, title: &str) -> Outsider {
        let secret = |prefix| Secret::from_chance(prefix, self.world.app.chance.secret());
        let mut holder = Outsider {
            name: "somebody",
            session: None,
            form_token: "form_of_the_test".to_owned(),
            bearer: None,
            track: None,
        };
        match title {
            "anonymous" => {}
            "reporter" => holder.bearer = Some(self.reporter.clone()),
            "participant" => holder.bearer = Some(self.vendor.clone()),
            role => {
                let (session, token) = (secret("session"), secret("vlnr"));
                let account = self.world.people[role].account.clone();
                let expires_at = self.world.now.checked_add(SignedDuration::from_hours(1)).unwrap();
                let unit = vec![
                    Write::Session(Session {
                        secret: session.digest(),
                        account: account.clone(),
                        form_token: holder.form_token.clone(),
                        expires_at,
                        seen: Seen::default(),
                    }),
                    Write::Token(Token {
                        secret: token.digest(),
                        account,
                        label: "test".to_owned(),
                        expires_at,
                        grant: TokenGrant::default(),
                    }),
                ];
                self.world.truth().commit(unit).await.unwrap();
                (holder.session, holder.bearer) = (Some(session), Some(token));
            }
        }
        holder
    }

    async fn status(&self, ask: &Ask) -> (StatusCode, String) {
        let mut request = Request::builder().method(ask.method).uri(&ask.path);
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        let body = ask.body.clone().map_or_else(Body::empty, Body::from);
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        (response.status(), to.unwrap_or_default())
    }

    /// What is asked at a door first, with ids that are there.
    fn ask(&self, door: &Door, holder: &Outsider) -> Ask {
        let id = match door.asks {
            web::Asks::Person => AccountId::from_chance([9; 16]).to_string(),
            _ => self.case.to_string(),
        };
        let account = self.world.people["lead"].account.to_string();
        // Each may fetch what came with words that they may read.
        let vendor = holder.bearer.as_ref() == Some(&self.vendor);
        let attachment = if vendor { &self.vendor_file } else { &self.file };
        let (attachment, known) = (attachment.to_string(), self.case.to_string());
        let target = Target { id, attachment, known, account };
        let route = Route { method: door.method, path: door.path };
        let mut ask = questions(route, holder, &target).remove(0);
        if door.path.starts_with("/queue/bulk/") {
            ask.path = "/queue/bulk/case/note".to_owned();
        }
        if door.path.starts_with("/api/") && door.needs == Needs::Verb {
            // Nothing is done: the field is unknown, and so is whoever may not know of the case.
            ask.body = Some(json!({ "no-such-field": 1 }).to_string());
        }
        ask
    }
}

/// What an answer means.
fn heard(door: &Door, (status, to): &(StatusCode, String)) -> &'static str {
    match *status {
        StatusCode::FORBIDDEN => NO,
        // Nobody of this id works here, which who may see people may hear.
        StatusCode::NOT_FOUND if door.asks == web::Asks::Person => YES,
        StatusCode::NOT_FOUND => "hidden",
        StatusCode::SEE_OTHER if to == "/login" && door.path != "/logout" => "log in",
        _ => YES,
    }
}

#[tokio::test]
async fn each_door_lets_in_whom_the_table_says() {
    let (gate, roles) = (Gate::new().await, built_in_roles());
    let columns = columns(&roles);
    let asked = |door: &Door| {
        matches!(door.needs, Needs::Account | Needs::May(_) | Needs::On(_) | Needs::VerbOnEach)
    };
    let mut wrong = Vec::new();
    for door in web::doors().into_iter().filter(asked) {
        for (title, actor) in &columns {
            let holder = gate.holder(title).await;
            let answer = gate.status(&gate.ask(&door, &holder)).await;
            let wanted = match said(&roles, actor, &door) {
                "by verb" => YES,
                said => said,
            };
            let logged_out = door.path == "/logout" && wanted == "log in";
            if heard(&door, &answer) != wanted && !logged_out {
                wrong.push(format!(
                    "{} {} by {title}: {wanted}, {answer:?}",
                    door.method, door.path
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn each_verb_is_let_through_the_api_for_whom_the_table_says() {
    let (gate, roles) = (Gate::new().await, built_in_roles());
    let door = web::doors()
        .into_iter()
        .find(|door| door.needs == Needs::Verb && door.path.starts_with("/api/"));
    let door = door.unwrap();
    let mut wrong = Vec::new();
    for (title, actor) in columns(&roles) {
        let holder = gate.holder(&title).await;
        for verb in app::verbs() {
            let mut ask = gate.ask(&door, &holder);
            let path = door.path.replace("{id}", gate.case.as_str());
            ask.path = path.replace("{group}", verb.group).replace("{verb}", verb.name);
            let answer = gate.status(&ask).await;
            let wanted = on(&roles, &actor, verb.action);
            if heard(&door, &answer) != wanted {
                wrong
                    .push(format!("{} {} by {title}: {wanted}, {answer:?}", verb.group, verb.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Words that make a command whole, so that nothing but a right is missing.
fn arguments(gate: &Gate, command: &str) -> Vec<String> {
    let case = gate.case.to_string();
    let fixed = BTreeMap::from([
        ("people invite", vec!["--role", "lead"]),
        ("people list", vec![]),
        ("people reads", vec![]),
        ("people review", vec![]),
        ("people invites", vec![]),
        ("people recover", vec!["lead"]),
        ("people roles", vec!["fixer", "--role", "lead"]),
        ("people leave", vec!["fixer"]),
        ("case list", vec![]),
        ("case metrics", vec![]),
        ("case show", vec![case.as_str()]),
        ("case packet", vec![case.as_str()]),
        ("case moves", vec![case.as_str()]),
        ("sanction list", vec![]),
        ("import hackerone", vec!["Cargo.toml"]),
        ("import github", vec!["Cargo.toml"]),
        ("case attach", vec![case.as_str(), "Cargo.toml", "--body", "a", "--to", "team"]),
        ("case fetch", vec![case.as_str(), "0k3p9x7c2mq5t8w1z4bh"]),
        ("case bulk", vec!["--verb", "case note", "--set", "body=a", case.as_str()]),
    ]);
    if let Some(words) = fixed.get(command) {
        return words.iter().map(|word| (*word).to_owned()).collect();
    }
    let (group, name) = command.split_once(' ').unwrap();
    let verb = app::find_verb(group, name).unwrap();
    let mut words = vec![case.clone()];
    for field in verb.fields.iter().filter(|field| field.required) {
        let value = match field.kind {
            app::Kind::Choice(words) => words[0].to_owned(),
            app::Kind::Instant => "2026-04-01T09:00:00Z".to_owned(),
            app::Kind::Account => gate.world.people["lead"].account.to_string(),
            app::Kind::Case => case.clone(),
            app::Kind::Party => PartyId::from_chance([5; 16]).to_string(),
            app::Kind::Facts => "{}".to_owned(),
            _ => "v2".to_owned(),
        };
        words.extend([format!("--{}", field.name.replace('_', "-")), value]);
    }
    words
}

#[test]
fn a_command_does_nothing_for_a_token_without_the_right() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    let url = format!("sqlite:{}", file.path().display());
    let (gate, token) = runtime.block_on(async {
        let mut gate = Gate::new().await;
        // Commands have a runtime of their own, so the world is in a file.
        let world = World::at(&url, 22).await;
        let (case, _) = world.report(&testkit::draft("two headers")).await.unwrap();
        (gate.world, gate.case) = (world, case);
        let holder = gate.holder("auditor").await;
        (gate, holder.bearer.unwrap())
    });
    let events = || runtime.block_on(gate.world.events(&gate.case)).len();
    let (before, mut tried) = (events(), 0);
    for (command, needs) in needs() {
        let right = !matches!(needs, Typed::Nothing | Typed::Folder | Typed::Account);
        // Everybody may report, and an auditor may see the read log and ask for more.
        let granted = [Action::FileReport, Action::ReadLog].map(Typed::May);
        if !right || command.starts_with("glass ") || granted.contains(&needs) {
            continue;
        }
        let line = std::iter::once("vulnerary".to_owned())
            .chain(command.split(' ').map(str::to_owned))
            .chain(arguments(&gate, &command))
            .chain(["--token".to_owned(), token.reveal().to_owned()]);
        let matches = commands::command_line().try_get_matches_from(line);
        let matches = matches.unwrap_or_else(|error| panic!("{command}: {error}"));
        let printed = Shared::default();
        let mut out = Out { facts: Box::new(printed.clone()), words: Box::new(printed.clone()) };
        let setting = Setting { now: beginning, app: Some(Arc::clone(&gate.world.app)) };
        let ended = commands::run(&matches, &mut out, &setting);
        assert!(matches!(ended, Err(Ended::App(_))), "{command}: {ended:?}, {}", printed.text());
        assert_eq!(printed.text(), "", "{command}");
        tried += 1;
    }
    assert!(tried > app::verbs().count(), "{tried}");
    assert_eq!(events(), before);
}
