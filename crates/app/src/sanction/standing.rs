//! By what a reporter is known again: the address that they gave, and their OpenPGP key. Never by where
//! they connect from. The store sees codes of both, and is asked the same whoever it is (I12).

use crate::{Ctx, Error};
use domain::access::Action;
use domain::case::{Case, Fact, News};
use domain::mail::key_mark;
use domain::policy::Measure;
use domain::sanction::SanctionState;
use domain::words::{CaseId, Digest};
use std::collections::BTreeSet;

/// So many sanctions of one address or key are looked at.
const MOST: u32 = 5;

fn address_key(address: &str) -> String {
    let address = address.trim().to_lowercase();
    format!("sanction/{}", Digest::of_parts(&[b"sanctioned address", address.as_bytes()]))
}

fn mark_key(mark: &str) -> String {
    format!("sanction/{}", Digest::of_parts(&[b"sanctioned key", mark.as_bytes()]))
}

/// The mark of a key, as sanctions keep it.
fn mark_of(key: &str) -> Option<String> {
    key_mark(key).map(|mark| mark.to_string())
}

/// The key of all cases that have a sanction.
pub(super) const ALL: &str = "sanctions";

/// The key of the cases that came while a sanction of this case ran.
pub(super) fn under_key(case: &CaseId) -> String {
    format!("under-sanction/{case}")
}

/// The key of one open case that came under a sanction.
pub(super) fn barred_key(case: &CaseId) -> String {
    format!("barred/{case}")
}

/// The keys of a case that come with sanctions, and go with them.
pub(crate) fn keys(case: &Case) -> BTreeSet<String> {
    let conduct = &case.conduct;
    let mut keys: BTreeSet<String> = conduct.barred.iter().map(under_key).collect();
    if !conduct.barred.is_empty() && !case.report.is_over() {
        keys.insert(barred_key(&case.id));
    }
    if !conduct.sanctions.is_empty() {
        keys.insert(ALL.to_owned());
    }
    let running = conduct
        .sanctions
        .iter()
        .filter(|one| one.state == SanctionState::Running && one.terms.measure == Measure::Ban);
    for one in running {
        // Whatever was given since is theirs as well.
        let addresses = [one.address.as_deref(), case.contact.address.as_deref()];
        keys.extend(addresses.into_iter().flatten().map(address_key));
        let now = case.contact.key.as_deref().and_then(mark_of);
        keys.extend([one.key.clone(), now].iter().flatten().map(|mark| mark_key(mark)));
    }
    keys
}

/// The cases whose sanctions run now against whoever has this address or this key. A case is looked for
/// in any event, so that an answer takes as long for everybody.
async fn standing(ctx: &Ctx, address: &str, key: &str) -> Result<Vec<CaseId>, Error> {
    let mut keys = BTreeSet::from([address_key(address)]);
    keys.extend(mark_of(key).map(|mark| mark_key(&mark)));
    let mut found = ctx.app.store.keyed(&keys, MOST).await?;
    if found.is_empty() {
        found.push(CaseId::from_chance([0; 16]));
    }
    let mut under = Vec::new();
    for id in found {
        match ctx.as_system().look_into(&id, Action::ReadCase).await {
            Ok(opened) if opened.case.conduct.sanctions.iter().any(|one| one.bars(ctx.now)) => {
                under.push(id);
            }
            Ok(_) | Err(Error::NotThere) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(under)
}

/// Whoever says where they are reached is known again by it: that goes into the event that there is
/// anyway, so that nobody can tell from outside.
pub(crate) async fn bar<'n>(
    ctx: &Ctx,
    own: Option<&CaseId>,
    news: impl Iterator<Item = &'n mut News>,
) -> Result<(), Error> {
    for one in news {
        if let Fact::ContactGiven { thread: Some(_), under } = &mut one.fact {
            let (address, key) = (one.content.get("address"), one.content.get("key"));
            *under = standing(ctx, address, key).await?;
            under.retain(|id| Some(id) != own);
        }
    }
    Ok(())
}

/// What is said of a report whose sender is known by an address alone, and has no page of it.
pub(crate) async fn of_address(ctx: &Ctx, address: &str) -> Result<Option<News>, Error> {
    let under = standing(ctx, address, "").await?;
    Ok((!under.is_empty()).then(|| Fact::Barred { under }.into()))
}
