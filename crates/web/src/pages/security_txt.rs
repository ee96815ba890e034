//! `security.txt` (RFC 9116), written from the policy.

use crate::answer::{Answer, SHORT, public};
use crate::state::WebState;
use axum::extract::State;
use axum::http::HeaderMap;
use domain::policy::Policy;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The file.
pub(crate) async fn show(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let today = (state.now)().to_zoned(TimeZone::UTC).date();
    let text = text(state.policy(), &state.public_url, today);
    Ok(public(&headers, "text/plain; charset=utf-8", SHORT, text))
}

/// The same bytes all month: it expires on the first day of this month next year, which is never
/// more than a year and never less than eleven months away.
pub(crate) fn text(policy: &Policy, public_url: &str, today: Date) -> String {
    let mut text = format!("Contact: {public_url}/report\n");
    let reach = policy.contacts.iter().filter(|contact| contact.how != "escalation");
    for address in reach.filter_map(|contact| uri(&contact.address)) {
        text.push_str(&format!("Contact: {address}\n"));
    }
    let (year, month) = (today.year() + 1, today.month());
    text.push_str(&format!("Expires: {year:04}-{month:02}-01T00:00:00Z\n"));
    text.push_str("Preferred-Languages: en\n");
    text.push_str(&format!("Canonical: {public_url}/.well-known/security.txt\n"));
    text.push_str(&format!("Policy: {public_url}/policy\n"));
    text
}

/// A contact must be an address that programs understand.
fn uri(address: &str) -> Option<String> {
    let one_word = !address.is_empty() && !address.contains(char::is_whitespace);
    if !one_word {
        return None;
    }
    if address.starts_with("https://") || address.starts_with("mailto:") {
        return Some(address.to_owned());
    }
    (address.contains('@') && !address.contains(':')).then(|| format!("mailto:{address}"))
}
