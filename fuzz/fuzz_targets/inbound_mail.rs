//! A strange mail is read or refused, never a panic; what is for one line is one line, and nothing of it
//! could make a header of its own.
#![no_main]
use formats::inbound::{Where, read_mail, read_opened, signed_within};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let recipients = [String::from_utf8_lossy(data.get(..80).unwrap_or(data)).into_owned()];
    for null_sender in [false, true] {
        let at = Where {
            domain: "acme.example",
            trusted: "mx.acme.example",
            null_sender,
            recipients: &recipients,
        };
        let Ok(mail) = read_mail(data, &at) else { continue };
        let arrived = mail.arrived;
        let one_line = |text: &str| !text.contains(['\r', '\n', '\0']);
        assert!(one_line(&arrived.subject));
        assert!(arrived.message_id.as_deref().is_none_or(one_line));
        assert!(arrived.from.as_deref().is_none_or(domain::mail::is_address));
        assert!(arrived.attached.iter().all(|file| one_line(&file.name)));
        assert!(arrived.tokens.len() <= 8 && arrived.tokens.iter().all(|one| one.len() == 40));
        if let Some(bounce) = &arrived.bounce {
            assert!(bounce.recipient.is_empty() || domain::mail::is_address(&bounce.recipient));
        }
    }
    let _ = (read_opened(data), signed_within(data));
});
