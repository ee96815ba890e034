//! Who asks, what time it is, where ids come from; and the only way to hold a case: by saying what
//! for. Whoever opens one is in the read log before they hold it.

use crate::Error;
use crate::case::{KeptOut, kept_out};
use crate::glass::may_be_let_in;
use crate::jobs::clock::ClockGuard;
use crate::keys::door_key;
use crate::ports::chance::{Chance, Credentials};
use crate::ports::objects::Objects;
use crate::ports::passkeys::Passkeys;
use crate::ports::post::Post;
use crate::ports::public_files::PublicFiles;
use crate::ports::receipts::Receipts;
use crate::ports::sign_on::SignOn;
use crate::ports::spool::Spool;
use crate::ports::store::Store;
use crate::reads::Told;
use crate::shelf::Shelf;
use domain::access::{Action, Actor, Decision, Door, ReadKind, Roles, Situation, decide};
use domain::case::{By, Case, Event, Head, fold, read_event};
use domain::party::Party;
use domain::policy::Policy;
use domain::words::{AccountId, CaseId, Secret};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything that lives as long as the process.
#[derive(Clone)]
pub struct App {
    /// What is remembered.
    pub store: Arc<dyn Store>,
    /// The policy in force.
    pub policy: Arc<Policy>,
    /// Policies that were in force before, as they are needed.
    pub shelf: Arc<Shelf>,
    /// Where ids come from.
    pub chance: Arc<dyn Chance>,
    /// Passwords and codes.
    pub credentials: Arc<dyn Credentials>,
    /// Passkeys at our own address.
    pub passkeys: Arc<dyn Passkeys>,
    /// The provider of single sign-on, where there is one.
    pub sign_on: Option<Arc<dyn SignOn>>,
    /// The folder of public files.
    pub public_files: Arc<dyn PublicFiles>,
    /// Who signs receipts.
    pub receipts: Arc<dyn Receipts>,
    /// Where announcements leave from.
    pub spool: Arc<dyn Spool>,
    /// Where files are kept.
    pub objects: Arc<dyn Objects>,
    /// Who reads mail that came in.
    pub post: Arc<dyn Post>,
    /// Whether the machine's clock is believed.
    pub clock: Arc<ClockGuard>,
}

/// One request: who, when, through which door.
#[derive(Clone)]
pub struct Ctx {
    /// The process.
    pub app: Arc<App>,
    /// Who asks.
    pub actor: Actor,
    /// What time it is, for the whole request.
    pub now: Timestamp,
    /// Through which door, for the read log alone.
    pub(crate) door: Door,
    /// What this request has said in the read log.
    pub(crate) told: Told,
    /// The cases in which whoever asks has no part.
    pub(crate) kept_out: KeptOut,
}

/// A case opened for an action that its holder was allowed.
pub struct Opened {
    /// The case.
    pub case: Case,
    /// Its events.
    pub events: Vec<Event>,
    /// Where its journal ends.
    pub head: Head,
}

/// The journal stream of a case.
pub(crate) fn stream_of(id: &CaseId) -> String {
    format!("case/{id}")
}

impl Ctx {
    /// A request by this actor at this instant.
    pub fn new(app: &Arc<App>, actor: Actor, now: Timestamp) -> Self {
        Self {
            app: Arc::clone(app),
            actor,
            now,
            door: Door::default(),
            told: Told::default(),
            kept_out: KeptOut::default(),
        }
    }

    /// The same request, by this actor.
    #[must_use]
    pub fn by_actor(self, actor: Actor) -> Self {
        Self { actor, kept_out: KeptOut::default(), ..self }
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.app.policy
    }

    /// Who will have done it.
    pub fn by(&self) -> By {
        match &self.actor {
            Actor::Person { account, .. } => By::Person(account.clone()),
            Actor::System => By::System,
            Actor::Reporter(_) | Actor::Anonymous => By::Reporter,
            Actor::Participant { party, .. } => By::Participant(party.clone()),
        }
    }

