//! A long play that goes wrong becomes a short test. The fault is planted: a store that forgets to
//! erase, while anybody has asked it to.

use super::short;
use super::without;
use app::ports::store::Write;
use std::cell::Cell;
use std::path::Path;
use testkit::{
    Finding, How, Of, Seen, Site, Step, When, Who, World, does, looks, print, report, retell,
    shrink, together, works,
};

std::thread_local! {
    static PLANTED: Cell<bool> = const { Cell::new(false) };
}

/// A world whose store forgets to erase, if that is planted in this thread.
pub(crate) async fn world(seed: u64) -> World {
    match PLANTED.get() {
        true => World::edited(seed, without(|write| matches!(write, Write::Erase { .. }))).await,
        false => World::new(seed).await,
    }
}

/// Two cases, half a dozen people, a crash and a lot of talk; one erasure among it.
fn long() -> Vec<Step> {
    let draft = serde_json::to_string(&testkit::draft("it ends")).expect("plain data");
    let claim = r#"{"claim":{"attacker":"network","effect":["crash"],"flag":"no"}}"#;
    let note = r#"{"body":"seen"}"#;
    vec![
        report(0, "anonymous", &draft).keyed("key-of-a-request-1"),
        report(1, "triager", &draft.replace("it ends", "it stops")),
        does("triager", "case note", 0, note).having_seen(Seen::This),
        does("triager", "case judge", 0, claim),
        Step::Passes { minutes: 600 },
        does("lead", "case write", 1, note).keyed("key-of-a-request-2"),
        works(),
        does("reporter 1", "case answer", 1, note),
        does("auditor", "case note", 1, note).on_nothing(7),
        Step::Restarts { policy: Some(1) },
        does("triager", "case validate", 0, "{}").failing(Site::Commit, When::After, How::Crash, 0),
        looks("lead", Of::Report(1)),
        together("case note", Of::Report(0), note, true),
        does("founder", "case redact", 1, r#"{"event":"1","because":"a name was in it"}"#)
            .having_seen(Seen::This)
            .keyed("key-of-a-request-3"),
        Step::Searches { who: Who::read("triager"), of: 0 },
        does("reporter 0", "embargo propose", 0, r#"{"ends_at":"2026-05-01T00:00:00Z"}"#),
        Step::EndComes { of: 0, seconds: 1 },
        Step::Works { faults: vec![None, None, None] },
        Step::EverybodyLooks,
    ]
}

/// What the long play came to, made short and printed.
async fn shortened() -> (Vec<Step>, Finding, String) {
    PLANTED.set(true);
    let found = retell(world(7).await, &long()).await.expect_err("this must be found");
    let short = shrink(&long(), &found, async || world(7).await).await;
    let text = print("what_is_left", "super::shrinking::world(7).await", &short);
    PLANTED.set(false);
    (short.steps, found, text)
}

#[tokio::test]
async fn what_is_left_of_a_long_play_is_what_it_takes() {
    retell(World::new(7).await, &long()).await.expect("a sound world holds");
    let (steps, found, text) = shortened().await;
    assert_eq!(found.rule, "I22");
    let kinds: Vec<_> = steps
        .iter()
        .map(|step| match step {
            Step::Report { .. } => "a report",
            Step::Does(deed) if deed.key.is_none() && deed.seen == Seen::Unsaid => &deed.verb,
            _ => "something else",
        })
        .collect();
    assert_eq!(kinds, ["a report", "case redact"]);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/planted/short.rs");
    let now = format!("//! Printed by the test beside it, and itself a test.\n\n{text}");
    if std::fs::read_to_string(&path).unwrap_or_default() != now {
        std::fs::write(&path, now).expect("it can be written");
        panic!("rewrote {}; run the tests again and commit the result", path.display());
    }
}

#[test]
fn what_was_printed_fails_where_the_fault_is_and_holds_elsewhere() {
    PLANTED.set(true);
    let planted = short::what_is_left();
    PLANTED.set(false);
    assert_eq!(planted.expect_err("this must be found").rule, "I22");
    assert_eq!(short::what_is_left(), Ok(()));
}
