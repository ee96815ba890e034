//! Somebody attempts a verb: what they hear must fit their rights, and a request whose answer was
//! lost in a crash is repeated and done once.

use super::Play;
use super::script::{Deed, Seen, Who};
use crate::canaries;
use crate::fault::{Fault, Site, When};
use crate::watch::{Finding, hold};
use app::{Ctx, Error, Input, Verb, perform_once};
use domain::case::Case;
use domain::words::CaseId;

/// A request, ready to be sent more than once.
struct Request<'a> {
    who: &'a Who,
    id: &'a CaseId,
    verb: &'static Verb,
    input: Input,
    expected: Option<u64>,
    key: Option<String>,
}

/// Whether this answer tells whoever asked something of the case.
pub(super) fn tells(error: Option<&Error>) -> bool {
    let nothing = [Some(&Error::NotThere), Some(&Error::KeyReused)];
    !nothing.contains(&error) && !matches!(error, Some(Error::NotAllowed(_) | Error::Outside(_)))
}

impl Play {
    pub(super) async fn attempt(&mut self, deed: &Deed) -> Result<(), Finding> {
        let Some(id) = &self.id_of(deed.of) else { return Ok(()) };
        let case = self.case(id).await?;
        let (group, name) = deed.verb.split_once(' ').expect("a verb has two words");
        let verb = app::find_verb(group, name).expect("a verb of this name");
        let given = self.filled_in(&deed.given, case.as_ref());
        let own = canaries(&given.to_string());
        let input = match Input::read(verb, given) {
            Ok(input) => input,
            Err(_) => {
                self.tally.one("an input was wrong");
                return Ok(());
            }
        };
        let version = case.as_ref().map_or(0, |case| case.version);
        let expected = match deed.seen {
            Seen::Another => Some(version + 1),
            Seen::This => Some(version),
            Seen::Unsaid => None,
        };
        let (who, key) = (&deed.who, deed.key.clone());
        let request = Request { who, id, verb, input, expected, key };
        if let Some(joined) = case.as_ref().and_then(|case| case.joined.as_ref()) {
            self.case(&joined.of).await?;
        }
        let actor = self.acts_as(who, group, case.as_ref());
        self.arm(deed.fault);
        let answer = self.send(&request).await;
        let fired = self.after_faults().await;
        let error = answer.as_ref().err();
        if let Some(error) = error {
            let foreign: Vec<_> = canaries(&error.to_string()).difference(&own).cloned().collect();
            hold(foreign.is_empty(), "I12", || format!("{error:?} tells {foreign:?}"))?;
        }
        if let Some(broken) = error.and_then(Error::invariant) {
            // It was stopped; that it came so far is a guard that is missing.
            return Err(Finding::new(
                "guards",
                format!("only {broken} stopped {:?}", request.verb.name),
            ));
        }
        let reader = Ctx::new(&self.world.app, self.actor(who), self.world.now).by();
        if fired.is_empty() {
            self.watch.was_acted_on(&self.world, (&reader, id), Some(tells(error))).await?;
            let misheard = self.misheard((who, &actor), verb.action, id, (case.as_ref(), error));
            hold(misheard.is_none(), "I12", || misheard.unwrap_or_default())?;
            self.stale_or_not(&request, version, error)?;
        } else {
            self.once_after_faults(&request, version, (error, &fired)).await?;
            self.watch.was_acted_on(&self.world, (&reader, id), None).await?;
        }
        let seen = case.is_some().then_some(id);
        self.watch.step(&self.world, seen).await
    }

    async fn send(&mut self, request: &Request<'_>) -> Result<Case, Error> {
        let ctx = Ctx::new(&self.world.app, self.actor(request.who), self.world.now);
        let Request { id, verb, input, expected, key, .. } = request;
        let answer = perform_once(&ctx, id, verb, input, *expected, key.as_deref()).await;
        let heard = match &answer {
            Ok(case) => format!("version {}", case.version),
            Err(error) => error.to_string(),
        };
        self.tally.one(match &answer {
            Ok(_) => "a verb was performed",
            Err(Error::NotThere) => "an actor learnt nothing",
            Err(Error::NotAllowed(_)) => "an actor was refused",
            Err(Error::Stale { .. }) => "a version was stale",
            Err(Error::Outside(_)) => "a call failed",
            Err(_) => "a rule refused",
        });
        let who = request.who;
        let (group, name) = (verb.group, verb.name);
        self.tell(&format!("{who:?}: {group} {name} {} on {id}: {heard}", input.to_json()));
        answer
    }

    /// Who has seen another version changes nothing.
    fn stale_or_not(
        &self,
        request: &Request<'_>,
        version: u64,
        error: Option<&Error>,
    ) -> Result<(), Finding> {
        let Some(expected) = request.expected else { return Ok(()) };
        if let Who::Party(..) = request.who {
            // A version would tell a participant how much others did.
            let told = matches!(error, Some(Error::Stale { .. }));
            return hold(!told, "I19", || format!("a participant heard {error:?}"));
        }
        let hidden = matches!(error, Some(Error::NotThere | Error::NotAllowed(_)));
        let right = hidden || (expected != version) == matches!(error, Some(Error::Stale { .. }));
        hold(right, "expected version", || {
            format!("version {expected} was expected of {version}, and heard was {error:?}")
        })
    }

    /// After a fault the request was done or not, and never half; the same request with the same
    /// key does nothing twice.
    async fn once_after_faults(
        &mut self,
        request: &Request<'_>,
        before: u64,
        (error, fired): (Option<&Error>, &[Fault]),
    ) -> Result<(), Finding> {
        let after = self.case(request.id).await?.map_or(0, |case| case.version);
        let done = fired.iter().any(|f| f.site == Site::Commit && f.when == When::After);
        hold(error.is_some() && (after > before) == done, "units", || {
            format!("{fired:?} left version {after} after {before}, and heard was {error:?}")
        })?;
        if request.key.is_none() {
            return Ok(());
        }
        self.tally.one("a verb was repeated with its key");
        let again = self.send(request).await;
        let now = self.case(request.id).await?.map_or(0, |case| case.version);
        hold(!done || (again.is_ok() && now == after), "idempotency", || {
            format!("done at version {after}, repeated at {now}: {:?}", again.err())
        })
    }
}
