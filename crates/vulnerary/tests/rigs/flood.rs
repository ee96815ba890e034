//! S16 against a real server: a flood of reports from many addresses, one of them real. Each is kept and
//! can be opened by its secret, or is told when to come again; the real one is on the first screen.
//! `VULNERARY_FLOOD=5000` sends as many as the scenario says.

use crate::client::{Ask, Client};
use crate::dice::{Dice, setting};
use crate::place::{Engine, Place, postgres, token_of};
use crate::process::Process;
use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Reports of a usual run.
const REPORTS: u64 = 400;
/// Addresses that they come from.
const ADDRESSES: u64 = 300;
/// Clients at once.
const CLIENTS: u64 = 8;
/// So many of a hundred are of one template.
const OF_ONE: u64 = 60;
/// Templates.
const TEMPLATES: u64 = 9;

/// A report of this template: its own words throughout, with another function and line each time.
fn spam(template: u64, dice: &mut Dice) -> Value {
    let own = (0..60).map(|word| format!("{}{}", syllables(template * 60 + word), "en"));
    let own: Vec<String> = own.collect();
    let body = format!("{} in {} at line {}", own.join(" "), dice.word("fn"), dice.below(9_000));
    json!({ "title": "Critical finding", "body": body, "version": "3.4.1", "accept_terms": true })
}

/// A number as letters, so that it makes a word.
fn syllables(mut number: u64) -> String {
    let mut word = String::new();
    loop {
        let letter = u8::try_from(number % 20).unwrap();
        word.extend([char::from(b'b' + letter), 'a']);
        number /= 20;
        if number == 0 {
            return word;
        }
    }
}

fn real() -> Value {
    let body = "Send the request below twice over one connection to a server with keep-alive. The second \
        header has no colon; the parser reads one byte behind its buffer and the process ends with a \
        segmentation fault. It needs no log-in; the script at the end shows it every time.";
    let title = "A second header without a colon ends the process";
    json!({ "title": title, "body": body, "version": "3.4.1", "accept_terms": true })
}

/// What became of the flood.
#[derive(Default)]
struct Flood {
    receipts: Vec<Value>,
    later: usize,
    took: Vec<Duration>,
    real: Option<String>,
}

fn send(place: &Place, client_number: u64, reports: u64, flood: &Mutex<Flood>) {
    let mut client = Client::new(&[place.port.number]);
    let mut dice = Dice::new(client_number);
    for number in (client_number..reports).step_by(usize::try_from(CLIENTS).unwrap()) {
        let is_real = number == reports / 2;
        let template = if dice.below(100) < OF_ONE { 0 } else { 1 + dice.below(TEMPLATES - 1) };
        let report = if is_real { real() } else { spam(template, &mut dice) };
        // One address sends a tenth of them all.
        let address = if number % 10 == 3 { 0 } else { 1 + number % (ADDRESSES - 1) };
        let ask = Ask {
            path: "/api/v1/reports".to_owned(),
            body: Some(report),
            key: Some(dice.word("a-long-key-of-a-report")),
            from: Some(format!("198.51.{}.{}", 100 + address / 250, 1 + address % 250)),
            ..Ask::default()
        };
        let began = Instant::now();
        let answer = client.ask(&ask);
        let mut flood = flood.lock().unwrap();
        flood.took.push(began.elapsed());
        match answer.status {
            201 => {
                let receipt = answer.body["receipt"].clone();
                if is_real {
                    flood.real = receipt["id"].as_str().map(str::to_owned);
                }
                flood.receipts.push(receipt);
            }
            429 => flood.later += 1,
            _ => panic!("{answer:?}"),
        }
    }
}

/// The first screen of the queue.
fn first_screen(place: &Place) -> Vec<Value> {
    let path = "/api/v1/cases?limit=50".to_owned();
    let ask = Ask { path, token: token_of("lead"), ..Ask::default() };
    let answer = Client::new(&[place.port.number]).ask(&ask);
    answer.body["cases"].as_array().unwrap_or_else(|| panic!("{answer:?}")).clone()
}

fn flooded(engine: Engine) {
    let reports = setting("VULNERARY_FLOOD", REPORTS);
    let place = Place::new(engine, 16, 0);
    let _server = Process::start_behind_a_proxy(&place);
    let flood = Mutex::new(Flood::default());
    let began = Instant::now();
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (place, flood) = (&place, &flood);
            scope.spawn(move || send(place, client, reports, flood));
        }
    });
    let whole = began.elapsed();
    let Flood { receipts, later, mut took, real } = flood.into_inner().unwrap();
    assert_eq!(receipts.len() + later, usize::try_from(reports).unwrap());

    // Whatever was acknowledged is there, each by its own secret.
    let mut client = Client::new(&[place.port.number]);
    for receipt in receipts.iter().step_by(7) {
        let path = format!("/api/v1/cases/{}", receipt["id"].as_str().unwrap());
        let token = receipt["secret"].as_str().unwrap().to_owned();
        let answer = client.ask(&Ask { path, token, ..Ask::default() });
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    let kept = place.rows("cases").len();
    assert_eq!(kept, receipts.len(), "as many cases as receipts");

    let screen = first_screen(&place);
    let real = real.expect("the real one was taken");
    let place_of = screen.iter().position(|row| row["case"] == real.as_str());
    let place_of = place_of.expect("the real one is on the first screen");
    let rows = screen.iter().filter(|row| row["priority"] != "alike").count();
    let waiting =
        screen.iter().filter_map(|row| row["waiting_behind"]["count"].as_u64()).sum::<u64>();
    assert!(rows <= usize::try_from(TEMPLATES * CLIENTS).unwrap() + 1, "{rows} rows");
    assert!(waiting as usize + rows >= kept * 9 / 10, "{waiting} wait behind {rows} of {kept}");

    took.sort();
    let part = |part: usize| took[(took.len() - 1) * part / 100];
    println!(
        "{engine:?}: {reports} reports in {whole:.1?}, {} kept, {later} told to come later; median {:.1?}, \
         p99 {:.1?}, longest {:.1?}; {rows} rows on the first screen, {waiting} wait behind them, the real \
         one is row {}",
        receipts.len(),
        part(50),
        part(99),
        part(100),
        place_of + 1
    );
}

#[test]
fn a_flood_loses_nothing_and_hides_nothing_on_sqlite() {
    flooded(Engine::Sqlite);
}

#[test]
fn a_flood_loses_nothing_and_hides_nothing_on_postgresql() {
    if postgres().is_some() {
        flooded(Engine::Postgres);
    }
}
