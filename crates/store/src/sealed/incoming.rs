//! On the way out: what was sealed is opened. What does not open is an error that names its place, and a
//! row of a list says so in its title, so that no case goes missing.

use super::crypt::{FORM, Key, Shut, is_marked};
use super::outgoing::{event_place, is_instance, owner_of, title_place};
use super::{Inner, SealError, Sealed};
use crate::sealing_keys::row_of;
use app::ports::store::{CasePage, CaseQuery, Nearest, Store as _, StoreError};
use domain::case::Link;
use domain::words::{CaseId, Digest};
use std::collections::BTreeSet;

/// What a list shows for a title that does not open.
pub const SHUT_TITLE: &str = "(its sealed title does not open)";

/// One event of a stream as it was written, or why not.
pub type Opened = Result<Link, (u64, String)>;

impl Sealed {
    /// The events of a stream, each opened by itself: what one of them was made to hold keeps nobody
    /// from the others.
    pub async fn each_of(&self, stream: &str) -> Result<Vec<Opened>, SealError> {
        let links = self.0.db.stream(stream).await?;
        let has_text = links.iter().any(|link| link.content.is_some());
        let key = match has_text {
            true => self.0.keys_of(&BTreeSet::from([stream.to_owned()])).await?.remove(stream),
            false => None,
        };
        let open = |link: Link| {
            let (seq, hash) = (link.seq, link.hash);
            let says = |shut: Shut| (seq, format!("its content: {shut}; its hash is {hash}"));
            self.open_link(stream, link, key.as_ref()).map_err(says)
        };
        Ok(links.into_iter().map(open).collect())
    }

    pub(super) async fn open_stream(&self, stream: &str) -> Result<Vec<Link>, StoreError> {
        let each = self.each_of(stream).await?.into_iter();
        let all = each.collect::<Result<Vec<_>, _>>();
        all.map_err(|(seq, says)| StoreError::Outside(format!("{stream}: event {seq}: {says}")))
    }

    fn open_link(&self, stream: &str, mut link: Link, key: Option<&Key>) -> Result<Link, Shut> {
        let Some(content) = &link.content else { return Ok(link) };
        if content.first() != Some(&FORM) {
            // An old stream is in the clear as a whole, and has no key then.
            let is_old = key.is_none() || is_instance(stream);
            return if is_old && self.may_be_plain() { Ok(link) } else { Err(Shut::Plain) };
        }
        let whole = key.ok_or(Shut::Changed)?.open(content, &event_place(stream, &link))?;
        let (length, rest) = whole.split_first().ok_or(Shut::Changed)?;
        let (salt, content) = rest.split_at_checked(usize::from(*length)).ok_or(Shut::Changed)?;
        let (salt, content) = (salt.to_vec(), content.to_vec());
        link.salt = (!salt.is_empty()).then_some(salt);
        link.content = Some(content);
        Ok(link)
    }

    /// What these keys are kept as, new and old.
    pub(super) fn names(&self, keys: &BTreeSet<String>) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = keys.iter().map(|key| self.0.name(key)).collect();
        if self.may_be_plain() {
            all.extend(keys.iter().cloned());
        }
        all
    }

    pub(super) async fn open_nearest(
        &self,
        keys: &BTreeSet<String>,
    ) -> Result<Option<Nearest>, StoreError> {
        let Some(mut found) = self.0.db.nearest(&self.names(keys)).await? else { return Ok(None) };
        let owner = owner_of(&found.case);
        let key = self.0.keys_of(&BTreeSet::from([owner.clone()])).await?.remove(&owner);
        let first = self.open_link(&owner, found.first, key.as_ref());
        let says = |shut| StoreError::Outside(format!("{owner}: event 1: {shut}"));
        found.first = first.map_err(says)?;
        Ok(Some(found))
    }

    /// The case that this secret opens. Its row must have been sealed with the secret: who writes past
    /// the program opens no case with a secret of their own.
    pub(super) async fn case_behind(&self, secret: &Digest) -> Result<Option<CaseId>, StoreError> {
        let Some(case) = self.0.db.case_of_secret(secret).await? else { return Ok(None) };
        let owner = owner_of(&case);
        let row = row_of(&self.0.db, &case).await?;
        let title = row.map_or(String::new(), |(title, ..)| title);
        let shut = match self.0.keys_of(&BTreeSet::from([owner.clone()])).await?.get(&owner) {
            Some(key) => key.open_text(&title, &title_place(&owner, secret)).err(),
            None if self.may_be_plain() => None,
            None => Some(Shut::Plain),
        };
        match shut {
            None => Ok(Some(case)),
            Some(shut) => Err(StoreError::Outside(format!("the row of {owner}: {shut}"))),
        }
    }

    pub(super) async fn open_page(&self, query: &CaseQuery) -> Result<CasePage, StoreError> {
        let mut query = query.clone();
        // The longest say most, and nothing below sees how long they are.
        query.words.retain(|word| !word.is_empty());
        query.words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        query.words.iter_mut().for_each(|word| *word = self.0.word(word));
        query.keyed = query.keyed.map(|key| self.0.name(&key));
        let mut page = self.0.db.cases(&query).await?;
        let owners = page.rows.iter().map(|row| owner_of(&row.id)).collect();
        let keys = self.0.keys_of(&owners).await?;
        for row in &mut page.rows {
            let owner = owner_of(&row.id);
            let opened = match keys.get(&owner) {
                Some(key) => key.open_text(&row.title, &title_place(&owner, &row.secret)),
                None if self.may_be_plain() && !is_marked(&row.title) => continue,
                None => Err(Shut::Plain),
            };
            row.title = opened.unwrap_or_else(|shut| {
                tracing::error!(case.id = %row.id, says = %shut, "a sealed title");
                SHUT_TITLE.to_owned()
            });
        }
        Ok(page)
    }
}

impl Inner {
    /// A text that belongs to no case, or one that an earlier version left in the clear.
    pub(super) fn open_text(
        &self,
        what: &str,
        text: &str,
        place: &Digest,
    ) -> Result<String, StoreError> {
        let may_be_plain = self.plain.load(std::sync::atomic::Ordering::Relaxed);
        if may_be_plain && !is_marked(text) {
            return Ok(text.to_owned());
        }
        let opened = self.instance.open_text(text, place);
        opened.map_err(|shut| StoreError::Outside(format!("{what}: {shut}")))
    }
}
