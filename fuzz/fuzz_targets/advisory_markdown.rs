//! Whatever people write, no page gets a script or a handler.
#![no_main]

/// Tags: without what stands between quotes, and whole.
fn tags(html: &str) -> Vec<(String, String)> {
    let (mut tags, mut tag, mut quoted) = (Vec::new(), None::<(String, String)>, false);
    for c in html.chars() {
        match (&mut tag, c) {
            (None, '<') => tag = Some((String::new(), String::new())),
            (None, _) => {}
            (Some(_), '>') if !quoted => tags.extend(tag.take()),
            (Some((bare, whole)), c) => {
                quoted ^= c == '"';
                whole.push(c.to_ascii_lowercase());
                if !quoted {
                    bare.push(c.to_ascii_lowercase());
                }
            }
        }
    }
    tags
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let html = formats::markdown::to_html(text);
    for (bare, whole) in tags(&html) {
        let harm = ["script", "style", "iframe", "object", "embed", "form", "img", "svg", "math"];
        let name = bare.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
        assert!(!harm.contains(&name) && !bare.contains(" on"), "<{whole}> of {text:?}");
        assert!(!whole.contains("=\"javascript:"), "<{whole}> of {text:?}");
    }
});
