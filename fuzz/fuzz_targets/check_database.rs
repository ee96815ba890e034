//! A strange database is refused; one that is read can be asked.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(database) = check::Database::read(data) {
        let target = check::Target::parse("node@22.4.0");
        let at = "2026-04-08".parse().unwrap();
        let _ = check::check(&database, &target, None, at);
    }
});
