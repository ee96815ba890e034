//! Counts that end with their window, addresses that cannot be invented, and no memory without bound.

use super::books::{Counted, Guesser, Guesses};
use super::ledger::{Key, Ledger};
use super::source::source;
use crate::Limits;
use app::access::Reach;
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use domain::words::{CaseId, Secret};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

const WINDOW: SignedDuration = SignedDuration::from_mins(10);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_000_000 + seconds).unwrap()
}

fn key(number: u64) -> Key {
    let mut key = Key::default();
    key[..8].copy_from_slice(&number.to_be_bytes());
    key
}

#[test]
fn what_is_counted_is_forgotten_when_its_window_is_over() {
    let mut ledger: Ledger = Ledger::new(WINDOW, 10);
    assert_eq!([ledger.add(key(1), 1, at(0)), ledger.add(key(1), 2, at(599))], [1, 3]);
    assert_eq!(ledger.left(&key(1), at(599)), SignedDuration::from_secs(1));
    assert_eq!([ledger.count(&key(1), at(599)), ledger.count(&key(1), at(600))], [3, 0]);
    ledger.forget(at(600));
    assert_eq!(ledger.len(), 0, "nothing of it is left in memory");
}

#[test]
fn a_clock_that_is_set_back_keeps_nobody_out() {
    let mut ledger: Ledger = Ledger::new(WINDOW, 10);
    ledger.add(key(1), 20, at(1_000_000));
    assert_eq!(ledger.count(&key(1), at(0)), 0);
    assert_eq!(ledger.add(key(1), 1, at(0)), 1);
    ledger.add(key(2), 5, at(900));
    ledger.add(key(3), 5, at(400));
    assert_eq!([ledger.count(&key(3), at(1_100)), ledger.add(key(3), 1, at(1_100))], [0, 1]);
}

#[test]
fn a_million_addresses_take_no_more_room_than_the_most_and_push_out_only_the_oldest() {
    const MOST: usize = 50_000;
    let mut ledger: Ledger = Ledger::new(WINDOW, MOST);
    for number in 0..1_000_000 {
        ledger.add(key(number), 1, at(number as i64 / 10_000));
        if number % 100_000 == 0 {
            assert!(ledger.len() <= MOST);
        }
    }
    assert_eq!(ledger.len(), MOST);
    assert_eq!(ledger.count(&key(999_999), at(100)), 1);
    assert_eq!(ledger.count(&key(0), at(100)), 0);
    let kept: u32 = (940_000..1_000_000).map(|number| ledger.count(&key(number), at(100))).sum();
    assert_eq!(kept as usize, MOST, "nobody is charged with what another did");
}

#[test]
fn what_did_not_happen_is_taken_back() {
    let mut ledger: Ledger = Ledger::new(WINDOW, 10);
    ledger.add(key(1), 1, at(0));
    ledger.take_back(&key(1));
    ledger.take_back(&key(1));
    assert_eq!(ledger.count(&key(1), at(1)), 0);
}

