//! S18 by mail: one that comes in means harm in its names, its subject, its words and its headers, and what
//! leaves by SMTP has our headers, goes to whom it should, and is plain text.

use crate::hostile_text::{REPORTER, Stage, command, shown};
use crate::place::token_of;
use crate::process::program;
use crate::spikes::{SPIKES, spiked, steers};
use mail_parser::MessageParser;
use serde_json::Value;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Who sends it.
pub(crate) const SENDER: &str = "mallory@mail.example";

/// Any text as words of a header (RFC 2047), every byte in digits.
fn encoded(text: &str) -> String {
    let digits = |part: &[u8]| part.iter().map(|byte| format!("={byte:02X}")).collect::<String>();
    let words = text.as_bytes().chunks(15).map(|part| format!("=?latin1?Q?{}?=", digits(part)));
    words.collect::<Vec<_>>().join("\r\n ")
}

/// A mail whose words are a page, with a header inside of a header and files that are none.
fn mail() -> String {
    let subject = encoded(&format!("hornswoggle {} {} {}", SPIKES[0], SPIKES[19], "\u{1b}[2J"));
    format!(
        "From: {name} <{SENDER}>\r\nTo: security@acme.example\r\nSubject: {subject}\r\n\
         Message-ID: <one\r\n Bcc: everyone@evil.example\r\n @mail.example>\r\n\
         Reply-To: everyone@evil.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
         <html><body onload=alert(1)><p>hornswoggle</p><p>{words}</p></body></html>\r\n",
        name = encoded("<img src=x onerror=alert(1)>\r\nBcc: everyone@evil.example"),
        words = spiked("a mail").replace("\r\n", "\n").replace('\0', "").replace('\n', "\r\n"),
    )
}

/// It is received as a report, and is shown as text.
pub(crate) fn comes_in(stage: &Stage) {
    let mut receiving = Command::new(program())
        .args(["mail", "receive", "--to", "security@acme.example", "--from", SENDER])
        .args(["--database", &stage.place.url, "--url", testkit::SITE])
        .arg("--data")
        .arg(stage.place.data())
        .arg("--policy")
        .arg(stage.place.policy_folder())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    receiving.stdin.take().unwrap().write_all(mail().as_bytes()).unwrap();
    let ran = receiving.wait_with_output().unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success() && steers(&said).is_empty(), "{said}");
    let listed = command(stage, &["case", "list", "--json", "--words", "hornswoggle"]);
    let row: Value = serde_json::from_str(&listed).unwrap_or_else(|_| panic!("{listed}"));
    let at = format!("/cases/{}", row["case"].as_str().unwrap());
    let lead = stage.desk();
    shown("a report by mail", &lead.get(&at), "hornswoggle");
    shown("the queue", &lead.get("/queue"), "hornswoggle");
    shown("mail that waits", &lead.get("/mail"), "Mail");
    command(stage, &["case", "show", row["case"].as_str().unwrap()]);
    let case = stage.visitor().bearer(&token_of("lead")).get(&format!("/api/v1{at}")).json();
    assert_eq!(case["door"], "mail");
}

/// Headers that our mail has.
const HEADERS: [&str; 14] = [
    "auto-submitted",
    "content-transfer-encoding",
    "content-type",
    "date",
    "from",
    "in-reply-to",
    "message-id",
    "mime-version",
    "precedence",
    "references",
    "reply-to",
    "subject",
    "to",
    "x-auto-response-suppress",
];

/// What left by SMTP went to whom it should, under our headers, as plain words.
pub(crate) fn leaves(stage: &Stage) {
    let Some(server) = &stage.mail else { return println!("skipped: aiosmtpd is not installed") };
    let wanted = ["announce@lists.acme.example", "packagers@lists.acme.example", REPORTER, SENDER];
    let began = Instant::now();
    let there = |to: &str| server.taken().iter().any(|mail| mail["to"][0] == to);
    while !wanted.iter().all(|to| there(to)) {
        assert!(began.elapsed() < Duration::from_secs(60), "{:?}", server.taken());
        std::thread::park_timeout(Duration::from_millis(50));
    }
    for mail in server.taken() {
        let to: Vec<&str> =
            mail["to"].as_array().unwrap().iter().map(|to| to.as_str().unwrap()).collect();
        assert!(
            to.len() == 1 && (wanted.contains(&to[0]) || to[0] == "lead@acme.example"),
            "{to:?}"
        );
        let text = mail["text"].as_str().unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        for line in head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])) {
            let name = line.split(':').next().unwrap().to_ascii_lowercase();
            assert!(HEADERS.contains(&name.as_str()), "{line:?} in {head}");
        }
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']) && text.is_ascii(), "{text:?}");
        let read = MessageParser::default().parse(text.as_bytes()).unwrap();
        assert_eq!((read.parts.len(), read.attachment_count()), (1, 0), "{text}");
        let (subject, body) =
            (read.subject().unwrap(), read.body_text(0).unwrap().replace('\r', ""));
        assert!(subject.starts_with("[Acme]") && !subject.contains('\n'), "{subject:?}");
        assert_eq!(steers(&format!("{subject}{body}")), Vec::<String>::new(), "{text}");
        assert!(!body.contains("quidnuncery") && !body.contains("gallimaufry"), "{body}");
        assert_eq!(to[0].contains("lists"), body.contains(SPIKES[0]), "{body}");
    }
}
