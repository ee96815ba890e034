//! The same questions over HTTP, asked of a running server of the real program.

use crate::ask::{FILTERS, Taken, searches, timed};
use crate::engine::Place;
use crate::fill::Filled;
use crate::served::Server;
use std::cell::RefCell;
use std::path::Path;

/// A server on this instance; its data folder holds nothing else.
pub(crate) fn server(place: &Place, data: &Path) -> Server {
    let policy = place.folder.join("policy").display().to_string();
    Server::start(data, &["--policy", &policy, "--database", &place.url])
}

/// Ask for pages and feeds.
pub(crate) async fn ask(place: &Place, filled: &Filled) -> Vec<Taken> {
    let data = tempfile::tempdir().unwrap();
    let server = server(place, data.path());
    let client = RefCell::new(server.connect());
    let mut all = Vec::new();
    let get = |path: String| {
        assert_eq!(client.borrow_mut().ask("GET", &path, ""), 200, "{path}");
    };
    let mut pages = vec![
        ("front page", "/".to_owned()),
        ("advisories page", "/advisories".to_owned()),
        ("/feed.atom", "/feed.atom".to_owned()),
        ("/vuln/core/index.json", "/vuln/core/index.json".to_owned()),
        ("queue page", "/queue".to_owned()),
        ("queue page of closed", "/queue?closed=yes".to_owned()),
        ("/readyz", "/readyz".to_owned()),
    ];
    let search = |words: &str| format!("/queue?words={}", words.replace(' ', "+"));
    let found = searches(filled.cases).map(|(name, words)| (name, search(&words)));
    pages.extend(found);
    for (name, asks) in FILTERS {
        let asks: Vec<String> =
            asks.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pages.push((name, format!("/queue?{}", asks.join("&"))));
    }
    pages.push(("calendar page", "/calendar".to_owned()));
    for (name, path) in pages {
        all.push(
            timed(&format!("HTTP: {name}"), |_| {
                get(path.clone());
                std::future::ready(())
            })
            .await,
        );
    }
    let sample = |number: usize| &filled.samples[number % filled.samples.len()];
    let page = timed("HTTP: case page", |number| {
        get(format!("/cases/{}", sample(number).0));
        std::future::ready(())
    });
    all.push(page.await);
    let page = timed("HTTP: tracking page of a reporter", |number| {
        let asked = ("GET", "/track", "");
        let status = client.borrow_mut().ask_as("vulnerary-track", &sample(number).1, asked);
        assert_eq!(status, 200);
        std::future::ready(())
    });
    all.push(page.await);
    println!("  resident memory of the server: {} KiB", server.resident_kib());
    all
}
