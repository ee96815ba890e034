//! The disk is lost: last night's backup and what was shipped since make the instance again. Nothing is
//! mailed twice, nothing public is taken back, and a flipped byte is named.

use crate::client::Client;
use crate::dice::Dice;
use crate::kills::{calm, send, settled, wait};
use crate::place::{Engine, Place, postgres};
use crate::process::{Process, program};
use crate::proof::Ended;
use crate::script::{KINDS, Life, Lived, life};
use app::ports::store::{Store as _, Write};
use domain::case::{By, Content, Fact, Head, News, extend};
use domain::words::Digest;
use sequoia_openpgp::cert::CertBuilder;
use sequoia_openpgp::serialize::SerializeInto as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// A command on this place.
fn command(place: &Place, words: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(words).args(["--database", &place.url]).arg("--data").arg(place.data());
    command.env("VULNERARY_LOG", "warn").stdin(Stdio::null());
    command
}

/// Run one to its end: what it printed, facts and words. It must do well.
fn told(place: &Place, words: &[&str]) -> String {
    let ran = command(place, words).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let says = text(&ran.stdout) + &text(&ran.stderr);
    assert!(ran.status.success(), "{words:?}: {says}");
    says
}

/// Run one that is refused: the exit code of a wrong command line, and why.
fn refused(place: &Place, words: &[&str]) -> String {
    let ran = command(place, words).output().unwrap();
    assert_eq!(ran.status.code(), Some(64), "{words:?}");
    String::from_utf8_lossy(&ran.stderr).into_owned()
}

/// A process that ships; killed when dropped.
struct Shipper(Child);

impl Shipper {
    fn start(place: &Place, to: &str, cert: &str) -> Self {
        let words = ["journal", "ship", "--follow", "--to", to, "--encrypt-to", cert];
        let mut command = command(place, &words);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Shipper {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A certificate and its secret key, as files.
fn key_in(folder: &Path) -> (String, String) {
    let made = CertBuilder::new().add_userid("Archive").add_storage_encryption_subkey();
    let cert = made.generate().unwrap().0;
    let (public, secret) = (folder.join("archive.asc"), folder.join("secret.asc"));
    std::fs::write(&public, cert.armored().to_vec().unwrap()).unwrap();
    std::fs::write(&secret, cert.as_tsk().armored().to_vec().unwrap()).unwrap();
    (public.display().to_string(), secret.display().to_string())
}

/// Whether these bytes stand in any file of this folder.
fn stands_in(folder: &Path, needle: &str) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let bytes = std::fs::read(entry.path()).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    })
}

fn live(place: &Place, lives: &[Life]) -> Vec<Lived> {
    let mut client = Client::new(&[place.port.number]);
    lives.iter().map(|life| life.clone().live(&mut client, &AtomicU32::new(0))).collect()
}

