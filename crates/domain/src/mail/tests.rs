//! Addresses, and what badges say.

use super::*;

#[test]
fn an_address_is_one_plain_address_and_nothing_else() {
    for good in ["me@example.org", "first.last+tag@mail.example.org", "a'b@x.example"] {
        assert!(is_address(good), "{good}");
    }
    let long = format!("{}@example.org", "a".repeat(250));
    let wrong = [
        "",
        "me",
        "me@",
        "@example.org",
        "me@localhost",
        "me@.org",
        "me@example.",
        "a b@example.org",
        "me@example.org\r\nBcc: x@evil.example",
        "<me@example.org>",
        "a@b@example.org",
        "me@example.org,you@example.org",
        "\"me\"@example.org",
        long.as_str(),
        "mé@example.org",
    ];
    for wrong in wrong {
        assert!(!is_address(wrong), "{wrong:?}");
    }
}

#[test]
fn a_reporter_gives_an_address_or_takes_it_back_and_a_key_needs_one() {
    let key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n…";
    assert!(give("me@example.org", "", "token").is_ok());
    assert!(give("me@example.org", key, "token").is_ok());
    assert!(give("", "", "token").is_ok_and(|news| news.content.0.is_empty()));
    assert!(give("", key, "token").is_err());
    assert!(give("me@example.org", "ssh-ed25519 AAAA", "token").is_err());
    assert!(give("me@example.org\nBcc: you@example.org", "", "token").is_err());
}

#[test]
fn a_token_is_found_whatever_a_mail_server_did_to_its_letters() {
    assert_eq!(thread_of("abc234"), thread_of("ABC234"));
    assert_ne!(thread_of("abc234"), thread_of("abc235"));
}

#[test]
fn only_a_known_key_or_dmarc_vouches_for_a_sender() {
    let says = |checks: &Checks| {
        let badges = checks.badges();
        badges.iter().any(|(_, says)| says == "sender not verified")
    };
    let dkim = Checks { dkim: "pass".into(), spf: "pass".into(), ..Checks::default() };
    assert!(says(&Checks::default()) && says(&dkim), "a domain of its own may sign anything");
    assert!(!says(&Checks { dmarc: "pass".into(), ..Checks::default() }));
    let signed = |signature| Checks { signature, ..Checks::default() };
    assert!(!says(&signed(Signature::Good("AB".into()))));
    assert!(says(&signed(Signature::Unknown("AB".into()))));
    assert!(signed(Signature::Bad("changed".into())).speak_against());
    let kept = signed(Signature::Bad("changed".into()));
    assert_eq!(Checks::read_stored(&kept.stored()), Some(kept));
}
