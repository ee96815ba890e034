//! Pure parts of single pages.

use super::join::base32;
use super::queue;
use app::ports::store::QueueCursor;

#[test]
fn a_place_in_the_queue_reads_back() {
    let id = "0123456789abcdefghjk".to_owned();
    let cursor = QueueCursor { first: i64::MAX, second: -4, id };
    assert_eq!(queue::read(&queue::write(&cursor)), Some(cursor));
    assert_eq!(queue::read("1.2"), None);
    assert_eq!(queue::read("x.2.a"), None);
}

#[test]
fn a_second_factor_is_written_as_authenticators_read_it() {
    let cases = [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")];
    for (plain, written) in cases {
        assert_eq!(base32(plain.as_bytes()), written);
    }
}

#[test]
fn a_policy_cannot_move_what_the_server_answers_by_itself() {
    for door in crate::doors() {
        let first = door.path.split('/').nth(1).unwrap_or_default();
        let known = domain::policy::OWN_PATHS.contains(&first);
        assert!(known, "add \"{first}\" to OWN_PATHS");
    }
}