fn disaster(engine: Engine) {
    let learned = &calm().1;
    let mut place = Place::new(engine, 25, 3);
    let text = |name: &str| place.folder().join(name).display().to_string();
    let (log, saved) = (text("log"), text("backup.jsonl.zst.pgp"));
    let (cert, key) = key_in(place.folder());
    told(&place, &["journal", "ship", "--to", &log, "--encrypt-to", &cert]);
    let server = Process::start(&place);
    let mut dice = Dice::new(25);
    let lives: Vec<Life> = KINDS.iter().map(|kind| life(kind, &mut dice)).collect();
    let (before, after) = lives.split_at(2);
    let mut shipper = Shipper::start(&place, &log, &cert);
    let mut lived = live(&place, before);
    told(&place, &["backup", "--to", &saved, "--encrypt-to", &cert]);
    for one in after {
        // Killed wherever it is: what it did not record is shipped twice.
        drop(shipper);
        shipper = Shipper::start(&place, &log, &cert);
        lived.extend(live(&place, std::slice::from_ref(one)));
    }
    assert!(wait(PATIENCE, || settled(&place)), "{:?}", place.rows("job"));
    let nothing_waits =
        || place.look(async |db| store::shipping::waiting(db.below()).await.unwrap().is_empty());
    assert!(wait(PATIENCE, nothing_waits), "all of it is shipped");
    drop(shipper);
    let shipped = everything(&place);
    // One more case is published and never shipped.
    let late = life("published", &mut dice);
    let lost = live(&place, std::slice::from_ref(&late));
    assert!(wait(PATIENCE, || settled(&place)), "{:?}", place.rows("job"));
    server.kill();
    let spool = place.data().join("spool");
    let sent = Mutex::new(Vec::new());
    send(&spool, &sent);
    assert!(!stands_in(Path::new(&log), &lived[0].life.title), "what is shipped is encrypted");

    place.lose_the_database();
    let says = told(&place, &["restore", &saved, "--log", &log, "--key", &key]);
    assert!(says.contains("shipped after it"), "{says}");
    let year = outside::now().strftime("%Y");
    assert!(says.contains(&format!("ACME-{year}-2 is public already")), "{says}");
    assert_eq!(everything(&place), shipped, "everything that was shipped is here again");
    told(&place, &["journal", "verify"]);
    // As many reports as receipts until the last unit that was shipped.
    place.look(async |db| {
        let cases = db.streams("case/", 1000).await.unwrap();
        assert_eq!(cases.iter().filter(|s| s.starts_with("case/")).count(), 3 + lived.len());
        assert_eq!(db.case_of_secret(&Digest::of(b"nothing")).await.unwrap(), None);
    });
    let server = Process::start(&place);
    assert!(wait(PATIENCE, || settled(&place)), "{:?}", place.rows("job"));
    let before = sent.lock().unwrap().len();
    send(&spool, &sent);
    assert_eq!(sent.lock().unwrap().len(), before, "nothing is mailed twice");
    let index = place.data().join("public/current/advisories/index.json");
    let shown = std::fs::read_to_string(index).unwrap();
    assert!(shown.contains(&format!("ACME-{year}-2")), "what is public stays so: {shown}");
    // The lost case is reported and published again, and gets its number back.
    place.let_in_again();
    let again = live(&place, &[late]);
    assert_ne!(again[0].id, lost[0].id);
    assert!(wait(PATIENCE, || settled(&place)), "{:?}", place.rows("job"));
    server.kill();
    send(&spool, &sent);
    lived.extend(again);
    let (sent, public) = (sent.into_inner().unwrap(), place.data().join("public"));
    let ended =
        Ended { place: &place, lived: &lived, sent: &sent, more: 0, public: &public, learned };
    let found = ended.complaints();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Every row of every table that a backup holds.
fn everything(place: &Place) -> String {
    place.look(async |db| {
        let mut out = Vec::new();
        store::backup::backup(db.below(), &mut out).await.unwrap();
        let text = String::from_utf8(zstd::decode_all(out.as_slice()).unwrap()).unwrap();
        text.lines().filter(|line| line.starts_with('[')).collect::<Vec<_>>().join("\n")
    })
}

#[test]
fn what_would_ship_or_restore_half_is_refused_with_the_reason() {
    let mut place = Place::new(Engine::Sqlite, 27, 1);
    let folder = place.folder().to_owned();
    let text = |name: &str| folder.join(name).display().to_string();
    let (one, other, early) = (text("one"), text("other"), text("early.zst"));
    let (plain, sealed) = (text("plain.zst"), text("sealed.zst.pgp"));
    let (cert, key) = key_in(place.folder());
    told(&place, &["backup", "--to", &early]);
    told(&place, &["journal", "ship", "--to", &one]);
    assert!(refused(&place, &["journal", "ship", "--to", &other]).contains("shipped to"));
    assert!(refused(&place, &["journal", "ship"]).contains("--to"));
    let victim = place.folder().join("victim");
    std::fs::write(&victim, "somebody else's").unwrap();
    std::os::unix::fs::symlink(&victim, place.folder().join("plain.half")).unwrap();
    told(&place, &["backup", "--to", &plain]);
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "somebody else's", "no link is followed");
    told(&place, &["backup", "--to", &sealed, "--encrypt-to", &cert]);
    let unable = ["backup", "--to", &other, "--encrypt-to", &plain];
    assert!(!command(&place, &unable).status().unwrap().success(), "no certificate");
    assert!(!Path::new(&other).join("x").exists() && !Path::new(&other).is_file());
    assert!(told(&place, &["journal", "ship", "--end"]).contains("nothing more is shipped"));
    assert!(told(&place, &["journal", "ship", "--end"]).contains("nothing was shipped"));
    std::fs::write(Path::new(&one).join("units-00000001.jsonl.zst"), b"of another").unwrap();
    let says = refused(&place, &["journal", "ship", "--to", &one]);
    assert!(says.contains("name an empty folder"), "{says}");
    assert!(refused(&place, &["restore", &plain]).contains("not empty"));
    place.lose_the_database();
    assert!(refused(&place, &["restore", &early, "--log", &one]).contains("take another"));
    assert!(refused(&place, &["restore", &plain, "--log", &one]).contains("units-00000001"));
    assert!(refused(&place, &["restore", &sealed]).contains("--key"));
    assert!(refused(&place, &["restore", &sealed, "--key", &cert]).contains("no secret key"));
    let plainly = ["restore", &plain, "--key", &key];
    assert!(
        refused(&place, &plainly).contains("is not encrypted"),
        "anybody could have written it"
    );
    // A message that hides nothing opens without any key, whoever made it.
    let open = text("open.zst.pgp");
    let stored = std::process::Command::new("gpg")
        .args(["--batch", "--quiet", "--homedir", &text("."), "--store", "--output", &open, &plain])
        .status();
    assert!(stored.unwrap().success(), "GnuPG is needed");
    let said = refused(&place, &["restore", &open, "--key", &key]);
    assert!(said.contains("decrypting"), "{said}");
    let said = told(&place, &["restore", &sealed, "--key", &key]);
    assert!(!said.contains("broken"), "{said}");
}

