//! A strange record or schedule is read or complained about.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let record = check::node_core::Record::read("1.json", data);
    assert!(record.value.is_some() || !record.complaints.is_empty());
    let schedule = check::schedule::Schedule::read("schedule.json", data);
    assert!(schedule.value.is_some() || !schedule.complaints.is_empty());
});
