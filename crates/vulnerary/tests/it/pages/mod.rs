//! What holds of every page, whoever reads it: it is small, fits a narrow screen in both directions of
//! writing, and gives axe-core nothing to find, light or dark. Pages are found by walking the doors.

mod axe;
mod forms;
mod keyboard;
mod languages;
mod narrow;
mod routes;
mod scene;

use crate::browser::Window;
use routes::{Page, Reader};
use scene::Scene;

const DESK: (u32, u32) = (1280, 800);

/// A page may be this long, without pictures and with everything that it holds for its reader.
const BYTES_MAX: usize = 100_000;

/// What is folded away is read too.
const UNFOLD: &str = "document.querySelectorAll('details').forEach(d => { d.open = true })";

/// Show each page to its reader, and do this before it.
async fn walk(driver: &str, scene: &Scene, pages: &[Page], before: impl AsyncFn(&Window, &Page)) {
    let mut shown: Option<(Reader, Window)> = None;
    for page in pages {
        if shown.as_ref().is_none_or(|(reader, _)| *reader != page.reader) {
            if let Some((_, window)) = shown.take() {
                window.close().await;
            }
            let window = Window::open(driver, &scene.url, DESK).await;
            become_reader(&window, &page.reader).await;
            shown = Some((page.reader.clone(), window));
        }
        if let Some((_, window)) = &shown {
            window.go(&page.path).await;
            before(window, page).await;
        }
    }
    if let Some((_, window)) = shown {
        window.close().await;
    }
}

async fn become_reader(window: &Window, reader: &Reader) {
    if let Some((name, value, path)) = &reader.cookie {
        window.hold((name, value), path).await;
    }
    if !reader.language.is_empty() {
        window.hold(("vulnerary-language", reader.language), "/").await;
    }
}

/// Pages of a house where everything has happened, and of one where nothing has.
async fn both() -> [(Scene, Vec<Page>); 2] {
    let (full, empty) = (Scene::full().await, Scene::empty().await);
    let pages = (routes::pages(&full).await, routes::pages(&empty).await);
    [(full, pages.0), (empty, pages.1)]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_small() {
    let mut long = Vec::new();
    for (_, pages) in both().await {
        if let Some(folder) = std::env::var_os("VULNERARY_PICTURES") {
            for (number, page) in pages.iter().enumerate() {
                let file = format!("{}.html", narrow::file_name(number, page));
                std::fs::write(std::path::Path::new(&folder).join(file), &page.body).unwrap();
            }
        }
        assert!(pages.len() > 20, "the doors lead to pages: {}", pages.len());
        let over = pages.iter().filter(|page| page.body.len() > BYTES_MAX);
        long.extend(over.map(|page| format!("{}: {} bytes", page.name(), page.body.len())));
    }
    assert!(long.is_empty(), "longer than {BYTES_MAX} bytes: {long:#?}");
}
