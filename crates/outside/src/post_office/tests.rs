//! S20, with GnuPG as the reporter.

use super::*;
use crate::read_policy_folder;
use sequoia_openpgp as openpgp;

use openpgp::cert::CertBuilder;
use openpgp::serialize::SerializeInto as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

/// A GnuPG of its own, whose agent ends with it.
struct Gpg(tempfile::TempDir);

impl Gpg {
    fn new() -> Option<Self> {
        let here = Command::new("gpg").arg("--version").stdout(Stdio::null()).status();
        if here.is_err() {
            eprintln!("skipped: gpg is not installed");
            return None;
        }
        let gpg = Self(tempfile::tempdir().unwrap());
        let key = ["--quick-gen-key", "Ana <ana@example.org>", "ed25519", "sign", "never"];
        gpg.run(&key, b"");
        Some(gpg)
    }

    fn run(&self, args: &[&str], input: &[u8]) -> Vec<u8> {
        let mut gpg = Command::new("gpg");
        gpg.arg("--homedir").arg(self.0.path()).args(["--batch", "--yes", "--quiet", "--armor"]);
        gpg.args(["--passphrase", "", "--pinentry-mode", "loopback", "--trust-model", "always"]);
        gpg.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut gpg = gpg.spawn().unwrap();
        gpg.stdin.take().unwrap().write_all(input).unwrap();
        let ended = gpg.wait_with_output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        ended.stdout
    }

    fn public(&self) -> String {
        self.public_of("ana@example.org")
    }

    fn public_of(&self, who: &str) -> String {
        String::from_utf8(self.run(&["--export", who], b"")).unwrap()
    }

    fn fingerprint(&self) -> String {
        let list = self.run(&["--with-colons", "--list-keys", "ana@example.org"], b"");
        let list = String::from_utf8(list).unwrap();
        let line = list.lines().find(|line| line.starts_with("fpr:")).unwrap();
        line.split(':').nth(9).unwrap().to_owned()
    }
}

impl Drop for Gpg {
    fn drop(&mut self) {
        let mut end = Command::new("gpgconf");
        end.arg("--homedir").arg(self.0.path()).args(["--kill", "gpg-agent"]).status().ok();
    }
}

fn policy() -> Policy {
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/minimal");
    domain::policy::read(&read_policy_folder(Path::new(pack)).unwrap()).0.unwrap()
}

/// A post office with a key of this age and length of life; and its public half.
fn office(folder: &Path, born: Duration, lives: Option<Duration>) -> (PostOffice, Vec<u8>) {
    let made = SystemTime::from(crate::now()) - born;
    let (cert, _) = CertBuilder::new()
        .add_userid("Security <security@acme.example>")
        .set_creation_time(made)
        .set_validity_period(lives)
        .add_signing_subkey()
        .add_transport_encryption_subkey()
        .generate()
        .unwrap();
    let path = folder.join("project.asc");
    std::fs::write(&path, cert.as_tsk().armored().to_vec().unwrap()).unwrap();
    let office = PostOffice::new(folder.join("mail.key"), &policy());
    let public = cert.armored().to_vec().unwrap();
    (office.opening(MailKey::read(&path).unwrap()), public)
}

fn encrypted(sealed: &[u8]) -> Vec<u8> {
    let head = "From: ana@example.org\r\nMessage-ID: <1@example.org>\r\nSubject: ...\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/encrypted; boundary=b; \
        protocol=\"application/pgp-encrypted\"\r\n\r\n--b\r\nContent-Type: \
        application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: \
        application/octet-stream\r\n\r\n";
    [head.as_bytes(), sealed, b"\r\n--b--\r\n"].concat()
}

const INNER: &[u8] = b"Content-Type: text/plain; charset=utf-8\r\n\r\nSend two headers.\r\n";

#[test]
fn s20a_a_mail_that_gnupg_encrypted_and_signed_is_opened_and_vouched_for() {
    let Some(gpg) = Gpg::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (office, public) = office(folder.path(), Duration::from_secs(60), None);
    gpg.run(&["--import"], &public);
    let to = ["--recipient", "security@acme.example", "--sign", "--encrypt"];
    let mail = encrypted(&gpg.run(&to, INNER));
    let read = |keys: &[String]| office.read(&mail, &Envelope::default(), keys).unwrap();
    let known = read(&[gpg.public()]);
    assert_eq!(known.text.as_deref(), Some("Send two headers."));
    assert!(known.checks.encrypted);
    assert!(matches!(&known.checks.signature, Signature::Good(key) if key.len() == 40));
    let unknown = read(&[]);
    assert_eq!(unknown.text, known.text, "it is opened, and proves nothing");
    assert!(matches!(unknown.checks.signature, Signature::Unknown(_)));
    let Some(other) = Gpg::new() else { return };
    assert!(matches!(read(&[other.public()]).checks.signature, Signature::Unknown(_)));
    // Changed on its way, it is not opened at all.
    let mut changed = String::from_utf8(mail.clone()).unwrap();
    let at = changed.find("-----END PGP MESSAGE").unwrap() - 100;
    let new = if &changed[at..=at] == "A" { "B" } else { "A" };
    changed.replace_range(at..=at, new);
    let changed = office.read(changed.as_bytes(), &Envelope::default(), &[gpg.public()]).unwrap();
    assert!(matches!(changed.checks.signature, Signature::Bad(_)), "{changed:?}");
    assert!(changed.text.is_some_and(|text| text.contains("could not be opened")));
}

