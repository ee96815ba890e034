//! Two server processes on one PostgreSQL and one data folder: many clients write to the same hundred
//! cases through both, each is killed once, and the other does what it had begun.

use crate::client::{Ask, Client};
use crate::dice::Dice;
use crate::kills::{calm, send, settled, wait};
use crate::place::{Engine, Place, Port, postgres, token_of};
use crate::process::Process;
use crate::proof::Ended;
use crate::script::{Lived, life};
use app::ports::store::Store as _;
use domain::words::Digest;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const CASES: usize = 100;
const CLIENTS: u64 = 6;
/// Commands of each client in each of three parts.
const COMMANDS: u32 = 40;
/// What a dead process had begun is done by another one within this.
const TAKEOVER: Duration = Duration::from_secs(30);

/// An acknowledged note: its case, its text, and the version it was written upon, where it was said.
type Note = (String, String, Option<u64>);

/// What all clients did together.
#[derive(Default)]
struct Together {
    notes: Mutex<Vec<Note>>,
    done: AtomicU32,
    stale: AtomicU32,
    again: AtomicU32,
}

/// One client writes to random cases through both servers.
fn write(ports: [u16; 2], cases: &[String], seed: u64, together: &Together) {
    let (mut client, mut dice) = (Client::new(&ports), Dice::new(seed));
    for _ in 0..COMMANDS {
        let id = &cases[usize::try_from(dice.below(cases.len() as u64)).unwrap()];
        client.turn(usize::try_from(dice.below(2)).unwrap());
        let careful = dice.below(2) == 0;
        let marker = dice.word("note");
        loop {
            let token = token_of("lead");
            let path = format!("/api/v1/cases/{id}");
            let see = Ask { path: path.clone(), token: token.clone(), ..Ask::default() };
            let version = careful.then(|| client.ask(&see).body["version"].as_u64().unwrap());
            let answer = client.ask(&Ask {
                path: format!("{path}/case/note"),
                token,
                body: Some(json!({ "body": marker })),
                key: Some(dice.word("key")),
                version,
                from: None,
            });
            together.again.fetch_add(answer.tries - 1, Ordering::Relaxed);
            if answer.status == 409 && careful {
                together.stale.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            assert_eq!(answer.status, 200, "{answer:?}");
            together.notes.lock().unwrap().push((id.clone(), marker, version));
            break;
        }
        together.done.fetch_add(1, Ordering::SeqCst);
    }
}

/// Everybody writes; meanwhile, when half of it is done, something happens.
fn part(
    ports: [u16; 2],
    cases: &[String],
    seed: u64,
    together: &Together,
    mut meanwhile: impl FnMut(),
) {
    let half =
        together.done.load(Ordering::SeqCst) + COMMANDS * u32::try_from(CLIENTS).unwrap() / 2;
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            scope.spawn(move || write(ports, cases, seed * 1000 + client, together));
        }
        let far = || together.done.load(Ordering::SeqCst) >= half;
        assert!(wait(Duration::from_secs(100), far), "clients are stuck");
        meanwhile();
    });
}

/// Every note is in the journal once, and a careful one directly after the version it was written upon.
fn notes_hold(place: &Place, notes: &[Note]) {
    let mut there: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
    place.look(async |db| {
        for stream in db.streams("case/", 10_000).await.unwrap() {
            let Some(id) = stream.strip_prefix("case/") else { continue };
            for link in db.stream(&stream).await.unwrap() {
                let content = link.content.as_deref().unwrap_or(b"{}");
                let content: Value = serde_json::from_slice(content).unwrap();
                if let Some(body) = content["body"].as_str().filter(|t| t.starts_with("note-")) {
                    there.entry(body.to_owned()).or_default().push((id.to_owned(), link.seq));
                }
            }
        }
    });
    assert_eq!(there.len(), notes.len(), "as many notes as were acknowledged");
    for (id, marker, version) in notes {
        let found = &there[marker];
        assert_eq!(found.len(), 1, "{marker} once: {found:?}");
        assert_eq!(&found[0].0, id);
        if let Some(version) = version {
            assert_eq!(found[0].1, version + 1, "{id} {marker}: a lost update");
        }
    }
}

/// How often an announcement's job was begun.
fn attempts(place: &Place, key: &str) -> i64 {
    let row = place.rows("job").into_iter().find(|row| row[0] == key);
    row.map_or(0, |row| row[6].as_i64().unwrap())
}

#[test]
fn two_servers_lose_nothing_double_nothing_and_take_over_from_each_other() {
    if postgres().is_none() {
        return;
    }
    let learned = &calm().1;
    let place = Place::new(Engine::Postgres, 1, 8);
    let second = Port::hold();
    let ports = [place.port.number, second.number];
    let one = Process::start(&place);
    let two = Process::start_at(&place, second.number);
    let none = AtomicU32::new(0);
    let mut dice = Dice::new(2);
    let mut client = Client::new(&ports);
    let mut lived: Vec<Lived> = Vec::new();
    for number in 0..CASES {
        client.turn(number);
        lived.push(life("contested", &mut dice).live(&mut client, &none));
    }
    let cases: Vec<String> = lived.iter().map(|one| one.id.clone()).collect();
    let together = Together::default();
    // Both work, and the hundred embargoes end meanwhile; then the second one dies.
    let mut two = Some(two);
    part(ports, &cases, 1, &together, || two.take().unwrap().kill());
    assert!(wait(TAKEOVER, || settled(&place)), "timers are left: {:?}", place.rows("job"));
    // Alone, the first one begins an announcement that hangs in its disk.
    let year = outside::now().strftime("%Y").to_string();
    let key = format!("announce/ACME-{year}-1/1/announce");
    let half = format!("spool/{}.eml.half", Digest::of(key.as_bytes()).short());
    let pipe = place.data().join(half);
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    lived.push(life("published", &mut dice).live(&mut client, &none));
    assert!(wait(TAKEOVER, || attempts(&place, &key) == 1), "it has begun");
    let two = Process::start_at(&place, second.number);
    let mut one = Some(one);
    let mut killed = Instant::now();
    part(ports, &cases, 2, &together, || {
        one.take().unwrap().kill();
        killed = Instant::now();
        std::fs::remove_file(&pipe).unwrap();
    });
    let left = TAKEOVER.saturating_sub(killed.elapsed());
    assert!(wait(left, || settled(&place)), "not taken over: {:?}", place.rows("job"));
    let took = killed.elapsed();
    assert_eq!(attempts(&place, &key), 2, "the second one did what the first had begun");
    // And the first comes back.
    let one = Process::start(&place);
    part(ports, &cases, 3, &together, || ());
    assert!(wait(TAKEOVER, || settled(&place)), "{:?}", place.rows("job"));
    one.kill();
    two.kill();
    let sent = Mutex::new(Vec::new());
    send(&place.data().join("spool"), &sent);
    let (sent, public) = (sent.into_inner().unwrap(), place.data().join("public"));
    let notes = together.notes.into_inner().unwrap();
    notes_hold(&place, &notes);
    let more = notes.len();
    let ended = Ended { place: &place, lived: &lived, sent: &sent, more, public: &public, learned };
    let found = ended.complaints();
    assert!(found.is_empty(), "{}", found.join("\n"));
    println!(
        "two servers: {} notes on {CASES} cases, {} were told to read again, {} asked again; what \
         the dead one had begun was done after {:.1} s",
        notes.len(),
        together.stale.load(Ordering::Relaxed),
        together.again.load(Ordering::Relaxed),
        took.as_secs_f64()
    );
}
