//! By what an OpenPGP key is known again, however it was exported: a digest of its first packet, which is
//! what its fingerprint is made of too. Nothing is verified by it.

use crate::words::Digest;

/// The first packet of an exported key.
const PUBLIC_KEY: u8 = 6;
/// No first packet is longer.
const PACKET_MAX: usize = 20_000;

/// The mark of this key; nothing where it cannot be read.
pub fn key_mark(armored: &str) -> Option<Digest> {
    let (_, body) = armored.split_once("-----BEGIN PGP PUBLIC KEY BLOCK-----")?;
    let (body, _) = body.split_once("-----END")?;
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines = lines.filter(|line| !line.contains(": "));
    let text = lines.take_while(|line| !line.starts_with('=')).flat_map(str::bytes);
    let packet = first_packet(&decoded(text, PACKET_MAX)?)?.to_vec();
    Some(Digest::of_parts(&[b"openpgp key", &packet]))
}

/// As many bytes of this text in base 64 as are needed.
fn decoded(text: impl Iterator<Item = u8>, most: usize) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.filter(|letter| *letter != b'=') {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
        if bytes.len() >= most {
            break;
        }
    }
    Some(bytes)
}

/// The body of the first packet, if it is a public key of a stated length.
fn first_packet(bytes: &[u8]) -> Option<&[u8]> {
    let (first, rest) = bytes.split_first()?;
    if first & 0x80 == 0 {
        return None;
    }
    let at = |n: usize| rest.get(n).map(|byte| usize::from(*byte));
    let wide = |from: usize, many: usize| {
        (from..from + many).try_fold(0_usize, |sum, n| Some(sum << 8 | at(n)?))
    };
    let (tag, head, length) = if first & 0x40 == 0 {
        let many = [1, 2, 4, 0][usize::from(first & 3)];
        (first >> 2 & 0xf, many, wide(0, many).filter(|_| many > 0)?)
    } else {
        let tag = first & 0x3f;
        match at(0)? {
            short @ 0..=191 => (tag, 1, short),
            high @ 192..=223 => (tag, 2, ((high - 192) << 8) + at(1)? + 192),
            255 => (tag, 5, wide(1, 4)?),
            _ => return None,
        }
    };
    let body = rest.get(head..head.checked_add(length)?)?;
    (tag == PUBLIC_KEY && !body.is_empty()).then_some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn armored(base64: &str, headers: &str) -> String {
        format!(
            "-----BEGIN PGP PUBLIC KEY BLOCK-----\n{headers}\n{base64}\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n"
        )
    }

    // A packet of the tag 6 with the body 04 01 02 03, then what differs by export.
    const NEW: &str = "xgQEAQIDzQFh";
    const OLD: &str = "mAQEAQIDtAFi";

    #[test]
    fn one_key_has_one_mark_however_it_was_exported() {
        let mark = key_mark(&armored(NEW, "")).expect("a mark");
        assert_eq!(key_mark(&armored(NEW, "Comment: of mine\nVersion: 1\n")), Some(mark));
        assert_eq!(key_mark(&armored(OLD, "")), Some(mark));
        assert_ne!(key_mark(&armored("xgQEAQIEzQFh", "")), Some(mark));
    }

    #[test]
    fn what_is_no_key_has_no_mark_and_stops_nothing() {
        for text in ["", "!!!!", "xv8=", "xv////////8=", "zQFh", "xgQEAQ==", "AAAA", "xuA="] {
            assert_eq!(key_mark(&armored(text, "")), None, "{text}");
        }
        assert_eq!(key_mark("-----BEGIN PGP PUBLIC KEY BLOCK-----"), None);
        assert_eq!(key_mark(""), None);
    }
}
