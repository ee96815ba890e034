//! Who asks: each kind of outsider, with what they hold.

use crate::{World, draft};
use app::ports::store::{Account, Seen, Session, Token, TokenGrant, Write};
use domain::access::Actor;
use domain::words::{AccountId, AttachmentId, CaseId, Secret};
use jiff::SignedDuration;
use serde_json::json;
use std::collections::BTreeSet;

/// Somebody who may not know of a case.
#[derive(Debug, Clone)]
pub struct Outsider {
    /// Which kind.
    pub name: &'static str,
    /// What opens the team's pages for them.
    pub session: Option<Secret>,
    /// What their forms carry.
    pub form_token: String,
    /// What opens the API for them.
    pub bearer: Option<Secret>,
    /// What opens their own case.
    pub track: Option<Secret>,
}

impl Outsider {
    fn holding(name: &'static str) -> Self {
        let form_token = "form_of_the_probe".to_owned();
        Self { name, session: None, form_token, bearer: None, track: None }
    }

    /// The credentials that they show at this address.
    pub fn headers(&self, path: &str) -> Vec<(&'static str, String)> {
        let mut headers = Vec::new();
        if let Some(bearer) = self.bearer.as_ref().filter(|_| path.starts_with("/api/")) {
            headers.push(("authorization", format!("Bearer {}", bearer.reveal())));
        }
        let session = self.session.iter().map(|one| format!("vulnerary={}", one.reveal()));
        let track = self.track.iter().filter(|_| path.starts_with("/track"));
        let track = track.map(|one| format!("vulnerary-track={}", one.reveal()));
        let cookies: Vec<String> = session.chain(track).collect();
        if !cookies.is_empty() {
            headers.push(("cookie", cookies.join("; ")));
        }
        headers
    }
}

/// A case that is kept from everybody who asks, and who asks.
pub struct Scene {
    /// Every kind of outsider.
    pub outsiders: Vec<Outsider>,
    /// The case.
    pub hidden: CaseId,
    /// A file of that case.
    pub hidden_file: AttachmentId,
    /// An id that never was.
    pub never: CaseId,
    /// And one of a file that never was.
    pub never_file: AttachmentId,
    /// A case that everybody of the team may see.
    pub known: CaseId,
    /// Somebody who works here.
    pub account: AccountId,
    /// Pairs of secrets of one kind: one that never was, and one that opened something once.
    pub ended: Vec<(&'static str, Secret, Secret)>,
}

impl World {
    /// Let an account in, as if it had logged in and made a token.
    async fn let_in(&self, name: &'static str, account: &AccountId, hours: i64) -> Outsider {
        let mut outsider = Outsider::holding(name);
        let secret = |prefix| Secret::from_chance(prefix, self.app.chance.secret());
        let (session, token) = (secret("session"), secret("vlnr"));
        let length = SignedDuration::from_hours(hours);
        let expires_at = self.now.checked_add(length).expect("an instant");
        let form_token = outsider.form_token.clone();
        let unit = vec![
            Write::Session(Session {
                secret: session.digest(),
                account: account.clone(),
                form_token,
                expires_at,
                // Used a moment ago, so that no answer costs the write that says so.
                seen: Seen { used_at: self.now, ..Seen::default() },
            }),
            Write::Token(Token {
                secret: token.digest(),
                account: account.clone(),
                label: "probe".to_owned(),
                expires_at,
                grant: TokenGrant { used_at: Some(self.now), ..TokenGrant::default() },
            }),
        ];
        self.truth().commit(unit).await.expect("it is written");
        (outsider.session, outsider.bearer) = (Some(session), Some(token));
        outsider
    }

    /// Somebody whose only role is one that the policy no longer has.
    async fn rightless(&self) -> AccountId {
        let id = AccountId::from_chance(self.app.chance.id());
        let account = Account::begin(
            id.clone(),
            "rightless",
            "rightless",
            BTreeSet::from(["of-long-ago".to_owned()]),
        );
        self.truth().commit(vec![Write::Account(account)]).await.expect("it is written");
        id
    }

    async fn a_case(&self, title: &str) -> (CaseId, Secret) {
        self.report(&draft(title)).await.expect("a report is received")
    }

    async fn acts(&self, login: &str, verb: &str, id: &CaseId, given: serde_json::Value) {
        let done = self.perform(&self.actor(login), verb, id, given).await;
        done.unwrap_or_else(|error| panic!("{login}: {verb}: {error}"));
    }

