//! SIGKILL at random points: while the server starts, while it answers, while it does jobs. Clients ask
//! again with the same keys; at the end nothing is lost and nothing is doubled.

use crate::client::{Ask, Client};
use crate::dice::{Dice, setting};
use crate::place::{Engine, Place, postgres};
use crate::process::Process;
use crate::proof::{Ended, Learned, learn};
use crate::script::{KINDS, Life, Lived, life};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

/// A run of the usual gate, and of a campaign.
const RUNS: u64 = 3;
/// How long a run waits for its last jobs; a lease is shorter.
const PATIENCE: Duration = Duration::from_secs(90);

/// When to kill.
#[derive(Debug, Clone, Copy)]
enum Blow {
    /// So long after the process was begun, which is before it serves.
    Starting(Duration),
    /// So many acknowledged requests later, and then a little.
    Working(u32, Duration),
    /// So long after the process was begun, whatever it does.
    After(Duration),
}

/// A run, before it happens.
#[derive(Debug)]
struct Script {
    seed: u64,
    old: usize,
    clients: Vec<Vec<Life>>,
    blows: Vec<Blow>,
}

impl Script {
    fn write(seed: u64, calm: Duration) -> Self {
        let mut dice = Dice::new(seed);
        let old = 1 + usize::try_from(dice.below(4)).unwrap();
        let clients = (0..2).map(|_| {
            let mut kinds = vec!["published", "timed"];
            kinds.extend((0..2).map(|_| KINDS[usize::try_from(dice.below(4)).unwrap()]));
            let first = usize::try_from(dice.below(3)).unwrap();
            kinds.rotate_left(first);
            kinds.into_iter().map(|kind| life(kind, &mut dice)).collect()
        });
        let clients = clients.collect();
        let micros = |dice: &mut Dice, end| Duration::from_micros(dice.below(end));
        let start = u64::try_from(calm.as_micros()).unwrap();
        let blow = |_| match dice.below(5) {
            0 => Blow::Starting(micros(&mut dice, start)),
            1 => Blow::After(Duration::from_millis(dice.below(1500))),
            _ => {
                let acks = u32::try_from(dice.below(14)).unwrap();
                Blow::Working(acks, micros(&mut dice, 8_000))
            }
        };
        let blows = (0..7).map(blow).collect();
        Self { seed, old, clients, blows }
    }

    fn print(&self) {
        println!("seed {}: {} old reports, blows {:?}", self.seed, self.old, self.blows);
        for (number, lives) in self.clients.iter().enumerate() {
            for life in lives {
                let steps: Vec<_> = life.steps.iter().map(|s| (s.who, s.verb)).collect();
                println!("  client {number}: {} {}: {steps:?}", life.kind, life.title);
            }
        }
    }
}

/// What a campaign counts.
#[derive(Default)]
struct Tally {
    runs: AtomicU64,
    kills: AtomicU64,
    requests: AtomicU64,
    again: AtomicU64,
}

/// How long a server takes to serve, and what each verb leaves, from a run without a kill.
pub(crate) fn calm() -> &'static (Duration, Learned) {
    static CALM: OnceLock<(Duration, Learned)> = OnceLock::new();
    CALM.get_or_init(|| {
        let place = Place::new(Engine::Sqlite, 0, 1);
        let began = Instant::now();
        let server = Process::start(&place);
        let mut client = Client::new(&[place.port.number]);
        client.ask(&Ask { path: "/api/v1/advisories".into(), ..Ask::default() });
        let start = began.elapsed();
        let mut dice = Dice::new(1 << 40);
        let mut lived = Vec::new();
        // Several of each, since what a life holds is drawn.
        for kind in KINDS.into_iter().cycle().take(4 * KINDS.len()) {
            lived.push(life(kind, &mut dice).live(&mut client, &AtomicU32::new(0)));
        }
        server.kill();
        (start, learn(&place, &lived))
    })
}

/// Move messages away as a mail system does, and write down each that was sent.
pub(crate) fn send(spool: &Path, sent: &Mutex<Vec<String>>) {
    for entry in std::fs::read_dir(spool.join("new")).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let done = spool.join("done").join(&name);
        if std::fs::rename(entry.path(), done).is_ok() {
            sent.lock().unwrap().push(name.to_string_lossy().into_owned());
        }
    }
}

