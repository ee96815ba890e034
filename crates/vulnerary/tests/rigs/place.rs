//! One instance for a rig: a folder, a database of either kind, a policy with timers that are due, and
//! two people with tokens. It is filled before any server starts, with reports of days ago.

use crate::dice::Dice;
use app::ports::store::{Account, Seen, Session, Store as _, Token, Write};
use app::{App, Ctx};
use domain::access::Actor;
use domain::policy::Policy;
use domain::words::{AccountId, CaseId, Secret};
use jiff::{SignedDuration, Timestamp};
use outside::{MasterKeyFile, SystemChance};
use serde_json::Value;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use std::collections::BTreeMap;
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU32, Ordering};
use store::sealed::{Sealed, generate};
use tempfile::TempDir;
use testkit::{QuickCredentials, QuickReceipts, SeededChance, draft};
use tokio::runtime::Runtime;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// An instance.
pub(crate) struct Place {
    folder: TempDir,
    pub(crate) url: String,
    pub(crate) port: Port,
    pub(crate) policy: Arc<Policy>,
    /// Cases that were there before the first server.
    pub(crate) old: Vec<CaseId>,
    server: Option<(String, String)>,
    runtime: Runtime,
}

/// The bearer token of somebody who works here.
pub(crate) fn token_of(login: &str) -> String {
    format!("vlnr_rig_{login}")
}

/// The server to test with, if there is one; there must be where it is required.
pub(crate) fn postgres() -> Option<String> {
    let server = std::env::var("VULNERARY_TEST_POSTGRES").ok();
    let required = std::env::var_os("VULNERARY_REQUIRE_POSTGRES").is_some();
    assert!(server.is_some() || !required, "VULNERARY_TEST_POSTGRES must name a server");
    if server.is_none() {
        println!("skipped: VULNERARY_TEST_POSTGRES names no server");
    }
    server
}

/// A port for a server, held for it while nobody listens there.
pub(crate) struct Port {
    pub(crate) number: u16,
    _held: File,
}

impl Port {
    /// One that no outgoing connection is given and no other rig holds.
    pub(crate) fn hold() -> Self {
        static NEXT: AtomicU16 = AtomicU16::new(0);
        loop {
            let number = 12_000 + NEXT.fetch_add(1, Ordering::Relaxed) % 18_000;
            let path = std::env::temp_dir().join(format!("vulnerary-rig-{number}.lock"));
            let held = File::create(path).unwrap();
            let free = || TcpListener::bind(("127.0.0.1", number)).is_ok();
            if held.try_lock().is_ok() && free() {
                return Self { number, _held: held };
            }
        }
    }
}

/// The policy of Acme with short embargoes, and a line that ends soon enough to remind people.
fn policy_files(now: Timestamp) -> BTreeMap<String, Vec<u8>> {
    let mut files = testkit::files();
    let text = String::from_utf8(files["policy.toml"].clone()).unwrap();
    let short = text.replace("default_days = 45", "default_days = 1");
    assert_ne!(text, short);
    let ends = now.checked_add(SignedDuration::from_hours(20 * 24)).unwrap();
    let lines = format!(
        r#"{{ "v2": {{ "start": "2024-04-01", "lts": "2024-10-01", "end": "2036-04-01" }},
            "v3": {{ "start": "2025-04-01", "end": "{}" }} }}"#,
        ends.strftime("%Y-%m-%d")
    );
    files.insert("policy.toml".to_owned(), short.into_bytes());
    files.insert("lines.json".to_owned(), lines.into_bytes());
    files
}

impl Place {
    /// A new instance with so many reports of days ago, whose embargoes are over.
    pub(crate) fn new(engine: Engine, seed: u64, old: usize) -> Self {
        let files = policy_files(outside::now());
        Self::under(engine, seed, old, &files)
    }

    /// A new and empty instance under the policy of Acme as it is, with these lines at its end.
    pub(crate) fn of_acme(engine: Engine, more: &str) -> Self {
        let mut files = testkit::files();
        files.entry("policy.toml".to_owned()).or_default().extend(more.as_bytes());
        Self::under(engine, 1, 0, &files)
    }

    fn under(engine: Engine, seed: u64, old: usize, files: &BTreeMap<String, Vec<u8>>) -> Self {
        let quick = if Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "/tmp" };
        let folder = tempfile::Builder::new().prefix("rig-").tempdir_in(quick).unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.unwrap();
        let (url, server) = match engine {
            Engine::Sqlite => {
                (format!("sqlite:{}", folder.path().join("data/vulnerary.db").display()), None)
            }
            Engine::Postgres => {
                let server = postgres().unwrap();
                let (url, name) = runtime.block_on(database_on(&server));
                (url, Some((server, name)))
            }
        };
        write_files(&folder.path().join("policy"), files);
        let policy = Arc::new(testkit::read_whole(files));
        let port = Port::hold();
        let mut place = Self { folder, url, port, policy, old: Vec::new(), server, runtime };
        place.old = place.runtime.block_on(place.fill(seed, old));
        place
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn policy_folder(&self) -> PathBuf {
        self.folder.path().join("policy")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }

