//! A house in which something of everything has happened, so that every page has something to show:
//! cases in each state, people who wait for them, and words that are too long for any column.

use app::ports::store::{EntranceWrite, Identity, Passkey, Session, Write};
use app::{App, Ctx, Input};
use domain::access::Actor;
use domain::intake::Draft;
use domain::policy::Policy;
use domain::triage::{Claim, VerdictKind};
use domain::words::{CaseId, Secret};
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use testkit::World;

pub(super) const FORM_TOKEN: &str = "form_of_the_test";

/// One case, and what opens it for whoever reported it.
pub(super) struct Filed {
    pub(super) id: CaseId,
    pub(super) secret: Secret,
}

/// The house with everybody's keys.
pub(super) struct Scene {
    pub(super) world: World,
    /// Its address.
    pub(super) url: String,
    /// Without a socket.
    pub(super) router: axum::Router,
    /// By what they are there for.
    pub(super) cases: BTreeMap<&'static str, Filed>,
    /// A participant who agreed to the terms, and one who has not read them yet.
    pub(super) vendors: [Secret; 2],
    /// An invitation that nobody used yet.
    pub(super) invitation: Secret,
}

/// What opens the team's pages for this person.
pub(super) fn session_of(login: &str) -> Secret {
    Secret::read(&format!("session_{login}"))
}

/// The facts of an example of the pack on which its clauses decide so.
fn claim(policy: &Policy, kind: VerdictKind, world: &World) -> Claim {
    let examples = policy.clauses.iter().flat_map(|clause| &clause.examples);
    let mut claims = examples.map(|example| example.claim.clone());
    let found = claims.find(|claim| domain::triage::judge(policy, claim, world.now).kind == kind);
    found.expect("an example of this kind")
}

async fn file(world: &World, title: &str, kind: VerdictKind) -> Filed {
    let policy = &world.app.policy;
    let today = world.now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let body = format!(
        "{title}.\n\nSend two headers; watch it go:\n\n    curl -H 'a: {0}' -H 'a: {0}' http://localhost:8080/\n\n{1}",
        "b".repeat(60),
        "It takes a minute. ".repeat(12)
    );
    let draft = Draft {
        title: title.to_owned(),
        body,
        version: "22.22.1 on Debian 12 and on Windows 11".to_owned(),
        claim: claim(policy, kind, world),
        credit: "Grace of the Very Long Name, with Friends and Colleagues of Example Security"
            .to_owned(),
        accept_terms: true,
        accepted_rules: policy.rules_on(today).map(|rule| rule.id.clone()).collect(),
        ..Draft::default()
    };
    let (id, secret) = world.report(&draft).await.expect("a report is received");
    Filed { id, secret }
}

/// The house with passkeys and a provider that does not answer; one of the team has both.
async fn more_ways_in(world: &World) -> App {
    let account = world.people["lead"].account.clone();
    let (made_at, used_at) = (world.now, Some(world.now));
    let key = Passkey {
        id: vec![7; 32],
        account: account.clone(),
        name: "the blue key that hangs beside the door".to_owned(),
        record: "{}".to_owned(),
        made_at,
        used_at,
    };
    let (issuer, subject) = ("http://127.0.0.1:9".to_owned(), "00u1a2b3c4d5e6f7g8h9".to_owned());
    let handle = Identity::handle_of(&issuer, &subject);
    let identity = Identity { handle, account, issuer, subject, made_at, used_at: None };
    let both = [EntranceWrite::Passkey(key), EntranceWrite::Identity(identity)];
    world.truth().commit(both.map(Write::Entrance).into()).await.expect("they are kept");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("provider.toml");
    let text = "name = \"Example\"\nissuer = \"http://127.0.0.1:9\"\nclient_id = \"us\"\n";
    std::fs::write(&file, text).expect("a file");
    let url = "http://localhost:8080";
    let provider = outside::OpenIdProvider::read(&file, None, url).expect("it is read");
    App {
        passkeys: Arc::new(outside::WebPasskeys::at(url, "Example")),
        sign_on: Some(Arc::new(provider)),
        ..(*world.app).clone()
    }
}

