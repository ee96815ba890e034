//! The real process, killed: nothing is lost and nothing is doubled.

use crate::program::{Server, root, vulnerary};
use app::ports::store::Store as _;
use std::fs;
use std::path::Path;

fn files(folder: &Path) -> Vec<String> {
    let mut found: Vec<String> = fs::read_dir(folder)
        .map(|entries| {
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
        })
        .unwrap_or_default();
    found.sort();
    found
}

#[test]
fn a_publication_survives_a_kill_at_any_moment_exactly_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let policy = root().join("policies/node").display().to_string();
    let args = ["--demo", "--data", &data, "--policy", &policy];
    // Killed as soon as it greets, again and again: jobs are cut short wherever they are.
    for _ in 0..6 {
        Server::start(&args).kill();
    }
    let server = Server::start(&args);
    let spool = Path::new(&data).join("spool/new");
    let core = Path::new(&data).join("public/current/vuln/core");
    // A job that was cut short is taken up again when its lease has run out.
    for _ in 0..1000 {
        if !files(&spool).is_empty() && files(&core).len() == 2 {
            break;
        }
        std::thread::park_timeout(std::time::Duration::from_millis(50));
    }
    server.kill();
    assert_eq!(files(&spool).len(), 1, "one announcement: {:?}", files(&spool));
    assert_eq!(files(&core), ["172.json", "index.json"]);
    let verified = vulnerary(&["journal", "verify", "--data", &data]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}

#[test]
fn a_server_whose_log_nobody_reads_any_more_ends_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    for _ in 0..2 {
        let server = Server::start_unheard(&["--demo", "--data", &data]);
        assert!(server.ends_within(std::time::Duration::from_secs(20)));
    }
}

#[test]
fn a_flipped_byte_is_named_by_its_event() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let server = Server::start(&["--demo", "--data", &data]);
    let backup = folder.path().join("b.jsonl.zst").display().to_string();
    let written = vulnerary(&["backup", "--data", &data, "--to", &backup]);
    assert_eq!(written.code, 0, "while it runs: {}", written.err);
    server.kill();
    let copy = folder.path().join("copy").display().to_string();
    let restored = vulnerary(&["restore", "--data", &copy, &backup]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    // A backup without the master key gives its facts, and says what is missing.
    assert!(
        restored.err.contains("this instance is sealed under the master key"),
        "{}",
        restored.err
    );
    let facts = vulnerary(&["journal", "verify", "--data", &copy, "--json"]);
    assert!(facts.out.contains("\"contents\":\"sealed\""), "{}{}", facts.out, facts.err);
    let refused = vulnerary(&["people", "list", "--data", &copy]);
    assert_eq!(refused.code, 64, "{}{}", refused.out, refused.err);
    let [from, to] = [&data, &copy].map(|folder| Path::new(folder).join("master.key"));
    fs::copy(from, to).unwrap();
    let verified = vulnerary(&["journal", "verify", "--data", &copy]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    flip(&Path::new(&copy).join("vulnerary.db"));
    let verified = vulnerary(&["journal", "verify", "--data", &copy]);
    assert_eq!(verified.code, 1, "{}{}", verified.out, verified.err);
    assert!(verified.out.contains(": event "), "{}", verified.out);
}

/// Change one byte of a sealed text that the demo wrote into its journal.
fn flip(database: &Path) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let content = runtime.block_on(async {
        // What is still in the write-ahead log is moved into the file by the last reader's close.
        let store = store::open(&format!("sqlite:{}", database.display())).await.unwrap();
        let case = store.streams("", 1).await.unwrap().remove(0);
        let first = store.stream(&case).await.unwrap().remove(0);
        store.close().await;
        first.content.unwrap()
    });
    let mut bytes = fs::read(database).unwrap();
    let needle = &content[40..72];
    let at = bytes.windows(needle.len()).position(|window| window == needle);
    bytes[at.expect("the report is in the file")] ^= 1;
    fs::write(database, bytes).unwrap();
}
