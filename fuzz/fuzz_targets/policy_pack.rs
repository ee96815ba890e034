//! A policy pack of strange files is complained about, never a panic.
#![no_main]
use std::collections::BTreeMap;

const NAMES: [&str; 6] = [
    "policy.toml", "facts.toml", "lines.json", "holidays.toml", "threat/A-1.toml", "roles/a.toml",
];

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    // The bytes are cut at NUL into files.
    let parts = data.split(|byte| *byte == 0);
    let files: BTreeMap<String, Vec<u8>> =
        NAMES.iter().zip(parts).map(|(name, part)| ((*name).to_owned(), part.to_vec())).collect();
    let (policy, complaints) = domain::policy::read(&files);
    assert!(policy.is_some() || !complaints.is_empty(), "no pack and no reason");
});
