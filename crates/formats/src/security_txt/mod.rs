//! `security.txt` (RFC 9116): written from a policy, and checked, ours like anybody's.

mod check;

pub use check::{Finding, Report, check};

use domain::policy::Policy;
use jiff::civil::Date;

/// The file for a site, without a signature. The same bytes all month: it expires on the first day
/// of this month next year, which is never more than a year and never less than eleven months away.
pub fn write(policy: &Policy, site: &str, today: Date) -> String {
    let site = site.trim_end_matches('/');
    let settings = &policy.security_txt;
    let mut text = format!("# Policy {}, SHA-256 {}\n", policy.id, policy.digest);
    let mut line = |name: &str, value: &str| text.push_str(&format!("{name}: {value}\n"));
    line("Contact", &format!("{site}/report"));
    let reach = policy.contacts.iter().filter(|contact| contact.takes_reports());
    for address in reach.filter_map(|contact| uri(&contact.address)) {
        line("Contact", &address);
    }
    let (year, month) = (today.year() + 1, today.month());
    line("Expires", &format!("{year:04}-{month:02}-01T00:00:00Z"));
    if let Some(encryption) = &settings.encryption {
        line("Encryption", encryption);
    }
    if let Some(acknowledgments) = &settings.acknowledgments {
        line("Acknowledgments", acknowledgments);
    }
    let languages = match settings.languages.as_slice() {
        [] => "en".to_owned(),
        some => some.join(", "),
    };
    line("Preferred-Languages", &languages);
    line("Canonical", &format!("{site}/.well-known/security.txt"));
    line("Policy", &format!("{site}/policy"));
    if let Some(hiring) = &settings.hiring {
        line("Hiring", hiring);
    }
    if let Some(csaf) = &settings.csaf {
        line("CSAF", csaf);
    }
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
