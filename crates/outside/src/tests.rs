//! Passwords, codes and folders.

use super::*;
use app::ports::chance::Credentials;
use jiff::Timestamp;

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
