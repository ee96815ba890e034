//! Mail that came in, read. Everything in it was written by a stranger: what cannot be read is left
//! out, and what is read is one line where one line is wanted. Begin with [`read_mail`].

mod automatic;
mod bounce;
mod results;

use domain::mail::{Arrived, Attached, Checks, is_address, is_token};
use domain::words::{Digest, one_line};
use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

/// More parts than any person's mail has.
const PARTS_MAX: usize = 200;
/// No subject is longer.
const SUBJECT_MAX: usize = 300;
/// So many words that may be tokens are looked at.
const TOKENS_MAX: usize = 8;

/// What is known of where a mail came in.
#[derive(Debug, Clone, Default)]
pub struct Where<'a> {
    /// The domain of our own mail.
    pub domain: &'a str,
    /// Whose `Authentication-Results` are believed; nobody's when empty.
    pub trusted: &'a str,
    /// Whether mail servers say that it came from nobody.
    pub null_sender: bool,
    /// To whom mail servers say that it goes.
    pub recipients: &'a [String],
}

/// A mail, and what of it is for OpenPGP.
#[derive(Debug)]
pub struct ReadMail {
    /// What it says.
    pub arrived: Arrived,
    /// What is encrypted in it.
    pub sealed: Option<Vec<u8>>,
    /// What is signed in it, to the byte, and the signature.
    pub signed: Option<(Vec<u8>, Vec<u8>)>,
}

/// Read a mail; `Err` says why it is none.
pub fn read_mail(raw: &[u8], at: &Where<'_>) -> Result<ReadMail, String> {
    let parsed = MessageParser::default().parse(raw);
    let message = parsed.ok_or("this is no mail: there are no headers")?;
    if message.headers().is_empty() {
        return Err("this is no mail: there are no headers".to_owned());
    }
    if message.parts.len() > PARTS_MAX {
        return Err(format!("a mail has at most {PARTS_MAX} parts; send fewer files"));
    }
    let message_id = message.message_id().filter(|id| is_plain_id(id)).map(str::to_owned);
    let from = sender(&message);
    let arrived = Arrived {
        id: identity(raw, message.message_id(), &message),
        message_id: message_id.as_ref().map(|id| format!("<{id}>")),
        subject: one_line(message.subject().unwrap_or(""), SUBJECT_MAX),
        text: text(&message),
        tokens: tokens(&message, at),
        answers_ours: automatic::answers(&message, at.domain),
        automatic: automatic::is_automatic(&message, message_id.as_deref(), at),
        bounce: bounce::bounce(raw, &message),
        attached: attached(&message),
        checks: Checks {
            from: from.clone().unwrap_or_default(),
            ..results::found(raw, at.trusted)
        },
        from,
    };
    let (sealed, signed) = (sealed(&message), signed(raw, &message));
    Ok(ReadMail { arrived, sealed, signed })
}

/// The words of what was encrypted: a part of its own, whose own headers say what it is.
pub fn read_opened(opened: &[u8]) -> (Option<String>, Vec<Attached>) {
    match MessageParser::default().parse(opened) {
        Some(inner) if !inner.headers().is_empty() && inner.parts.len() <= PARTS_MAX => {
            (text(&inner), attached(&inner))
        }
        // Encrypted by hand, without a word of what it is.
        _ => (Some(String::from_utf8_lossy(opened).into_owned()), Vec::new()),
    }
}

/// What is signed within what was encrypted, where it was signed before and not with it.
pub fn signed_within(opened: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    signed(opened, &MessageParser::default().parse(opened)?)
}

/// The same for every delivery of one mail, whatever servers on its way put on top.
fn identity(raw: &[u8], id: Option<&str>, message: &Message<'_>) -> Digest {
    let start = message.root_part().raw_body_offset() as usize;
    let body = raw.get(start..).unwrap_or_default();
    let named = id.map(str::to_owned).unwrap_or_else(|| {
        let date = message.date().map(ToString::to_string).unwrap_or_default();
        format!("{date} {}", message.subject().unwrap_or(""))
    });
    let from = sender(message).unwrap_or_default();
    Digest::of_parts(&[b"mail", named.as_bytes(), from.as_bytes(), body])
}

/// Whether it can stand in a header of ours.
fn is_plain_id(id: &str) -> bool {
    let odd = |c: char| !c.is_ascii_graphic() || c == '<' || c == '>';
    (3..=250).contains(&id.len()) && id.contains('@') && !id.chars().any(odd)
}

