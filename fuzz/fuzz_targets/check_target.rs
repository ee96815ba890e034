//! A strange target or range never panics, and is never "safe" without data.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = check::Target::parse(text);
    let _ = check::range::Range::parse(text);
});
