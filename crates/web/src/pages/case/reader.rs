//! Who looks at a case, with the names they may see.

use super::outside::name_of;
use crate::session::Staff;
use crate::state::WebState;
use crate::when::When;
use app::case::Shown;
use domain::case::By;
use domain::party::PartyRef;
use domain::policy::Policy;
use domain::words::{AccountId, Digest, PartyId};
use std::collections::BTreeMap;

/// Who looks at the case, with the names they may see.
pub(super) struct Reader<'a> {
    pub(super) state: &'a WebState,
    pub(super) staff: &'a Staff,
    pub(super) names: BTreeMap<AccountId, String>,
    parties: BTreeMap<PartyId, String>,
    policies: BTreeMap<Digest, String>,
}

impl<'a> Reader<'a> {
    /// With the names that this reader may see.
    pub(super) async fn new(state: &'a WebState, staff: &'a Staff) -> Result<Self, app::Error> {
        let names = match app::access::names(&staff.ctx).await {
            Err(app::Error::NotAllowed(_)) => BTreeMap::new(),
            names => names?,
        };
        Ok(Self { state, staff, names, parties: BTreeMap::new(), policies: BTreeMap::new() })
    }

    /// With the names of those who take part in this case, and the policies that it passed through.
    pub(super) async fn of(mut self, shown: &Shown) -> Result<Self, app::Error> {
        let parties = shown.case.parties.iter();
        self.parties = parties.map(|(id, party)| (id.clone(), name_of(id, party))).collect();
        for event in &shown.events {
            if !self.policies.contains_key(&event.policy) {
                let known = self.staff.ctx.app.policy_of(&event.policy).await?;
                let version = known.map(|policy| policy.version.to_string()).unwrap_or_default();
                self.policies.insert(event.policy, version);
            }
        }
        Ok(self)
    }

    /// How a participant is called.
    pub(super) fn party(&self, id: &PartyId) -> String {
        self.parties.get(id).cloned().unwrap_or_else(|| "a participant".to_owned())
    }

    /// How the reporter or a participant is called.
    pub(super) fn party_ref(&self, party: &PartyRef) -> String {
        match party {
            PartyRef::Reporter => "the reporter".to_owned(),
            PartyRef::Party(id) => self.party(id),
        }
    }

    /// A policy's version where it is known, and its digest.
    pub(super) fn policy_name(&self, digest: &Digest) -> String {
        let version = self.policies.get(digest).filter(|version| !version.is_empty());
        version.map_or_else(|| digest.short(), |version| format!("{version} ({})", digest.short()))
    }

    /// Who that is.
    pub(super) fn name(&self, by: &By) -> String {
        match by {
            By::Reporter => "The reporter".to_owned(),
            By::System => "Automatic".to_owned(),
            By::Participant(party) => self.party(party),
            By::Person(id) => self.names.get(id).cloned().unwrap_or_else(|| id.to_string()),
        }
    }

    pub(super) fn when(&self, at: jiff::Timestamp) -> When {
        When::new(at, self.staff.ctx.now, self.state.policy())
    }

    pub(super) fn policy(&self) -> &Policy {
        self.state.policy()
    }

    pub(super) fn now(&self) -> jiff::Timestamp {
        self.staff.ctx.now
    }
}
