//! Checks a `security.txt`. Reading never fails; what is wrong is listed with its line.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// Larger files are not read.
const BYTES_MAX: usize = 100_000;
/// More findings help nobody.
const FINDINGS_MAX: usize = 200;
/// Beyond this, people forget to look after it.
const EXPIRES_DAYS_MAX: i64 = 366;

const SIGNED: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";
const SIGNATURE_END: &str = "-----END PGP SIGNATURE-----";

/// Fields whose value is an address.
const URIS: [&str; 7] =
    ["acknowledgments", "canonical", "contact", "csaf", "encryption", "hiring", "policy"];

/// One thing to say about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A short name.
    pub code: &'static str,
    /// The line, counted from one, where there is one.
    pub line: Option<usize>,
    /// The sentence, in lower case and without a full stop.
    pub says: String,
}

/// Everything there is to say about a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    /// What the standard forbids.
    pub errors: Vec<Finding>,
    /// What it advises.
    pub recommendations: Vec<Finding>,
    /// What it does not know.
    pub notifications: Vec<Finding>,
}

impl Report {
    /// Whether the standard allows this file.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }
}

/// Check a file as of this instant. Signatures are noticed and not verified.
pub fn check(bytes: &[u8], now: Timestamp) -> Report {
    let mut reader = Reader { now, report: Report::default(), seen: Vec::new(), signed: false };
    if bytes.len() > BYTES_MAX {
        reader.error("too_long", None, format!("is longer than {BYTES_MAX} bytes"));
        return reader.report;
    }
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => {
            reader.error("bom_in_file", None, "begins with a byte order mark");
            rest
        }
        None => bytes,
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        reader.error("utf8", None, "is not UTF-8");
        return reader.report;
    };
    if !text.is_empty() && !text.ends_with('\n') {
        reader.error("no_line_separators", None, "the last line does not end");
    }
    reader.text(text);
    reader.whole();
    reader.report
}

struct Reader {
    now: Timestamp,
    report: Report,
    /// Names and values, in order; names in lower case.
    seen: Vec<(String, String)>,
    signed: bool,
}

impl Reader {
    fn error(&mut self, code: &'static str, line: Option<usize>, says: impl Into<String>) {
        if self.report.errors.len() < FINDINGS_MAX {
            self.report.errors.push(Finding { code, line, says: says.into() });
        }
    }

    fn advise(&mut self, code: &'static str, line: Option<usize>, says: &str) {
        self.report.recommendations.push(Finding { code, line, says: says.to_owned() });
    }

    fn text(&mut self, text: &str) {
        let lines: Vec<&str> = text.lines().collect();
        self.signed = lines.first().is_some_and(|line| line.trim_end() == SIGNED);
        if !self.signed {
            for (n, line) in lines.iter().enumerate() {
                self.line(n + 1, line);
            }
            return;
        }
        let body = lines.iter().position(|line| line.trim().is_empty()).map_or(1, |at| at + 1);
        let begin = lines.iter().position(|line| line.trim_end() == SIGNATURE);
        let end = lines.iter().position(|line| line.trim_end() == SIGNATURE_END);
        let (Some(begin), Some(end)) = (begin, end) else {
            self.error(
                "signed_format_issue",
                Some(1),
                "says that it is signed and has no signature",
            );
            return;
        };
        for (n, line) in lines.iter().enumerate().take(begin).skip(body) {
            self.line(n + 1, line.strip_prefix("- ").unwrap_or(line));
        }
        let after = lines.iter().enumerate().skip(end + 1);
        let after = after.filter(|(_, line)| !line.trim().is_empty()).map(|(n, _)| n + 1).next();
        if begin > end || body > begin {
            self.error(
                "signed_format_issue",
                Some(begin + 1),
                "the parts of the signature are mixed up",
            );
        }
        if after.is_some() {
            self.error("data_after_sig", after, "is not covered by the signature");
        }
    }

