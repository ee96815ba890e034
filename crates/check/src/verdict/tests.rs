//! Which exit code a set of reports has.

use super::{Status, exit_code};
use crate::matcher::tests_support::report;

#[test]
fn each_status_has_the_exit_code_it_promises() {
    let codes = [Status::Safe, Status::Vulnerable, Status::EndOfLife, Status::Undecidable]
        .map(Status::exit_code);
    assert_eq!(codes, [0, 1, 2, 3]);
}

#[test]
fn the_highest_concern_decides_the_exit_code() {
    let (safe, vulnerable) = (report("lantern@8.4.2"), report("lantern@8.1.0"));
    let (ended, unclear) = (report("lantern@7.4.0"), report("lantern@v8"));
    let all = [safe.clone(), unclear.clone(), ended.clone(), vulnerable];
    assert_eq!(exit_code(&all), 1);
    assert_eq!(exit_code(&[safe.clone(), ended, unclear.clone()]), 2);
    assert_eq!(exit_code(&[safe.clone(), unclear]), 3);
    assert_eq!(exit_code(&[safe]), 0);
}

#[test]
fn having_checked_nothing_is_not_safe() {
    assert_eq!(exit_code(&[]), 3);
}
