//! `serve --demo` as somebody meets it who has only the README.

use crate::program::{Server, vulnerary};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// The answer to a GET, head and body.
fn get(url: &str, path: &str) -> String {
    let address = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_demo_shows_what_it_promises_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let mut server = Server::start(&["--demo", "--data", &data]);
    for link in ["/report", "/advisories", "/queue", "/api/openapi.json"] {
        assert!(server.greeting.contains(link), "{link}: {}", server.greeting);
    }
    let first = server.first_link();
    let join = first.trim_start_matches(&server.url);
    assert!(get(&server.url, join).starts_with("HTTP/1.1 200"), "{first} opens");
    let advisories = get(&server.url, "/advisories");
    assert!(advisories.contains("Certificates for a parent domain"), "{advisories}");
    assert!(!advisories.contains("crafted header"), "the embargoed one is not there");
    assert!(get(&server.url, "/readyz").starts_with("HTTP/1.1 200"));
    server.kill();
    let again = Server::start(&["--demo", "--data", &data]);
    let list = get(&again.url, "/api/v1/advisories");
    assert_eq!(list.matches("\"number\":").count(), 1, "{list}");
    assert!(get(&again.url, join).starts_with("HTTP/1.1 200"), "the first link still works");
}

#[test]
fn without_demo_it_starts_empty() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let server = Server::start(&["--data", &data]);
    let list = get(&server.url, "/api/v1/advisories");
    assert!(list.ends_with("{\"advisories\":[],\"next\":null}"), "{list}");
}

#[test]
fn half_a_request_does_not_keep_the_server_from_ending() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let server = Server::start(&["--data", &data]);
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://")).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n").unwrap();
    // Who came later has been answered: by then the half has arrived.
    for _ in 0..20 {
        assert!(get(&server.url, "/healthz").starts_with("HTTP/1.1 200"));
    }
    assert!(server.ends_within(Duration::from_secs(20)), "it waits for the other half");
}

#[test]
fn metrics_are_served_on_loopback_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let ran = vulnerary(&["serve", "--data", &data, "--metrics", "0.0.0.0:9464"]);
    assert_eq!(ran.code, 64, "{}", ran.err);
    assert!(ran.err.contains("loopback"), "{}", ran.err);
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}