    /// The account that asks, where there is one.
    pub fn account(&self) -> Option<&AccountId> {
        match &self.actor {
            Actor::Person { account, .. } => Some(account),
            _ => None,
        }
    }

    /// Whether the asker may do this, apart from any case.
    pub fn may(&self, action: Action) -> bool {
        decide(&self.policy().roles, &self.actor, action, &Situation::default()).is_allowed()
    }

    /// Go on only if the asker may do this, apart from any case.
    pub fn require(&self, action: Action) -> Result<(), Error> {
        refuse(decide(&self.policy().roles, &self.actor, action, &Situation::default()))
    }

    /// The same where something matters beside the asker's roles.
    pub(crate) fn require_in(&self, action: Action, situation: &Situation) -> Result<(), Error> {
        refuse(decide(&self.policy().roles, &self.actor, action, situation))
    }

    /// Whether the asker may take this action on this case.
    pub fn may_on(&self, case: &Case, action: Action) -> bool {
        decide(&self.policy().roles, &self.actor, action, &self.situation(case, action))
            .is_allowed()
    }

    /// Whether the asker may take this action on this case, with the rule that says so.
    pub(crate) fn decision_on(&self, case: &Case, action: Action) -> Decision {
        decide(&self.policy().roles, &self.actor, action, &self.situation(case, action))
    }

    /// Open a case for this action, to show what the asker may see of it: that is in the read log
    /// before it is here.
    pub async fn open(&self, id: &CaseId, action: Action) -> Result<Opened, Error> {
        let opened = self.look_into(id, action).await?;
        self.reads(ReadKind::Opened, [id]).await?;
        Ok(opened)
    }

    /// Whether the asker may take this action on this case; nothing of it is shown.
    pub async fn check(&self, id: &CaseId, action: Action) -> Result<(), Error> {
        self.look_into(id, action).await.map(drop)
    }

    /// Load a case for this action. There is no other way to load one, and whoever shows something of
    /// it, be it a title or a refusal, writes that into the read log first: [`Ctx::reads`].
    pub(crate) async fn look_into(&self, id: &CaseId, action: Action) -> Result<Opened, Error> {
        let without = kept_out(self).await?;
        // Whoever may not know of this case does not make the store look for it either: an id that
        // exists and one that does not cost the same.
        let glass = may_be_let_in(self, id, action).await?;
        let before = Situation { case: Some(id.clone()), glass, ..Situation::default() };
        if let Decision::Hidden(_) = decide(&self.policy().roles, &self.actor, action, &before) {
            return Err(Error::NotThere);
        }
        if without.contains(id) {
            // Looked for under a name that nothing has, so that it takes as long as one that never was.
            let nothing = CaseId::from_chance([0; 16]);
            self.app.store.stream(&stream_of(&nothing)).await?;
            return Err(Error::NotThere);
        }
        let opened = self.load(id).await?.ok_or(Error::NotThere)?;
        let situation = self.situation(&opened.case, action);
        refuse(decide(&self.policy().roles, &self.actor, action, &situation))?;
        Ok(opened)
    }

    /// What matters about this case for this action.
    fn situation(&self, case: &Case, action: Action) -> Situation {
        let asked_by = case.asked_by.as_ref().filter(|who| self.account() == Some(who));
        let first_person = match action {
            // Either of two people is the first one: who wrote, and who asked for the approval.
            Action::ApproveAdvisory => asked_by.or(case.draft_by.as_ref()).cloned(),
            Action::AgreeGlass => case.glass.asked.as_ref().map(|asked| asked.by.clone()),
            Action::ConfirmEmbargoEnd => case.embargo.end.as_ref().map(|end| end.by.clone()),
            _ => None,
        };
        let recused = self.account().is_some_and(|account| case.recused.contains(account));
        let glass = self.account().is_some_and(|account| case.glass.lets_in(account, self.now));
        Situation { case: Some(case.id.clone()), first_person, recused, glass }
    }

