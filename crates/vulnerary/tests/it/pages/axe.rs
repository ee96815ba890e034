//! axe-core over every page, light and dark, with what is folded away unfolded; and over what each form
//! answers when it is sent empty. The script is the gate's: `VULNERARY_TEST_AXE` says where it is.

use super::{Scene, UNFOLD, both, forms, walk};
use crate::browser::{Window, driver};

/// All rules for WCAG 2.2 AA, and what axe-core calls best practice. The size of targets is a rule of
/// WCAG 2.2 that has to be asked for.
const RUN: &str = "const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then(
  found => done(found.violations.flatMap(one => one.nodes.map(node =>
    `${one.id}: ${node.target.join(' ')}: ${(node.failureSummary || '').replace(/\\s+/g, ' ')}`))),
  error => done([String(error)]))";

/// The script; says so and gives nothing where there is none.
pub(super) fn script() -> Option<String> {
    let path = std::env::var_os("VULNERARY_TEST_AXE");
    if path.is_none() {
        assert!(std::env::var_os("VULNERARY_REQUIRE_BROWSER").is_none(), "no axe-core");
        println!("skipped: VULNERARY_TEST_AXE names no axe.min.js");
    }
    path.map(|path| std::fs::read_to_string(path).unwrap())
}

/// What it finds on the page that is shown, in both themes.
pub(super) async fn read(window: &Window, axe: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    window.script(UNFOLD).await;
    window.script(axe).await;
    for (dark, theme) in [(false, "light"), (true, "dark")] {
        window.dark(dark).await;
        let list = window.script_to_end(RUN).await;
        let list: Vec<String> = serde_json::from_value(list).unwrap();
        found.extend(list.into_iter().map(|one| format!("{name}, {theme}: {one}")));
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn axe_finds_nothing_on_any_page() {
    let (Some(driver), Some(axe)) = (driver(), script()) else { return };
    let found = std::sync::Mutex::new(Vec::new());
    let mut count = 0;
    for (scene, pages) in both().await {
        count += pages.len();
        walk(&driver, &scene, &pages, async |window, page| {
            let list = read(window, &axe, &page.name()).await;
            found.lock().unwrap().extend(list);
        })
        .await;
    }
    println!("{count} pages in two themes");
    let found = found.into_inner().unwrap();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn axe_finds_nothing_on_what_forms_answer() {
    let (Some(driver), Some(axe)) = (driver(), script()) else { return };
    let found = std::sync::Mutex::new(Vec::new());
    let scene = Scene::full().await;
    let count = forms::send_each(&driver, &scene, async |window, name| {
        let list = read(window, &axe, name).await;
        found.lock().unwrap().extend(list);
    })
    .await;
    println!("{count} answers in two themes");
    let found = found.into_inner().unwrap();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}
