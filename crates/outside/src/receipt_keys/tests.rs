//! What a receipt proves, and what it does not.

use super::*;
use domain::words::{CaseId, Digest};
use std::os::unix::fs::PermissionsExt as _;

fn statement() -> Statement {
    Statement {
        project: "Acme".to_owned(),
        report: CaseId::from_chance([7; 16]),
        sha256: Digest::of(b"a report"),
        received_at: "2026-11-23T09:00:00Z".parse().expect("an instant"),
    }
}

fn key_file(folder: &tempfile::TempDir) -> ReceiptKeyFile {
    ReceiptKeyFile::new(folder.path().join("receipts.key"), "sec.acme.test".to_owned())
}

#[test]
fn a_receipt_is_checked_with_the_public_key_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = key_file(&folder);
    let signed = file.sign(&statement().text()).expect("it signs");
    let keys = Receipts::keys(&file).expect("there is a key");
    let checked = verify_receipt(signed.as_bytes(), &keys);
    assert_eq!(checked, Ok((statement(), "sec.acme.test".to_owned())));
    // As it comes out of a mail or an editor of another system.
    let dos = signed.replace('\n', "\r\n") + "\r\n";
    assert!(verify_receipt(dos.as_bytes(), &keys).is_ok());
    // The same receipt again is the same to the byte.
    assert_eq!(file.sign(&statement().text()), Ok(signed));
}

#[test]
fn what_was_changed_or_signed_by_others_proves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = key_file(&folder);
    let keys = Receipts::keys(&file).expect("there is a key");
    let signed = file.sign(&statement().text()).expect("it signs");
    let says = |text: &str, keys: &[String]| verify_receipt(text.as_bytes(), keys).unwrap_err();
    let changed = signed.replace("2026-11-23", "2026-11-22");
    assert!(says(&changed, &keys).contains("does not fit"));
    let other = tempfile::tempdir().expect("a folder");
    let others = Receipts::keys(&key_file(&other)).expect("there is a key");
    assert_eq!(says(&signed, &others), "none of the given keys signed it");
    assert!(says(statement().text().as_str(), &keys).starts_with("no signed note"));
    assert!(says(&signed, &["no key".to_owned()]).starts_with("key 1: "));
    // Something else that this key may have signed is no receipt.
    let note = file.sign("pay the bearer 1000\n").expect("it signs");
    assert!(says(&note, &keys).starts_with("line 1: "));
}

#[test]
fn a_new_key_signs_and_the_ones_before_stay_good() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = key_file(&folder).sign(&statement().text()).expect("it signs");
    let new = key_file(&folder).rotate().expect("it rotates");
    let file = key_file(&folder);
    let keys = Receipts::keys(&file).expect("there are keys");
    assert_eq!((keys.len(), &keys[0]), (2, &new));
    let after = file.sign(&statement().text()).expect("it signs");
    assert_ne!(before, after);
    assert!(verify_receipt(before.as_bytes(), &keys).is_ok());
    assert!(verify_receipt(after.as_bytes(), &[new]).is_ok());
}

#[test]
fn the_file_is_its_owners_alone_and_a_bad_one_is_named_without_its_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = key_file(&folder);
    file.sign(&statement().text()).expect("it signs");
    let mode = std::fs::metadata(&file.path).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).expect("it reads").count(), 1);
    std::fs::write(&file.path, "PRIVATE+KEY+x+00000000+c2VjcmV0\n").expect("it writes");
    let says = key_file(&folder).sign("a\n").unwrap_err();
    assert!(says.contains("receipts.key: line 1: ") && !says.contains("c2VjcmV0"), "{says}");
    std::fs::write(&file.path, "\n").expect("it writes");
    assert!(key_file(&folder).sign("a\n").unwrap_err().contains("holds no key"));
}

#[test]
fn every_key_that_is_made_can_be_read() {
    for _ in 0..200 {
        ReceiptKeys::read(&ReceiptKeys::generate("sec.acme.test")).expect("it reads");
    }
}

#[test]
fn a_name_for_a_key_has_no_space_and_no_plus() {
    let keys = ReceiptKeys::read(&ReceiptKeys::generate("a b+c")).expect("it reads");
    assert!(keys.public()[0].starts_with("a-b-c+"));
}

/// The first reports of an instance may come all at once.
#[test]
fn the_file_is_made_once_however_many_need_it_at_once() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let file = key_file(&folder);
        let signed: Vec<String> = std::thread::scope(|scope| {
            let sign = || scope.spawn(|| file.sign(&statement().text()).unwrap());
            let all: Vec<_> = (0..16).map(|_| sign()).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let keys = Receipts::keys(&file).unwrap();
        assert_eq!(keys.len(), 1);
        assert!(signed.iter().all(|signed| verify_receipt(signed.as_bytes(), &keys).is_ok()));
    }
}
