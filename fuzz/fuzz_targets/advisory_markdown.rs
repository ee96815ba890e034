//! Whatever people write, no page gets a script or a handler.
#![no_main]

/// Tags as written, without what stands between quotes.
fn tags(html: &str) -> Vec<String> {
    let (mut tags, mut tag, mut quoted) = (Vec::new(), None::<String>, false);
    for c in html.chars() {
        match (&mut tag, c) {
            (None, '<') => tag = Some(String::new()),
            (Some(_), '"') => quoted = !quoted,
            (Some(_), '>') if !quoted => tags.extend(tag.take()),
            (Some(text), c) if !quoted => text.push(c.to_ascii_lowercase()),
            _ => {}
        }
    }
    tags
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let html = formats::markdown::to_html(text);
    for tag in tags(&html) {
        let harm = ["script", "style", "iframe", "object", "embed", "form", "img", "svg", "math"];
        let name = tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
        assert!(!harm.contains(&name) && !tag.contains(" on"), "<{tag}> of {text:?}");
    }
    assert!(!html.to_ascii_lowercase().contains("href=\"javascript:"), "{text:?}");
});
