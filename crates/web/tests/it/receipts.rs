//! The receipt of a report: shown signed, with the keys that check it where everybody finds them.

use crate::kit::Browser;
use axum::http::StatusCode;
use testkit::World;

#[tokio::test]
async fn a_reporter_is_shown_a_signed_receipt_and_exactly_what_was_received() {
    let world = World::new(31).await;
    let mut browser = Browser::at(&world);
    let body = "send two headers & \"watch\"";
    let form = [("title", "Two headers"), ("body", body), ("version", "3.4.1")];
    let page = browser.post("/report", &form).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.body);
    let signed = page.body.split("id=\"signed\"").nth(1).expect("the signed receipt");
    let signed = signed.split("</textarea>").next().expect("its end");
    assert!(signed.contains("Vulnerary receipt, version 1\nproject Acme\nreport "), "{signed}");
    assert!(signed.contains("\n\n— test"), "{signed}");
    // What is signed tells nothing of the report but its digest.
    assert!(!signed.contains("headers"), "{signed}");
    let exactly = page.body.split("id=\"received\"").nth(1).expect("what was received");
    assert!(exactly.contains("send two headers &#38;"), "{exactly}");
    assert!(page.body.contains("/receipts/keys"));
}

/// The digest is of every byte of it, and the form is the only place where this reporter has them.
#[tokio::test]
async fn a_long_report_is_shown_whole_and_once() {
    let world = World::new(32).await;
    let body = "long ".repeat(8_000);
    let form = [("title", "Two headers"), ("body", body.as_str()), ("version", "3.4.1")];
    let page = Browser::at(&world).post("/report", &form).await;
    assert_eq!(page.status, StatusCode::CREATED);
    assert_eq!(page.body.matches(body.trim()).count(), 1);
    assert!(page.body.len() < body.len() + 20_000, "{} bytes", page.body.len());
    assert!(page.body.contains("id=\"signed\""));
}

#[tokio::test]
async fn the_keys_of_receipts_are_public_as_plain_text() {
    let world = World::new(33).await;
    let page = Browser::at(&world).get("/receipts/keys").await;
    assert_eq!((page.status, page.body.as_str()), (StatusCode::OK, "test\n"));
    assert_eq!(page.header("content-type"), "text/plain; charset=utf-8");
}
