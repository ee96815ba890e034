//! What a user waits for: starting, a page, a report, a check. Whole processes on this machine.
//! `cargo bench -p vulnerary`; figures are kept in `docs/benchmarks.md`.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::zombie_processes,
    reason = "a benchmark ends where it fails, and its servers when they are dropped"
)]

mod served;

use app::ports::store::{Account, Session, Store as _, Write};
use app::{App, Ctx};
use criterion::{Criterion, criterion_group, criterion_main};
use domain::access::Actor;
use domain::intake::Draft;
use domain::words::{AccountId, CaseId, Secret};
use served::{SESSION, Server};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use testkit::{QuickCredentials, QuickReceipts, SeededChance};
use tokio::runtime::Runtime;

const SIZES: [usize; 2] = [10, 100_000];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// An instance with so many open cases; the id of one of them.
struct Instance {
    data: tempfile::TempDir,
    case: CaseId,
}

impl Instance {
    /// Filled in memory, then moved to the disk where it is measured.
    fn filled(cases: usize) -> Self {
        let quick = if Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "/tmp" };
        let filling = tempfile::tempdir_in(quick).unwrap();
        let url = format!("sqlite:{}", filling.path().join("vulnerary.db").display());
        let case = Runtime::new().unwrap().block_on(fill(&url, cases));
        let data = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(filling.path()).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), data.path().join(entry.file_name())).unwrap();
        }
        Self { data, case }
    }

    fn start(&self) -> Server {
        Server::start(self.data.path(), &[])
    }
}

async fn fill(url: &str, cases: usize) -> CaseId {
    let files = outside::read_policy_folder(&root().join("policies/minimal")).unwrap();
    let policy = Arc::new(domain::policy::read(&files).0.unwrap());
    let public = outside::PublicFolder::new("unused".into(), Arc::clone(&policy), String::new());
    let spool = outside::SpoolFolder::new("unused".into(), Arc::clone(&policy), String::new());
    let database = store::open(url).await.unwrap();
    let sealed = Arc::new(testkit::sealed(&database, Arc::new(SeededChance::new(2))).await);
    let app = Arc::new(App {
        store: Arc::clone(&sealed) as _,
        policy,
        shelf: Default::default(),
        clock: Default::default(),
        chance: Arc::new(SeededChance::new(1)),
        credentials: Arc::new(QuickCredentials),
        passkeys: Arc::new(app::ports::passkeys::NoPasskeys),
        sign_on: None,
        public_files: Arc::new(public),
        receipts: Arc::new(QuickReceipts),
        spool: Arc::new(spool),
        objects: Arc::new(outside::ObjectFolder::new("unused".into())),
        post: Arc::new(testkit::QuickPost),
    });
    let account = AccountId::from_chance([1; 16]);
    let now = outside::now();
    let person = Account {
        password: "none".into(),
        ..Account::begin(account.clone(), "bench", "Bench", ["lead".to_owned()].into())
    };
    let session = Session {
        secret: Secret::read(SESSION).digest(),
        account,
        form_token: "form".into(),
        expires_at: "2999-01-01T00:00:00Z".parse().unwrap(),
        seen: Default::default(),
    };
    sealed.commit(vec![Write::Account(person), Write::Session(session)]).await.unwrap();
    let mut last = None;
    for number in 0..cases {
        let ctx = Ctx::new(&app, Actor::Anonymous, now);
        let receipt = app::intake::submit(&ctx, &draft(number), "form").await.unwrap();
        last = Some(receipt.id);
    }
    database.close().await;
    last.unwrap()
}

fn draft(number: usize) -> Draft {
    Draft {
        title: format!("Tide table number {number} is drawn upside down"),
        body: "1. Turn the screen.\n2. Look.\n".repeat(40),
        version: "2026.1.3".into(),
        accept_terms: true,
        ..Draft::default()
    }
}

fn pages(criterion: &mut Criterion) {
    for size in SIZES {
        let filling = Instant::now();
        let instance = Instance::filled(size);
        println!("{size} cases were filed in {:.1} s", filling.elapsed().as_secs_f64());
        let mut group = criterion.benchmark_group(format!("{size} cases"));
        group.measurement_time(Duration::from_secs(6));
        group.sample_size(20);
        group.bench_function("start to serving", |bencher| {
            bencher.iter_custom(|times| {
                let mut taken = Duration::ZERO;
                for _ in 0..times {
                    let begin = Instant::now();
                    let server = instance.start();
                    taken += begin.elapsed();
                    drop(server);
                }
                taken
            });
        });
        let server = instance.start();
        println!("{size} cases: {} KiB resident, idle", server.resident_kib());
        let mut client = server.connect();
        let case = format!("/cases/{}", instance.case);
        for (name, path) in [
            ("front page", "/"),
            ("policy page", "/policy"),
            ("queue page", "/queue"),
            ("queue search", "/queue?q=upside+number"),
            ("case page", case.as_str()),
            ("readyz", "/readyz"),
        ] {
            assert_eq!(client.ask("GET", path, ""), 200, "{path}");
            group.bench_function(name, |bencher| {
                bencher.iter(|| assert_eq!(client.ask("GET", path, ""), 200));
            });
        }
        let body = serde_json::to_string(&draft(0)).unwrap();
        group.bench_function("submit a report (fsync)", |bencher| {
            bencher.iter(|| assert_eq!(client.ask("POST", "/api/v1/reports", &body), 201));
        });
        println!("{size} cases: {} KiB resident, after all pages", server.resident_kib());
        group.finish();
    }
}

/// The time of a whole process.
fn whole(program: &Path, args: &[&str]) -> Duration {
    let begin = Instant::now();
    let status = Command::new(program).args(args).stdout(Stdio::null()).status().unwrap();
    let taken = begin.elapsed();
    assert!(status.code().is_some());
    taken
}

fn check(criterion: &mut Criterion) {
    let fixtures = std::env::var_os("VULNERARY_FIXTURES")
        .map_or_else(|| root().join("../shared/fixtures"), PathBuf::from);
    if !fixtures.is_dir() {
        println!("skipped: there is no {}", fixtures.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let text = |path: &Path| path.display().to_string();
    let db = text(&folder.path().join("node.vdb"));
    let (core, schedule) =
        (text(&fixtures.join("node/vuln/core")), text(&fixtures.join("node/schedule.json")));
    let vulnerary = Path::new(env!("CARGO_BIN_EXE_vulnerary"));
    whole(vulnerary, &["db", "import", "node-core", &core, "--schedule", &schedule, "--db", &db]);
    let source = folder.path().join("hello.rs");
    fs::write(&source, "fn main() { println!(\"hello\"); }").unwrap();
    let hello = folder.path().join("hello");
    let built = Command::new("rustc").arg("-O").arg(&source).arg("-o").arg(&hello).status();
    assert!(built.unwrap().success());
    let mut group = criterion.benchmark_group("whole process");
    group.bench_function("hello world", |bencher| {
        bencher.iter_custom(|times| (0..times).map(|_| whole(&hello, &[])).sum());
    });
    let check = ["check", "--db", &db, "--at", "2026-04-08", "node@20.3.0"];
    group.bench_function("check node@20.3.0, 60 findings", |bencher| {
        bencher.iter_custom(|times| (0..times).map(|_| whole(vulnerary, &check)).sum());
    });
    let version = ["--version"];
    group.bench_function("vulnerary --version", |bencher| {
        bencher.iter_custom(|times| (0..times).map(|_| whole(vulnerary, &version)).sum());
    });
    group.finish();
}

criterion_group!(benches, check, pages);
criterion_main!(benches);
