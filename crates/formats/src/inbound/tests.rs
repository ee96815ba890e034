//! Mail as strangers write it.

use super::*;
use domain::mail::{Automatic, Bounce};

const PLAIN: &str = "From: Ana <Ana@Example.org>\r\nTo: security@acme.example\r\n\
    Message-ID: <one@example.org>\r\nSubject: two headers\r\n end it\r\n\r\nSend two headers.\r\n";

fn at(recipients: &[String]) -> Where<'_> {
    Where { domain: "acme.example", trusted: "mx.acme.example", null_sender: false, recipients }
}

fn read(text: &str) -> Arrived {
    read_mail(text.as_bytes(), &at(&[])).unwrap().arrived
}

#[test]
fn a_plain_mail_is_read() {
    let mail = read(PLAIN);
    assert_eq!(mail.from.as_deref(), Some("ana@example.org"));
    assert_eq!(mail.subject, "two headers end it");
    assert_eq!(mail.text.as_deref(), Some("Send two headers."));
    assert_eq!(mail.message_id.as_deref(), Some("<one@example.org>"));
    assert_eq!((mail.automatic, mail.bounce, mail.answers_ours), (None, None, false));
}

#[test]
fn one_mail_by_two_ways_is_one_and_another_body_is_another() {
    let again = format!("Received: from a by b\r\nDelivered-To: x@acme.example\r\n{PLAIN}");
    assert_eq!(read(PLAIN).id, read(&again).id);
    assert_ne!(read(PLAIN).id, read(&PLAIN.replace("Send two", "Send three")).id);
    assert_ne!(read(PLAIN).id, read(&PLAIN.replace("<one@", "<two@")).id);
}

#[test]
fn html_alone_becomes_text() {
    let html = PLAIN
        .replace("\r\n\r\n", "\r\nContent-Type: text/html\r\n\r\n")
        .replace("Send two headers.", "<p>Send <b>two</b> headers.</p><script>alert(1)</script>");
    let text = read(&html).text.unwrap();
    assert!(text.contains("Send two headers.") && !text.contains('<'), "{text}");
}

#[test]
fn machines_are_known_by_what_they_say() {
    let with = |line: &str| read(&format!("{line}\r\n{PLAIN}")).automatic;
    for line in ["Auto-Submitted: auto-replied", "Precedence: auto_reply", "X-Autoreply: yes"] {
        assert_eq!(with(line), Some(Automatic::Answer), "{line}");
    }
    for line in ["Precedence: bulk", "List-Id: <x.example.org>", "List-Unsubscribe: <mailto:a@b>"] {
        assert_eq!(with(line), Some(Automatic::List), "{line}");
    }
    assert_eq!(with("Auto-Submitted: no"), None);
    let nobody = Where { null_sender: true, ..at(&[]) };
    let read_from_nobody = read_mail(PLAIN.as_bytes(), &nobody).unwrap().arrived;
    assert_eq!(read_from_nobody.automatic, Some(Automatic::Answer));
    let echo = PLAIN.replace("<one@example.org>", "<0123456789ab@acme.example>");
    assert_eq!(read(&echo).automatic, Some(Automatic::Echo));
    let answer = format!("In-Reply-To: <0123456789ab@acme.example>\r\n{PLAIN}");
    assert!(read(&answer).answers_ours && read(&answer).automatic.is_none());
}

#[test]
fn tokens_are_found_where_answers_carry_them() {
    let token = "0123456789abcdefghjk0123456789abcdefghjk";
    let recipients = [format!("security+{token}@acme.example")];
    assert_eq!(read_mail(PLAIN.as_bytes(), &at(&recipients)).unwrap().arrived.tokens, [token]);
    let subject = PLAIN.replace("two headers", &format!("Re: [{}]", token.to_uppercase()));
    assert_eq!(read(&subject).tokens, [token]);
    let many = (0..100).map(|n| format!(" {n:040}")).collect::<String>();
    assert_eq!(read(&PLAIN.replace("two headers", &many)).tokens.len(), TOKENS_MAX);
}

#[test]
fn only_the_trusted_server_is_believed_and_only_its_topmost_words() {
    let results = |lines: &str| read(&format!("{lines}{PLAIN}")).checks;
    let ours = "Authentication-Results: mx.acme.example; dkim=fail (dkim=pass) header.d=a;\r\n \
        dkim=pass header.d=b; spf=softfail; dmarc=fail (p=none)\r\n";
    let forged = "Authentication-Results: mx.acme.example; dmarc=pass\r\n";
    let others = "Authentication-Results: mx.evil.example; dmarc=pass\r\n";
    let checks = results(&format!("{others}{ours}{forged}"));
    assert_eq!((checks.dkim.as_str(), checks.spf.as_str()), ("pass", "softfail"));
    assert_eq!(checks.dmarc, "fail");
    assert_eq!(results(others).dmarc, "");
    assert_eq!(results("Authentication-Results: mx.acme.example; dmarc=<b>x\r\n").dmarc, "");
}

#[test]
fn a_report_of_failed_delivery_names_whom_it_did_not_reach() {
    let status = |action: &str, code: &str| {
        format!(
            "From: MAILER-DAEMON@mx.example\r\nSubject: failed\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\n\
             Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; Ana@Example.org\r\nAction: {action}\r\nStatus: {code}\r\n\
             \r\n--b--\r\n"
        )
    };
    let for_good = |for_good| Some(Bounce { recipient: "ana@example.org".to_owned(), for_good });
    assert_eq!(read(&status("failed", "5.1.1")).bounce, for_good(true));
    assert_eq!(read(&status("delayed", "4.4.1")).bounce, for_good(false));
}

#[test]
fn an_address_with_more_than_one_sender_or_none_is_nobodys() {
    for from in ["a@x.example, b@x.example", "undisclosed:;", "ana", "<>"] {
        let mail = read(&PLAIN.replace("Ana <Ana@Example.org>", from));
        assert_eq!(mail.from, None, "{from}");
    }
    assert!(read_mail(b"", &at(&[])).is_err());
    let id = read(&PLAIN.replace("<one@example.org>", "<one@example.org\u{7}>")).message_id;
    assert!(id.is_none_or(|id| !id.contains('\u{7}')));
}

#[test]
fn files_are_named_and_never_opened() {
    let mail = format!(
        "{}--b\r\n\r\nSee the file.\r\n--b\r\nContent-Type: application/zip\r\n\
         Content-Disposition: attachment; filename=\"../../x.zip\"\r\n\r\nPK\r\n--b--\r\n",
        "From: ana@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    );
    let mail = read(&mail);
    assert_eq!(mail.text.as_deref(), Some("See the file."));
    assert_eq!(mail.attached.len(), 1);
    assert_eq!((mail.attached[0].name.as_str(), mail.attached[0].bytes), ("../../x.zip", 2));
}