    async fn load(&self, id: &CaseId) -> Result<Option<Opened>, Error> {
        let links = self.app.store.stream(&stream_of(id)).await?;
        let Some(last) = links.last() else { return Ok(None) };
        let head = Head { seq: last.seq, hash: last.hash };
        let unreadable = |says: String| Error::Outside(format!("case {id}: {says}"));
        let events: Vec<Event> = links
            .iter()
            .map(read_event)
            .collect::<Result<_, _>>()
            .map_err(|error| unreadable(error.to_string()))?;
        let case = fold(id, &events).map_err(|misfit| unreadable(misfit.to_string()))?;
        Ok(Some(Opened { case, events, head }))
    }

    /// The same as the program itself.
    pub(crate) fn as_system(&self) -> Self {
        Self { actor: Actor::System, ..self.clone() }
    }

    /// The case that a reporter's secret opens, as its reporter.
    pub async fn as_reporter(&self, secret: &Secret) -> Result<Self, Error> {
        let found = self.app.store.case_of_secret(&secret.digest()).await?;
        let id = found.ok_or(Error::NotThere)?;
        Ok(Self { actor: Actor::Reporter(id), ..self.clone() })
    }

    /// The case that a participant's secret opens, as that participant.
    pub async fn as_participant(&self, secret: &Secret) -> Result<Self, Error> {
        let digest = secret.digest();
        let key = BTreeSet::from([door_key(&digest)]);
        let found = self.app.store.keyed(&key, 1).await?.into_iter().next();
        let opened = self.load(&found.ok_or(Error::NotThere)?).await?.ok_or(Error::NotThere)?;
        let case = opened.case;
        let mut here = case.parties.iter().filter(|(_, party)| party.removed_at.is_none());
        let (party, role) = here
            .find(|(_, party)| party.secret == Some(digest))
            .map(|(id, party)| (id.clone(), party.kind.role()))
            .ok_or(Error::NotThere)?;
        Ok(Self { actor: Actor::Participant { case: case.id, party, role }, ..self.clone() })
    }

    /// Where a reporter takes part in this case without having filed it: as the reporter of a report
    /// that was joined to another, or in a part of the own case. With the version of the own one.
    pub(crate) async fn seat(&self, id: &CaseId) -> Result<Option<(Self, u64)>, Error> {
        let Actor::Reporter(own) = &self.actor else { return Ok(None) };
        let mine = self.look_into(own, Action::ReadCase).await?.case;
        let version = mine.version;
        let (case, party) = match &mine.joined {
            Some(joined) if id == own => {
                let Some(original) = self.load(&joined.of).await? else { return Ok(None) };
                let here = original.case.parties.get(&joined.party).is_some_and(Party::is_here);
                if !here {
                    return Ok(None);
                }
                (joined.of.clone(), joined.party.clone())
            }
            _ if mine.split.off.contains(id) => {
                let Some(part) = self.load(id).await? else { return Ok(None) };
                let mut parties = part.case.parties.into_iter();
                let mine = |party: &Party| {
                    party.channel.as_ref() == Some(own) && party.removed_at.is_none()
                };
                let me = parties.find(|(_, party)| mine(party));
                let Some((party, _)) = me else { return Ok(None) };
                (id.clone(), party)
            }
            _ => return Ok(None),
        };
        let actor = Actor::Participant { case, party, role: Roles::PARTICIPANT };
        Ok(Some((Self { actor, ..self.clone() }, version)))
    }

    /// Whatever this secret opens: a report as its reporter, or a case as a participant.
    pub async fn as_outsider(&self, secret: &Secret) -> Result<Self, Error> {
        match self.as_reporter(secret).await {
            Err(Error::NotThere) => self.as_participant(secret).await,
            other => other,
        }
    }
}

fn refuse(decision: Decision) -> Result<(), Error> {
    match decision {
        Decision::Allowed(_) => Ok(()),
        Decision::Refused(rule) => Err(Error::NotAllowed(rule)),
        Decision::Hidden(_) => Err(Error::NotThere),
    }
}
