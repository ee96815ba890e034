//! Any JSON for any verb is input or a list of complaints.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(data) else { return };
    for verb in app::verbs() {
        if let Err(wrong) = app::Input::read(verb, value.clone()) {
            assert!(!wrong.is_empty());
        }
    }
});
