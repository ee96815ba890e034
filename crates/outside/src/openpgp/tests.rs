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

fn reader_cert() -> Cert {
    let builder = CertBuilder::new().add_userid("Archive <archive@s.example>");
    // As GnuPG makes them: what only newer programs read is not used with such a key.
    let builder = builder.set_features(openpgp::types::Features::empty().set_seipdv1());
    let builder = builder.expect("features");
    builder.add_transport_encryption_subkey().generate().expect("a key").0
}

#[test]
fn what_is_sealed_opens_with_the_named_keys_and_no_other() {
    let certs = [reader_cert(), reader_cert()];
    let files = certs.each_ref().map(|cert| in_file(&cert.armored().to_vec().expect("armored")));
    let paths = files.each_ref().map(|file| file.path().to_owned());
    let to = Recipients::read(&paths).expect("certificates").expect("two");
    assert_eq!(to.fingerprints(), certs.each_ref().map(|cert| cert.fingerprint().to_hex()));
    let mut sealed = Vec::new();
    let mut sealing = to.seal(&mut sealed).expect("begun");
    sealing.write_all(TEXT.as_bytes()).expect("written");
    sealing.finish().expect("sealed");
    let hidden = |bytes: &[u8]| !bytes.windows(7).any(|part| part == b"Contact");
    assert!(hidden(&sealed));
    let secret = |cert: &Cert| in_file(&cert.as_tsk().armored().to_vec().expect("armored"));
    let open = |cert: &Cert, sealed: &[u8]| {
        let key = OpeningKey::read(secret(cert).path())?;
        let mut text = String::new();
        let sealed = std::io::Cursor::new(sealed.to_vec());
        let read = std::io::Read::read_to_string(&mut key.open(sealed)?, &mut text);
        read.map(|_| text).map_err(|error| error.to_string())
    };
    for cert in &certs {
        assert_eq!(open(cert, &sealed).as_deref(), Ok(TEXT));
    }
    let says = open(&reader_cert(), &sealed).expect_err("another key");
    assert!(says.contains("not encrypted to this key"), "{says}");
    let mut changed = sealed.clone();
    let at = changed.len() - 30;
    changed[at] ^= 1;
    assert!(open(&certs[0], &changed).is_err(), "it was changed on its way");
    assert!(open(&certs[0], &sealed[..sealed.len() - 5]).is_err(), "its end is missing");
    if Command::new("gpg").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: gpg is not installed");
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let gpg = |args: &[&str], file: &Path| {
        let mut gpg = Command::new("gpg");
        gpg.arg("--homedir").arg(home.path()).args(["--batch", "--pinentry-mode", "loopback"]);
        let ended = gpg.args(args).arg(file).output().expect("gpg runs");
        let says = String::from_utf8_lossy(&ended.stderr).into_owned();
        (ended.status.success(), String::from_utf8_lossy(&ended.stdout).into_owned(), says)
    };
    let file = in_file(&sealed);
    assert!(!gpg(&["--decrypt"], file.path()).0, "without a key");
    let (imported, _, says) = gpg(&["--import"], secret(&certs[1]).path());
    assert!(imported, "{says}");
    let (opened, text, says) = gpg(&["--decrypt"], file.path());
    let _ =
        Command::new("gpgconf").arg("--homedir").arg(home.path()).args(["--kill", "all"]).status();
    assert!(opened && text == TEXT, "{says}");
}

#[test]
fn what_cannot_be_encrypted_to_is_refused_with_the_reason() {
    let refused = |cert: &Cert| {
        let file = in_file(&cert.armored().to_vec().expect("armored"));
        Recipients::read(&[file.path().to_owned()]).err()
    };
    assert!(refused(&cert()).is_some_and(|says| says.contains("no key to encrypt to")));
    assert!(Recipients::read(&[]).is_ok_and(|none| none.is_none()));
    let public = in_file(&reader_cert().armored().to_vec().expect("armored"));
    assert!(
        OpeningKey::read(public.path()).err().is_some_and(|says| says.contains("no secret key"))
    );
}
