//! A small invented product, Lantern, for the tests of this crate.

use jiff::civil::{Date, date};
use serde_json::{Value, json};

use crate::database::{Database, Meta, Product};
use crate::matcher::check;
use crate::node_core::Record;
use crate::schedule::Schedule;
use crate::target::Target;
use crate::verdict::Report;

/// A day on which line 7 has ended, 8 and 9 are supported and 10 has not started.
pub(crate) const TODAY: Date = date(2031, 3, 4);

pub(crate) fn schedule() -> Schedule {
    let text = json!({
        "v0.9": { "start": "2020-01-01", "end": "2022-01-01" },
        "v7": { "start": "2028-01-01", "end": "2031-03-01" },
        "v8": { "start": "2029-01-01", "lts": "2029-06-01", "end": "2032-01-01", "codename": "Wick" },
        "v9": { "start": "2030-01-01", "end": "2033-01-01" },
        "v10": { "alpha": "2031-03-02", "start": "2031-09-01", "end": "2034-01-01" },
    });
    Schedule::read("lantern.json", text.to_string().as_bytes()).value.unwrap()
}

pub(crate) fn record(number: u64, fields: &Value) -> Record {
    let mut record = json!({
        "cve": [format!("CVE-2031-{}", 1000 + number)],
        "vulnerable": "7.x || 8.x",
        "patched": "^7.9.0 || ^8.4.1",
        "description": format!("flaw number {number}"),
        "affectedEnvironments": ["all"],
        "severity": "medium",
    });
    for (key, value) in fields.as_object().unwrap() {
        record[key] = value.clone();
    }
    let file = format!("{number}.json");
    Record::read(&file, record.to_string().as_bytes()).value.unwrap()
}

pub(crate) fn records() -> Vec<Record> {
    vec![
        record(2, &json!({})),
        record(10, &json!({})),
        record(3, &json!({ "severity": "critical", "patched": "^8.3.0 || ^9.1.0" })),
        record(4, &json!({ "affectedEnvironments": ["win32"], "severity": "low" })),
        record(5, &json!({ "vulnerable": "8.x", "patched": "^9.2.0 || 8.0.3 || ^8.4.2" })),
        record(6, &json!({ "vulnerable": "0.9.x || 9.x", "patched": "^9.2.0" })),
    ]
}

pub(crate) fn database(records: &[Record]) -> Database {
    let meta = Meta { product: "lantern".to_owned(), data: date(2031, 3, 1) };
    Database::new(vec![Product::new(records, &schedule(), &meta).unwrap()]).unwrap()
}

pub(crate) fn report(target: &str) -> Report {
    check(&database(&records()), &Target::parse(target), None, TODAY)
}