    /// Invite a vendor; the secret of their page.
    async fn invited(&self, id: &CaseId) -> Secret {
        let verb = app::find_verb("participant", "invite").expect("a verb");
        let given = json!({ "role": "vendor", "name": "Another vendor" });
        let input = app::Input::read(verb, given).expect("an invitation");
        let ctx = self.ctx(&self.actor("lead"));
        let done = app::perform_fully(&ctx, id, verb, &input, None, None).await;
        done.expect("they are invited").secret.expect("their page has a secret")
    }
}

/// Set the scene: a hidden case with a life of its own, and each kind of outsider.
pub async fn scene(world: &mut World) -> Scene {
    let (known, _) = world.a_case("known to the whole team").await;
    let (hidden, _) = world.a_case("hidden from all who ask").await;
    world.invited(&hidden).await;
    let hidden_file =
        world.attach(&world.actor("lead"), "case note", &hidden, &[("a.txt", b"a")]).await;
    let hidden_file = hidden_file.expect("a file is attached").remove(0);
    for text in ["we look at it", "we see it too"] {
        world.acts("lead", "case note", &hidden, json!({ "body": text })).await;
    }
    let triager = world.people["triager"].account.clone();
    let out = json!({ "account": triager.to_string(), "because": "their employer is named" });
    world.acts("lead", "case recuse", &hidden, out).await;
    let (other, reporter) = world.a_case("of another reporter").await;
    let vendor = world.invited(&other).await;
    let ended = ended(world, &other).await;
    let account = world.people["lead"].account.clone();
    let never = CaseId::from_chance(world.app.chance.id());
    let outsiders = outsiders(world, (reporter, vendor)).await;
    let never_file = AttachmentId::from_chance(world.app.chance.id());
    Scene { outsiders, hidden, hidden_file, never, never_file, known, account, ended }
}

async fn outsiders(world: &mut World, (reporter, vendor): (Secret, Secret)) -> Vec<Outsider> {
    let made_up = |prefix| Some(Secret::from_chance(prefix, world.app.chance.secret()));
    let of = |name: &str| world.people[name].account.clone();
    let mut all = vec![
        Outsider::holding("nobody"),
        Outsider {
            session: made_up("session"),
            bearer: made_up("vlnr"),
            track: made_up("track"),
            ..Outsider::holding("somebody with made-up credentials")
        },
        Outsider {
            bearer: Some(reporter.clone()),
            track: Some(reporter),
            ..Outsider::holding("another reporter")
        },
        Outsider {
            bearer: Some(vendor.clone()),
            track: Some(vendor),
            ..Outsider::holding("a participant of another case")
        },
        world.let_in("an administrator", &of("admin"), 100).await,
        world.let_in("an auditor", &of("auditor"), 100).await,
        world.let_in("somebody who was kept out of it", &of("triager"), 100).await,
        world.let_in("somebody whose session has ended", &of("lead"), -1).await,
    ];
    let rightless = world.rightless().await;
    all.push(world.let_in("somebody of the team without a right", &rightless, 100).await);
    let gone = world.let_in("somebody who was let go", &of("fixer"), 100).await;
    let admin = world.ctx(&world.actor("admin"));
    app::access::deactivate(&admin, &of("fixer")).await.expect("they are let go");
    all.push(gone);
    all
}

/// Secrets that opened something once, each beside one that never was.
async fn ended(world: &mut World, case: &CaseId) -> Vec<(&'static str, Secret, Secret)> {
    let mut all = Vec::new();
    let vendor = world.invited(case).await;
    let parties = world.case(case).await.parties;
    let party = parties.iter().find(|(_, party)| party.secret == Some(vendor.digest()));
    let party = party.expect("they take part").0.to_string();
    world
        .acts(
            "lead",
            "participant remove",
            case,
            json!({ "party": party, "because": "they spoke" }),
        )
        .await;
    all.push(("track", vendor));
    let admin = world.ctx(&world.actor("admin"));
    let roles = || BTreeSet::from(["lead".to_owned()]);
    let expired = app::access::invite(&admin, roles()).await.expect("an invitation");
    world.pass_days(8);
    let admin = world.ctx(&world.actor("admin"));
    all.push(("join", expired));
    let used = app::access::invite(&admin, roles()).await.expect("an invitation");
    world.enrol("newcomer", &used).await;
    all.push(("join", used));
    let open = async |world: &World, actor: &Actor| {
        let opened = app::case::open_calendar(&world.ctx(actor), true).await;
        opened.expect("a calendar")
    };
    let closed = open(world, &world.actor("reviewer")).await;
    let reviewer = world.ctx(&world.actor("reviewer"));
    app::case::close_calendar(&reviewer).await.expect("it is closed");
    all.push(("calendar", closed));
    let of_gone = open(world, &world.actor("releaser")).await;
    let releaser = &world.people["releaser"].account;
    app::access::deactivate(&admin, releaser).await.expect("they are let go");
    all.push(("calendar", of_gone));
    let of_moved = open(world, &world.actor("newcomer")).await;
    let newcomer = &world.people["newcomer"].account;
    let roles = BTreeSet::from(["auditor".to_owned()]);
    app::access::set_roles(&admin, newcomer, roles).await.expect("another role");
    all.push(("calendar", of_moved));
    let never = |kind: &str| {
        let prefix = match kind {
            "join" => "join",
            "calendar" => "cal",
            _ => "part",
        };
        Secret::from_chance(prefix, world.app.chance.secret())
    };
    all.into_iter().map(|(kind, real)| (kind, never(kind), real)).collect()
}