async fn acts(world: &World, actor: &Actor, verb: &str, id: &CaseId, given: Value) {
    let done = world.perform(actor, verb, id, given).await;
    done.unwrap_or_else(|error| panic!("{verb} on {id}: {error}"));
}

/// What one of the team does.
async fn does(world: &World, login: &str, verb: &str, id: &CaseId, given: Value) {
    acts(world, &world.actor(login), verb, id, given).await;
}

/// Judged, confirmed, rated and taken, with an answer to the reporter.
async fn taken(world: &World, id: &CaseId) {
    let thanks =
        json!({ "body": "Thank you. We can see it happen, and are looking for the cause." });
    does(world, "lead", "case write", id, thanks).await;
    does(world, "lead", "case judge", id, json!({})).await;
    for line in world.app.policy.lines.supported(world.now) {
        let given = json!({ "line": line.id, "affected": "yes" });
        does(world, "lead", "release assess", id, given).await;
    }
    does(world, "lead", "case validate", id, json!({})).await;
    let rated =
        json!({ "severity": "high", "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H" });
    does(world, "lead", "case severity", id, rated).await;
    does(world, "lead", "case accept", id, json!({})).await;
}

/// Every supported line has its fix, and a second person looked at it.
async fn fixed(world: &World, id: &CaseId) {
    for line in world.app.policy.lines.supported(world.now) {
        let version = line.first_version().replace(".0.0", ".9.9");
        world.fix(id, ("lead", "founder"), &line.id, &version).await;
    }
}

async fn written(world: &World, id: &CaseId, title: &str) {
    let text = json!({
        "title": title,
        "details": "Two headers **hang** a worker:\n\n```\ncurl -H 'a: b' -H 'a: b' http://localhost:8080/a/path/that/is/long/enough/to/leave/a/phone\n```\n\n- It needs no account.\n- It ends with the connection.\n\n| Version | Affected | Fixed |\n|---|---|---|\n| 22.22.1 | yes | 22.22.9 |",
        "workaround": "Limit the number of headers in the proxy before it.",
        "cwe": ["CWE-400"],
        "credits": ["Grace of the Very Long Name, with Friends and Colleagues of Example Security"],
        "references": ["https://example.test/a/very/long/address/that/goes/on/and/on/without/a/blank/anywhere.html"],
    });
    does(world, "lead", "advisory write", id, text).await;
}

async fn published(world: &World, id: &CaseId) {
    taken(world, id).await;
    fixed(world, id).await;
    written(world, id, "Two headers hang a worker").await;
    does(world, "lead", "advisory request", id, json!({})).await;
    let case = world.case(id).await;
    let candidate = domain::embargo::candidate(&case, &world.app.policy).expect("a candidate");
    let digest = json!({ "digest": candidate.digest() });
    does(world, "founder", "advisory approve", id, digest).await;
    let ready = json!({ "reason": "fix-ready", "because": "All fixes are tested." });
    does(world, "lead", "embargo end", id, ready).await;
    does(world, "founder", "embargo confirm", id, json!({})).await;
    does(world, "founder", "advisory publish", id, json!({})).await;
}

/// Invite a vendor; the secret of their page.
async fn invited(world: &World, id: &CaseId, name: &str) -> Secret {
    let verb = app::find_verb("participant", "invite").expect("a verb");
    let given = json!({ "role": "vendor", "name": name, "address": "psirt@vendor.example" });
    let input = Input::read(verb, given).expect("an invitation");
    let ctx = world.ctx(&world.actor("lead"));
    let done = app::perform_fully(&ctx, id, verb, &input, None, None).await;
    done.expect("they are invited").secret.expect("their page has a secret")
}

