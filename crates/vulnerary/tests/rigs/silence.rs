//! A server that is asked to log everything, and then everything that it left behind: its log, its data
//! folder with database, write-ahead log, files and spool, and a backup, which has every row of either
//! database. None of what people wrote is in any of it, nor what opens something.

use crate::client::{Ask, Client};
use crate::place::{Engine, Place, postgres, token_of};
use crate::process::{Process, program};
use crate::talk::files;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;

/// What people write, a word for each place where something could be kept.
const PLANTED: &[(&str, &str)] = &[
    ("a title", "quernstone"),
    ("a body", "featherbedding"),
    ("a credit", "Zebulonia"),
    ("an address", "ottoline.marchbanks"),
    ("a message of the reporter", "whortleberry"),
    ("a note", "gobbledegooked"),
    ("a message of the team", "thimblerigging"),
    ("the name of a file", "pumpernickel.txt"),
    ("what is in a file", "absquatulating"),
    ("a vendor's name", "Fortinbrassy"),
    ("a search", "pettifoggeries"),
    ("a password that was tried", "lollygagging-lilac"),
    ("a login that was tried", "hobbledehoy"),
];

fn word(what: &str) -> &'static str {
    let found = PLANTED.iter().find(|(place, _)| *place == what);
    found.unwrap_or_else(|| panic!("nothing is planted as {what}")).1
}

