//! No page scrolls sideways on a screen 320 pixels wide, written from the left or from the right; and
//! pictures of every page for whoever wants to look, in the folder that `VULNERARY_PICTURES` names.

use super::routes::Page;
use super::{UNFOLD, both, walk};
use crate::browser::{Window, driver};
use std::path::Path;

pub(super) const PHONE: (u32, u32) = (320, 800);

/// Whatever sticks out, by name; what may scroll inside itself may be wide.
const STICKS_OUT: &str = "const root = document.documentElement;
if (root.scrollWidth <= root.clientWidth) return [];
const out = [], words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (words.nextNode() && out.length < 6) {
  const range = document.createRange(), one = words.currentNode.parentElement;
  range.selectNodeContents(words.currentNode);
  const wide = [...range.getClientRects()].some(box => box.right > root.clientWidth + 1);
  if (wide) out.push(`${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 60)}`);
}
return [`${root.scrollWidth} pixels`].concat(out);";

const FROM_THE_RIGHT: &str = "document.documentElement.dir = 'rtl'";

pub(super) async fn sticks_out(window: &Window, name: &str) -> Vec<String> {
    let out: Vec<String> = serde_json::from_value(window.script(STICKS_OUT).await).unwrap();
    if out.is_empty() { out } else { vec![format!("{name}: {}", out.join("; "))] }
}

/// Something to call a file by.
pub(super) fn file_name(number: usize, page: &Page) -> String {
    let words = format!("{number:02}-{}-{}", page.reader.name, page.path);
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    words.chars().map(plain).take(60).collect()
}

/// The page at a desk, light, dark and from the right, and on a phone.
pub(super) async fn photographs(window: &Window, folder: &Path, name: &str) {
    let file = |kind: &str| folder.join(format!("{name}.{kind}.png"));
    window.viewport((1280, 800)).await;
    window.photograph(&file("desk"), 1280).await;
    window.dark(true).await;
    window.photograph(&file("dark"), 1280).await;
    window.dark(false).await;
    window.viewport(PHONE).await;
    window.photograph(&file("phone"), PHONE.0).await;
    window.viewport((1280, 800)).await;
    window.script(FROM_THE_RIGHT).await;
    window.photograph(&file("rtl"), 1280).await;
    window.script("document.documentElement.dir = 'ltr'").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_page_scrolls_sideways_on_a_narrow_screen() {
    let Some(driver) = driver() else { return };
    let folder = std::env::var_os("VULNERARY_PICTURES").map(std::path::PathBuf::from);
    let found = std::sync::Mutex::new((0, Vec::new()));
    for (scene, pages) in both().await {
        walk(&driver, &scene, &pages, async |window, page| {
            if let Some(folder) = &folder {
                let number = found.lock().unwrap().0;
                photographs(window, folder, &file_name(number, page)).await;
            }
            window.viewport(PHONE).await;
            let mut out = sticks_out(window, &page.name()).await;
            window.script(UNFOLD).await;
            out.extend(sticks_out(window, &format!("{}, unfolded", page.name())).await);
            window.script(FROM_THE_RIGHT).await;
            out.extend(sticks_out(window, &format!("{}, from the right", page.name())).await);
            let mut found = found.lock().unwrap();
            found.0 += 1;
            found.1.extend(out);
        })
        .await;
    }
    let (count, out) = found.into_inner().unwrap();
    println!("{count} pages at {} pixels", PHONE.0);
    assert!(out.is_empty(), "{}", out.join("\n"));
}
