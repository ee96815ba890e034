//! Whatever people write, no page gets script.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let html = formats::markdown::to_html(text).to_ascii_lowercase();
    assert!(!html.contains("<script") && !html.contains("javascript:\"") && !html.contains(" onerror="));
});
