//! What a report is asked for: once on the form, once by the API, and nothing typed is lost.

use crate::kit::Browser;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use testkit::{World, files, read_whole};

const FIELD: &str = r#"
[[report_field]]
id = "steps"
title = "Steps <b>in order</b>"
says = "Every step from a fresh installation."
wanted = true
"#;

async fn asking() -> (World, Browser) {
    let world = World::new(11).await;
    let mut files = files();
    let text = String::from_utf8(files["policy.toml"].clone()).expect("text");
    files.insert("policy.toml".to_owned(), format!("{text}{FIELD}").into_bytes());
    let browser = Browser::with_policy(&world, read_whole(&files));
    (world, browser)
}

#[tokio::test]
async fn the_form_asks_once_keeps_what_was_typed_and_then_takes_it() {
    let (_world, mut browser) = asking().await;
    let page = browser.get("/report").await;
    assert!(page.body.contains("name=\"fields.steps\"") && !page.body.contains("<b>in order"));
    let key = page.hidden("key", "action=\"/report\"");
    let typed =
        [("key", &*key), ("title", "It ends"), ("body", "Two headers."), ("version", "2.9.7")];
    let asked = browser.post("/report", &typed).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", asked.body);
    for word in
        ["Something that would help is not there", "Send it anyway", "Two headers.", "It ends"]
    {
        assert!(asked.body.contains(word), "{word}: {}", asked.body);
    }
    // What is wrong comes first, and being asked once is remembered through it.
    let anyway = asked.hidden("anyway", "action=\"/report\"");
    let mut again = typed.to_vec();
    again.push(("anyway", &anyway));
    let mut wrong = again.clone();
    wrong[1] = ("title", "");
    let refused = browser.post("/report", &wrong).await;
    assert!(refused.body.contains("Nothing was sent yet"), "{}", refused.body);
    assert_eq!(refused.hidden("anyway", "action=\"/report\""), anyway);
    let taken = browser.post("/report", &again).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
    assert_eq!(taken.header("clear-site-data"), "\"storage\"", "its draft is forgotten");
}

#[tokio::test]
async fn the_api_names_what_lacks_and_how_it_is_sent_anyway() {
    let (_world, mut browser) = asking().await;
    let mut report = json!({ "title": "It ends", "body": "Two headers.", "version": "2.9.7" });
    let send = |report: &Value| {
        let request =
            Request::post("/api/v1/reports").header(header::CONTENT_TYPE, "application/json");
        request.body(Body::from(report.to_string())).expect("a request")
    };
    let asked = browser.send(send(&report)).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", asked.body);
    let problem: Value = serde_json::from_str(&asked.body).expect("JSON");
    let errors = problem["errors"].as_array().expect("errors");
    assert!(errors[0].as_str().is_some_and(|says| says.starts_with("fields.steps: ")), "{problem}");
    assert!(errors[1].as_str().is_some_and(|says| says.starts_with("anyway: ")), "{problem}");
    report["anyway"] = json!(true);
    let taken = browser.send(send(&report)).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
    report["fields"] = json!({ "steps": "One, two." });
    report["anyway"] = json!(false);
    assert_eq!(browser.send(send(&report)).await.status, StatusCode::CREATED);
}
