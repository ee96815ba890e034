//! Web addresses that people typed, as addresses that a strict reader takes.

use std::fmt::Write;

/// The same address with every character that an address may not have written as `%XX`.
pub(crate) fn uri(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let bytes = url.as_bytes();
    let fragment = bytes.iter().position(|byte| *byte == b'#');
    let start = url.find("://").map_or(0, |at| at + 3);
    let path = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    for (at, byte) in bytes.iter().enumerate() {
        let two = bytes.get(at + 1..at + 3);
        let escape = two.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        let stays = match byte {
            b'%' => escape,
            b'#' => fragment == Some(at),
            b'[' | b']' => at < path,
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(byte),
        };
        if stays {
            out.push(char::from(*byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing to a string succeeds");
        }
    }
    out
}

/// The host of a web or mail address, in lower case, if it looks like one.
pub(crate) fn host(address: &str) -> Option<String> {
    let web = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let authority = web.unwrap_or(address).split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    (!host.is_empty() && host.chars().all(good)).then_some(host)
}