fn pause(length: Duration) {
    let end = Instant::now() + length;
    while let Some(left) = end.checked_duration_since(Instant::now()).filter(|d| !d.is_zero()) {
        std::thread::park_timeout(left);
    }
}

/// Wait until this holds; whether it did in time.
pub(crate) fn wait(patience: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let began = Instant::now();
    while !holds() {
        if began.elapsed() > patience {
            return false;
        }
        pause(Duration::from_millis(100));
    }
    true
}

/// Whether every job that is due, or will be soon, is done.
pub(crate) fn settled(place: &Place) -> bool {
    let soon = outside::now().as_microsecond() + 20_000_000;
    place.rows("job").iter().all(|row| {
        let [_, _, _, run_at, _, state, _, says] = &row[..] else { panic!("{row:?}") };
        state == "done" || (run_at.as_i64().unwrap() > soon && says.is_null())
    })
}

/// Strike as the script says, while others work.
fn strike(place: &Place, script: &Script, done: &AtomicU32, over: &AtomicU32, tally: &Tally) {
    let all = u32::try_from(script.clients.len()).unwrap();
    for blow in &script.blows {
        let before = done.load(Ordering::SeqCst);
        let mut server = Process::start(place);
        match blow {
            Blow::Starting(length) | Blow::After(length) => pause(*length),
            Blow::Working(acks, length) => {
                let far = || done.load(Ordering::SeqCst) >= before + acks;
                let began = Instant::now();
                let idle = || over.load(Ordering::SeqCst) == all;
                while !far() && !idle() && began.elapsed() < PATIENCE {
                    assert!(!server.has_ended(), "the server ended by itself");
                    std::thread::park_timeout(Duration::from_micros(200));
                }
                pause(*length);
            }
        }
        server.kill();
        tally.kills.fetch_add(1, Ordering::Relaxed);
    }
}

/// One run; everything that is wrong at its end.
fn run(engine: Engine, script: &Script, tally: &Tally) -> Vec<String> {
    let place = Place::new(engine, script.seed, script.old);
    let (done, over) = (AtomicU32::new(0), AtomicU32::new(0));
    let (sent, stop) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let spool = place.data().join("spool");
    let lived: Vec<Lived> = std::thread::scope(|scope| {
        let clients: Vec<_> = script
            .clients
            .iter()
            .map(|lives| {
                let (place, done, over) = (&place, &done, &over);
                scope.spawn(move || {
                    let mut client = Client::new(&[place.port.number]);
                    let lived: Vec<Lived> =
                        lives.iter().map(|life| life.clone().live(&mut client, done)).collect();
                    over.fetch_add(1, Ordering::SeqCst);
                    lived
                })
            })
            .collect();
        let mail = scope.spawn(|| {
            let mut dice = Dice::new(script.seed);
            while !stop.load(Ordering::SeqCst) {
                send(&spool, &sent);
                pause(Duration::from_millis(dice.below(300)));
            }
        });
        let ended = catch_unwind(AssertUnwindSafe(|| {
            strike(&place, script, &done, &over, tally);
            let server = Process::start(&place);
            let lived = clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
            let settled = wait(PATIENCE, || settled(&place));
            server.kill();
            assert!(settled, "jobs are left: {:?}", place.rows("job"));
            lived
        }));
        stop.store(true, Ordering::SeqCst);
        mail.join().unwrap();
        ended.unwrap_or_else(|why| resume_unwind(why))
    });
    send(&spool, &sent);
    tally.runs.fetch_add(1, Ordering::Relaxed);
    tally.requests.fetch_add(u64::from(done.load(Ordering::SeqCst)), Ordering::Relaxed);
    let again: u32 = lived.iter().map(|one| one.again).sum();
    tally.again.fetch_add(again.into(), Ordering::Relaxed);
    let (sent, public) = (sent.into_inner().unwrap(), place.data().join("public"));
    let learned = &calm().1;
    let found =
        Ended { place: &place, lived: &lived, sent: &sent, more: 0, public: &public, learned };
    let found = found.complaints();
    if !found.is_empty() {
        println!("{}", std::fs::read_to_string(place.log()).unwrap_or_default());
    }
    found
}

