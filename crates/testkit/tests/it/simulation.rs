//! Random moves, crashes and restarts, for many seeds. `VULNERARY_SEED=n` plays one again,
//! `VULNERARY_SEEDS` says how many, from `VULNERARY_FIRST_SEED` on.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;
use testkit::{Tally, play};

/// Moves of one play.
const STEPS: usize = 50;
/// Plays where nobody says how many.
const SEEDS: u64 = 500;
/// After so many plays a long run says how far it is.
const SAID: u64 = 10_000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Plays these seeds. A play often waits for its database, which has a thread of its own, so there are
/// two plays at a time for each core.
fn play_all(seeds: std::ops::Range<u64>) -> (Tally, Vec<String>) {
    let next = AtomicU64::new(seeds.start);
    let over = AtomicBool::new(false);
    let all = Mutex::new((Tally::default(), Vec::new()));
    let worker = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts");
        while !over.load(Ordering::Relaxed) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return;
            }
            let played = runtime.block_on(play(seed, STEPS));
            let mut all = all.lock().expect("no play panics");
            match played {
                Ok(tally) => all.0.add(&tally),
                Err(story) => {
                    all.1.push(story);
                    over.store(true, Ordering::Relaxed);
                }
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..2 * cores {
            scope.spawn(worker);
        }
    });
    all.into_inner().expect("no play panics")
}

#[test]
fn whatever_people_do_and_wherever_it_crashes_every_promise_holds() {
    let one = number("VULNERARY_SEED");
    let seeds = match one {
        Some(seed) => seed..seed + 1,
        None => {
            let first = number("VULNERARY_FIRST_SEED").unwrap_or(0);
            first..first + number("VULNERARY_SEEDS").unwrap_or(SEEDS)
        }
    };
    let many = seeds.end - seeds.start >= 200;
    let (mut tally, mut stories) = (Tally::default(), Vec::new());
    let begun = Instant::now();
    let mut from = seeds.start;
    while from < seeds.end && stories.is_empty() {
        let to = seeds.end.min(from + SAID);
        let (more, found) = play_all(from..to);
        tally.add(&more);
        stories = found;
        from = to;
        println!("seeds up to {to} played after {} s", begun.elapsed().as_secs());
    }
    println!("{tally}");
    assert!(stories.is_empty(), "{}", stories.join("\n\n"));
    if many {
        assert_eq!(tally.never(), Vec::<&str>::new(), "this should have happened and never did");
    }
}
