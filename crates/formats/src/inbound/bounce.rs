//! Reports that a mail did not arrive (RFC 3464).

use super::is_kind;
use domain::mail::{Bounce, is_address};
use mail_parser::Message;

/// What such a report says of the first whom it did not reach.
pub(super) fn bounce(raw: &[u8], message: &Message<'_>) -> Option<Bounce> {
    if !is_kind(message.root_part(), "multipart", "report") {
        return None;
    }
    let status = message.parts.iter().find(|part| is_kind(part, "message", "delivery-status"))?;
    let bytes = raw.get(status.raw_body_offset() as usize..status.raw_end_offset() as usize)?;
    let text = String::from_utf8_lossy(bytes);
    let field = |name: &str| {
        text.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let recipient = field("Original-Recipient").into_iter().chain(field("Final-Recipient"));
    let address = |value: String| {
        let address = value.rsplit(';').next().unwrap_or("").trim();
        let address = address.trim_matches(['<', '>']).to_ascii_lowercase();
        is_address(&address).then_some(address)
    };
    let recipient = recipient.filter_map(address).next().unwrap_or_default();
    let failed = field("Action").is_some_and(|action| action.eq_ignore_ascii_case("failed"));
    let permanent = field("Status").is_none_or(|status| status.starts_with('5'));
    Some(Bounce { recipient, for_good: failed && permanent })
}
