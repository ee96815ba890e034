//! Passwords by Argon2id and time-based codes by RFC 6238.

use app::ports::chance::Credentials;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use jiff::Timestamp;
use totp_rs::{Builder, Secret, Totp};
use zxcvbn::feedback::Feedback;
use zxcvbn::{Score, zxcvbn};

/// Words that are on every page here, and so in many a guess.
const OURS: [&str; 3] = ["vulnerary", "security", "vulnerability"];

/// Argon2id with its library's defaults (19 MiB, two passes) and six-digit codes each 30 s, one
/// step early or late.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemCredentials;

fn totp(secret: &[u8], issuer: &str, login: &str) -> Result<Totp, String> {
    Builder::new()
        .with_secret(Secret::from(secret.to_vec()))
        .with_issuer(Some(issuer.replace(':', " ")))
        .with_account_name(login.replace(':', " "))
        .build()
        .map_err(|error| error.to_string())
}

impl Credentials for SystemCredentials {
    fn hash_password(&self, password: &str, salt: [u8; 16]) -> Result<String, String> {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|error| error.to_string())
    }

    fn weakness(&self, password: &str, theirs: &[&str]) -> Option<String> {
        let known: Vec<&str> = theirs.iter().chain(&OURS).copied().collect();
        let guess = zxcvbn(password, &known);
        if guess.score() >= Score::Three {
            return None;
        }
        let why = guess.feedback().and_then(Feedback::warning);
        let why = why.map(|why| why.to_string().trim_end_matches('.').to_lowercase());
        Some(why.unwrap_or_else(|| "it is easy to guess".to_owned()))
    }

    fn check_password(&self, password: &str, kept: &str) -> bool {
        PasswordHash::new(kept)
            .is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
    }

    fn check_code(&self, secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
        let seconds = u64::try_from(now.as_second()).ok()?;
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let step = totp(secret, "vulnerary", "login").ok()?.check(&code, seconds)?;
        i64::try_from(step).ok()
    }

    fn enrolment(&self, secret: &[u8], issuer: &str, login: &str) -> Result<String, String> {
        totp(secret, issuer, login)?.to_url().map_err(|error| error.to_string())
    }
}
