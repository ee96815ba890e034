//! What a report lacks.

use super::*;

#[test]
fn an_empty_report_is_told_everything_that_it_lacks_at_once() {
    assert_eq!(Draft::default().complaints().len(), 3);
}

#[test]
fn a_report_of_the_greatest_length_is_taken_and_one_more_is_not() {
    let (title, body, _) = REPORT_LIMITS;
    let most = Draft {
        title: "t".repeat(title),
        body: "b".repeat(body),
        version: "1".into(),
        ..Draft::default()
    };
    assert_eq!(most.complaints(), Vec::<String>::new());
    let more = Draft { title: "t".repeat(title + 1), ..most };
    assert_eq!(more.complaints().len(), 1);
}

#[test]
fn the_same_report_has_the_same_digest_and_another_has_another() {
    let one = Draft { title: "one".into(), ..Draft::default() };
    assert_eq!(one.digest(), one.clone().digest());
    assert_ne!(one.digest(), Draft { title: "two".into(), ..one.clone() }.digest());
}
