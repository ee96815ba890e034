//! What is like what.

use super::*;

/// A template that is sent many times, with another function and other numbers each time.
fn template(function: &str, line: u32) -> (String, String) {
    let title = format!("Critical vulnerability in {function} found by automatic analysis");
    let body = format!(
        "Dear security team, during an automatic analysis of your code base I found a critical \
         vulnerability in the function {function} at line {line}. The function does not check the \
         length of its input before it copies it into a buffer, which may allow a remote attacker to \
         run code of their choice. I kindly ask you to confirm this finding within 48 hours and to let \
         me know about your bounty programme. Proof of concept and full report on request."
    );
    (title, body)
}

/// Two honest reports that follow the same form.
const HONEST: [(&str, &str); 2] = [
    (
        "A header without a colon ends the process",
        "### Summary\nA request whose second header line has no colon makes the parser dereference a null \
         pointer.\n### Steps to reproduce\nStart the server on any port and send the two lines below with a \
         plain socket; it ends with a segmentation fault.\n### Impact\nAnybody who can connect can end the \
         process.",
    ),
    (
        "Certificates with an empty subject are taken for valid",
        "### Summary\nThe check of names is skipped where the subject is empty and the alternative names hold \
         only an address.\n### Steps to reproduce\nMake such a certificate with the script attached and \
         connect; the client goes on.\n### Impact\nWho can redirect traffic can read and change it.",
    ),
];

#[test]
fn a_template_with_another_function_and_other_numbers_is_alike_and_shares_a_key() {
    let names = ["parse_header", "readBody", "tls_write", "copy_utf8", "inflate", "net.connect"];
    let texts: Vec<_> = (10..).zip(names).map(|(line, name)| template(name, line)).collect();
    for (one, other) in texts.iter().zip(texts.iter().skip(1)) {
        assert!(are_alike((&one.0, &one.1), (&other.0, &other.1)), "{one:?} {other:?}");
    }
    let keys: Vec<_> = texts.iter().map(|(title, body)| alike_keys(title, body)).collect();
    let found = keys.iter().skip(1).zip(&keys).filter(|(one, other)| !one.is_disjoint(other));
    assert!(found.count() >= 4, "most are found by the one before");
    assert!(keys.iter().all(|keys| keys.len() == 5));
}

#[test]
fn honest_reports_in_the_same_form_are_not_alike() {
    let [one, other] = HONEST;
    assert!(!are_alike(one, other));
    assert!(alike_keys(one.0, one.1).is_disjoint(&alike_keys(other.0, other.1)));
    let (title, body) = template("inflate", 7);
    assert!(!are_alike(one, (&title, &body)));
}

#[test]
fn a_short_text_is_like_none_not_even_itself() {
    let short = ("It crashes", "Send two headers and watch it go.");
    assert!(!are_alike(short, short));
    assert!(alike_keys(short.0, short.1).is_empty());
}

#[test]
fn keys_are_the_same_on_every_machine_and_in_every_version() {
    let (title, body) = HONEST[0];
    let first = alike_keys(title, body).into_iter().next();
    assert_eq!(first.as_deref(), Some("like/0/3be73953725c6d38"));
}

#[test]
fn however_long_a_text_is_only_its_beginning_is_looked_at() {
    let long = |tail: &str| format!("{}{tail}", "word another third ".repeat(400));
    assert_eq!(alike_keys("t", &long("one end")), alike_keys("t", &long("quite another end")));
}

#[test]
fn a_group_does_not_name_the_case_it_began_with() {
    let case = CaseId::from_chance([7; 16]);
    let group = alike_group(&case, None);
    assert!(!group.contains(case.as_str()) && !case.as_str().contains(&group));
    assert_eq!(alike_group(&CaseId::from_chance([8; 16]), Some(&group)), group);
}

/// They are in databases: an older report is found by what it was given when it came.
#[test]
fn the_keys_of_a_text_stay_what_they_are() {
    let body = "ΜΈΓΑΣ Größe İstanbul naïve: the length is not checked before the text is copied, so 7 bytes \
        are written behind the buffer, which ends the process or worse.";
    let keys: Vec<String> = alike_keys("An OVERFLOW, 'quoted'", body).into_iter().collect();
    let were = "like/0/ea2a072c3106f0f4 like/1/c1205a9d94303d32 like/2/4cf5466f0fd31297 \
        like/3/550352e9276f4431 like/4/2f78e4036ffd18ae";
    assert_eq!(keys.join(" "), were);
}
