//! Forms as somebody sends them who fills in nothing: each kind of form once. What comes back is a page
//! like any other.

use super::routes::{self, Page};
use super::{DESK, Scene, become_reader};
use crate::browser::Window;
use std::collections::BTreeSet;

/// How many forms there are, and of each where it goes, so that one of a kind is sent.
const FORMS: &str =
    "return [...document.forms].map(f => f.method + ' ' + f.getAttribute('action'))";

/// Send the form of this number with nothing in it, past what the browser would ask for.
fn send(number: usize) -> String {
    format!(
        "const form = document.forms[{number}]; form.noValidate = true;
         for (const field of form.elements) {{
           if (field.type === 'hidden') continue;
           if (/^(checkbox|radio)$/.test(field.type)) field.checked = false;
           else if (field.tagName !== 'SELECT' && 'value' in field && field.tagName !== 'BUTTON') field.value = '';
         }}
         window.before = true;
         HTMLFormElement.prototype.submit.call(form);"
    )
}

/// The kind of a form: where it goes, without the case or the person that it is about.
fn kind(action: &str) -> String {
    let plain = |part: &str| part.len() < 20 && !part.starts_with("join_");
    action.split('/').filter(|part| plain(part)).collect::<Vec<_>>().join("/")
}

/// Leaving ends what the others need.
fn leaves(kind: &str) -> bool {
    kind.ends_with("logout") || kind.ends_with("track/leave")
}

/// Send one form of each kind from each page, and do this before what comes back. Gives how many.
pub(super) async fn send_each(
    driver: &str,
    scene: &Scene,
    before: impl AsyncFn(&Window, &str),
) -> usize {
    let (mut seen, mut count) = (BTreeSet::new(), 0);
    // What the window knows of somebody does not outlive them.
    let mut pages: Vec<Page> = routes::pages(scene).await;
    pages.sort_by_key(|page| page.reader.name.clone());
    let mut shown: Option<(routes::Reader, Window)> = None;
    for page in &pages {
        if !page.body.contains("<form") {
            continue;
        }
        if shown.as_ref().is_none_or(|(reader, _)| *reader != page.reader) {
            if let Some((_, window)) = shown.take() {
                window.close().await;
            }
            let window = Window::open(driver, &scene.url, DESK).await;
            become_reader(&window, &page.reader).await;
            shown = Some((page.reader.clone(), window));
        }
        let Some((_, window)) = &shown else { continue };
        window.go(&page.path).await;
        let forms: Vec<String> = serde_json::from_value(window.script(FORMS).await).unwrap();
        for (number, action) in forms.iter().enumerate() {
            let kind = kind(action);
            // What only asks is a page that was looked at.
            if !action.starts_with("post ") || leaves(&kind) || !seen.insert(kind.clone()) {
                continue;
            }
            become_reader(window, &page.reader).await;
            window.go(&page.path).await;
            let now: Vec<String> = serde_json::from_value(window.script(FORMS).await).unwrap();
            // What was sent before may have changed the page.
            let Some(number) = now.iter().position(|one| one == action).or(Some(number)) else {
                continue;
            };
            if now.get(number) != Some(action) {
                continue;
            }
            window.script(&send(number)).await;
            window.arrive().await;
            before(window, &format!("the answer to {kind} sent empty by {}", page.reader.name))
                .await;
            count += 1;
        }
    }
    if let Some((_, window)) = shown {
        window.close().await;
    }
    count
}
