//! Whoever works here does nothing by mail: an address is written by anybody.

use super::REFUSED;
use crate::{Ctx, Error};
use domain::mail::same_address;
use domain::words::Refusal;

/// Refuse a mail that says it is from somebody who works here, or from the project itself.
pub(super) async fn keep_out(ctx: &Ctx, from: &str) -> Result<(), Error> {
    let policy = ctx.policy();
    let rotas = policy.rotas.iter().flat_map(|rota| rota.to.iter().map(String::as_str));
    let contacts = policy.contacts.iter().map(|contact| contact.address.as_str());
    let plain = |address: &str| same_address(address.trim_start_matches("mailto:"), from);
    let mut staff = rotas.chain(contacts).any(plain);
    if !staff {
        let accounts = ctx.app.store.accounts().await?;
        staff = accounts.iter().any(|account| same_address(&account.login, from));
    }
    if !staff {
        return Ok(());
    }
    tracing::warn!("a mail that says it is from the team was refused");
    let says = "nothing is done by mail in the name of the team, because anybody can write an \
                address; sign in to the pages to act, or to file this as a report";
    Err(Refusal::new(REFUSED, says).into())
}