/// The actor behind a participant's secret.
async fn participant(world: &World, id: &CaseId, secret: &Secret) -> Actor {
    let case = world.case(id).await;
    let found = case.parties.iter().find(|(_, party)| party.secret == Some(secret.digest()));
    let (party, _) = found.expect("they take part");
    Actor::Participant {
        case: id.clone(),
        party: party.clone(),
        role: domain::access::Roles::PARTICIPANT,
    }
}

/// The case on which everything goes on at once.
async fn busy(world: &World, id: &CaseId) -> [Secret; 2] {
    taken(world, id).await;
    let vendors = [invited(world, id, "Vendor One").await, invited(world, id, "Vendor Two").await];
    let vendor = participant(world, id, &vendors[0]).await;
    acts(world, &vendor, "embargo accept", id, json!({})).await;
    let said = json!({ "body": "We ship it too, in all three products." });
    acts(world, &vendor, "participant answer", id, said).await;
    let reporter = Actor::Reporter(id.clone());
    let said = json!({ "body": "It also happens with\n\n> trailers\n\nand takes longer there." });
    acts(world, &reporter, "case answer", id, said).await;
    does(world, "founder", "case note", id, json!({ "body": "The same function reads trailers." }))
        .await;
    let source = json!({ "what": "exploit", "source": "https://forum.example/a/post/with/a/long/address/1234567890" });
    does(world, "lead", "world allege", id, source).await;
    fixed(world, id).await;
    written(world, id, "Trailers that hang").await;
    does(world, "lead", "cve request", id, json!({ "from": "own" })).await;
    let ends = world.now.checked_add(SignedDuration::from_hours(24 * 60)).expect("an instant");
    let terms = json!({ "ends_at": ends.to_string(), "because": "Two vendors need longer." });
    does(world, "lead", "embargo propose", id, terms).await;
    does(world, "lead", "advisory request", id, json!({})).await;
    vendors
}

async fn attacked(world: &World, id: &CaseId) {
    taken(world, id).await;
    let seen = json!({ "what": "attacks", "source": "https://example.test/seen" });
    does(world, "lead", "world allege", id, seen).await;
    for login in ["lead", "founder"] {
        does(world, login, "world confirm", id, json!({ "what": "attacks" })).await;
    }
}

/// A reporter who broke a rule, was told so and appealed, and what came from them then.
async fn conduct(world: &World, banned: &CaseId, barred: &CaseId) {
    let told = json!({ "address": "mallory@reporter.example" });
    acts(world, &Actor::Reporter(banned.clone()), "case contact", banned, told.clone()).await;
    let until = world.now.checked_add(SignedDuration::from_hours(24 * 90)).expect("an instant");
    let ban = json!({
        "rule": "RG-2b", "sanction": "RS-3", "event": "1", "until": until.to_string(),
        "because": "The build machines stood still for two hours; their log names the report's script.",
        "notice": "You stopped the machines that we build on. For three months you may take no part.",
    });
    does(world, "lead", "sanction impose", banned, ban).await;
    let says = json!({ "because": "I ran it against a machine of my own, and mistyped its name." });
    acts(world, &Actor::Reporter(banned.clone()), "sanction appeal", banned, says).await;
    acts(world, &Actor::Reporter(barred.clone()), "case contact", barred, told).await;
    does(world, "founder", "case seen", barred, json!({})).await;
}

async fn let_everybody_in(world: &World) {
    let expires_at =
        world.now.checked_add(SignedDuration::from_hours(24 * 400)).expect("an instant");
    for (login, person) in &world.people {
        let session = Session {
            secret: session_of(login).digest(),
            account: person.account.clone(),
            form_token: FORM_TOKEN.to_owned(),
            expires_at,
            seen: Default::default(),
        };
        world.truth().commit(vec![Write::Session(session)]).await.expect("it is written");
    }
}

