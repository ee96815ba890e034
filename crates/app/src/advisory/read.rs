//! What everyone may read. A function of the publications alone: no case is looked at.

use crate::{Ctx, Error};
use domain::advisory::Advisory;
use domain::embargo::Public;

/// One page of advisories, newest first.
#[derive(Debug, Clone)]
pub struct PublicPage {
    /// Its advisories.
    pub advisories: Vec<Public<Advisory>>,
    /// Where the next page begins: below this number.
    pub next: Option<u32>,
}

fn recall(row: &domain::embargo::PublishedRow) -> Result<Public<Advisory>, Error> {
    Public::recall(row).map_err(|error| Error::Outside(format!("advisory {}: {error}", row.id)))
}

/// A page of public advisories.
pub async fn public_page(ctx: &Ctx, below: Option<u32>, limit: u32) -> Result<PublicPage, Error> {
    let limit = limit.clamp(1, 500);
    let mut rows = ctx.app.store.publications(below, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = more.then(|| rows.last().map(|row| row.number)).flatten();
    let advisories = rows.iter().map(recall).collect::<Result<_, _>>()?;
    Ok(PublicPage { advisories, next })
}

/// The public advisories that changed last, the last one first.
pub async fn changed_public(ctx: &Ctx, limit: u32) -> Result<Vec<Public<Advisory>>, Error> {
    let rows = ctx.app.store.changed_publications(limit.clamp(1, 500)).await?;
    rows.iter().map(recall).collect()
}

/// A number that grows with every publication: what is made of all of them stays as it is while the
/// number does.
pub async fn public_revision(ctx: &Ctx) -> Result<u64, Error> {
    Ok(ctx.app.store.publications_revision().await?)
}

/// Every public advisory, by number.
pub async fn every_public(ctx: &Ctx) -> Result<Vec<Public<Advisory>>, Error> {
    let (mut all, mut below) = (Vec::new(), None);
    loop {
        let page = public_page(ctx, below, 500).await?;
        all.extend(page.advisories);
        below = page.next;
        if below.is_none() {
            all.reverse();
            return Ok(all);
        }
    }
}

/// One public advisory.
pub async fn public_advisory(ctx: &Ctx, id: &str) -> Result<Public<Advisory>, Error> {
    let row = ctx.app.store.publication(id).await?.ok_or(Error::NotThere)?;
    recall(&row)
}

/// One public advisory by its number in the project's series.
pub async fn public_advisory_number(ctx: &Ctx, number: u32) -> Result<Public<Advisory>, Error> {
    let row = ctx.app.store.publication_number(number).await?.ok_or(Error::NotThere)?;
    recall(&row)
}
