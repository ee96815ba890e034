//! The walkthrough of `docs/guide/walkthrough.md`, in a real browser: an anonymous report of the facts
//! of CVE-2026-21717, judged, embargoed, fixed on four lines, approved by a second person, published,
//! and found by the checker.

use crate::browser::{Window, driver};
use crate::program::{fixtures, root, vulnerary};
use app::ports::sign_on::SignOn;
use domain::words::Secret;
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The days when the real one was handled: its four lines were the supported ones.
const BEGINNING: &str = "2026-03-10T09:00:00Z";

/// The facts as the reporter ticks them.
pub(crate) const FACTS: &[(&str, &str)] = &[
    ("claim.component", "bundled-dependency"),
    ("claim.platforms", "tier-1"),
    ("claim.builds", "official"),
    ("claim.needs", "nothing"),
    ("claim.input", "inbound-network"),
    ("claim.runtime-transforms", "no"),
    ("claim.internals-at-fault", "yes"),
    ("claim.effect", "availability"),
    ("claim.api-used-correctly", "yes"),
    ("claim.app-mistake", "no"),
    ("claim.pattern", "none"),
    ("claim.autoload", "none"),
    ("claim.leak", "no"),
    ("claim.production-warning", "no"),
    ("claim.documented-api", "yes"),
    ("claim.ecma-defined", "defined"),
    ("claim.stability", "stable"),
    ("claim.quick-outage", "yes"),
    ("claim.directly-exploitable", "yes"),
    ("claim.mitigable", "no"),
    ("claim.deterministic", "yes"),
    ("claim.practical-rate", "yes"),
    ("claim.asymmetric", "far-less"),
];

/// A server in this process, whose clock the test moves.
pub(crate) struct Site {
    pub(crate) url: String,
    pub(crate) first: Secret,
    pub(crate) app: Arc<app::App>,
    seconds: Arc<AtomicI64>,
    data: tempfile::TempDir,
}

impl Site {
    pub(crate) async fn start() -> Self {
        Self::with(|_| None).await
    }

