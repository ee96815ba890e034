//! Whether a machine sent a mail (RFC 3834, and what programs did before it).

use super::Where;
use domain::mail::Automatic;
use mail_parser::{HeaderValue, Message};

/// What an answer must not be sent to.
pub(super) fn is_automatic(
    message: &Message<'_>,
    id: Option<&str>,
    at: &Where<'_>,
) -> Option<Automatic> {
    if id.is_some_and(|id| is_ours(id, at.domain)) {
        return Some(Automatic::Echo);
    }
    let raw = |name: &'static str| {
        let mut all = message.headers_raw();
        let found = all.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let submitted = raw("Auto-Submitted").is_some_and(|how| !how.starts_with("no"));
    let answers = ["X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "X-Mail-Autoreply"];
    let precedence = raw("Precedence").unwrap_or_default();
    let machine = submitted
        || at.null_sender
        || precedence.starts_with("auto")
        || answers.into_iter().any(|name| raw(name).is_some());
    if machine {
        return Some(Automatic::Answer);
    }
    let lists = message
        .headers_raw()
        .any(|(name, _)| name.get(..5).is_some_and(|begins| begins.eq_ignore_ascii_case("list-")));
    let bulk = ["bulk", "list", "junk"].iter().any(|word| precedence.starts_with(word));
    (lists || bulk).then_some(Automatic::List)
}

/// Whether this Message-ID is one that we make.
fn is_ours(id: &str, domain: &str) -> bool {
    let Some((local, at)) = id.trim_matches(['<', '>']).rsplit_once('@') else { return false };
    let hex = local.len() == 12 && local.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex && !domain.is_empty() && at.eq_ignore_ascii_case(domain)
}

/// Whether it says that it answers a mail of ours.
pub(super) fn answers(message: &Message<'_>, domain: &str) -> bool {
    let ours = |value: &HeaderValue<'_>| match value {
        HeaderValue::Text(id) => is_ours(id, domain),
        HeaderValue::TextList(ids) => ids.iter().any(|id| is_ours(id, domain)),
        _ => false,
    };
    ours(message.in_reply_to()) || ours(message.references())
}
