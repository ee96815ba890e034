//! What a user asks about: `node@20.3.0`.
//!
//! Only an exact release version can be judged. Everything else - a line, a wildcard, an alias, a
//! nightly, plain nonsense - is still a target, with the sentence that says why it cannot be
//! judged. Reading one never fails, and never turns one thing into another by guessing.

use crate::complaint::quote;
use crate::version::Version;

#[cfg(test)]
mod tests;

/// The longest target text that is looked at.
pub const LENGTH_MAX: usize = 200;

/// One thing to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    text: String,
    product: Option<String>,
    version: Result<Version, String>,
}

impl Target {
    /// Reads a target. A leading `v` of the version is dropped, blanks around it all are too.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.len() > LENGTH_MAX {
            let reason = format!("the target is longer than {LENGTH_MAX} bytes");
            return Self { text: shortened(text), product: None, version: Err(reason) };
        }
        let (product, version) = match text.split_once('@') {
            Some((product, version)) if is_product(product) => {
                (Some(product.to_owned()), exact(version))
            }
            Some(("", _)) | None => {
                (None, Err("the target names no product; write it as node@20.3.0".to_owned()))
            }
            Some((product, _)) => {
                (None, Err(format!("{} is not the name of a product", quote(product))))
            }
        };
        Self { text: text.to_owned(), product, version }
    }

    /// The target as it was written; cut when it was far too long.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name of the product, where one is named.
    #[must_use]
    pub fn product(&self) -> Option<&str> {
        self.product.as_deref()
    }

    /// The exact version, or the sentence that says why there is none.
    pub fn version(&self) -> Result<&Version, &str> {
        self.version.as_ref().map_err(String::as_str)
    }
}

/// Whether a text may name a product: lower-case letters, digits, and `-` `_` `.` between them.
pub(crate) fn is_product(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let ends = |byte: Option<u8>| byte.is_some_and(plain);
    text.len() <= 64
        && ends(text.bytes().next())
        && ends(text.bytes().last())
        && text.bytes().all(|byte| plain(byte) || b"-_.".contains(&byte))
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(LENGTH_MAX / 4).collect();
    short.push('…');
    short
}

fn exact(text: &str) -> Result<Version, String> {
    let bare = text.strip_prefix('v').unwrap_or(text);
    match bare.parse::<Version>() {
        Ok(version) if !version.pre().is_empty() => Err(format!(
            "{} is a pre-release or nightly build; the records speak of releases only",
            quote(text)
        )),
        Ok(_) if bare.contains('+') => {
            Err(format!("{} carries build metadata, so it is not exactly a release", quote(text)))
        }
        Ok(version) => Ok(version),
        Err(_) => Err(unclear(text, bare)),
    }
}

fn unclear(text: &str, bare: &str) -> String {
    let quoted = quote(text);
    let numbers = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let alphabetic = bare.starts_with(|it: char| it.is_ascii_alphabetic());
    let signs = bare.contains(['^', '~', '<', '>', '=', '|', '*']);
    if text.is_empty() {
        "no version is given; write it as node@20.3.0".to_owned()
    } else if bare.split('.').count() < 3 && bare.split('.').all(numbers) {
        format!("{quoted} names a release line, not one version")
    } else if signs || bare.split('.').any(|part| part == "x" || part == "X") {
        format!("{quoted} is a range of versions, not one version")
    } else if alphabetic {
        format!("{quoted} is a name that moves from version to version")
    } else {
        format!("{quoted} is not a version of the form 20.3.0")
    }
}
