//! Vectors: every fault has its name, and nothing that is typed brings the reader down.

use super::*;
use proptest::prelude::*;

const WORST: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H";

fn wrong(vector: &str) -> String {
    Cvss::read(vector).expect_err(vector).to_string()
}

#[test]
fn a_vector_has_a_version_a_score_and_a_rating() {
    let read = Cvss::read(WORST).unwrap();
    assert_eq!((read.version, read.severity), (CvssVersion::V3_1, Severity::Critical));
    assert_eq!(read.score.to_string(), "10.0");
    let json = serde_json::to_string(&read).unwrap();
    assert_eq!(json, r#"{"version":"3.1","score":10.0,"severity":"critical"}"#);
}

#[test]
fn version_three_is_rated_by_its_base_score_and_says_the_others() {
    let read = Cvss::read("CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:N/I:H/A:N/RL:O/RC:U/MA:H").unwrap();
    assert_eq!(read.score.to_string(), "4.9");
    assert_eq!(read.temporal.unwrap().to_string(), "4.3");
    assert!(read.environmental.is_some());
    let silent = Cvss::read(&format!("{WORST}/E:X/MAV:X")).unwrap();
    assert_eq!((silent.temporal, silent.environmental), (None, None));
}

#[test]
fn version_four_says_what_its_score_is_made_of() {
    let base = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N";
    for (more, name) in [
        ("", "CVSS-B"),
        ("/E:X/CR:X", "CVSS-B"),
        ("/E:P", "CVSS-BT"),
        ("/CR:H", "CVSS-BE"),
        ("/E:P/MAC:H/U:Amber", "CVSS-BTE"),
    ] {
        assert_eq!(Cvss::read(&format!("{base}{more}")).unwrap().nomenclature, Some(name));
    }
}

#[test]
fn every_fault_names_the_metric_and_the_value() {
    let cases = [
        ("", "it is empty"),
        ("CVSS:5.0/AV:N", "it is of version \"5.0\"; 3.0, 3.1 and 4.0 are supported"),
        (
            "3.0/AV:N",
            "it begins with \"3.0\"; a vector begins with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/",
        ),
        (
            "AV:N/AC:M/Au:N/C:P/I:N/A:N",
            "it looks like CVSS 2, which is not supported: rate it anew with 3.1 or 4.0",
        ),
        (
            "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:U/A:U",
            "I (integrity) is \"U\"; it is one of H, L, N; \
             A (availability) is \"U\"; it is one of H, L, N",
        ),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H", "it lacks I (integrity), A (availability)"),
        (
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/AV:N",
            "AV (attack vector) is there more than once",
        ),
        (
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/XX:N/hello",
            "\"XX\" is no metric of CVSS 3.1; \"hello\" is not a metric and its value, such as AV:N",
        ),
        (
            "CVSS:3.1/AV:n/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            "AV (attack vector) is \"n\"; it is one of N, A, L, P",
        ),
        (
            "CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N",
            "AV (attack vector) stands after AC; CVSS 4.0 fixes the order of metrics",
        ),
    ];
    for (vector, says) in cases {
        assert_eq!(wrong(vector), says, "{vector}");
    }
    assert_eq!(wrong(&format!("{WORST}{}", "/E:X".repeat(100))), "it is longer than 256 bytes");
}

#[test]
fn a_score_has_one_decimal_and_a_range() {
    for (number, read) in
        [(0.0, Some("0.0")), (7.5, Some("7.5")), (10.0, Some("10.0")), (9.8, Some("9.8"))]
    {
        assert_eq!(Score::read(number).map(|score| score.to_string()).as_deref(), read);
    }
    for number in [-1.0, 10.1, 7.55, f64::NAN, f64::INFINITY, f64::MAX] {
        assert_eq!(Score::read(number), None, "{number}");
    }
}

proptest! {
    #[test]
    fn no_text_brings_the_reader_down(text in ".{0,300}") {
        let _ = Cvss::read(&text);
    }

    #[test]
    fn no_near_vector_brings_the_reader_down(
        version in "(3\\.[0-9]|4\\.0|[0-9]{1,3})",
        parts in proptest::collection::vec("([A-Z]{1,3}|[MV]?[A-Z]{2}):[A-Z]{1,2}", 0..40),
    ) {
        let vector = format!("CVSS:{version}/{}", parts.join("/"));
        if let Err(error) = Cvss::read(&vector) {
            prop_assert!(!error.to_string().is_empty());
            prop_assert!(!error.0.iter().any(|f| matches!(f, CvssFault::Unscored(_))));
        }
    }
}
