//! What a filter may ask for, and how it says what it may not.

use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<CaseFilter, Vec<String>> {
    CaseFilter::read(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

#[test]
fn blanks_and_what_is_asked_anyway_ask_for_nothing() {
    let filter = read(&[("phase", " "), ("closed", "no"), ("words", "")]).unwrap();
    assert!(filter.is_plain() && !filter.closed());
    assert_eq!(filter.order(), CaseOrder::Priority);
}

#[test]
fn every_complaint_is_listed_with_its_field() {
    let given = [("phase", "open"), ("severity", "bad"), ("size", "3"), ("due_before", "soon")];
    let wrong = read(&given).unwrap_err();
    assert_eq!(wrong.len(), 4, "{wrong:?}");
    for (name, _) in given {
        assert!(wrong.iter().any(|says| says.starts_with(name)), "{name}: {wrong:?}");
    }
}

#[test]
fn instants_are_days_instants_and_days_from_now() {
    for good in ["2026-12-24", "2026-12-24T10:00", "2026-12-24T10:00:00Z", "7d", "-3d", "0d"] {
        assert!(read(&[("due_before", good)]).is_ok(), "{good}");
    }
    for bad in ["4000d", "-4000d", "99999999999999999999d", "d", "2026-13-01", "tomorrow"] {
        assert!(read(&[("due_before", bad)]).is_err(), "{bad}");
    }
}

#[test]
fn one_instant_at_a_time_and_in_its_own_order() {
    assert!(read(&[("due_before", "7d"), ("embargo_before", "7d")]).is_err());
    assert!(read(&[("due_before", "7d"), ("sort", "received")]).is_err());
    let filter = read(&[("embargo_before", "7d")]).unwrap();
    assert_eq!(filter.order(), CaseOrder::Embargo);
    assert!(read(&[("embargo_before", "7d"), ("sort", "embargo")]).is_ok());
}

#[test]
fn a_long_value_is_refused_before_it_is_kept() {
    assert!(read(&[("words", &"x".repeat(VALUE_MAX + 1))]).is_err());
    assert!(read(&[("words", &"ö".repeat(VALUE_MAX))]).is_ok());
}

#[test]
fn closed_is_a_phase_too() {
    assert!(read(&[("phase", "closed")]).unwrap().closed());
    assert!(read(&[("closed", "1")]).unwrap().closed());
}

#[test]
fn what_is_searched_for_comes_with_the_latest_first() {
    assert_eq!(read(&[("words", "tide")]).unwrap().order(), CaseOrder::Received);
    let by_priority = read(&[("words", "tide"), ("sort", "priority")]).unwrap();
    assert_eq!(by_priority.order(), CaseOrder::Priority);
    assert!(read(&[("sort", "priority")]).unwrap().is_plain());
    let due = read(&[("words", "tide"), ("due_before", "7d")]).unwrap();
    assert_eq!(due.order(), CaseOrder::Due);
}
