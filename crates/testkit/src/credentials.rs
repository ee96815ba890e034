//! Passwords and codes that cost nothing. Fit for nothing but tests.

use app::ports::chance::Credentials;
use domain::words::Digest;
use jiff::Timestamp;

/// Seconds of one step of the second factor.
const STEP: i64 = 30;

/// SHA-256 in place of a slow hash, and a fixed rule in place of an authenticator.
#[derive(Debug, Clone, Copy, Default)]
pub struct QuickCredentials;

fn kept(password: &str, salt: &str) -> String {
    let digest = Digest::of_parts(&[b"quick password", salt.as_bytes(), password.as_bytes()]);
    format!("quick${salt}${digest}")
}

fn code_of(secret: &[u8], step: i64) -> String {
    let digest = Digest::of_parts(&[b"quick code", secret, &step.to_be_bytes()]);
    let digits = digest.bytes().iter().take(6).map(|byte| char::from(b'0' + byte % 10));
    digits.collect()
}

/// The code that an authenticator with this secret shows at this instant.
pub fn code_at(secret: &[u8], now: Timestamp) -> String {
    code_of(secret, now.as_second() / STEP)
}

impl Credentials for QuickCredentials {
    fn hash_password(&self, password: &str, salt: [u8; 16]) -> Result<String, String> {
        Ok(kept(password, &u128::from_be_bytes(salt).to_string()))
    }

    fn weakness(&self, password: &str, theirs: &[&str]) -> Option<String> {
        theirs.contains(&password).then(|| "it is a name of yours".to_owned())
    }

    fn check_password(&self, password: &str, before: &str) -> bool {
        let salt = before.split('$').nth(1).unwrap_or_default();
        kept(password, salt) == before
    }

    fn check_code(&self, secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
        let step = now.as_second() / STEP;
        (step - 1..=step + 1).find(|step| code_of(secret, *step) == code)
    }

    fn enrolment(&self, _: &[u8], issuer: &str, login: &str) -> Result<String, String> {
        Ok(format!("quick://{issuer}/{login}"))
    }
}