/// Send a request that is no JSON; its status.
fn send(place: &Place, head: &str, body: &[u8]) -> u16 {
    let mut stream = TcpStream::connect(("127.0.0.1", place.port.number)).unwrap();
    let length = body.len();
    let whole =
        format!("{head}\r\nhost: rig\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all(whole.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut heard = Vec::new();
    stream.read_to_end(&mut heard).unwrap();
    String::from_utf8_lossy(&heard[9..12]).parse().unwrap()
}

fn post(client: &mut Client, path: &str, token: &str, body: Value) -> Value {
    let ask =
        Ask { path: path.to_owned(), token: token.to_owned(), body: Some(body), ..Ask::default() };
    let answer = client.ask(&ask);
    assert!(answer.status < 300, "{path}: {answer:?}");
    answer.body
}

/// Everybody writes what they write; what opens something comes back.
fn people_write(place: &Place) -> Vec<(&'static str, String)> {
    let mut client = Client::new(&[place.port.number]);
    let lead = token_of("lead");
    let report = json!({
        "title": format!("The {} falls", word("a title")),
        "body": format!("It is {} all day.", word("a body")),
        "version": "3.4.1", "credit": word("a credit"), "accept_terms": true,
    });
    let filed = post(&mut client, "/api/v1/reports", "", report)["receipt"].clone();
    let (id, secret) = (filed["id"].as_str().unwrap(), filed["secret"].as_str().unwrap());
    let at = |verb: &str| format!("/api/v1/cases/{id}/{verb}");
    let address = format!("{}@reporter.example", word("an address"));
    post(&mut client, &at("case/contact"), secret, json!({ "address": address }));
    let said = |what: &str| json!({ "body": format!("So: {}.", word(what)) });
    post(&mut client, &at("case/answer"), secret, said("a message of the reporter"));
    post(&mut client, &at("case/note"), &lead, said("a note"));
    post(&mut client, &at("case/write"), &lead, said("a message of the team"));
    let vendor = json!({ "role": "vendor", "name": word("a vendor's name") });
    let invited = post(&mut client, &at("participant/invite"), &lead, vendor);
    let vendor = invited["secret"].as_str().unwrap().to_owned();
    // A file, a search, log-ins that fail, and what is refused.
    let part = |name: &str, text: &str| {
        format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let file = format!("file\"; filename=\"{}", word("the name of a file"));
    let form = part("fields", r#"{"body":"with a file"}"#)
        + &part(&file, word("what is in a file"))
        + "--b--\r\n";
    let head = format!(
        "POST {} HTTP/1.1\r\nauthorization: Bearer {secret}\r\ncontent-type: multipart/form-data; boundary=b",
        at("case/answer")
    );
    assert_eq!(send(place, &head, form.as_bytes()), 200);
    let search = format!("/api/v1/cases?words={}", word("a search"));
    let asked = Ask { path: search, token: lead.clone(), ..Ask::default() };
    assert_eq!(client.ask(&asked).status, 200);
    let typed = format!(
        "login={}&password={}&code=123456",
        word("a login that was tried"),
        word("a password that was tried")
    );
    let head = "POST /login HTTP/1.1\r\nsec-fetch-site: same-origin\r\n\
                content-type: application/x-www-form-urlencoded";
    assert_eq!(send(place, head, typed.as_bytes()), 401);
    let wrong = json!({ "address": address, "no-such-field": word("a note") });
    let ask = Ask {
        path: at("case/contact"),
        token: secret.to_owned(),
        body: Some(wrong),
        ..Ask::default()
    };
    assert_eq!(client.ask(&ask).status, 422);
    let made_up = "track_00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let ask = Ask { path: at("moves"), token: made_up.to_owned(), ..Ask::default() };
    assert_eq!(client.ask(&ask).status, 404);
    vec![
        ("a tracking secret", secret.to_owned()),
        ("a participant's secret", vendor),
        ("a token", lead),
        ("a guess at a secret", made_up.to_owned()),
    ]
}

/// What nobody may find, and what it is.
pub(crate) type Words = Vec<(&'static str, Vec<u8>)>;

/// Bytes as letters, one each and small ones: the search for text is quick where that for bytes is not.
fn letters(bytes: &[u8]) -> String {
    bytes.to_ascii_lowercase().into_iter().map(char::from).collect()
}

/// What stands where it must not.
fn found(files: &[PathBuf], words: &Words) -> Vec<String> {
    let mut all = Vec::new();
    for file in files {
        let text = letters(&std::fs::read(file).unwrap());
        for (what, word) in words {
            // A mail that waits to be taken away says whom it is for, and nothing else.
            if *what == "an address" && file.components().any(|part| part.as_os_str() == "spool") {
                continue;
            }
            if text.contains(&letters(word)) {
                let word = String::from_utf8_lossy(word);
                all.push(format!("{what} ({word}) is in {}", file.display()));
            }
        }
    }
    all
}

fn backup(place: &Place) -> PathBuf {
    let to = place.folder().join("a.backup");
    let ran = Command::new(program())
        .args(["backup", "--database", &place.url, "--to"])
        .arg(&to)
        .arg("--data")
        .arg(place.data())
        .arg("--policy")
        .arg(place.policy_folder())
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    // Without its compression, which would hide what is in it. These are all rows of either database.
    let rows = zstd::decode_all(std::fs::read(&to).unwrap().as_slice()).unwrap();
    assert!(rows.len() > 10_000, "{} bytes", rows.len());
    let plain = place.folder().join("a.backup.jsonl");
    std::fs::write(&plain, rows).unwrap();
    plain
}

/// What a server that was killed has left in the clear: in its log, in its data folder with database,
/// write-ahead log, files and spool, and in a backup.
pub(crate) fn left_by(place: &Place, words: &Words) -> Vec<String> {
    let mut left = files(&place.data());
    assert!(left.len() > 3, "{left:?}");
    left.push(place.log());
    let mut all = found(&left, words);
    // Only then: it opens the database, and SQLite's log is gone.
    all.extend(found(&[backup(place)], words));
    // The search itself finds what is there.
    let here = place.folder().join("planted");
    let (what, word) = &words[0];
    std::fs::write(&here, [b"before ", word.to_ascii_uppercase().as_slice(), b" after"].concat())
        .unwrap();
    assert_eq!(found(&[here], words).len(), 1, "{what}");
    all
}

fn story(engine: Engine) {
    let place = Place::new(engine, 77, 0);
    let process = Process::start_talking(&place);
    let opens = people_write(&place);
    // Killed, so that SQLite's log is as it was.
    process.kill();
    let planted = PLANTED.iter().map(|(what, word)| (*what, (*word).to_owned()));
    let words = planted.chain(opens).map(|(what, word)| (what, word.into_bytes())).collect();
    let log = std::fs::read_to_string(place.log()).unwrap();
    assert!(log.contains("a report was received") && log.contains("a log-in failed"), "{log}");
    assert_eq!(left_by(&place, &words), Vec::<String>::new());
    println!("{engine:?}: a log of {} bytes tells nothing", log.len());
}

#[test]
fn nothing_that_people_wrote_is_left_in_the_clear_on_sqlite() {
    story(Engine::Sqlite);
}

#[test]
fn nothing_that_people_wrote_is_left_in_the_clear_on_postgres() {
    if postgres().is_some() {
        story(Engine::Postgres);
    }
}