#[test]
fn s20b_a_signature_over_other_words_is_bad() {
    let Some(gpg) = Gpg::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (office, _) = office(folder.path(), Duration::from_secs(60), None);
    let part = "Content-Type: text/plain\r\n\r\nSend two headers.\r\n";
    let signature = String::from_utf8(gpg.run(&["--detach-sign"], part.as_bytes())).unwrap();
    let mail = |part: &str| {
        format!(
            "From: ana@example.org\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/signed; boundary=b; protocol=\"application/pgp-signature\"; \
             micalg=pgp-sha512\r\n\r\n--b\r\n{part}\r\n--b\r\nContent-Type: \
             application/pgp-signature\r\n\r\n{signature}\r\n--b--\r\n"
        )
    };
    let read = |part: &str| {
        office.read(mail(part).as_bytes(), &Envelope::default(), &[gpg.public()]).unwrap()
    };
    let good = read(part);
    assert!(matches!(good.checks.signature, Signature::Good(_)), "{:?}", good.checks);
    assert_eq!(good.text.as_deref(), Some("Send two headers."));
    let bad = read(&part.replace("two", "three"));
    assert!(matches!(bad.checks.signature, Signature::Bad(_)), "{:?}", bad.checks);
}

#[test]
fn s20d_an_expired_key_of_the_project_still_opens_and_says_when_it_ended() {
    let Some(gpg) = Gpg::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let day = Duration::from_secs(86_400);
    let (office, public) = office(folder.path(), 10 * day, Some(5 * day));
    let ended = office.opener.as_ref().unwrap().expires_at().unwrap();
    assert!(ended < crate::now());
    gpg.run(&["--import"], &public);
    let then = format!("{}!", (crate::now().as_second() - 7 * 86_400).max(0));
    let to = ["--faked-system-time", &then, "--recipient", "security@acme.example", "--encrypt"];
    let mail = encrypted(&gpg.run(&to, INNER));
    let read = office.read(&mail, &Envelope::default(), &[]).unwrap();
    assert_eq!(read.text.as_deref(), Some("Send two headers."));
}

#[test]
fn what_a_project_without_a_key_gets_encrypted_is_kept_and_said_to_be_closed() {
    let folder = tempfile::tempdir().unwrap();
    let office = PostOffice::new(folder.path().join("mail.key"), &policy());
    let mail =
        encrypted(b"-----BEGIN PGP MESSAGE-----\r\n\r\nabcd\r\n-----END PGP MESSAGE-----\r\n");
    let read = office.read(&mail, &Envelope::default(), &[]).unwrap();
    assert!(matches!(read.checks.signature, Signature::Bad(_)));
    // Its own key is made once, and read by everybody after.
    let one = office.keyed(&[b"sender", b"ana@example.org"]).unwrap();
    let again = PostOffice::new(folder.path().join("mail.key"), &policy());
    assert_eq!(again.keyed(&[b"sender", b"ana@example.org"]).unwrap(), one);
    let other = PostOffice::new(folder.path().join("other.key"), &policy());
    assert_ne!(other.keyed(&[b"sender", b"ana@example.org"]).unwrap(), one);
}

#[test]
fn what_the_team_writes_goes_signed_and_encrypted_and_only_gnupg_with_the_key_reads_it() {
    let Some(gpg) = Gpg::new() else { return };
    gpg.run(&["--quick-add-key", &gpg.fingerprint(), "cv25519", "encr", "never"], b"");
    let folder = tempfile::tempdir().unwrap();
    let (office, public) = office(folder.path(), Duration::from_secs(600), None);
    gpg.run(&["--import"], &public);
    let key = office.opener.as_ref().unwrap();
    let sealed =
        key.seal("The fix is in 3.4.2.\r\n", &gpg.public_of("ana@example.org"), crate::now());
    let sealed = sealed.unwrap();
    assert!(!sealed.contains("3.4.2"));
    let opened = gpg.run(&["--decrypt", "--status-fd", "1"], sealed.as_bytes());
    let opened = String::from_utf8_lossy(&opened);
    assert!(opened.contains("The fix is in 3.4.2.") && opened.contains("GOODSIG"), "{opened}");
    let ours = String::from_utf8(public).unwrap();
    assert!(key.seal("x", "-----BEGIN PGP PUBLIC KEY BLOCK-----", crate::now()).is_err());
    assert!(crate::check_public_key(&ours).is_ok());
    let (ended, _) = CertBuilder::new()
        .set_creation_time(SystemTime::from(crate::now()) - Duration::from_secs(864_000))
        .set_validity_period(Duration::from_secs(86_400))
        .add_transport_encryption_subkey()
        .generate()
        .unwrap();
    let ended = String::from_utf8(ended.armored().to_vec().unwrap()).unwrap();
    assert!(key.seal("x", &ended, crate::now()).unwrap_err().contains("expired"));
    assert!(crate::check_public_key(&ended).is_err());
}