    fn line(&mut self, n: usize, line: &str) {
        if line.trim().is_empty() || line.starts_with('#') {
            return;
        }
        let at = Some(n);
        let Some((name, value)) = line.split_once(':') else {
            return self.error("invalid_line", at, "is neither a field nor a comment");
        };
        if name.ends_with(char::is_whitespace) {
            self.error("prec_ws", at, "has a blank before the colon");
        }
        let name = name.trim().to_ascii_lowercase();
        if name.is_empty() {
            return self.error("empty_key", at, "has no name before the colon");
        }
        let value = match value.strip_prefix(' ') {
            Some(value) => value.trim(),
            None if value.trim().is_empty() => "",
            None => {
                self.error("no_space", at, "has no blank after the colon");
                value.trim()
            }
        };
        if value.is_empty() {
            return self.error("empty_value", at, "has nothing after the colon");
        }
        self.field(at, &name, value);
        self.seen.push((name, value.to_owned()));
    }

    fn field(&mut self, at: Option<usize>, name: &str, value: &str) {
        match name {
            "expires" => self.expires(at, value),
            "preferred-languages" => self.languages(at, value),
            uri if URIS.contains(&uri) => self.uri(at, value),
            _ => {
                let name = domain::words::one_line(name, 60);
                let says = format!("no standard knows the field \"{name}\"");
                if self.report.notifications.len() < FINDINGS_MAX {
                    let finding = Finding { code: "unknown_field", line: at, says };
                    self.report.notifications.push(finding);
                }
            }
        }
    }

    fn uri(&mut self, at: Option<usize>, value: &str) {
        let scheme =
            value.split_once(':').map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        match scheme {
            Some((scheme, _)) if scheme == "http" => {
                self.error("no_https", at, "must begin with https://");
            }
            Some((scheme, rest))
                if scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                    && scheme.chars().all(good)
                    && !rest.is_empty()
                    && !value.contains(|c: char| c.is_whitespace() || c.is_control()) => {}
            _ => self.error("no_uri", at, "must be an address with its scheme, such as mailto:"),
        }
    }

    fn expires(&mut self, at: Option<usize>, value: &str) {
        let Some(expires) = value.parse::<Timestamp>().ok().filter(|_| value.contains(['T', 't']))
        else {
            let says = "must be an instant with its zone, such as 2027-06-01T00:00:00Z";
            return self.error("invalid_expiry", at, says);
        };
        if expires < self.now {
            self.error("expired", at, "is over");
        } else if expires.duration_since(self.now)
            > SignedDuration::from_hours(EXPIRES_DAYS_MAX * 24)
        {
            self.advise("long_expiry", at, "is more than a year away");
        }
    }

    fn languages(&mut self, at: Option<usize>, value: &str) {
        let good = |tag: &str| {
            let mut parts = tag.split('-');
            let first = parts.next().unwrap_or_default();
            (2..=8).contains(&first.len())
                && first.bytes().all(|b| b.is_ascii_alphabetic())
                && parts.all(|part| {
                    (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
                })
        };
        if !value.split(',').map(str::trim).all(good) {
            self.error("invalid_lang", at, "must be language tags, such as en, es");
        }
    }

    fn count(&self, name: &str) -> usize {
        self.seen.iter().filter(|(known, _)| known == name).count()
    }

    /// What only the whole file shows.
    fn whole(&mut self) {
        match self.count("expires") {
            0 => self.error("no_expire", None, "has no Expires"),
            1 => {}
            _ => self.error("multi_expire", None, "has more than one Expires"),
        }
        if self.count("contact") == 0 {
            self.error("no_contact", None, "has no Contact");
        }
        if self.count("preferred-languages") > 1 {
            self.error("multi_lang", None, "has more than one Preferred-Languages");
        }
        let provider = |(name, value): &(String, String)| {
            name == "csaf" && value.ends_with("/provider-metadata.json")
        };
        if self.count("csaf") > 0 && !self.seen.iter().any(provider) {
            self.error("no_csaf_file", None, "no CSAF leads to a provider-metadata.json");
        }
        if self.count("csaf") > 1 {
            self.advise("multiple_csaf_fields", None, "has more than one CSAF");
        }
        let mail = |(name, value): &(String, String)| {
            name == "contact" && value.to_ascii_lowercase().starts_with("mailto:")
        };
        if self.seen.iter().any(mail) && self.count("encryption") == 0 {
            self.advise("no_encryption", None, "takes mail and names no key to encrypt it with");
        }
        if !self.signed {
            self.advise("not_signed", None, "is not signed");
        } else if self.count("canonical") == 0 {
            self.advise("no_canonical", None, "is signed and does not say where it belongs");
        }
    }
}
