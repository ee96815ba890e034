//! What mail servers say, and what strangers say who pretend to be one.

use super::*;
use testkit::World;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const MAIL: &str = "From: ana@example.org\r\nMessage-ID: <1@example.org>\r\nSubject: two headers\r\n\
    \r\nSend two headers.\r\n..and a dot\r\n";

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

/// What is answered to these bytes.
async fn said(world: &World, bytes: &[u8]) -> String {
    let (ours, theirs) = tokio::io::duplex(1_000_000);
    let (_stop, stopped) = watch::channel(false);
    let session = tokio::spawn(serve(Box::new(theirs), Arc::clone(&world.app), now, stopped));
    let (mut reader, mut writer) = tokio::io::split(ours);
    writer.write_all(bytes).await.unwrap();
    writer.shutdown().await.unwrap();
    let mut answer = String::new();
    reader.read_to_string(&mut answer).await.unwrap();
    session.await.unwrap();
    answer
}

fn codes(answer: &str) -> Vec<&str> {
    answer.lines().filter(|line| line.get(3..4) == Some(" ")).map(|line| &line[..3]).collect()
}

#[tokio::test]
async fn a_mail_to_two_recipients_is_one_report_with_two_answers() {
    let world = World::new(1).await;
    let talk = format!(
        "LHLO mx\r\nMAIL FROM:<ana@example.org> SIZE=100\r\nRCPT TO:<security@acme.example>\r\n\
         RCPT TO:<two@acme.example>\r\nDATA\r\n{MAIL}.\r\nQUIT\r\n"
    );
    let answer = said(&world, talk.as_bytes()).await;
    let expected = ["220", "250", "250", "250", "250", "354", "250", "250", "221"];
    assert_eq!(codes(&answer), expected, "{answer}");
    let again = said(&world, talk.as_bytes()).await;
    assert_eq!(codes(&again), expected, "a delivery that is repeated is answered alike");
    let cases = world.truth().streams("", 10).await.unwrap();
    assert_eq!(cases.iter().filter(|name| name.starts_with("case/")).count(), 1);
}

#[tokio::test]
async fn what_is_too_long_too_large_or_out_of_order_is_told_so_and_keeps_no_memory() {
    let world = World::new(1).await;
    let begin = "LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<security@acme.example>\r\nDATA\r\n";
    let line = format!("{begin}Subject: x\r\n\r\n{}\r\n.\r\nQUIT\r\n", "x".repeat(200_000));
    assert_eq!(codes(&said(&world, line.as_bytes()).await)[5..], ["554", "221"]);
    let large = "x".repeat(70) + "\r\n";
    let large = format!("{begin}Subject: x\r\n\r\n{}.\r\nQUIT\r\n", large.repeat(150_000));
    assert_eq!(codes(&said(&world, large.as_bytes()).await)[5..], ["552", "221"]);
    let early = said(&world, b"DATA\r\nMAIL FROM:<a@b.example>\r\nEHLO x\r\nRCPT TO:<>\r\n").await;
    assert_eq!(codes(&early), ["220", "503", "503", "500", "503"]);
    let said_large = said(&world, b"LHLO x\r\nMAIL FROM:<a@b.example> SIZE=99999999999\r\n").await;
    assert_eq!(codes(&said_large), ["220", "250", "552"]);
    let many = format!("LHLO x\r\nMAIL FROM:<>\r\n{}", "RCPT TO:<a@b.example>\r\n".repeat(22));
    let many = said(&world, many.as_bytes()).await;
    assert_eq!(codes(&many).iter().filter(|code| **code == "452").count(), 2);
    let strange = said(&world, "WHAT\r\n".repeat(50).as_bytes()).await;
    assert_eq!(codes(&strange).last(), Some(&"421"));
    let cut = said(&world, format!("{begin}Subject: half").as_bytes()).await;
    assert_eq!(codes(&cut).last(), Some(&"354"), "what was not finished was not taken");
    let streams = world.truth().streams("", 100).await.unwrap();
    assert!(!streams.iter().any(|name| name.starts_with("case/")), "{streams:?}");
}

#[test]
fn mail_comes_in_from_this_machine_only() {
    assert!(Address::read("127.0.0.1:2525").is_ok() && Address::read("[::1]:2525").is_ok());
    assert!(Address::read("/run/vulnerary/lmtp").is_ok());
    for far in ["0.0.0.0:2525", "192.0.2.1:25", "localhost:2525", "2525"] {
        assert!(Address::read(far).is_err(), "{far}");
    }
}
