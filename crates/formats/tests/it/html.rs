//! HTML from strangers' Markdown: nothing in it runs, loads or leads astray.

use crate::generated::HOSTILE;
use formats::markdown::to_html;
use proptest::prelude::*;

/// Every tag of a text, with its attributes, by the plainest reading there is.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag).collect()
}

fn is_harmless(tag: &str) -> bool {
    let words = "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr li ol p pre strong table tbody td \
                 th thead tr ul";
    let (name, rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let name = name.trim_start_matches('/').trim_end_matches('/');
    let rest = rest.to_ascii_lowercase();
    let mut attributes = rest.split("=\"").filter_map(|part| part.rsplit(['"', ' ']).next());
    let known = |name: &str| ["href", "title", "rel", "start", "align", ""].contains(&name);
    words.split_whitespace().any(|word| word == name)
        && (name != "a" || rest.is_empty() || rest.contains("rel=\"nofollow noopener noreferrer\""))
        && (rest.contains("title=") || attributes.all(known))
        && !["href=\"javascript", "href=\"data", "href=\"vbscript", "href=\"//", "href=\"/"]
            .iter()
            .any(|bad| rest.contains(bad))
}

#[test]
fn plain_markdown_becomes_plain_html() {
    let html = to_html("# One\n\nA *word* and https://example.org/x.\n\n- a\n- b\n");
    assert!(html.contains("<h1>One</h1>"), "{html}");
    assert!(html.contains("<em>word</em>"), "{html}");
    let link = "<a href=\"https://example.org/x\" rel=\"nofollow noopener noreferrer\">";
    assert!(html.contains(link), "{html}");
    assert!(html.contains("<li>a</li>"), "{html}");
}

#[test]
fn tables_and_struck_words_are_understood() {
    let html = to_html("| a | b |\n| --- | --: |\n| 1 | ~~2~~ |\n");
    assert!(html.contains("<th>a</th>"), "{html}");
    assert!(html.contains("<td align=\"right\"><del>2</del></td>"), "{html}");
}

#[test]
fn html_is_shown_and_not_obeyed() {
    let html = to_html("<script>alert(1)</script>\n\nand <b onclick=x>bold</b>");
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
    assert!(html.contains("&lt;b onclick=x&gt;bold&lt;/b&gt;"), "{html}");
}

#[test]
fn an_image_is_only_a_link_to_it() {
    let html = to_html("![a pixel](https://evil.example/p.gif) ![](https://evil.example/q.gif)");
    assert!(!html.contains("<img"), "{html}");
    assert!(html.contains(">a pixel</a>"), "{html}");
    assert!(html.contains(">https://evil.example/q.gif</a>"), "{html}");
}

#[test]
fn only_addresses_of_the_web_and_of_mail_are_links() {
    for bad in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc",
        "//x",
        "x",
    ] {
        let html = to_html(&format!("[press]({bad})"));
        assert!(!html.contains("href"), "{bad}: {html}");
    }
    assert!(to_html("[write](mailto:a@example.org)").contains("href=\"mailto:a@example.org\""));
}

#[test]
fn each_hostile_text_is_inert() {
    for text in HOSTILE {
        let html = to_html(text);
        assert!(tags(&html).into_iter().all(is_harmless), "{text:?}: {html}");
    }
}

#[test]
fn texts_made_to_grow_stay_small() {
    let wide = format!("|{}\n|{}\n{}", "a|".repeat(6000), "-|".repeat(6000), "a\n".repeat(6000));
    let nested =
        [">", "- ", "[", "*a **b ", "<a ", "![", "1. ", "`a``b", "_a__", "&amp;", "[a](", "> - "];
    let texts = nested.iter().map(|piece| piece.repeat(40_000 / piece.len())).chain([wide]);
    for text in texts {
        let html = to_html(&text);
        assert!(html.len() < text.len() * 12, "{} from {:?}", html.len(), &text[..20]);
        assert!(tags(&html).into_iter().all(is_harmless));
    }
}

proptest! {
    #[test]
    fn any_text_is_inert(pieces in proptest::collection::vec(
        prop_oneof![proptest::sample::select(HOSTILE).prop_map(str::to_owned), "\\PC{0,9}"], 0..9,
    )) {
        let html = to_html(&pieces.concat());
        prop_assert!(tags(&html).into_iter().all(is_harmless), "{}", html);
    }
}
