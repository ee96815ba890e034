//! What is typed into the report form survives a lost connection, in a real browser, and is kept nowhere
//! else.

use crate::browser::{Window, driver};
use crate::walkthrough::Site;

const DESK: (u32, u32) = (1280, 1000);
const PHONE: (u32, u32) = (390, 844);

/// What this browser keeps for the site.
async fn kept(window: &Window) -> String {
    let all = window.script("return JSON.stringify({ ...localStorage })").await;
    all.as_str().unwrap_or_default().to_owned()
}

async fn until_kept(window: &Window, word: &str) {
    for _ in 0..2000 {
        if kept(window).await.contains(word) {
            return;
        }
    }
    panic!("{word} is not kept: {}", kept(window).await);
}

async fn lost_and_sent(window: &Window) {
    window.go("/report").await;
    let says = "[data-draft-says]";
    assert_eq!(window.value(says, "hidden").await, "true", "nothing to say yet");
    window.write("#title", "Strings that are slow").await;
    window.write("#body", "They hash to their number.").await;
    window.click("input[name=accepted_rules]").await;
    until_kept(window, "their number").await;
    window.picture("draft-kept").await;
    let key = window.value("input[name=key]", "value").await;
    let all = kept(window).await;
    assert!(
        !key.is_empty() && !all.contains(&key),
        "whoever has the key can draw the secret: {all}"
    );
    // The connection is lost: the page is opened again, later.
    window.go("/policy").await;
    window.go("/report").await;
    assert_eq!(window.value("#title", "value").await, "Strings that are slow");
    assert_eq!(window.value("#body", "value").await, "They hash to their number.");
    assert_eq!(window.value("input[name=accepted_rules]", "checked").await, "true");
    assert!(window.text().await.contains("kept in this browser"));
    window.picture("draft-back").await;
    window.send("/report", &[("version", "22.22.1")]).await;
    let secret = window.value("textarea.secret", "value").await;
    assert!(secret.starts_with("track"), "{secret}");
    window.go("/report").await;
    assert_eq!(window.value("#title", "value").await, "", "it was sent, so it is gone");
    assert_eq!(kept(window).await, "{}");
}

async fn forgotten(window: &Window) {
    window.go("/report").await;
    window.write("#title", "Never mind").await;
    until_kept(window, "Never mind").await;
    window.click("[data-draft-forget]").await;
    assert_eq!(kept(window).await, "{}");
    window.write("#title", " at all").await;
    window.go("/policy").await;
    assert_eq!(kept(window).await, "{}", "what stands there after that is not kept");
    window.go("/report").await;
    assert_eq!(window.value("#title", "value").await, "");
    // Somebody else's words in the storage are text, whatever they look like.
    let odd = r#"localStorage.setItem("draft report", JSON.stringify({ at: Date.now(), fields: [["title", "<img src=x onerror=alert(1)>"], 7, null] }))"#;
    window.script(odd).await;
    window.go("/report").await;
    assert!(window.has("#title").await && !window.has("img[src=x]").await);
    // What is on the page is kept when it is left, so that is broken from another one.
    window.go("/policy").await;
    window.script("localStorage.setItem('draft report', '{')").await;
    window.go("/report").await;
    assert_eq!(window.value("#title", "value").await, "");
}

#[tokio::test]
async fn a_draft_survives_a_lost_connection_and_is_gone_once_it_is_sent_or_forgotten() {
    let Some(driver) = driver() else { return };
    let site = Site::start().await;
    let window = Window::open(&driver, &site.url, DESK).await;
    lost_and_sent(&window).await;
    forgotten(&window).await;
    window.close().await;
    let plain = Window::without_script(&driver, &site.url, PHONE).await;
    plain.go("/report").await;
    assert!(!plain.text().await.contains("Forget it"), "nothing is kept where nothing runs");
    plain.close().await;
}
