//! Fill an instance: stamped cases through the store itself, their words at the end and in order,
//! because an index that grows everywhere at once would be written over and over.

use crate::engine::{Place, Raw};
use crate::lives::lives;
use crate::stamp::{Pattern, Press, Stamped};
use crate::words::Dice;
use app::ports::store::{Account, Session, Store as _, Write};
use domain::words::Secret;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;
use store::sealed::Sealed;
use testkit::SeededChance;

/// Cases of one unit of work.
const UNIT: u64 = 2_000;
/// Different lives.
const LIVES: usize = 500;
/// Cases that are asked for by name when measuring.
const SAMPLES: u64 = 200;
/// Words of one statement.
const WORDS: usize = 400;

/// What the measuring needs to know of an instance.
#[derive(Serialize, Deserialize)]
pub(crate) struct Filled {
    pub(crate) cases: u64,
    pub(crate) events: u64,
    pub(crate) words: u64,
    pub(crate) advisories: u32,
    pub(crate) phases: BTreeMap<String, u64>,
    pub(crate) seconds: f64,
    /// Some cases with their secrets.
    pub(crate) samples: Vec<(String, String)>,
}

/// The instance here, filled with so many cases unless it already is.
pub(crate) async fn filled(place: &Place, cases: u64, seed: u64) -> Filled {
    let told = place.folder.join("filled.json");
    if let Ok(text) = std::fs::read_to_string(&told) {
        return serde_json::from_str(&text).unwrap();
    }
    let begin = Instant::now();
    let policy = place.folder.join("policy");
    for (path, bytes) in testkit::files() {
        let file = policy.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    let now = outside::now();
    let (world, lives) = lives(LIVES, seed).await;
    let database = store::open(&place.url).await.unwrap();
    let sealed = testkit::sealed(&database, Arc::new(SeededChance::new(seed))).await;
    people(&sealed, &world).await;
    let patterns: Vec<Pattern> = lives.into_iter().map(Pattern::new).collect();
    drop(world);
    let mut raw = place.connect().await;
    raw.script("drop index case_word_case").await;
    triggers(place, &mut raw, "disable").await;
    let (sender, receiver) = sync_channel(2);
    std::thread::spawn(move || {
        let (mut dice, mut advisory) = (Dice::new(seed + 1), 1);
        let mut batch = Vec::new();
        for number in 0..cases {
            let pattern = &patterns[dice.below(patterns.len() as u64) as usize];
            let press = Press { dice: &mut dice, number, of: cases, now, advisory };
            let stamped = pattern.stamp(press);
            advisory += u32::from(stamped.published);
            batch.push(stamped);
            if batch.len() as u64 == UNIT || number + 1 == cases {
                sender.send(std::mem::take(&mut batch)).unwrap();
            }
        }
    });
    let (mut filled, spool) = write(&sealed, &receiver, cases).await;
    database.close().await;
    filled.words = spool.write(&mut raw).await;
    finish(place, &mut raw, now).await;
    filled.seconds = begin.elapsed().as_secs_f64();
    std::fs::write(told, serde_json::to_string(&filled).unwrap()).unwrap();
    filled
}

async fn triggers(place: &Place, raw: &mut Raw, word: &str) {
    if !place.is_sqlite() {
        for table in ["event", "cases", "case_word", "case_key"] {
            raw.script(&format!("alter table {table} {word} trigger all")).await;
        }
    }
}

/// Everybody of the small world, and one of them logged in.
async fn people(sealed: &Sealed, world: &testkit::World) {
    let mut unit = Vec::new();
    for person in world.people.values() {
        let account = world.truth().account(&person.account).await.unwrap().unwrap();
        unit.push(Write::Account(Account { version: 1, ..account }));
    }
    unit.push(Write::Session(Session {
        secret: Secret::read(crate::served::SESSION).digest(),
        account: world.people["lead"].account.clone(),
        form_token: "form".into(),
        expires_at: "2999-01-01T00:00:00Z".parse().unwrap(),
        seen: Default::default(),
    }));
    sealed.commit(unit).await.unwrap();
}

/// Words of cases, each as two numbers.
#[derive(Default)]
struct Spool {
    words: HashMap<String, u32>,
    cases: Vec<(i64, String)>,
    pairs: Vec<(u32, u32)>,
}

async fn write(sealed: &Sealed, batches: &Receiver<Vec<Stamped>>, cases: u64) -> (Filled, Spool) {
    let mut spool = Spool::default();
    let mut filled = Filled {
        cases,
        events: 0,
        words: 0,
        advisories: 0,
        phases: BTreeMap::new(),
        seconds: 0.0,
        samples: Vec::new(),
    };
    let mut number = 0;
    while let Ok(batch) = batches.recv() {
        let mut unit = Vec::new();
        for stamped in batch {
            let phase = stamped.phase.word();
            *filled.phases.entry(phase.to_owned()).or_default() += 1;
            filled.events += stamped.events as u64;
            filled.advisories += u32::from(stamped.published);
            if number % (cases / SAMPLES).max(1) == 0 {
                let secret = stamped.secret.reveal().to_owned();
                filled.samples.push((stamped.id.to_string(), secret));
            }
            number += 1;
            for write in stamped.unit {
                match write {
                    Write::Words { case, received_at, words } => {
                        let words = words.iter().map(|word| sealed.code_of_word(word));
                        spool.put((received_at.as_microsecond(), case.to_string()), words);
                    }
                    other => unit.push(other),
                }
            }
        }
        sealed.commit(unit).await.unwrap();
        if number % 50_000 == 0 {
            println!("  {number} cases");
        }
    }
    (filled, spool)
}

/// What time has already done, and what the database wants to know of itself.
async fn finish(place: &Place, raw: &mut Raw, now: Timestamp) {
    raw.script("create index case_word_case on case_word (case_id, word)").await;
    let past = now.as_microsecond();
    raw.script(&format!("update job set state = 'done' where due_at <= {past}")).await;
    triggers(place, raw, "enable").await;
    let end = if place.is_sqlite() { "pragma wal_checkpoint(truncate)" } else { "vacuum analyze" };
    raw.script(end).await;
}

impl Spool {
    fn put(&mut self, case: (i64, String), words: impl IntoIterator<Item = String>) {
        for word in words {
            let next = self.words.len() as u32;
            let word = *self.words.entry(word).or_insert(next);
            self.pairs.push((word, self.cases.len() as u32));
        }
        self.cases.push(case);
    }

    /// Every word with its cases, in the order of the table; how many pairs there were.
    async fn write(mut self, raw: &mut Raw) -> u64 {
        let mut words: Vec<(String, u32)> = self.words.drain().collect();
        words.sort();
        let mut rank = vec![0; words.len()];
        for (place, (_, word)) in words.iter().enumerate() {
            rank[*word as usize] = place as u32;
        }
        for (word, _) in &mut self.pairs {
            *word = rank[*word as usize];
        }
        self.pairs.sort_unstable();
        for pairs in self.pairs.chunks(200_000) {
            raw.script("begin").await;
            for pairs in pairs.chunks(WORDS) {
                let into = "insert into case_word (word, received_at, case_id) values ";
                let mut sql = into.to_owned();
                let mut texts = Vec::with_capacity(2 * pairs.len());
                for (word, case) in pairs {
                    let comma = if texts.is_empty() { "" } else { ", " };
                    let (at, case) = &self.cases[*case as usize];
                    let place = texts.len() + 1;
                    write!(sql, "{comma}(${place}, {at}, ${})", place + 1).unwrap();
                    texts.extend([words[*word as usize].0.as_str(), case]);
                }
                raw.texts(&sql, &texts).await;
            }
            raw.script("commit").await;
        }
        self.pairs.len() as u64
    }
}