    /// The database is gone; an empty one takes its place. Files beside it survive.
    pub(crate) fn lose_the_database(&mut self) {
        match self.server.take() {
            None => {
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(self.data().join(format!("vulnerary.db{end}")));
                }
            }
            Some((server, name)) => {
                self.runtime.block_on(ask(&server, format!("drop database {name} with (force)")));
                let (url, name) = self.runtime.block_on(database_on(&server));
                self.url = url;
                self.server = Some((server, name));
            }
        }
    }

    /// The database, opened with the master key of the data folder as every server does.
    async fn open(&self) -> Sealed {
        let db = store::open_with(&self.url, 2).await.unwrap();
        let file = MasterKeyFile::new(self.data().join("master.key"));
        if !file.path().exists() {
            file.make(&generate(&SystemChance)).unwrap();
        }
        Sealed::open(db, Arc::new(file), Arc::new(SystemChance)).await.unwrap()
    }

    /// A look at the database from outside.
    pub(crate) fn look<T>(&self, look: impl AsyncFnOnce(&Sealed) -> T) -> T {
        self.runtime.block_on(async {
            let db = self.open().await;
            let seen = look(&db).await;
            db.below().close().await;
            seen
        })
    }

    /// Give both people new tokens.
    pub(crate) fn let_in_again(&self) {
        self.look(async |db| {
            for (number, login) in (1..).zip(["lead", "second"]) {
                db.commit(person(login, number).split_off(1)).await.unwrap();
            }
        });
    }

    /// Somebody more who works here in this role, with a token.
    pub(crate) fn joins(&self, login: &str, role: &str) {
        self.look(async |db| {
            let number = login.bytes().fold(100, |sum: u8, byte| sum.wrapping_add(byte));
            let mut unit = person(login, number);
            if let Write::Account(account) = &mut unit[0] {
                account.roles = [role.to_owned()].into();
            }
            db.commit(unit).await.unwrap();
        });
    }

    /// The cookie of a browser in which somebody who works here is logged in.
    pub(crate) fn browser_of(&self, login: &str) -> String {
        let secret = format!("session_rig_{login}");
        self.look(async |db| {
            let account = db.account_of_login(login).await.unwrap().unwrap().id;
            let session = Session {
                secret: Secret::read(&secret).digest(),
                account,
                form_token: format!("form_rig_{login}"),
                expires_at: "2999-01-01T00:00:00Z".parse().unwrap(),
                seen: Seen { used_at: outside::now(), ..Seen::default() },
            };
            db.commit(vec![Write::Session(session)]).await.unwrap();
        });
        format!("__Host-vulnerary={secret}")
    }

    /// Every row of a table, as a backup has them: cells after the table's name.
    pub(crate) fn rows(&self, table: &str) -> Vec<Vec<Value>> {
        let text = self.look(async |db| {
            let mut out = Vec::new();
            store::backup::backup(db.below(), &mut out).await.unwrap();
            String::from_utf8(zstd::decode_all(out.as_slice()).unwrap()).unwrap()
        });
        let rows = text.lines().filter(|line| line.starts_with(&format!("[\"{table}\",")));
        rows.map(|line| serde_json::from_str::<Vec<Value>>(line).unwrap()[1..].to_vec()).collect()
    }

    /// The use cases on this database, as a process of another day.
    fn app(&self, db: &Sealed, seed: u64) -> Arc<App> {
        let unused = || self.folder.path().join("unused");
        let (policy, site) = (Arc::clone(&self.policy), testkit::SITE.to_owned());
        Arc::new(App {
            store: Arc::new(db.clone()),
            policy: Arc::clone(&policy),
            shelf: Default::default(),
            clock: Default::default(),
            chance: Arc::new(SeededChance::new(seed)),
            credentials: Arc::new(QuickCredentials),
            passkeys: Arc::new(app::ports::passkeys::NoPasskeys),
            sign_on: None,
            public_files: Arc::new(outside::PublicFolder::new(
                unused(),
                Arc::clone(&policy),
                site.clone(),
            )),
            receipts: Arc::new(QuickReceipts),
            spool: Arc::new(outside::SpoolFolder::new(unused(), policy, site)),
            objects: Arc::new(outside::ObjectFolder::new(unused())),
            post: Arc::new(testkit::QuickPost),
        })
    }

    async fn fill(&self, seed: u64, old: usize) -> Vec<CaseId> {
        let db = self.open().await;
        let app = self.app(&db, seed);
        for (number, login) in (1..).zip(["lead", "second"]) {
            db.commit(person(login, number)).await.unwrap();
        }
        let mut dice = Dice::new(seed);
        let mut cases = Vec::new();
        for number in 0..old {
            let ago = SignedDuration::from_hours(72 + dice.below(400).cast_signed());
            let at = outside::now().checked_sub(ago).unwrap();
            let ctx = Ctx::new(&app, Actor::Anonymous, at);
            let report = draft(&format!("An old report, number {number}"));
            cases.push(app::intake::submit(&ctx, &report, "form").await.unwrap().id);
        }
        db.below().close().await;
        cases
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = self.server.take() {
            self.runtime.block_on(ask(&server, format!("drop database {name} with (force)")));
        }
    }
}

fn person(login: &str, number: u8) -> Vec<Write> {
    let account = AccountId::from_chance([number; 16]);
    let expires_at = "2999-01-01T00:00:00Z".parse().unwrap();
    let secret = Secret::read(&token_of(login)).digest();
    let token = Token {
        secret,
        account: account.clone(),
        label: "rig".into(),
        expires_at,
        grant: Default::default(),
    };
    let person = Account {
        password: "none".into(),
        ..Account::begin(account, login, login, ["lead".to_owned()].into())
    };
    vec![Write::Account(person), Write::Token(token)]
}

fn write_files(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// A new database on this server: its URL and name.
async fn database_on(server: &str) -> (String, String) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("vulnerary_rig_{}_{count}", std::process::id());
    ask(server, format!("create database {name}")).await;
    let (scheme, rest) = server.split_once("://").unwrap();
    let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, query)| (rest, query));
    let authority = rest.split('/').next().unwrap();
    (format!("{scheme}://{authority}/{name}?{query}"), name)
}

async fn ask(server: &str, sql: String) {
    let options = PgConnectOptions::from_str(server).unwrap().disable_statement_logging();
    let mut connection = options.connect().await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
}
