//! The keys under which a case is found beside others: by whose secret, whose mail, which files, and what
//! it is like.

use crate::case::kept_out_key;
use crate::jobs;
use crate::ports::store::Write;
use domain::access::domains_of;
use domain::case::Case;
use domain::intake::{alike_keys_of, waiting_key_of};
use domain::party::PartyRef;
use domain::triage::keys_of;
use domain::words::{AccountId, Digest};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// The key of the secret that opens one participant's page.
pub(crate) fn door_key(secret: &Digest) -> String {
    format!("door/{secret}")
}

fn doors_of(case: &Case) -> BTreeSet<String> {
    let here = case.parties.values().filter(|party| party.removed_at.is_none());
    here.filter_map(|party| party.secret.as_ref()).map(door_key).collect()
}

/// The keys of a case that come and go with what happens in it. Those of its text are not among them:
/// they cost more, and never change.
pub(crate) fn moving_keys(case: &Case) -> BTreeSet<String> {
    let mut keys = keys_of(case);
    keys.extend(doors_of(case));
    keys.extend(breaches_of(case));
    keys.extend(kept_out_of(case));
    keys.extend(glass_of(case));
    keys.extend(waiting_key_of(case));
    keys.extend(objects_of(case, None));
    keys.extend(case.contact.thread.as_ref().map(mail_key));
    keys.extend(case.contact.address.as_deref().map(reporter_key));
    keys.extend(organisations_of(case));
    keys.extend(crate::sanction::keys(case));
    keys
}

/// The key under which those cases are found in which somebody takes part from an organisation.
pub(crate) fn organisation_key(domain: &str) -> String {
    format!("from/{}", Digest::of_parts(&[b"organisation", domain.as_bytes()]))
}

fn organisations_of(case: &Case) -> impl Iterator<Item = String> {
    let parties = case.parties.values().filter_map(|party| party.address.as_deref());
    let addresses = parties.chain(case.contact.address.as_deref());
    addresses.flat_map(domains_of).map(|domain| organisation_key(&domain))
}

/// The keys of the objects that a case names, but for what is erased now.
fn objects_of(case: &Case, erased: Option<u64>) -> impl Iterator<Item = String> {
    let there = case.attachments.iter().filter(move |one| Some(one.seq) != erased);
    there.filter_map(|one| one.file.as_ref()).map(|file| jobs::object_key(&file.object))
}

/// The key under which the case is found that an answer by mail belongs to.
pub(crate) fn mail_key(thread: &Digest) -> String {
    format!("mail/{thread}")
}

/// The key under which the cases of a reporter are found by their address.
pub(crate) fn reporter_key(address: &str) -> String {
    let address = address.trim().to_lowercase();
    format!("reporter/{}", Digest::of_parts(&[b"reporter", address.as_bytes()]))
}

/// The key under which those cases are found that an auditor asks to read, or may.
pub(crate) const GLASS_KEY: &str = "glass";

/// The key under which those are found that this auditor may read.
pub(crate) fn glass_key(reader: &AccountId) -> String {
    format!("{GLASS_KEY}/{reader}")
}

fn glass_of(case: &Case) -> impl Iterator<Item = String> {
    let any = (!case.glass.is_empty()).then(|| GLASS_KEY.to_owned());
    any.into_iter().chain(case.glass.open.iter().map(|open| glass_key(&open.reader)))
}

fn kept_out_of(case: &Case) -> impl Iterator<Item = String> {
    case.recused.iter().map(kept_out_key)
}

/// The key under which those are found who broke an embargo, by the address they were written to.
pub(crate) fn breach_key(address: &str) -> String {
    let address = address.trim().to_lowercase();
    format!("breach/{}", Digest::of_parts(&[b"breach", address.as_bytes()]))
}

fn breaches_of(case: &Case) -> BTreeSet<String> {
    let parties = case.world.breaches.iter().filter_map(|who| match who {
        PartyRef::Party(party) => case.parties.get(party)?.address.as_deref(),
        PartyRef::Reporter => None,
    });
    parties.map(breach_key).collect()
}

/// The keys under which the case is found beside others, where they are not those it had.
/// A new case had none.
pub(crate) fn keyed(
    case: &Case,
    before: Option<&BTreeSet<String>>,
    erased: Option<u64>,
) -> Option<Write> {
    let mut keys = moving_keys_after(case, erased);
    // With the report go the keys of its text, whatever else stays.
    if before == Some(&keys) && erased != Some(1) {
        return None;
    }
    keys.extend(text_keys_after(case, erased));
    let is_news = before.is_some() || !keys.is_empty();
    is_news.then(|| Write::Keys { case: case.id.clone(), at: keyed_at(case), keys })
}

/// Whether the text of the report is gone, or goes now.
pub(crate) fn is_erased(case: &Case, erased: Option<u64>) -> bool {
    erased == Some(1) || case.report_text.is_none()
}

fn text_keys_after(case: &Case, erased: Option<u64>) -> BTreeSet<String> {
    if is_erased(case, erased) { BTreeSet::new() } else { alike_keys_of(case) }
}

/// A case whose report was erased guides nobody.
fn moving_keys_after(case: &Case, erased: Option<u64>) -> BTreeSet<String> {
    if is_erased(case, erased) {
        let kept = doors_of(case).into_iter().chain(kept_out_of(case)).chain(glass_of(case));
        // Whoever works where the report came from is kept out of the messages that are left, too.
        let kept = kept.chain(crate::sanction::keys(case)).chain(organisations_of(case));
        return kept.chain(objects_of(case, erased)).collect();
    }
    let mut keys = moving_keys(case);
    let gone = case.attachments.iter().filter(|one| Some(one.seq) == erased);
    for file in gone.filter_map(|one| one.file.as_ref()) {
        keys.remove(&jobs::object_key(&file.object));
    }
    keys
}

fn keyed_at(case: &Case) -> Timestamp {
    case.decided.as_ref().map_or(case.changed_at, |decided| decided.at)
}

/// The keys of a case, to be written again.
pub(crate) fn keys_again(case: &Case) -> Write {
    let mut keys = moving_keys_after(case, None);
    keys.extend(text_keys_after(case, None));
    Write::Keys { case: case.id.clone(), at: keyed_at(case), keys }
}
