//! S17: what hostile senders of files do, before a real server on either database; and two hundred slow
//! ones, who keep nobody waiting.

use crate::place::{Engine, Place, postgres, token_of};
use crate::process::Process;
use crate::talk::{
    BOUNDARY, Heard, Visitor, connect, end, field, file, file_head, files, heard, until_it_serves,
};
use domain::words::Digest;
use serde_json::{Value, json};
use std::io::Write as _;
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};

struct Rig {
    place: Place,
    process: Process,
}

impl Rig {
    fn new(engine: Engine) -> Self {
        let place = Place::new(engine, 17, 1);
        let process = Process::start(&place);
        let rig = Self { place, process };
        until_it_serves(rig.place.port.number);
        rig
    }

    fn connect(&self) -> TcpStream {
        connect(self.place.port.number)
    }

    fn get(&self, path: &str, token: &str) -> Heard {
        Visitor::new(self.place.port.number).bearer(token).get(path)
    }

    fn post(&self, path: &str, token: &str, body: &[u8]) -> Heard {
        Visitor::new(self.place.port.number).bearer(token).parts(path, body)
    }

    /// Every file below the folder of objects.
    fn objects(&self) -> Vec<PathBuf> {
        files(&self.place.data().join("objects"))
    }
}

fn head(path: &str, token: &str, length: &str) -> String {
    let bearer =
        if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    format!(
        "POST {path} HTTP/1.1\r\nhost: rig\r\n{bearer}connection: close\r\n{length}\r\n\
         content-type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
    )
}

fn report(title: &str) -> Vec<u8> {
    field("report", &json!({ "title": title, "body": "It ends.", "version": "1" }).to_string())
}

/// Files as an attacker sends them, each with the name under which it is kept.
fn hostile() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    // Split, so that no scanner takes this file for it.
    let eicar =
        ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat();
    let bomb = zstd::encode_all(vec![0_u8; 4 << 20].as_slice(), 19).unwrap();
    vec![
        ("bomb.zip", "bomb.zip", bomb),
        ("picture.svg", "picture.svg", svg.into()),
        ("photo.png", "photo.png", b"<html><script>alert(document.cookie)</script>".to_vec()),
        ("../../x", "x", b"outside of every folder".to_vec()),
        ("both.pdf", "both.pdf", b"%PDF-1.7\n%\n<script>alert(1)</script>PK\x03\x04".to_vec()),
        ("eicar.com", "eicar.com", eicar.into()),
        ("\u{202E}gnp.exe", "gnp.exe", vec![0, 1, 2, 255]),
        ("empty", "empty", Vec::new()),
    ]
}

