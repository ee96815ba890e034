//! Signatures that GnuPG reads, and keys that cannot sign.

use super::*;
use openpgp::cert::CertBuilder;
use openpgp::serialize::SerializeInto as _;
use std::process::{Command, Stdio};

const TEXT: &str =
    "# note\nContact: https://s.example/report\n- dashes\nExpires: 2027-01-01T00:00:00Z\n";

fn cert() -> Cert {
    let builder = CertBuilder::new().add_userid("Security <security@s.example>");
    builder.add_signing_subkey().generate().expect("a key").0
}

fn in_file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("written");
    file
}

#[test]
fn a_signature_is_good_for_gnupg_too() {
    let cert = cert();
    let secret = in_file(&cert.as_tsk().armored().to_vec().expect("armored"));
    let key = SigningKey::read(secret.path()).expect("a key that signs");
    assert_eq!(key.fingerprint().len(), 40);
    let signed = key.sign(TEXT, crate::now()).expect("signed");
    assert!(signed.starts_with("-----BEGIN PGP SIGNED MESSAGE-----\n"), "{signed}");
    assert!(signed.contains("\n- - dashes\n"), "{signed}");
    if Command::new("gpg").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: gpg is not installed");
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let gpg = |args: &[&str], file: &Path| {
        let mut gpg = Command::new("gpg");
        gpg.arg("--homedir").arg(home.path()).args(["--batch", "--no-autostart"]);
        let ended = gpg.args(args).arg(file).output().expect("gpg runs");
        (ended.status.success(), String::from_utf8_lossy(&ended.stderr).into_owned())
    };
    let public = in_file(&cert.armored().to_vec().expect("armored"));
    let (imported, says) = gpg(&["--import"], public.path());
    assert!(imported, "{says}");
    let (good, says) = gpg(&["--verify"], in_file(signed.as_bytes()).path());
    assert!(good && says.contains("Good signature"), "{says}");
    let changed = signed.replace("s.example/report", "e.example/report");
    let (good, says) = gpg(&["--verify"], in_file(changed.as_bytes()).path());
    assert!(!good && says.contains("BAD signature"), "{says}");
}

#[test]
fn what_cannot_sign_is_refused_with_the_reason() {
    let refused = |bytes: &[u8]| SigningKey::read(in_file(bytes).path()).err();
    let public = cert().armored().to_vec().expect("armored");
    assert!(refused(&public).is_some_and(|says| says.contains("no secret key")));
    let builder = CertBuilder::new().add_userid("x").set_password(Some("secret".into()));
    let locked = builder.add_signing_subkey().generate().expect("a key").0;
    let locked = locked.as_tsk().armored().to_vec().expect("armored");
    assert!(refused(&locked).is_some_and(|says| says.contains("passphrase")));
    let idle = CertBuilder::new().add_userid("x").add_transport_encryption_subkey();
    let idle = idle.generate().expect("a key").0.as_tsk().armored().to_vec().expect("armored");
    assert!(refused(&idle).is_some_and(|says| says.contains("no key that may sign")));
    assert!(refused(b"nonsense").is_some());
}
