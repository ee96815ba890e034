//! The command line itself: what it prints, and the worker behind the server.

use crate::logs::muted;
use crate::out::inert;
use crate::serve::work;
use app::ports::store::Write;
use domain::embargo::EmbargoState;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use testkit::{World, draft};
use tokio::sync::watch;

#[test]
fn json_on_a_terminal_steers_nothing_and_keeps_its_value() {
    let title = "red \u{1b}[31m, \u{9b}2J, \u{202e}turned\u{7f}, 日本";
    let json = serde_json::to_string_pretty(&serde_json::json!({ "title": title })).unwrap();
    let shown = inert(&json);
    assert!(shown.chars().all(domain::words::is_plain), "{shown:?}");
    assert!(shown.contains("日本"));
    let back: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(back["title"], title);
}

#[test]
fn a_slip_in_the_data_folder_makes_no_empty_instance() {
    let command = |words: &str| crate::main(words.split(' ').map(std::ffi::OsString::from));
    for words in ["journal verify", "backup --to no.zst", "feed export --to no"] {
        let ended = command(&format!("vulnerary {words} --data no-such-folder"));
        assert_eq!(format!("{ended:?}"), format!("{:?}", std::process::ExitCode::from(64)));
    }
    assert!(!std::path::Path::new("no-such-folder").exists());
}

#[test]
fn no_wish_for_details_makes_the_logs_repeat_an_advisory() {
    let filter = muted("trace,html5ever=trace".parse().unwrap()).to_string();
    let named = |name: &str| filter.split(',').filter(|part| part.starts_with(name)).count();
    assert!(filter.contains("html5ever=off"), "{filter}");
    assert_eq!(named("html5ever"), 1, "{filter}");
}

async fn over(world: &World, cases: &[domain::words::CaseId]) -> usize {
    let mut over = 0;
    for id in cases {
        over += usize::from(world.case(id).await.embargo.state == EmbargoState::Exited);
    }
    over
}

#[tokio::test]
async fn a_job_that_panics_does_not_take_the_others_with_it() {
    let first = AtomicBool::new(true);
    let edit = move |unit: Vec<Write>| {
        let ends = |write: &Write| match write {
            Write::Append { links, .. } => {
                links.iter().any(|link| link.facts.contains("embargo-expired"))
            }
            _ => false,
        };
        assert!(!(unit.iter().any(ends) && first.swap(false, Ordering::SeqCst)), "planted");
        unit
    };
    let world = World::edited(71, Arc::new(edit)).await;
    let mut cases = Vec::new();
    for title in ["one", "another"] {
        cases.push(world.report(&draft(title)).await.unwrap().0);
    }
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(work(Arc::clone(&world.app), stopped, || {}));
    let other = async {
        while over(&world, &cases).await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), other).await.unwrap();
    assert_eq!(over(&world, &cases).await, 1, "the other job waits for the lease of the first");
    stop.send(true).unwrap();
    worker.await.unwrap();
}
