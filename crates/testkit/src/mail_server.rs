//! A real SMTP server, for as long as a test lasts: Debian's aiosmtpd as a process of its own.

use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// How its clients reach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    /// Without TLS, and it offers none.
    Plain,
    /// TLS after STARTTLS.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// A server that writes what it takes into a folder. Recipients called `later`, `never` and `silent`
/// are treated as they are called.
pub struct MailServer {
    process: Child,
    folder: TempDir,
    port: u16,
}

/// Whether this machine has what it takes.
fn is_here() -> bool {
    let python = Command::new("/usr/bin/python3").args(["-c", "import aiosmtpd"]).output();
    python.is_ok_and(|ended| ended.status.success())
}

impl MailServer {
    /// Start one; none where aiosmtpd is not installed and need not be.
    pub fn start(speaks: Speaks) -> Option<Self> {
        if !is_here() {
            let required = std::env::var_os("VULNERARY_REQUIRE_MAIL").is_some();
            assert!(!required, "python3-aiosmtpd is not installed");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        if speaks != Speaks::Plain {
            certificate(folder.path());
        }
        let word = match speaks {
            Speaks::Plain => "plain",
            Speaks::StartTls => "starttls",
            Speaks::Tls => "tls",
        };
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/mail/server.py");
        let mut process = Command::new("/usr/bin/python3")
            .arg(script)
            .arg(folder.path())
            .arg(word)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("python starts");
        let out = process.stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).expect("it says its port");
        let port = line.trim().parse().expect("a port");
        Some(Self { process, folder, port })
    }

    /// Its port on the loopback address.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The certificate that its clients must trust.
    pub fn authority(&self) -> std::path::PathBuf {
        self.folder.path().join("cert.pem")
    }

    /// What it took, in order: `from`, `to`, `tls` and the `text` of each.
    pub fn taken(&self) -> Vec<Value> {
        let mut names: Vec<_> = std::fs::read_dir(self.folder.path())
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|end| end == "json"))
            .collect();
        names.sort();
        let read = |path: &std::path::PathBuf| {
            let text = std::fs::read_to_string(path).expect("it is read");
            serde_json::from_str(&text).expect("it is JSON")
        };
        names.iter().map(read).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// A certificate of its own for the addresses of this machine.
fn certificate(folder: &Path) {
    let names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:0.0.0.0";
    let ended = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
        .args(["-days", "2", "-subj", "/CN=mail.test", "-addext", names])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(folder.join("key.pem"))
        .arg("-out")
        .arg(folder.join("cert.pem"))
        .output()
        .expect("openssl runs");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}