/// The address that is charged, for this peer with these headers behind these proxies.
fn charged(peer: &str, headers: &[(&'static str, &str)], proxies: &[&str]) -> Option<String> {
    let mut extensions = Extensions::new();
    let peer: IpAddr = peer.parse().unwrap();
    extensions.insert(ConnectInfo(SocketAddr::new(peer, 4000)));
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(*name, value.parse().unwrap());
    }
    let proxies: Vec<_> = proxies.iter().map(|net| net.parse().unwrap()).collect();
    source(&extensions, &map, &proxies).map(|address| address.to_string())
}

const FOR: &str = "x-forwarded-for";

#[test]
fn nobody_is_believed_who_is_no_proxy_of_ours() {
    let lie = [(FOR, "203.0.113.9"), ("forwarded", "for=203.0.113.9")];
    assert_eq!(charged("198.51.100.7", &lie, &[]).as_deref(), Some("198.51.100.7"));
    assert_eq!(charged("198.51.100.7", &lie, &["10.0.0.0/8"]).as_deref(), Some("198.51.100.7"));
}

#[test]
fn a_proxy_of_ours_says_whom_it_speaks_for_and_what_clients_put_before_that_is_ignored() {
    let ours = ["127.0.0.1/32", "10.0.0.0/8"];
    let of = |said: &str| charged("127.0.0.1", &[(FOR, said)], &ours);
    assert_eq!(of("198.51.100.7").as_deref(), Some("198.51.100.7"));
    assert_eq!(of("6.6.6.6, 198.51.100.7").as_deref(), Some("198.51.100.7"));
    assert_eq!(of("6.6.6.6, 198.51.100.7, 10.1.2.3").as_deref(), Some("198.51.100.7"));
    assert_eq!(of("198.51.100.7:5555").as_deref(), Some("198.51.100.7"));
    assert_eq!(of("10.9.9.9").as_deref(), Some("10.9.9.9"), "somebody inside");
    assert_eq!(of("6.6.6.6, unknown"), None);
    assert_eq!(of("\u{fc}\u{2028}\"], 198.51.100.7").as_deref(), Some("198.51.100.7"));
    let lines = [(FOR, "6.6.6.6"), (FOR, "198.51.100.7")];
    assert_eq!(charged("127.0.0.1", &lines, &ours).as_deref(), Some("198.51.100.7"));
    let said = [("forwarded", "for=6.6.6.6;proto=http, For=\"[2001:db8:1:2::3]:80\";by=10.0.0.1")];
    assert_eq!(charged("127.0.0.1", &said, &ours).as_deref(), Some("2001:db8:1:2::"));
    assert_eq!(charged("127.0.0.1", &[], &ours), None, "a proxy that says nothing");
}

#[test]
fn who_puts_another_address_into_the_header_that_the_proxy_hands_on_is_charged_with_all_who_do() {
    let ours = ["127.0.0.1/32"];
    let of = |xff: &str, forwarded: &str| {
        charged("127.0.0.1", &[(FOR, xff), ("forwarded", forwarded)], &ours)
    };
    assert_eq!(of("198.51.100.7", "for=198.51.100.7").as_deref(), Some("198.51.100.7"));
    assert_eq!(of("198.51.100.7", "for=6.6.6.6").as_deref(), Some("127.0.0.1"));
    assert_eq!(of("198.51.100.8", "for=_hidden").as_deref(), Some("127.0.0.1"));
}

#[test]
fn a_proxy_that_nobody_named_charges_nobody() {
    assert_eq!(charged("127.0.0.1", &[], &[]), None);
    assert_eq!(charged("::1", &[(FOR, "198.51.100.7")], &[]), None);
    assert_eq!(charged("172.18.0.1", &[(FOR, "198.51.100.7")], &[]), None);
    assert_eq!(charged("fd00::1", &[("forwarded", "for=198.51.100.7")], &[]), None);
    assert_eq!(charged("172.18.0.1", &[], &[]).as_deref(), Some("172.18.0.1"));
}

#[test]
fn a_network_of_version_6_is_one_place_and_version_4_inside_it_is_version_4() {
    let one = charged("2001:db8:1:2:3:4:5:6", &[], &[]);
    assert_eq!(one, charged("2001:db8:1:2::9", &[], &[]));
    assert_ne!(one, charged("2001:db8:1:3::9", &[], &[]));
    assert_eq!(charged("::ffff:198.51.100.7", &[], &[]).as_deref(), Some("198.51.100.7"));
}

#[test]
fn a_long_row_of_proxies_is_read_from_its_end() {
    let row = vec!["6.6.6.6"; 5_000].join(", ") + ", 198.51.100.7";
    let found = charged("127.0.0.1", &[(FOR, &row)], &["127.0.0.1/32"]);
    assert_eq!(found.as_deref(), Some("198.51.100.7"));
}

fn guesses() -> Guesses {
    Guesses::new(Limits { guesses: 3, log_ins: 2, reports: 2, ..Limits::default() })
}

#[test]
fn a_credential_without_guesses_left_reaches_what_is_its_own_and_nothing_else() {
    let guesses = guesses();
    let holder = guesses.holder(|| [1; 32], &Secret::read("track_1"));
    let (own, other) = (CaseId::from_chance([1; 16]), CaseId::from_chance([2; 16]));
    let who = Guesser { source: Some(key(1)), holder: Some(holder) };
    for _ in 0..2 {
        assert!(!guesses.missed(who, 1, at(0)).wants_reach);
    }
    assert!(!guesses.is_beyond(&holder, Some(&other), at(0)), "one is left");
    assert!(guesses.missed(who, 1, at(0)).wants_reach);
    assert!(!guesses.is_beyond(&holder, Some(&other), at(0)), "how far it reaches is not known");
    guesses.reaches(&holder, Reach::Only(BTreeSet::from([own.clone()])));
    assert!(guesses.is_beyond(&holder, Some(&other), at(1)));
    assert!(guesses.is_beyond(&holder, None, at(1)), "what is no id is nobody's");
    assert!(!guesses.is_beyond(&holder, Some(&own), at(1)));
    assert!(!guesses.is_beyond(&holder, Some(&other), at(600)), "the window is over");
    let neighbour = guesses.holder(|| [1; 32], &Secret::read("track_2"));
    assert!(
        !guesses.is_beyond(&neighbour, Some(&other), at(1)),
        "the same address, another secret"
    );
    guesses.missed(who, 3, at(700));
    guesses.reaches(&holder, Reach::Every);
    assert!(
        !guesses.is_beyond(&holder, Some(&other), at(701)),
        "who may read cases is not lied to"
    );
}

#[test]
fn somebody_hears_of_guesses_once_in_a_window_and_how_many_there_were() {
    let guesses = guesses();
    let from = |source: u64| Guesser { source: Some(key(source)), holder: None };
    let heard = |source, times, now| guesses.missed(from(source), times, at(now)).alarm;
    assert_eq!([heard(1, 2, 0), heard(2, 2, 0)], [None, None], "two people mistyped");
    assert_eq!(heard(1, 1, 1), Some(5));
    assert_eq!([heard(1, 100, 2), heard(3, 100, 599)], [None, None]);
    assert_eq!(heard(3, 1, 601), Some(201));
    let failed = |now| {
        assert!(guesses.try_log_in(Some(key(9)), at(now)), "there is one left");
        guesses.log_in_failed(Some(key(9)), at(now))
    };
    assert_eq!([failed(1_300), failed(1_300)], [None, Some(2)]);
    let nowhere = Guesser::default();
    let counted = guesses.missed(nowhere, 3, at(2_000));
    assert_eq!(
        counted,
        Counted { wants_reach: false, alarm: Some(3) },
        "it is noticed all the same"
    );
}

#[test]
fn log_ins_and_reports_are_counted_by_themselves_and_only_where_an_address_is_known() {
    let guesses = guesses();
    let here = Some(key(1));
    guesses.missed(Guesser { source: here, holder: None }, 50, at(0));
    assert!(guesses.report(here, at(0)).is_ok());
    for _ in 0..2 {
        assert!(guesses.try_log_in(here, at(0)), "wrong ids keep nobody from logging in");
        guesses.log_in_failed(here, at(0));
        guesses.log_in_failed(None, at(0));
    }
    assert!(!guesses.try_log_in(here, at(599)) && guesses.try_log_in(here, at(600)));
    assert!(guesses.try_log_in(Some(key(2)), at(1)) && guesses.try_log_in(None, at(1)));
    guesses.no_report(here);
    assert_eq!([guesses.report(here, at(1)), guesses.report(here, at(2))], [Ok(()), Ok(())]);
    let wait = guesses.report(here, at(100)).unwrap_err();
    assert_eq!(wait, SignedDuration::from_secs(3_500));
    for _ in 0..100 {
        assert!(guesses.report(None, at(3)).is_ok());
    }
}

#[test]
fn log_ins_that_are_sent_at_once_are_counted_before_they_are_tried() {
    let guesses = guesses();
    let here = Some(key(1));
    let at_once: Vec<bool> = (0..300).map(|_| guesses.try_log_in(here, at(0))).collect();
    assert_eq!(at_once.iter().filter(|tried| **tried).count(), 2, "not one has failed yet");
    guesses.no_guess(here);
    assert!(guesses.try_log_in(here, at(1)), "one of them was right, and takes no place");
    assert!(!guesses.try_log_in(here, at(1)));
}

#[test]
fn an_address_is_kept_only_as_a_digest_under_a_key_of_this_process() {
    let mut extensions = Extensions::new();
    let peer: SocketAddr = "198.51.100.7:1".parse().unwrap();
    extensions.insert(ConnectInfo(peer));
    let of = |secret: u8| guesses().source(|| [secret; 32], &extensions, &HeaderMap::new());
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    assert!(!format!("{:?}", of(1)).contains("198, 51, 100, 7"));
}