/// The one address it is from.
fn sender(message: &Message<'_>) -> Option<String> {
    let mut from = message.from()?.iter();
    let only = from.next()?.address()?.trim().to_ascii_lowercase();
    (from.next().is_none() && is_address(&only)).then_some(only)
}

fn text(message: &Message<'_>) -> Option<String> {
    let bodies = (0..message.text_body_count()).filter_map(|at| message.body_text(at));
    let all = bodies.map(|body| body.trim().to_owned()).filter(|body| !body.is_empty());
    let all: Vec<String> = all.collect();
    (!all.is_empty()).then(|| all.join("\n\n").replace("\r\n", "\n"))
}

/// Words that may be tokens, from the addresses it was sent to and its subject.
fn tokens(message: &Message<'_>, at: &Where<'_>) -> Vec<String> {
    let headers = [message.to(), message.cc()].into_iter().flatten();
    let written = headers.flat_map(|list| list.iter().filter_map(|one| one.address()));
    let local = |address: &str| address.rsplit_once('@').map(|(local, _)| local.to_owned());
    let places = at.recipients.iter().map(String::as_str).chain(written).filter_map(local);
    let places: Vec<String> = places.chain(message.subject().map(str::to_owned)).collect();
    let words = places.iter().flat_map(|place| place.split(|c: char| !c.is_ascii_alphanumeric()));
    let mut found: Vec<String> = Vec::new();
    for word in words.filter(|word| is_token(word)).map(str::to_ascii_lowercase) {
        if !found.contains(&word) && found.len() < TOKENS_MAX {
            found.push(word);
        }
    }
    found
}

fn is_kind(part: &mail_parser::MessagePart<'_>, kind: &str, sub: &str) -> bool {
    part.content_type().is_some_and(|found| {
        found.ctype().eq_ignore_ascii_case(kind)
            && found.subtype().is_some_and(|found| found.eq_ignore_ascii_case(sub))
    })
}

fn attached(message: &Message<'_>) -> Vec<Attached> {
    let files = message.attachments().filter(|part| {
        let ours = ["pgp-signature", "pgp-encrypted"];
        !ours.iter().any(|sub| is_kind(part, "application", sub))
            && !is_kind(part, "message", "delivery-status")
    });
    files
        .map(|part| Attached {
            name: match part.attachment_name().map(|name| one_line(name, 100)) {
                Some(name) if !name.is_empty() => name,
                _ => "without a name".to_owned(),
            },
            bytes: part.contents().len() as u64,
            sha256: Digest::of(part.contents()),
        })
        .collect()
}

const ARMOUR: &str = "-----BEGIN PGP MESSAGE-----";

/// What is encrypted: the second part of `multipart/encrypted`, or armour that is all of a text.
fn sealed(message: &Message<'_>) -> Option<Vec<u8>> {
    if is_kind(message.root_part(), "multipart", "encrypted") {
        let data = message.parts.iter().find(|part| is_kind(part, "application", "octet-stream"));
        return data.map(|part| part.contents().to_vec());
    }
    let text = message.body_text(0)?;
    let text = text.trim();
    text.starts_with(ARMOUR).then(|| text.as_bytes().to_vec())
}

/// What is signed: the first part of `multipart/signed`, headers and all.
fn signed(raw: &[u8], message: &Message<'_>) -> Option<(Vec<u8>, Vec<u8>)> {
    let root = message.root_part();
    if !is_kind(root, "multipart", "signed") {
        return None;
    }
    let PartType::Multipart(parts) = &root.body else { return None };
    let part = |at: usize| message.parts.get(*parts.get(at)? as usize);
    let (first, second) = (part(0)?, part(1)?);
    if !is_kind(second, "application", "pgp-signature") {
        return None;
    }
    let bytes = raw.get(first.raw_header_offset() as usize..first.raw_end_offset() as usize)?;
    Some((canonical(bytes), second.contents().to_vec()))
}

/// As it is signed: with the ends of lines that mail has, and without the last one, which belongs to
/// the boundary.
fn canonical(bytes: &[u8]) -> Vec<u8> {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        if *byte == b'\n' && before != Some(&b'\r') {
            out.push(b'\r');
        }
        out.push(*byte);
    }
    out
}

#[cfg(test)]
mod tests;
