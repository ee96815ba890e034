//! Terms: what a consent binds, and how an end is read out.

use super::*;
use crate::words::Digest;

fn until(text: &str, zone: &str) -> Terms {
    Terms::until(text.parse().expect("an instant"), zone)
}

#[test]
fn an_end_is_shown_in_utc_and_on_the_clock_of_the_zone() {
    let shown = |text: &str, zone: &str| until(text, zone).shown();
    let madrid = "Europe/Madrid";
    assert_eq!(shown("2026-12-23T09:00:00Z", madrid), "2026-12-23 09:00Z (10:00 Madrid)");
    assert_eq!(shown("2026-07-23T09:00:00Z", madrid), "2026-07-23 09:00Z (11:00 Madrid)");
    assert_eq!(shown("2026-12-23T09:00:00Z", "UTC"), "2026-12-23 09:00Z");
    let tokyo = shown("2026-12-23T16:00:00Z", "Asia/Tokyo");
    assert_eq!(tokyo, "2026-12-23 16:00Z (2026-12-24 01:00 Tokyo)", "another day there");
    let west = shown("2026-12-23T03:00:00Z", "America/New_York");
    assert_eq!(west, "2026-12-23 03:00Z (2026-12-22 22:00 New York)");
    assert_eq!(shown("2026-12-23T09:00:00Z", "Nowhere/Else"), "2026-12-23 09:00Z");
}

#[test]
fn a_consent_binds_the_end_the_zone_the_label_and_the_scope() {
    let usual = until("2026-12-23T09:00:00Z", "UTC");
    let red = Terms { tlp: Tlp::Red, ..usual.clone() };
    let narrow = Terms { scope: Some(Digest::of(b"the parser only")), ..usual.clone() };
    let both = Terms { tlp: Tlp::Red, ..narrow.clone() };
    let later = until("2026-12-23T09:00:01Z", "UTC");
    let there = until("2026-12-23T09:00:00Z", "Europe/Madrid");
    let digests = [&usual, &red, &narrow, &both, &later, &there].map(Terms::digest);
    for (at, digest) in digests.iter().enumerate() {
        assert!(!digests[at + 1..].contains(digest), "{at}");
    }
}

#[test]
fn terms_from_before_the_label_read_as_they_were_and_keep_their_digest() {
    let old = r#"{"ends_at":"2026-04-16T09:00:00Z","zone":"Europe/Madrid"}"#;
    let terms: Terms = serde_json::from_str(old).expect("old terms");
    assert_eq!(terms, until("2026-04-16T09:00:00Z", "Europe/Madrid"));
    assert_eq!(serde_json::to_string(&terms).expect("plain data"), old);
    let parts: [&[u8]; 3] = [b"embargo terms", b"2026-04-16T09:00:00Z", b"Europe/Madrid"];
    assert_eq!(terms.digest(), Digest::of_parts(&parts));
}
