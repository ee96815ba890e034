//! Passkeys, as browsers speak of them (WebAuthn). What goes to a browser, what comes back and what is
//! kept is JSON that only the adapter reads.

use domain::words::AccountId;

/// What a browser is asked, and what must be remembered until it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceremony {
    /// For the browser.
    pub options: String,
    /// For us; it never leaves the server.
    pub state: String,
}

/// Whose passkey is made.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'h> {
    /// Their account.
    pub account: &'h AccountId,
    /// How they log in.
    pub login: &'h str,
    /// How they are called.
    pub name: &'h str,
}

/// A passkey as it is kept: a public key, and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeKey {
    /// Its name among all keys, as the authenticator chose it.
    pub id: Vec<u8>,
    /// The rest.
    pub record: String,
}

/// Passkeys at one address.
pub trait Passkeys: Send + Sync {
    /// Why there are none at this address, where there are none.
    fn why_not(&self) -> Option<String>;
    /// Begin to make one; those that are known are not made again.
    fn begin_making(&self, holder: Holder<'_>, known: &[Vec<u8>]) -> Result<Ceremony, String>;
    /// What the browser made, if its answer holds.
    fn made(&self, state: &str, answer: &str) -> Result<MadeKey, String>;
    /// Begin to log in with one, whosever it is.
    fn begin_using(&self) -> Result<Ceremony, String>;
    /// Which key an answer claims to be by. Nothing is proven yet.
    fn claimed(&self, answer: &str) -> Option<Vec<u8>>;
    /// Whether the answer is by this key, which has made sure of its user; with the key's record as it
    /// is from now on.
    fn used(&self, state: &str, answer: &str, record: &str) -> Result<String, String>;
}

/// None, wherever that is.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPasskeys;

impl NoPasskeys {
    const SAYS: &'static str = "they were not set up";
}

impl Passkeys for NoPasskeys {
    fn why_not(&self) -> Option<String> {
        Some(Self::SAYS.to_owned())
    }

    fn begin_making(&self, _: Holder<'_>, _: &[Vec<u8>]) -> Result<Ceremony, String> {
        Err(Self::SAYS.to_owned())
    }

    fn made(&self, _: &str, _: &str) -> Result<MadeKey, String> {
        Err(Self::SAYS.to_owned())
    }

    fn begin_using(&self) -> Result<Ceremony, String> {
        Err(Self::SAYS.to_owned())
    }

    fn claimed(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn used(&self, _: &str, _: &str, _: &str) -> Result<String, String> {
        Err(Self::SAYS.to_owned())
    }
}
