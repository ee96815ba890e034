//! A claim of strange facts is judged or complained about.
#![no_main]
use std::collections::BTreeMap;
use std::sync::LazyLock;

static POLICY: LazyLock<domain::policy::Policy> = LazyLock::new(|| {
    fn read(folder: &std::path::Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                read(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    read(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/node")), "", &mut files);
    domain::policy::read(&files).0.unwrap()
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(claim) = serde_json::from_slice::<domain::triage::Claim>(data) {
        let wrong = claim.check(&POLICY);
        let at = "2026-03-10T09:00:00Z".parse().unwrap();
        let verdict = domain::triage::judge(&POLICY, &claim.normal(&POLICY), at);
        assert!(!verdict.rules.is_empty() || !verdict.missing.is_empty() || !wrong.is_empty());
    }
});
