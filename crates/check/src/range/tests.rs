//! Every form of the range grammar, and npm's rule about pre-releases.

use proptest::prelude::*;

use super::Range;
use crate::version::Version;

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

fn reduced(text: &str) -> String {
    Range::parse(text).unwrap().to_string()
}

#[test]
fn every_form_of_the_grammar_is_reduced_to_plain_comparators() {
    let table = [
        ("20.x", ">=20.0.0 <21.0.0-0"),
        ("20", ">=20.0.0 <21.0.0-0"),
        ("0.10.x", ">=0.10.0 <0.11.0-0"),
        ("^20.20.2", ">=20.20.2 <21.0.0-0"),
        ("^0.10.48", ">=0.10.48 <0.11.0-0"),
        ("^0.0.3", ">=0.0.3 <0.0.4-0"),
        ("^0", "<1.0.0-0"),
        (">=0.0.0", "*"),
        ("* || 2.0.0-rc.1", "*"),
        ("^1.2.3-rc.1", ">=1.2.3-rc.1 <2.0.0-0"),
        ("~1.2.3", ">=1.2.3 <1.3.0-0"),
        ("~> 1", ">=1.0.0 <2.0.0-0"),
        ("8.5.0", "8.5.0"),
        ("=v8.5.0", "8.5.0"),
        ("<= 10", "<11.0.0-0"),
        ("<= 10.2", "<10.3.0-0"),
        ("< 10", "<10.0.0-0"),
        (">10", ">=11.0.0"),
        (">10.2", ">=10.3.0"),
        (">= 10.9.0", ">=10.9.0"),
        (">= 10", ">=10.0.0"),
        ("1.2 - 2.3", ">=1.2.0 <2.4.0-0"),
        ("1.2.3 - 2.3.4", ">=1.2.3 <=2.3.4"),
        (">=6.0.0 <6.2.0 || 5.x", ">=6.0.0 <6.2.0 || >=5.0.0 <6.0.0-0"),
        ("   12.x", ">=12.0.0 <13.0.0-0"),
        ("4.x||6.x", ">=4.0.0 <5.0.0-0 || >=6.0.0 <7.0.0-0"),
        ("", "*"),
        ("*", "*"),
        ("=*", "*"),
        (">*", "<0.0.0-0"),
    ];
    for (text, expected) in table {
        assert_eq!(reduced(text), expected, "{text:?}");
    }
}

#[test]
fn what_npm_would_not_write_is_refused_rather_than_skipped() {
    let texts = [
        "lts",
        "20.x or 22.x",
        "1.2.3.4",
        "01.2.3",
        ">=",
        "^ || 2.x",
        "20.x, 22.x",
        "1.2-rc",
        "20.x | 22.x",
        ">>1.0.0",
        "1.2.3 -",
        "1.x.3",
        "x.2",
        "9007199254740992.x",
        "–1",
    ];
    for text in texts {
        assert!(Range::parse(text).is_err(), "{text:?} was taken for a range");
    }
}

#[test]
fn a_range_far_too_long_is_refused() {
    assert!(Range::parse(&"1.x || ".repeat(1000)).is_err());
}

#[test]
fn comparators_side_by_side_must_all_hold() {
    let impossible = Range::parse(">2.0.0 <1.0.0").unwrap();
    for text in ["0.5.0", "1.5.0", "3.0.0"] {
        assert!(!impossible.contains(&version(text)));
    }
}

#[test]
fn a_pre_release_needs_a_comparator_that_names_one_of_the_same_numbers() {
    let range = Range::parse(">=1.2.3-beta.2 <3.0.0").unwrap();
    assert!(range.contains(&version("1.2.3-beta.3")));
    assert!(!range.contains(&version("1.2.3-beta.1")));
    assert!(!range.contains(&version("2.0.0-alpha")));
    assert!(!Range::parse("*").unwrap().contains(&version("2.0.0-alpha")));
    assert!(!Range::parse("^1.0.0").unwrap().contains(&version("2.0.0-0")));
    // Both ends name a pre-release; that of the upper end counts too.
    assert!(Range::parse(">=1.0.0 <=2.0.0-rc.9").unwrap().contains(&version("2.0.0-rc.1")));
}

#[test]
fn the_lowest_version_of_each_alternative_is_found() {
    let range = Range::parse("^22.22.2 || >=20.1.0 >=20.20.2 <21 || >30.0.0 || >=9 <8").unwrap();
    let lowest: Vec<String> = range.lowest().iter().map(ToString::to_string).collect();
    assert_eq!(lowest, ["20.20.2", "22.22.2", "30.0.1"]);
}

#[test]
fn nothing_is_in_the_empty_range() {
    assert!(!Range::empty().contains(&version("0.0.0")));
    assert_eq!(Range::parse(&Range::empty().to_string()).unwrap().lowest(), []);
}

proptest! {
    #[test]
    fn reading_any_text_as_a_range_never_panics(text in ".{0,80}") {
        let _ = Range::parse(&text);
    }

    #[test]
    fn the_reduced_text_of_a_range_reads_back_as_the_same_range(
        text in "[~^<>=]{0,2} ?[0-9x]{1,2}(\\.[0-9x]{1,2}){0,2}( ?\\|\\| ?[0-9]{1,2}\\.x)?"
    ) {
        if let Ok(range) = Range::parse(&text) {
            prop_assert_eq!(Range::parse(&range.to_string()).unwrap(), range);
        }
    }
}
