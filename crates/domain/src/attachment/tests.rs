//! Names, limits, and what is kept of a file.

use super::*;
use crate::case::Fact;
use crate::policy::AttachmentLimits;
use crate::words::{AttachmentId, Digest};

fn received(number: u8, length: u64) -> Received {
    Received {
        id: AttachmentId::from_chance([number; 16]),
        name: format!("file {number}.txt"),
        sha256: Digest::of(&[number]),
        length,
        object: Digest::of(&[number, 1]),
        key: FileKey::from_chance([number; 32]),
    }
}

#[test]
fn a_name_loses_its_folder_and_every_trick() {
    for (given, kept) in [
        ("../../x", "x"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        ("", "file"),
        ("///", "file"),
        (".htaccess", "htaccess"),
        ("a\r\nSet-Cookie: b.txt", "aSet-Cookie b.txt"),
        ("page\u{202E}gnp.html", "pagegnp.html"),
        ("na\"me;<script>.svg", "name;script.svg"),
        ("nul.txt", "_nul.txt"),
        ("COM1", "_COM1"),
        ("common.txt", "common.txt"),
        ("zażółć gęślą.pdf", "zażółć gęślą.pdf"),
    ] {
        assert_eq!(safe_name(given), kept, "{given:?}");
    }
}

#[test]
fn a_long_name_keeps_its_ending() {
    let name = safe_name(&format!("{}.tar.gz", "ж".repeat(500)));
    assert!(name.len() <= 180 && name.ends_with("ж.gz"), "{name}");
    assert_eq!(safe_name(&name), name);
}

#[test]
fn a_header_holds_the_name_and_nothing_more() {
    assert_eq!(
        disposition("we \"quote\" это.html"),
        "attachment; filename=\"we quote ___.html\"; \
         filename*=UTF-8''we%20quote%20%D1%8D%D1%82%D0%BE.html"
    );
    assert!(disposition("a\r\nb").is_ascii());
}

#[test]
fn too_much_is_refused_with_its_limit() {
    let limits = AttachmentLimits {
        file_bytes: 100,
        files_per_message: 2,
        files_per_case: 3,
        case_bytes: 250,
    };
    let says = |before: &[Attachment], files: &[Received]| {
        attach(before, &limits, 1, files).map_err(|refusal| refusal.says)
    };
    assert!(says(&[], &[received(1, 101)]).unwrap_err().contains("larger than 100 bytes"));
    let three = [received(1, 1), received(2, 1), received(3, 1)];
    assert!(says(&[], &three).unwrap_err().contains("at most 2 files"));
    let there = |number: u8, length: u64| {
        let news = attach(&[], &limits, 1, &[received(number, length)]).unwrap().remove(0);
        let file = KeptFile::read(&news.content);
        let Fact::Attached { attachment: id, of } = news.fact else { panic!("a file") };
        let (at, by) = (jiff::Timestamp::UNIX_EPOCH, crate::case::By::Reporter);
        Attachment { id, seq: 2, of, at, by, file, held: false }
    };
    let two = [there(1, 100), there(2, 100)];
    assert!(says(&two, &[received(3, 51)]).unwrap_err().contains("at most 250 bytes"));
    assert!(says(&two, &[received(3, 25), received(4, 25)]).unwrap_err().contains("at most 3"));
    assert_eq!(says(&two, &[received(3, 50)]).unwrap().len(), 1);
}

#[test]
fn what_is_kept_is_read_back_and_no_key_is_printed() {
    let limits = AttachmentLimits::default();
    let news = attach(&[], &limits, 1, &[received(7, 12)]).unwrap().remove(0);
    let file = KeptFile::read(&news.content).unwrap();
    assert_eq!((file.length, file.key.bytes()), (12, &[7; 32]));
    assert!(format!("{file:?}").contains("FileKey(hidden)"));
    let shown = news.content.without_keys();
    assert_eq!(KeptFile::read(&shown), None);
    assert_eq!(shown.get("name"), "file 7.txt");
    assert!(!serde_json::to_string(&news.fact).unwrap().contains("file 7"), "no name in a fact");
}
