//! The pages of people outside the team in every language: small, within a narrow screen, in the right
//! direction, and with nothing for axe-core to find.

use super::narrow::{PHONE, file_name, photographs, sticks_out};
use super::routes::{self, Page};
use super::{BYTES_MAX, Scene, UNFOLD, axe, walk};
use crate::browser::driver;

/// Each language with its direction.
const LANGUAGES: [(&str, &str); 2] = [("es", "ltr"), ("ar", "rtl")];

/// What people outside see, in this language.
async fn outside(scene: &Scene, language: &'static str) -> Vec<Page> {
    let mut pages = Vec::new();
    for page in routes::pages(scene).await {
        let mut reader = page.reader;
        let outside = reader.cookie.as_ref().is_none_or(|(name, ..)| *name == "vulnerary-track");
        // The policy's own pages are in English.
        if outside && !page.path.starts_with("/policy") {
            reader.language = language;
            if let Some((_, body)) = routes::ask(scene, &reader, &page.path).await {
                pages.push(Page { reader, path: page.path, body });
            }
        }
    }
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_in_every_language_are_small_and_say_which_it_is() {
    let scene = Scene::full().await;
    for (language, dir) in LANGUAGES {
        let pages = outside(&scene, language).await;
        assert!(pages.len() > 20, "{}", pages.len());
        for page in pages {
            let head = format!("<html lang=\"{language}\" dir=\"{dir}\">");
            assert!(page.body.contains(&head), "{}", page.name());
            assert!(page.body.len() <= BYTES_MAX, "{}: {}", page.name(), page.body.len());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_in_every_language_fit_a_narrow_screen_and_give_axe_nothing() {
    let Some(driver) = driver() else { return };
    let (axe, found) = (axe::script(), std::sync::Mutex::new((0, Vec::new())));
    let folder = std::env::var_os("VULNERARY_PICTURES").map(std::path::PathBuf::from);
    let scene = Scene::full().await;
    for (language, _) in LANGUAGES {
        let pages = outside(&scene, language).await;
        walk(&driver, &scene, &pages, async |window, page| {
            let name = format!("{language}: {}", page.name());
            if let Some(folder) = &folder {
                let number = found.lock().unwrap().0;
                let file = format!("{language}-{}", file_name(number, page));
                photographs(window, folder, &file).await;
                window.go(&page.path).await;
            }
            let mut out = Vec::new();
            if let Some(axe) = &axe {
                out.extend(axe::read(window, axe, &name).await);
            }
            window.viewport(PHONE).await;
            window.script(UNFOLD).await;
            out.extend(sticks_out(window, &name).await);
            window.viewport((1280, 800)).await;
            let mut found = found.lock().unwrap();
            found.0 += 1;
            found.1.extend(out);
        })
        .await;
    }
    let (count, out) = found.into_inner().unwrap();
    println!("{count} pages in other languages");
    assert!(out.is_empty(), "{} findings:\n{}", out.len(), out.join("\n"));
}
