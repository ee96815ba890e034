//! A stored event of strange bytes is an event or unreadable.
#![no_main]
use domain::case::{Head, Link, read_event, verify};

libfuzzer_sys::fuzz_target!(|data: (u64, String, Option<Vec<u8>>)| {
    let (seq, facts, content) = data;
    let hash = Head::empty("fuzz").hash;
    let link = Link { seq, facts, content, salt: None, content_digest: None, hash };
    let _ = read_event(&link);
    let head = Head { seq, hash };
    assert!(verify("fuzz", &[link], head).is_err(), "nobody guesses a hash");
});
