//! Reads mail without OpenPGP, with a key that everybody knows.

use app::ports::post::{Envelope, Post};
use domain::mail::Arrived;
use domain::words::Digest;
use formats::inbound::{Where, read_mail};

/// Reads mail of `acme.example`, and believes what `mx.acme.example` found.
pub struct QuickPost;

impl Post for QuickPost {
    fn read(&self, raw: &[u8], envelope: &Envelope, _: &[String]) -> Result<Arrived, String> {
        let at = Where {
            domain: "acme.example",
            trusted: "mx.acme.example",
            null_sender: envelope.null_sender,
            recipients: &envelope.recipients,
        };
        Ok(read_mail(raw, &at)?.arrived)
    }

    fn keyed(&self, words: &[&[u8]]) -> Result<Digest, String> {
        let words: Vec<&[u8]> = std::iter::once(&b"key"[..]).chain(words.iter().copied()).collect();
        Ok(Digest::of_parts(&words))
    }
}
