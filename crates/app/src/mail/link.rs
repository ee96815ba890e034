//! The link that opens the page of a report by mail, once: it is exchanged for the secret that opens
//! the page from then on. Found in a mailbox later it is worth nothing.

use crate::intake::secret_again;
use crate::ports::store::{Once, StoreError, Write};
use crate::{Ctx, Error};
use domain::words::{Digest, Secret};
use jiff::SignedDuration;

const SCOPE: &str = "mail-link";
/// How long a link works.
pub(crate) const DAYS: i64 = 14;

/// The secret behind a link that nobody has used. A wrong one, an old one and one that was used give
/// the same answer.
pub async fn redeem(ctx: &Ctx, key: &str) -> Result<Secret, Error> {
    if key.len() != 64 || !key.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Error::NotThere);
    }
    let (secret, received_at) = secret_again(ctx, key).await?.ok_or(Error::NotThere)?;
    let until = received_at.checked_add(SignedDuration::from_hours(24 * DAYS));
    if until.is_ok_and(|until| until < ctx.now) {
        return Err(Error::NotThere);
    }
    let used = Write::Once(Once {
        scope: SCOPE.to_owned(),
        key: Digest::of_parts(&[b"used", key.as_bytes()]).to_string(),
        request: Digest::of(b""),
        answer: String::new(),
    });
    match ctx.app.store.commit(vec![used]).await {
        Ok(()) => Ok(secret),
        Err(StoreError::Conflict(_)) => Err(Error::NotThere),
        Err(error) => Err(error.into()),
    }
}
