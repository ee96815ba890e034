//! Ids, digests and text.

use super::*;

#[test]
fn an_id_reads_back_what_it_wrote() {
    let id = CaseId::from_chance([7; 16]);
    assert_eq!(CaseId::read(id.as_str()), Ok(id));
}

#[test]
fn an_id_with_a_misread_letter_is_refused() {
    assert_eq!(CaseId::read("oooooooooooooooooooo"), Err(BadId));
    assert_eq!(CaseId::read("../etc"), Err(BadId));
}

#[test]
fn parts_do_not_run_into_one_another() {
    assert_ne!(Digest::of_parts(&[b"ab", b"c"]), Digest::of_parts(&[b"a", b"bc"]));
}

#[test]
fn a_secret_never_prints_itself() {
    let secret = Secret::from_chance("track", [1; 32]);
    assert_eq!(format!("{secret:?}"), "Secret(hidden)");
}

#[test]
fn direction_tricks_and_escapes_are_taken_out_of_a_line() {
    assert_eq!(one_line("a\u{202E}b\x1b[31m\r\nc", 80), "ab[31m c");
    assert_eq!(one_line("abcdef", 4), "abc…");
    // Those too by which machines read what people do not see.
    for c in [
        '\u{61C}',
        '\u{180E}',
        '\u{200B}',
        '\u{206F}',
        '\u{FFF9}',
        '\u{E0001}',
        '\u{E0063}',
        '\u{9B}',
    ] {
        assert_eq!(one_line(&format!("a{c}b"), 80), "ab", "{c:?}");
    }
    assert_eq!(one_line("ä ע 漢 🦊 –", 80), "ä ע 漢 🦊 –");
}