fn campaign(engine: Engine) {
    let (runs, beside) = (setting("VULNERARY_RUNS", RUNS), setting("VULNERARY_BESIDE", 3));
    let first = setting("VULNERARY_SEED", 1);
    let (tally, next, began) = (Tally::default(), AtomicU64::new(first), Instant::now());
    let bad = Mutex::new(Vec::new());
    let start = calm().0;
    std::thread::scope(|scope| {
        for _ in 0..beside.min(runs) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= first + runs {
                        return;
                    }
                    let script = Script::write(seed, start);
                    let ran = catch_unwind(AssertUnwindSafe(|| run(engine, &script, &tally)));
                    let found = ran.unwrap_or_else(|_| vec!["the run broke off".to_owned()]);
                    if !found.is_empty() {
                        script.print();
                        println!("seed {seed}: {}", found.join("\n  "));
                        bad.lock().unwrap().push(seed);
                    }
                    if (seed - first) % 25 == 24 {
                        println!("{engine:?}: {} runs, {:?}", seed - first + 1, began.elapsed());
                    }
                }
            });
        }
    });
    let count = |number: &AtomicU64| number.load(Ordering::Relaxed);
    println!(
        "{engine:?}: {} runs, {} kills, {} requests acknowledged, {} asked again, {:.0} s",
        count(&tally.runs),
        count(&tally.kills),
        count(&tally.requests),
        count(&tally.again),
        began.elapsed().as_secs_f64()
    );
    let bad = bad.into_inner().unwrap();
    assert!(bad.is_empty(), "seeds {bad:?}");
}

/// The proof would notice: what it is told is changed, one thing at a time.
#[test]
fn a_run_that_loses_or_doubles_something_is_noticed() {
    let learned = &calm().1;
    let place = Place::new(Engine::Sqlite, 7, 1);
    let server = Process::start(&place);
    let mut client = Client::new(&[place.port.number]);
    let mut dice = Dice::new(7);
    let none = AtomicU32::new(0);
    let live = |kind| life(kind, &mut dice).live(&mut client, &none);
    let mut lived: Vec<Lived> = ["published", "withdrawn"].map(live).into();
    assert!(wait(PATIENCE, || settled(&place)), "{:?}", place.rows("job"));
    server.kill();
    let (sent, public) = (Mutex::new(Vec::new()), place.data().join("public"));
    send(&place.data().join("spool"), &sent);
    let mut sent = sent.into_inner().unwrap();
    let found = |lived: &[Lived], sent: &[String], public: &Path| {
        Ended { place: &place, lived, sent, more: 0, public, learned }.complaints().join("\n")
    };
    assert_eq!(found(&lived, &sent, &public), "");
    let says = found(&lived[..1], &sent, &public);
    assert!(says.contains("but receipts"), "a report nobody was told of: {says}");
    let says = found(&lived, &sent, place.folder());
    assert!(says.contains("the public folder shows"), "files are missing: {says}");
    let again = sent[0].clone();
    sent.push(again);
    let says = found(&lived, &sent, &public);
    assert!(says.contains("sent twice"), "mailed twice: {says}");
    sent.clear();
    assert!(found(&lived, &sent, &public).contains("was not sent"), "messages are lost");
    let first = lived[0].life.steps.iter().position(|step| step.marker.is_some()).unwrap();
    lived[0].acknowledged[first] = false;
    let says = found(&lived, &sent, &public);
    assert!(says.contains("1 times instead of 0"), "a refused step is there: {says}");
    assert!(says.contains("instead of [") && says.contains("keys kept"), "{says}");
    lived[0].acknowledged[first] = true;
    lived[1].life.steps[0].marker = Some("never written".to_owned());
    let says = found(&lived, &sent, &public);
    assert!(says.contains("0 times instead of 1"), "an acknowledged step is lost: {says}");
}

#[test]
fn kills_lose_and_double_nothing_on_sqlite() {
    campaign(Engine::Sqlite);
}

#[test]
fn kills_lose_and_double_nothing_on_postgres() {
    if postgres().is_some() {
        campaign(Engine::Postgres);
    }
}
