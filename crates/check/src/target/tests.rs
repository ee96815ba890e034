//! What counts as an exact version, and the reason when something does not.

use proptest::prelude::*;

use super::Target;

fn reason(text: &str) -> String {
    Target::parse(text).version().unwrap_err().to_owned()
}

#[test]
fn an_exact_version_is_understood_with_and_without_its_v() {
    for text in ["lantern@8.4.1", "lantern@v8.4.1", "  lantern@8.4.1 "] {
        let target = Target::parse(text);
        assert_eq!(target.product(), Some("lantern"));
        assert_eq!(target.version().unwrap().to_string(), "8.4.1");
        assert_eq!(target.text(), text.trim());
    }
}

#[test]
fn a_line_a_range_a_name_and_a_nightly_each_have_their_reason() {
    let table = [
        ("lantern@v22", "names a release line"),
        ("lantern@22", "names a release line"),
        ("lantern@22.4", "names a release line"),
        ("lantern@22.x", "is a range of versions"),
        ("lantern@*", "is a range of versions"),
        ("lantern@^22.1.0", "is a range of versions"),
        ("lantern@=22.1.0", "is a range of versions"),
        ("lantern@lts", "is a name that moves"),
        ("lantern@lts/wick", "is a name that moves"),
        ("lantern@latest", "is a name that moves"),
        ("lantern@23.0.0-nightly20310304", "is a pre-release or nightly"),
        ("lantern@23.0.0+vendor", "carries build metadata"),
        ("lantern@", "no version is given"),
        ("lantern@1.2.3.4", "is not a version"),
        ("lantern@01.2.3", "is not a version"),
        ("lantern@ 1.2.3", "is not a version"),
        ("lantern@8.4.1@9.0.0", "is not a version"),
        ("lantern@٢٢.٠.٠", "is not a version"),
        ("8.4.1", "names no product"),
        ("@8.4.1", "names no product"),
        ("", "names no product"),
        ("Lan tern@8.4.1", "is not the name of a product"),
        ("-lantern@8.4.1", "is not the name of a product"),
    ];
    for (text, expected) in table {
        let reason = reason(text);
        assert!(reason.contains(expected), "{text:?}: {reason}");
    }
}

#[test]
fn a_target_far_too_long_is_cut_and_refused() {
    let target = Target::parse(&format!("lantern@{}", "9".repeat(100_000)));
    assert!(target.text().len() < 60);
    assert!(target.version().unwrap_err().contains("longer than 200 bytes"));
}

proptest! {
    #[test]
    fn reading_any_text_as_a_target_never_panics(text in any::<String>(), rest in ".{0,80}") {
        let _ = Target::parse(&text);
        let _ = Target::parse(&format!("lantern@{rest}"));
    }
}
