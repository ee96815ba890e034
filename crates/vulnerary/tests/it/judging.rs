//! Stating facts in a real browser: with the script the verdict changes in place, without it a button
//! shows the same. `docs/guide/triage.md` and `docs/guide/report.md` describe it.

use crate::browser::{Window, driver};
use crate::walkthrough::{FACTS, Site, join};

const DESK: (u32, u32) = (1280, 1000);
const PHONE: (u32, u32) = (390, 844);

/// The first fact is told, and the page has heard the answer.
async fn tell(window: &Window, fact: &str, value: &str) {
    window.choose(&format!("select[name=\"claim.{fact}\"]"), value).await;
    window.settle().await;
}

async fn focused(window: &Window) -> String {
    window.script("return document.activeElement.id").await.as_str().unwrap_or("").to_owned()
}

/// A reporter types, answers, sees the verdict change in place, and sends.
async fn reporter(window: &Window) -> String {
    window.go("/report").await;
    window.write("#title", "Strings that are slow").await;
    window.write("#body", "They hash to their number.").await;
    window.script("window.stays = true").await;
    window.click("#check-questions > summary").await;
    window.picture("check-empty").await;
    tell(window, "component", "third-party-module").await;
    let said = window.value("[data-live-says]", "textContent").await;
    assert!(said.contains("normal bug") || said.contains("somebody else"), "{said}");
    assert_eq!(focused(window).await, "check-component", "the answer keeps the focus");
    window.picture("check-decided").await;
    tell(window, "component", "core").await;
    let said = window.value("[data-live-says]", "textContent").await;
    assert!(said.starts_with("Undecided"), "{said}");
    assert_eq!(window.script("return window.stays").await, true, "still the same page");
    assert_eq!(window.value("#title", "value").await, "Strings that are slow");
    let rules = window.value("input[name=accepted_rules]", "value").await;
    let mut fields = vec![("version", "22.22.1"), ("accepted_rules", rules.as_str())];
    fields.extend(FACTS.iter().filter(|(name, _)| *name != "claim.input"));
    window.send("/report", &fields).await;
    window.value("textarea.secret", "value").await
}

/// Ada answers the one question that is open, sees the verdict change, and records it.
async fn triager(window: &Window) -> String {
    window.go("/queue").await;
    let case = window.value("a[href^=\"/cases/\"]", "pathname").await;
    window.go(&case).await;
    window.picture("judge-open").await;
    assert!(window.has("[data-open] [name=\"claim.input\"]").await, "{}", window.text().await);
    assert!(!window.has("[data-open] [name=\"claim.component\"]").await, "it is answered");
    window.script("window.stays = true").await;
    tell(window, "input", "inbound-network").await;
    let said = window.value("[data-live-says]", "textContent").await;
    assert!(said.contains("VU-2"), "{said}");
    assert!(window.has(".verdict a[href=\"/policy/clauses/VU-2\"]").await, "a link to it");
    assert_eq!(window.script("return window.stays").await, true, "still the same page");
    assert_eq!(focused(window).await, "case-judge-input");
    window.picture("judge-decided").await;
    window.script("delete window.stays").await;
    window.send("/case/judge", &[]).await;
    assert!(window.text().await.contains("The judgement was recorded."));
    case
}

/// The same questions where no script runs.
async fn plain(window: &Window) {
    window.go("/report").await;
    window.write("#title", "Strings that are slow").await;
    window.click("#check-questions > summary").await;
    window.choose("select[name=\"claim.component\"]", "third-party-module").await;
    assert!(!window.source().await.contains("Not sent"), "nothing runs here");
    window.click("button[formaction^=\"/report/check\"]").await;
    window.until("Nothing was sent").await;
    assert_eq!(window.path().await, "/report/check");
    assert_eq!(window.value("#title", "value").await, "Strings that are slow");
    assert_eq!(
        window.value("select[name=\"claim.component\"]", "value").await,
        "third-party-module"
    );
    window.picture("check-plain").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_change_the_verdict_in_place_and_without_a_script_by_a_button() {
    let Some(driver) = driver() else { return };
    let site = Site::start().await;
    let ada = Window::open(&driver, &site.url, DESK).await;
    join(&site, &ada, &format!("{}/join/{}", site.url, site.first.reveal()), "ada").await;
    let stranger = Window::open(&driver, &site.url, PHONE).await;
    let secret = reporter(&stranger).await;
    assert!(secret.starts_with("track_"), "{}", stranger.text().await);
    let case = triager(&ada).await;
    assert!(case.starts_with("/cases/"));
    for window in [&ada, &stranger] {
        let name = if std::ptr::eq(window, &ada) { "desk" } else { "phone" };
        for (page, path) in [
            ("clause", "/policy/clauses/VU-2"),
            ("clauses", "/policy/clauses"),
            ("precedents", "/policy/precedents"),
            ("precedent", "/policy/precedents/CVE-2026-21637"),
            ("clashes", "/policy/clashes"),
        ] {
            window.go(path).await;
            window.picture(&format!("{name}-{page}")).await;
        }
    }
    let still = Window::without_script(&driver, &site.url, DESK).await;
    plain(&still).await;
    for window in [ada, stranger, still] {
        window.close().await;
    }
}