#[test]
fn a_lost_disk_costs_nothing_that_was_shipped_on_sqlite() {
    disaster(Engine::Sqlite);
}

#[test]
fn a_lost_disk_costs_nothing_that_was_shipped_on_postgres() {
    if postgres().is_some() {
        disaster(Engine::Postgres);
    }
}

#[test]
fn a_flipped_byte_in_event_5017_is_named_with_its_hash() {
    let place = Place::new(Engine::Sqlite, 26, 0);
    let stream = "case/c0000000000000000000000000";
    let news = |number| {
        let text = format!("This is what was noted as number {number}.");
        News { fact: Fact::Withdrawn, content: Content::one("body", text) }
    };
    let news: Vec<News> = (1..=6000).map(news).collect();
    let after = Head::empty(stream);
    let about = (outside::now(), &By::System, Digest::of(b"policy"));
    let (links, _) = extend(stream, after, about, &news, || [7; 16]);
    let bad = links[5016].hash.to_string();
    place.look(async |db| {
        let append = Write::Append { stream: stream.to_owned(), after, links };
        db.commit(vec![append]).await.unwrap();
    });
    told(&place, &["journal", "verify"]);
    let file = place.data().join("vulnerary.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let sealed =
        place.look(async |db| db.below().stream(stream).await.unwrap()[5016].content.clone());
    let needle = &sealed.unwrap()[24..56];
    let at = bytes.windows(needle.len()).position(|window| window == needle).unwrap();
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let ran = command(&place, &["journal", "verify"]).output().unwrap();
    let says = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(ran.status.code(), Some(1), "{says}");
    assert!(says.contains(&format!("{stream}: event 5017: ")) && says.contains(&bad), "{says}");
    assert!(says.contains("6000 events, 1 broken"), "{says}");
}
