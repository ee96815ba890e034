//! Everything public, and that nothing else is: pages, records, announcements, files.

use super::instance::{Whole, outside};
use super::{Finding, Watch, hold};
use crate::{World, canaries};
use domain::embargo::PublishedRow;
use domain::policy::ChannelKind;
use std::collections::{BTreeMap, BTreeSet};

async fn rows(world: &World) -> Result<Vec<PublishedRow>, Finding> {
    let rows = world.truth().publications(None, 500).await;
    rows.map_err(|error| outside(&error))
}

/// Every public text with the place where it stands.
async fn texts(world: &World) -> Result<Vec<(&'static str, String)>, Finding> {
    let record = |advisory: &domain::advisory::Advisory| {
        serde_json::to_string(advisory).unwrap_or_else(|error| error.to_string())
    };
    let mut texts: Vec<_> =
        rows(world).await?.into_iter().map(|row| ("a record", row.record)).collect();
    for sent in world.spool.sent() {
        texts.push(("an announcement", format!("{sent:?}")));
        texts.push(("what an announcement is about", record(sent.announcement.about.get())));
    }
    texts.extend(world.folder.files().into_values().map(|text| ("a public file", text)));
    Ok(texts)
}

impl Watch {
    pub(super) async fn look_at_public(&mut self, world: &World) -> Result<(), Finding> {
        for (place, text) in texts(world).await? {
            self.nothing_secret_in(place, &text)?;
        }
        self.numbers_are_dense(world).await
    }

    /// No word that was not published stands in this public text (I5).
    pub fn nothing_secret_in(&self, place: &str, text: &str) -> Result<(), Finding> {
        let leaked: Vec<String> =
            canaries(text).difference(self.may_be_public()).cloned().collect();
        hold(leaked.is_empty(), "I5", || format!("{place} holds {}", leaked.join(", ")))
    }

    /// Numbers follow one another from the first, and editions only grow.
    async fn numbers_are_dense(&mut self, world: &World) -> Result<(), Finding> {
        let first = world.app.policy.advisory.first;
        for (index, row) in rows(world).await?.iter().rev().enumerate() {
            let wanted = first + index as u32;
            hold(row.number == wanted, "numbers", || {
                format!("advisory {} stands where {wanted} should", row.number)
            })?;
            let before = self.editions.insert(row.number, row.edition);
            let grows = before.is_none_or(|before| (before..=before + 2).contains(&row.edition));
            hold(grows, "editions", || {
                format!("advisory {} went from {before:?} to {}", row.number, row.edition)
            })?;
        }
        Ok(())
    }

    /// Each case's journal and the publications name the same advisories, the folder shows them as
    /// they now are, and each edition was announced once on each list.
    pub(super) async fn everything_was_announced_once(
        &self,
        world: &World,
        whole: &Whole,
    ) -> Result<(), Finding> {
        let rows = rows(world).await?;
        let records: BTreeMap<_, _> =
            rows.iter().map(|row| (row.id.clone(), (row.number, row.edition))).collect();
        let published = whole.cases.values().filter_map(|read| read.case.published.as_ref());
        let journals: BTreeMap<_, _> =
            published.map(|public| (public.id.clone(), (public.number, public.edition))).collect();
        hold(records == journals, "publications", || {
            format!("records say {records:?}, journals say {journals:?}")
        })?;
        let shown: Vec<_> =
            world.folder.shown().iter().map(|public| public.record().record).collect();
        let wanted: Vec<_> = rows.iter().rev().map(|row| row.record.clone()).collect();
        hold(shown == wanted, "public files", || "the folder is not up to date".to_owned())?;
        let lists = world.app.policy.channels.iter().filter(|c| c.kind == ChannelKind::MailList);
        let lists: Vec<_> = lists.map(|channel| &channel.id).collect();
        let keys = |first: fn(u32) -> u32| -> BTreeSet<String> {
            rows.iter()
                .flat_map(|row| {
                    let editions = first(row.edition)..=row.edition;
                    editions.map(|edition| format!("{}/{edition}", row.id))
                })
                .flat_map(|edition| {
                    lists.iter().map(move |list| format!("announce/{edition}/{list}"))
                })
                .collect()
        };
        // The latest edition must be announced; one that was overtaken on its way may be.
        let (must, may) = (keys(|last| last), keys(|_| 1));
        let sent: Vec<String> =
            world.spool.sent().into_iter().map(|sent| sent.announcement.key).collect();
        let once: BTreeSet<String> = sent.iter().cloned().collect();
        let right = sent.len() == once.len() && must.is_subset(&once) && once.is_subset(&may);
        hold(right, "announcements", || {
            format!("announced were {sent:?}, to be announced {must:?}")
        })
    }
}