/// A world under the policy of the Node.js project, which is the longest that we ship.
async fn world(seed: u64) -> World {
    let mut world = World::in_file(seed).await;
    let files = outside::read_policy_folder(&crate::program::root().join("policies/node"));
    let policy = domain::policy::read(&files.expect("the pack is there")).0;
    world.restart_with(Arc::new(policy.expect("the pack is sound")));
    world
}

impl Scene {
    /// Where nothing has happened yet.
    pub(super) async fn empty() -> Self {
        let world = world(41).await;
        Self::around(world, BTreeMap::new(), [Secret::read("part_a"), Secret::read("part_b")]).await
    }

    /// Where something of everything has happened.
    pub(super) async fn full() -> Self {
        let mut world = world(42).await;
        let (yes, no) = (VerdictKind::Vulnerability, VerdictKind::NormalBug);
        let mut cases = BTreeMap::new();
        for (name, title, kind) in [
            ("published", "Two headers hang a worker", yes),
            ("busy", "Trailers that hang a worker, too", yes),
            ("refused", "A file that the operator wrote is read", no),
            ("asked", "Something is slow", yes),
            ("repeated", "Trailers hang", yes),
            ("withdrawn", "A mistake of mine", yes),
            ("erased", "A name that should not stand here", yes),
            ("attacked", "Many small frames keep a connection busy", yes),
            ("put off", "A warning is unclear", yes),
        ] {
            cases.insert(name, file(&world, title, kind).await);
            world.pass(SignedDuration::from_mins(7));
        }
        let id = |name: &str| cases[name].id.clone();
        published(&world, &id("published")).await;
        let vendors = busy(&world, &id("busy")).await;
        let refused = id("refused");
        does(&world, "lead", "case judge", &refused, json!({})).await;
        does(&world, "lead", "case invalidate", &refused, json!({})).await;
        does(&world, "lead", "case ask", &id("asked"), json!({ "body": "Which version is it?" }))
            .await;
        let of = json!({ "of": id("busy").to_string() });
        does(&world, "lead", "case duplicate", &id("repeated"), of).await;
        let withdrawn = id("withdrawn");
        acts(&world, &Actor::Reporter(withdrawn.clone()), "case withdraw", &withdrawn, json!({}))
            .await;
        let erased = id("erased");
        let given = json!({ "event": "1", "because": "It named somebody." });
        does(&world, "lead", "case redact", &erased, given).await;
        attacked(&world, &id("attacked")).await;
        let put_off = id("put off");
        taken(&world, &put_off).await;
        world.pass_days(20);
        world.drain().await.expect("jobs run");
        let long = file(&world, &"Loooooong".repeat(22)[..196], yes).await;
        cases.insert("long", long);
        cases.insert("new", file(&world, "Just arrived", yes).await);
        let [banned, barred] =
            [file(&world, "It all stood still", yes).await, file(&world, "Me again", yes).await];
        conduct(&world, &banned.id, &barred.id).await;
        cases.extend([("banned", banned), ("barred", barred)]);
        Self::around(world, cases, vendors).await
    }

    pub(super) async fn around(
        world: World,
        cases: BTreeMap<&'static str, Filed>,
        vendors: [Secret; 2],
    ) -> Self {
        let_everybody_in(&world).await;
        let ctx = |login: &str| Ctx::new(&world.app, world.actor(login), world.now);
        let invitation = app::access::invite(&ctx("founder"), ["lead".to_owned()].into()).await;
        app::case::open_calendar(&ctx("lead"), true).await.expect("a calendar");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let now = world.now;
        let app = Arc::new(more_ways_in(&world).await);
        let state = web::WebState::new(app, Arc::new(move || now), &url);
        let limits = web::Limits {
            guesses: u32::MAX,
            log_ins: u32::MAX,
            reports: u32::MAX,
            ..web::Limits::default()
        };
        let router = web::router(state.limited(limits));
        let served = router.clone();
        tokio::spawn(async move { axum::serve(listener, served).await });
        let invitation = invitation.expect("an invitation");
        Self { world, url, router, cases, vendors, invitation }
    }
}
