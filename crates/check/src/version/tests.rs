//! What a version is, and which of two is later.

use super::Version;

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

#[test]
fn versions_sort_in_the_order_of_their_numbers_and_then_of_their_pre_release() {
    let sorted = [
        "0.12.18",
        "1.0.0-0",
        "1.0.0-2",
        "1.0.0-10",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-rc.1",
        "1.0.0",
        "1.0.1",
        "1.2.0",
        "10.0.0",
    ];
    let mut shuffled: Vec<Version> = sorted.iter().rev().map(|text| version(text)).collect();
    shuffled.sort();
    let again: Vec<String> = shuffled.iter().map(ToString::to_string).collect();
    assert_eq!(again, sorted);
}

#[test]
fn build_metadata_has_no_part_in_the_order() {
    assert_eq!(version("1.2.3+one"), version("1.2.3+two"));
}

#[test]
fn what_is_not_exact_is_not_a_version() {
    let texts = [
        "",
        "1",
        "1.2",
        "1.2.3.4",
        "01.2.3",
        "1.2.x",
        "v1.2.3",
        " 1.2.3",
        "1.2.3-",
        "1.2.3-01",
        "1.2.3-a..b",
        "1.2.3+",
        "1.-2.3",
        "+1.2.3",
        "٣.2.1",
        "9007199254740992.0.0",
        "99999999999999999999999.0.0",
    ];
    for text in texts {
        assert!(text.parse::<Version>().is_err(), "{text:?} was taken for a version");
    }
}

#[test]
fn a_version_longer_than_the_limit_is_refused() {
    let text = format!("1.2.3-{}", "a".repeat(super::LENGTH_MAX));
    assert!(text.parse::<Version>().is_err());
}
