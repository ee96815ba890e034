//! Passwords, codes and folders.

use super::*;
use app::ports::chance::Credentials;
use jiff::Timestamp;
use std::collections::BTreeMap;

#[test]
fn a_password_fits_what_was_kept_of_it_and_nothing_else() {
    let kept = SystemCredentials.hash_password("correct horse battery", [7; 16]).unwrap();
    assert!(SystemCredentials.check_password("correct horse battery", &kept));
    assert!(!SystemCredentials.check_password("correct horse", &kept));
    assert!(!SystemCredentials.check_password("correct horse battery", "not a hash"));
}

#[test]
fn the_reference_code_of_rfc_6238_fits_at_its_second() {
    let secret = b"12345678901234567890";
    let at = Timestamp::from_second(59).unwrap();
    assert_eq!(SystemCredentials.check_code(secret, "287082", at), Some(1));
    assert_eq!(SystemCredentials.check_code(secret, "287 082", at), Some(1));
    assert_eq!(SystemCredentials.check_code(secret, "287083", at), None);
}

#[test]
fn an_enrolment_names_the_project_and_the_login() {
    let url = SystemCredentials.enrolment(&[1; 20], "Tiny: security", "ada").unwrap();
    assert!(url.starts_with("otpauth://totp/"), "{url}");
}

#[test]
fn a_folder_without_a_policy_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let says = read_policy_folder(folder.path()).unwrap_err();
    assert!(says.contains("holds no policy"), "{says}");
}

/// Public files that list these advisories as of these days.
fn shows(rows: &[(&str, &str)]) -> BTreeMap<String, String> {
    let row = |(id, day): &(&str, &str)| {
        format!(r#"{{ "id": "{id}", "modified": "{day}T00:00:00Z", "title": "x" }}"#)
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    [("advisories/index.json".to_owned(), format!("[{}]", rows.join(",")))].into()
}

#[test]
fn a_process_that_knows_less_takes_nothing_public_away() {
    let folder = tempfile::tempdir().unwrap();
    let swap = |rows: &[(&str, &str)]| public_folder::swap(folder.path(), &shows(rows));
    let (one, two) = (("A-1", "2026-01-01"), ("A-2", "2026-01-02"));
    swap(&[one, two]).unwrap();
    swap(&[one, two]).unwrap();
    let says = swap(&[one]).unwrap_err();
    assert!(says.contains("shows A-2 as of 2026-01-02T00:00:00Z"), "{says}");
    let says = swap(&[("A-1", "2025-12-31"), two]).unwrap_err();
    assert!(says.contains("shows A-1"), "{says}");
    swap(&[one, ("A-2", "2026-02-02"), ("A-3", "2026-02-03")]).unwrap();
    std::fs::remove_file(folder.path().join("current")).unwrap();
    swap(&[one]).unwrap();
}

#[test]
fn a_message_is_sent_once_and_no_other_under_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let put = |text: &str| spool_folder::put(folder.path(), "m.eml", text.as_bytes());
    let (new, done) = (folder.path().join("new/m.eml"), folder.path().join("done/m.eml"));
    put("Subject: A-1: one\n\nsaid on Monday").unwrap();
    put("Subject: A-1: one\n\nsaid on Tuesday").unwrap();
    assert!(std::fs::read_to_string(&new).unwrap().contains("Monday"));
    std::fs::rename(&new, &done).unwrap();
    put("Subject: A-1: one\n\nsaid on Friday").unwrap();
    assert!(!new.exists(), "it was sent");
    let says = put("Subject: A-1: another\n\n").unwrap_err();
    assert!(says.contains("holds another message"), "{says}");
    std::fs::remove_file(&done).unwrap();
    put("Subject: A-1: another\n\n").unwrap();
    assert!(new.exists());
}

#[test]
fn a_folder_that_somebody_holds_is_waited_for_and_not_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let held = hold(folder.path()).unwrap();
    let says = hold(folder.path()).unwrap_err();
    assert!(says.contains("held it too long"), "{says}");
    drop(held);
    hold(folder.path()).unwrap();
}

#[tokio::test]
async fn a_warning_of_guesses_is_one_message_with_a_number_and_no_address() {
    use app::ports::spool::{Spool as _, Warning};
    let folder = tempfile::tempdir().unwrap();
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/minimal");
    let files = read_policy_folder(std::path::Path::new(pack)).unwrap();
    let policy = std::sync::Arc::new(domain::policy::read(&files).0.unwrap());
    let spool = SpoolFolder::new(folder.path().to_owned(), policy, "https://s.example".to_owned());
    let warning = Warning {
        key: "guesses/1/audit@acme.example".to_owned(),
        to: "audit@acme.example".to_owned(),
        from: "security@acme.example".to_owned(),
        guesses: 43,
        at: Timestamp::from_second(1_780_000_000).unwrap(),
    };
    for _ in 0..2 {
        spool.warn(&warning).await.unwrap();
    }
    let mut messages = std::fs::read_dir(folder.path().join("new")).unwrap();
    let text = std::fs::read_to_string(messages.next().unwrap().unwrap().path()).unwrap();
    assert!(messages.next().is_none(), "the same key is handed over once");
    assert!(
        text.contains("To: audit@acme.example") && text.contains("43 that were wrong"),
        "{text}"
    );
    assert!(text.contains("] Guesses at ids or log-ins"), "{text}");
}

#[test]
fn a_password_that_is_common_or_ones_own_name_is_weak() {
    let weak = |password: &str| SystemCredentials.weakness(password, &["mia", "Mia Vulnera"]);
    for easy in
        ["password1234", "aaaaaaaaaaaaaaaa", "qwertyuiop123", "vulnerary2026", "mia mia mia"]
    {
        assert!(weak(easy).is_some(), "{easy} was taken");
    }
    for good in ["tepid lantern gravel moss", "3rk0-vexed-Plinth-88", "a long password for triager"]
    {
        assert_eq!(weak(good), None, "{good}");
    }
}