/// What is served is bytes to be saved, and exactly those that came.
fn comes_back(rig: &Rig, at: &str, token: &str, (name, bytes): (&str, &[u8])) {
    let got = rig.get(at, token);
    assert_eq!(got.status, 200, "{name}: {got:?}");
    assert_eq!(got.body, bytes, "{name}");
    assert_eq!(got.header("content-type"), "application/octet-stream");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    assert_eq!(got.header("cache-control"), "no-store");
    let disposition = got.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
    assert!(disposition.ends_with(&format!("filename*=UTF-8''{name}")), "{disposition}");
    assert!(got.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
}

fn hostile_files_are_only_bytes(rig: &Rig) {
    let sent = hostile();
    let parts: Vec<u8> = sent.iter().flat_map(|(name, _, bytes)| file(name, bytes)).collect();
    let body = [report("Hostile files"), parts, end()].concat();
    let filed = rig.post("/api/v1/reports", "", &body);
    assert_eq!(filed.status, 201, "{}", String::from_utf8_lossy(&filed.body));
    let receipt = filed.json()["receipt"].clone();
    let (id, secret) = (receipt["id"].as_str().unwrap(), receipt["secret"].as_str().unwrap());
    // The receipt is about the files, too.
    let received = receipt["received"].as_str().unwrap();
    assert_eq!(Digest::of(received.as_bytes()).to_string(), receipt["sha256"].as_str().unwrap());
    let received: Value = serde_json::from_str(received).unwrap();
    for ((_, name, bytes), told) in sent.iter().zip(received["files"].as_array().unwrap()) {
        let (sha256, length) = (Digest::of(bytes).to_string(), bytes.len());
        assert_eq!(told, &json!({ "name": name, "sha256": sha256, "length": length }));
    }
    let lead = token_of("lead");
    let case = rig.get(&format!("/api/v1/cases/{id}"), &lead).json();
    let listed = case["files"].as_array().unwrap();
    assert_eq!(listed.len(), sent.len());
    assert!(!case.to_string().contains("\"key\""), "no key of a file is told: {case}");
    for ((_, name, bytes), told) in sent.iter().zip(listed) {
        assert_eq!(told["name"], *name);
        let file = told["attachment"].as_str().unwrap();
        let at = format!("/api/v1/cases/{id}/attachments/{file}");
        comes_back(rig, &at, &lead, (name, bytes));
        comes_back(rig, &at, secret, (name, bytes));
        assert_eq!(rig.get(&at, "").status, 404, "to nobody else");
    }
    // They lie there sealed, each under the digest of what lies there.
    let stored = rig.objects();
    assert_eq!(stored.len(), sent.len());
    for path in &stored {
        let sealed = std::fs::read(path).unwrap();
        assert_eq!(path.file_name().unwrap().to_str().unwrap(), Digest::of(&sealed).to_string());
        for word in ["<script>", "EICAR", "outside of every folder", "%PDF"] {
            let found = sealed.windows(word.len()).any(|part| part == word.as_bytes());
            assert!(!found, "{word} is readable on disk");
        }
    }
    // One that is held back goes to nobody outside, and to the team when it says so.
    let file = listed[5]["attachment"].as_str().unwrap();
    let held = json!({ "attachment": file, "held": "yes", "because": "a scanner knows it" });
    let quarantine = field("fields", &held.to_string());
    let at = format!("/api/v1/cases/{id}/case/quarantine");
    let done = rig.post(&at, &lead, &[quarantine, end()].concat());
    assert_eq!(done.status, 200, "{}", String::from_utf8_lossy(&done.body));
    let at = format!("/api/v1/cases/{id}/attachments/{file}");
    assert_eq!(rig.get(&at, secret).status, 409);
    assert_eq!(rig.get(&format!("{at}?anyway=yes"), secret).status, 409);
    assert_eq!(rig.get(&at, &lead).status, 409);
    assert_eq!(rig.get(&format!("{at}?anyway=yes"), &lead).status, 200);
    // A changed one is an error, and so it ends.
    let path = &stored[0];
    let mut sealed = std::fs::read(path).unwrap();
    sealed[3] ^= 1;
    std::fs::write(path, sealed).unwrap();
    let statuses: Vec<u16> = listed
        .iter()
        .map(|told| {
            let file = told["attachment"].as_str().unwrap();
            rig.get(&format!("/api/v1/cases/{id}/attachments/{file}?anyway=yes"), &lead).status
        })
        .collect();
    assert_eq!(statuses.iter().filter(|status| **status == 500).count(), 1, "{statuses:?}");
}

/// How much memory the server has used at most, in KiB.
fn most_memory(rig: &Rig) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", rig.process.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn an_endless_file_is_cut(rig: &Rig) {
    let before = rig.objects().len();
    let stream = rig.connect();
    let mut sending = stream.try_clone().unwrap();
    let sender = std::thread::spawn(move || {
        let start = [report("Endless"), file_head("endless.bin")].concat();
        let chunk =
            |bytes: &[u8]| [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
        let head = head("/api/v1/reports", "", "transfer-encoding: chunked");
        sending.write_all(head.as_bytes()).unwrap();
        sending.write_all(&chunk(&start)).unwrap();
        let piece = chunk(&vec![b'x'; 256 * 1024]);
        let mut sent = 0_u64;
        // Twenty gigabytes, if nobody says stop.
        while sent < 20_000_000_000 && sending.write_all(&piece).is_ok() {
            sent += 256 * 1024;
        }
        sent
    });
    let heard = heard(stream);
    let sent = sender.join().unwrap();
    assert_eq!(heard.status, 413, "{heard:?}");
    let says = heard.json()["detail"].as_str().unwrap().to_owned();
    assert_eq!(says, "endless.bin: a file has at most 25 MiB");
    assert!(sent < 200 << 20, "cut after {sent} bytes");
    assert_eq!(rig.objects().len(), before, "nothing of it is left");
    println!("an endless file was cut; {} MiB were sent", sent >> 20);
}

fn ten_thousand_files_are_refused(rig: &Rig) {
    let before = rig.objects().len();
    let parts: Vec<u8> =
        (0..10_000).flat_map(|number| file(&format!("{number}.txt"), b"one more")).collect();
    let heard = rig.post("/api/v1/reports", "", &[report("Many files"), parts, end()].concat());
    assert_eq!(heard.status, 413, "{heard:?}");
    assert_eq!(heard.json()["detail"], "at most 10 files may come at once");
    assert_eq!(rig.objects().len(), before, "nothing of them is left");
}

fn broken_forms_are_refused(rig: &Rig) {
    let before = rig.objects().len();
    let whole = [report("Cut off"), file("a.txt", b"half a file")].concat();
    for (how, body, status) in [
        ("without an end", whole.clone(), 400),
        ("no part at all", b"nothing".to_vec(), 400),
        ("fields too long", field("report", &"x".repeat(2 << 20)), 413),
        (
            "a header without an end",
            [format!("--{BOUNDARY}\r\nx: ").into(), vec![b'x'; 8 << 20]].concat(),
            400,
        ),
        ("no JSON", [field("report", "{"), end()].concat(), 400),
        ("a field after the file", [whole, field("extra", "1"), end()].concat(), 201),
    ] {
        let heard = rig.post("/api/v1/reports", "", &body);
        assert_eq!(heard.status, status, "{how}: {heard:?}");
    }
    assert_eq!(rig.objects().len(), before + 1, "only of the whole one something is left");
}

/// Two hundred who send a byte now and then, and somebody who has something to report.
fn slow_senders_block_nobody(rig: &Rig) {
    const SENDERS: usize = 200;
    let slow: Vec<TcpStream> = (0..SENDERS)
        .map(|number| {
            let mut stream = rig.connect();
            let head = head("/api/v1/reports", "", "content-length: 1000000");
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(&report(&format!("Slow {number}"))).unwrap();
            stream.write_all(&file_head("slow.bin")).unwrap();
            stream.write_all(b"a first byte").unwrap();
            stream
        })
        .collect();
    let began = Instant::now();
    let incoming = rig.place.data().join("objects/incoming");
    while files(&incoming).len() < SENDERS {
        assert!(began.elapsed() < Duration::from_secs(60), "{} began", files(&incoming).len());
        std::thread::park_timeout(Duration::from_millis(10));
    }
    let mut took = Vec::new();
    for number in 0..50 {
        for mut stream in slow.iter().take(20) {
            stream.write_all(b".").unwrap();
        }
        let began = Instant::now();
        let body = [report(&format!("In between {number}")), file("a.txt", b"a"), end()].concat();
        let heard = rig.post("/api/v1/reports", "", &body);
        took.push(began.elapsed());
        assert!(matches!(heard.status, 201 | 429), "{heard:?}");
        assert_eq!(rig.get("/api/v1/cases", &token_of("lead")).status, 200);
    }
    took.sort();
    let (middle, most) = (took[took.len() / 2], took[took.len() - 1]);
    println!("beside {SENDERS} slow senders a report took {middle:?}, at most {most:?}");
    assert!(middle < Duration::from_secs(1), "{took:?}");
    drop(slow);
    let began = Instant::now();
    while !files(&incoming).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(60), "what was cut off is removed");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

fn story(engine: Engine) {
    let rig = Rig::new(engine);
    hostile_files_are_only_bytes(&rig);
    an_endless_file_is_cut(&rig);
    ten_thousand_files_are_refused(&rig);
    broken_forms_are_refused(&rig);
    slow_senders_block_nobody(&rig);
    let most = most_memory(&rig) / 1024;
    println!("{engine:?}: the server used at most {most} MiB of memory");
    assert!(most < 400, "{most} MiB");
}

#[test]
fn hostile_attachments_do_no_harm_on_sqlite() {
    story(Engine::Sqlite);
}

#[test]
fn hostile_attachments_do_no_harm_on_postgres() {
    if postgres().is_some() {
        story(Engine::Postgres);
    }
}