    /// The same, where somebody vouches for people: who, depends on the address.
    pub(crate) async fn with(vouches: impl FnOnce(&str) -> Option<Arc<dyn SignOn>>) -> Self {
        let data = tempfile::tempdir().unwrap();
        let files = outside::read_policy_folder(&root().join("policies/node")).unwrap();
        let policy = Arc::new(domain::policy::read(&files).0.expect("the pack is sound"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        // By its name: a passkey belongs to a name, and none to a number.
        let url = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let database = format!("sqlite:{}", data.path().join("v.db").display());
        let public = data.path().join("public");
        let public = outside::PublicFolder::new(public, Arc::clone(&policy), url.clone());
        let spool = data.path().join("spool");
        let spool = outside::SpoolFolder::new(spool, Arc::clone(&policy), url.clone());
        let database = store::open(&database).await.unwrap();
        let nonces = Arc::new(testkit::SeededChance::new(1));
        let sealed = testkit::sealed(&database, nonces).await;
        let app = Arc::new(app::App {
            store: Arc::new(sealed),
            policy,
            shelf: Default::default(),
            clock: Default::default(),
            chance: Arc::new(outside::SystemChance),
            credentials: Arc::new(outside::SystemCredentials),
            passkeys: Arc::new(outside::WebPasskeys::at(&url, "Node.js")),
            sign_on: vouches(&url),
            public_files: Arc::new(public),
            receipts: Arc::new(outside::ReceiptKeyFile::new(
                data.path().join("receipts.key"),
                "walkthrough".to_owned(),
            )),
            spool: Arc::new(spool),
            objects: Arc::new(outside::ObjectFolder::new(data.path().join("objects"))),
            post: Arc::new(testkit::QuickPost),
        });
        let beginning: Timestamp = BEGINNING.parse().unwrap();
        let seconds = Arc::new(AtomicI64::new(beginning.as_second()));
        let hand = Arc::clone(&seconds);
        let clock: web::Clock =
            Arc::new(move || Timestamp::from_second(hand.load(Ordering::SeqCst)).unwrap());
        let state = web::WebState::new(Arc::clone(&app), clock, &url);
        tokio::spawn(async move { axum::serve(listener, web::router(state)).await });
        let first = app::access::invite_first(&app, beginning).await.unwrap().unwrap();
        Self { url, first, app, seconds, data }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_second(self.seconds.load(Ordering::SeqCst)).unwrap()
    }

    /// Time passes: each code of the second factor works once.
    pub(crate) fn wait(&self) {
        self.seconds.fetch_add(SignedDuration::from_mins(2).as_secs(), Ordering::SeqCst);
    }

    /// The code that an authenticator with the secret on the page shows now.
    pub(crate) fn code(&self, base32: &str) -> String {
        let plain: String = base32.chars().filter(|c| !c.is_whitespace()).collect();
        let secret = totp_rs::Secret::try_from_base32(plain).unwrap();
        let totp =
            totp_rs::Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
        totp.generate(self.now().as_second() as u64).to_string()
    }
}

/// Use an invitation and log in; the secret of the second factor.
pub(crate) async fn join(site: &Site, window: &Window, link: &str, login: &str) -> String {
    window.go(link).await;
    let secret = window.value(".qr + .hint code", "textContent").await;
    window.picture(&format!("join-{login}")).await;
    let password = format!("a long password for {login}");
    let code = site.code(&secret);
    let fields = [
        ("login", login),
        ("name", login),
        ("password", password.as_str()),
        ("code", code.as_str()),
    ];
    let path = link.trim_start_matches(&site.url);
    window.send(path, &fields).await;
    site.wait();
    let code = site.code(&secret);
    window.go("/login").await;
    let fields = [("login", login), ("password", password.as_str()), ("code", code.as_str())];
    window.send("/login", &fields).await;
    window.go("/queue").await;
    assert_eq!(window.path().await, "/queue", "{login} is logged in: {}", window.text().await);
    secret
}

/// The anonymous reporter files the report and gets the secret.
async fn report(window: &Window) -> String {
    window.go("/report").await;
    window.picture("report").await;
    window.script("document.querySelectorAll('details').forEach(d => { d.open = true })").await;
    window.picture("report-open").await;
    let rules = window.value("input[name=accepted_rules]", "value").await;
    let mut fields = vec![
        ("title", "Integer-like strings make hash collisions predictable"),
        (
            "body",
            "Strings such as \"123456\" are hashed to their number. Chosen keys make one table slow.",
        ),
        ("version", "22.22.1"),
        ("accept_terms", "yes"),
        ("accepted_rules", &rules),
    ];
    fields.extend(FACTS);
    window.send_where("/report", "", &fields).await;
    window.picture("receipt").await;
    let secret = window.value("textarea.secret", "value").await;
    assert!(secret.starts_with("track_"), "{}", window.text().await);
    window.send("/track", &[]).await;
    assert_eq!(window.path().await, "/track");
    window.picture("track").await;
    secret
}

/// Ada takes the case to the point where its fixes are ready and its text is written.
async fn handle(ada: &Window, ben: &Window) -> String {
    ada.go("/queue").await;
    ada.picture("queue").await;
    let case = ada.value("a[href^=\"/cases/\"]", "pathname").await;
    ada.go(&case).await;
    ada.picture("case-new").await;
    ada.send("/case/write", &[("body", "Thank you. We can see it happen.")]).await;
    let text = ada.text().await;
    for clause in ["VU-2", "IN-1"] {
        assert!(text.contains(clause), "the verdict cites {clause}: {text}");
    }
    ada.send("/case/judge", &[]).await;
    for line in ["v20", "v22", "v24", "v25"] {
        let this = format!(":has([name=line][value=\"{line}\"])");
        ada.send_where("/release/assess", &this, &[("affected", "yes")]).await;
    }
    ada.send("/case/validate", &[]).await;
    ada.send("/case/severity", &[("severity", "medium")]).await;
    ada.send("/case/accept", &[]).await;
    let fixes = [("v20", "20.20.2"), ("v22", "22.22.2"), ("v24", "24.14.1"), ("v25", "25.8.2")];
    for (line, version) in fixes {
        let this = format!(":has([name=line][value=\"{line}\"])");
        let seen = ("because", "The keys collided before, and no longer do.");
        let fix = [("version", version), ("proof", "reproduced"), seen];
        ada.send_where("/release/fix", &this, &fix).await;
    }
    assert!(!ada.has("form[action$=\"/advisory/approve\"]").await, "nobody looked at the fixes");
    let text = [
        ("title", "Predictable hash collisions of integer-like strings"),
        (
            "details",
            "Strings that look like integers were hashed to their **number**. A request with chosen keys could slow the process down.",
        ),
        ("cve", "CVE-2026-21717"),
    ];
    ben.go(&case).await;
    for (line, _) in fixes {
        let this = format!(":has([name=line][value=\"{line}\"])");
        ben.send_where("/release/review", &this, &[("verdict", "good")]).await;
    }
    ada.go(&case).await;
    ada.send("/advisory/write", &text).await;
    ada.send("/advisory/request", &[]).await;
    ada.picture("case-review").await;
    assert!(!ada.has("form[action$=\"/advisory/approve\"]").await, "Ada wrote it");
    case
}

/// The jobs that follow a publication are done, and the official schema takes the OSV document.
async fn public_files(site: &Site) {
    while app::jobs::run_one(&site.app, site.now()).await.unwrap() != app::jobs::Ran::Nothing {}
    let osv = site.data.path().join("public/current/advisories/NSWG-COR-172.osv.json");
    let osv = std::fs::read_to_string(osv).unwrap();
    let Some(fixtures) = fixtures() else { return };
    let schema = std::fs::read_to_string(fixtures.join("osv-schema/schema.json")).unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    let osv = serde_json::from_str(&osv).unwrap();
    let judge = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = judge.iter_errors(&osv).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// The checker finds it from the exported files.
fn checked(public: &Path) {
    let text = |path: &Path| path.display().to_string();
    let db = text(&public.join("walk.vdb"));
    let core = text(&public.join("vuln/core"));
    let lines = text(&root().join("policies/node/lines.json"));
    let imported =
        vulnerary(&["db", "import", "node-core", &core, "--schedule", &lines, "--db", &db]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let check = |target: &str| vulnerary(&["check", "--db", &db, "--at", "2026-04-08", target]);
    let affected = check("node@22.22.1");
    assert_eq!(affected.code, 1, "{}", affected.out);
    for word in ["NSWG-COR-172", "CVE-2026-21717", "22.22.2"] {
        assert!(affected.out.contains(word), "{word}: {}", affected.out);
    }
    assert_eq!(check("node@22.22.2").code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_report_walks_through_the_whole_house() {
    let Some(driver) = driver() else { return };
    let site = Site::start().await;
    let desk = (1280, 1000);
    let ada = Window::open(&driver, &site.url, desk).await;
    join(&site, &ada, &format!("{}/join/{}", site.url, site.first.reveal()), "ada").await;
    ada.picture("queue-empty").await;
    ada.go("/people").await;
    ada.send("/people", &[("roles", "lead")]).await;
    ada.picture("people").await;
    let link = ada.source().await;
    let at = link.find("/join/join_").expect("a link");
    let link = format!("{}{}", site.url, &link[at..at + "/join/join_".len() + 64]);
    let ben = Window::open(&driver, &site.url, desk).await;
    join(&site, &ben, &link, "ben").await;
    let reporter = Window::open(&driver, &site.url, (412, 915)).await;
    report(&reporter).await;

    let case = handle(&ada, &ben).await;
    ben.go(&case).await;
    assert!(!ben.has("form[action$=\"/advisory/publish\"]").await, "not approved yet");
    ben.send("/advisory/approve", &[]).await;
    ada.go(&case).await;
    let end = [("reason", "fix-ready"), ("because", "Four fixes are tested; the reporter agrees.")];
    ada.send("/embargo/end", &end).await;
    assert!(!ada.has("form[action$=\"/advisory/publish\"]").await, "the embargo holds");
    ada.picture("case-held").await;
    ben.go(&case).await;
    ben.send("/embargo/confirm", &[]).await;
    ben.send("/advisory/publish", &[]).await;
    ben.picture("case-published").await;

    reporter.go("/advisories").await;
    reporter.picture("advisories").await;
    reporter.go("/advisories/NSWG-COR-172").await;
    reporter.picture("advisory").await;
    let text = reporter.text().await;
    for word in ["CVE-2026-21717", "22.22.2", "20.20.2", "24.14.1", "25.8.2"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    reporter.go("/track").await;
    reporter.picture("track-published").await;
    assert!(reporter.has("a[href$=\"/advisories/NSWG-COR-172\"]").await, "a link to it");
    for page in ["/", "/policy", "/login", "/nothing"] {
        reporter.go(page).await;
        let name = page.trim_matches('/');
        reporter.picture(&format!("phone-{}", if name.is_empty() { "front" } else { name })).await;
        ben.go(page).await;
        ben.picture(&format!("desk-{}", if name.is_empty() { "front" } else { name })).await;
    }
    public_files(&site).await;
    checked(&site.data.path().join("public/current"));
    for window in [ada, ben, reporter] {
        window.close().await;
    }
}
