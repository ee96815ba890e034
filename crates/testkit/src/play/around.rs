//! What happens around people: time, work, faults, restarts, and two people at once.

use super::Play;
use super::attempt::tells;
use super::script::Of;
use crate::fault::Fault;
use crate::watch::{Finding, Reading, hold};
use app::jobs::{Ran, run_one};
use app::{Ctx, Input, perform};
use domain::access::ReadKind;
use domain::case::By;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::sync::Arc;

impl Play {
    /// Let this fail soon.
    pub(super) fn arm(&mut self, fault: Option<Fault>) {
        if let Some(fault) = fault {
            self.world.faults.arm(fault);
        }
    }

    /// What fired; after a crash there is a new process.
    pub(super) async fn after_faults(&mut self) -> Vec<Fault> {
        let crashed = self.world.faults.is_down();
        let fired = self.world.faults.revive();
        if crashed {
            self.tally.one("the process crashed");
            self.world.restart();
        }
        fired
    }

    /// A second before, at, or a second after the end of somebody's embargo.
    pub(super) async fn an_embargo_comes_to_its_end(
        &mut self,
        of: usize,
        seconds: i64,
    ) -> Result<(), Finding> {
        let Some((_, case)) = self.reported(of).await? else { return Ok(()) };
        let around = SignedDuration::from_secs(seconds);
        let end = case.embargo.terms.and_then(|terms| terms.ends_at.checked_add(around).ok());
        self.world.now = end.map_or(self.world.now, |end: Timestamp| end.max(self.world.now));
        self.tell("an embargo comes to its end");
        Ok(())
    }

    pub(super) async fn a_worker_works(&mut self, faults: &[Option<Fault>]) -> Result<(), Finding> {
        for fault in faults {
            self.arm(*fault);
            let ran = run_one(&self.world.app, self.world.now).await;
            self.tell(&format!("a worker: {ran:?}"));
            let fired = self.after_faults().await;
            match &ran {
                Ok(Ran::Nothing) => break,
                Ok(Ran::Done(_)) => self.tally.one("a worker did a job"),
                Ok(Ran::Failed(..)) | Err(_) => {
                    self.tally.one("a job failed");
                    hold(!fired.is_empty(), "jobs", || format!("a job failed by itself: {ran:?}"))?;
                }
            }
            self.watch.step(&self.world, None).await?;
        }
        Ok(())
    }

    /// Each with a process of its own, without faults: nothing is done twice.
    pub(super) async fn two_servers_work(&mut self) -> Result<(), Finding> {
        let (one, other) = (self.world.another_server(), self.world.another_server());
        let now = self.world.now;
        let (one, other) = tokio::join!(run_one(&one, now), run_one(&other, now));
        self.tally.one("two servers worked at once");
        self.tell(&format!("two servers work: {one:?} {other:?}"));
        let well = |ran: &Result<Ran, _>| matches!(ran, Ok(Ran::Done(_) | Ran::Nothing));
        let (well, same) = (well(&one) && well(&other), one == other);
        let same = same && !matches!(one, Ok(Ran::Nothing));
        hold(well && !same, "jobs", || format!("two servers worked: {one:?} {other:?}"))?;
        self.watch.step(&self.world, None).await
    }

    pub(super) async fn the_process_restarts(
        &mut self,
        policy: Option<usize>,
    ) -> Result<(), Finding> {
        if let Some(which) = policy {
            let policies = [crate::policy, crate::policy_with_more_holidays];
            let policy = policies[which % policies.len()]();
            self.world.restart_with(Arc::new(policy));
            self.tally.one("the policy changed");
        }
        self.world.reopen().await;
        self.tally.one("the process started again");
        self.tell("the process starts again");
        self.watch.everything(&self.world).await
    }

    /// The same moment, the same case, two people; each with a server of their own, or both with one.
    pub(super) async fn two_act_at_once(
        &mut self,
        of: Of,
        verb: &str,
        given: &Value,
        apart: bool,
    ) -> Result<(), Finding> {
        let Some(id) = self.id_of(of) else { return Ok(()) };
        let case = self.case(&id).await?;
        let (group, name) = verb.split_once(' ').expect("a verb has two words");
        let verb = app::find_verb(group, name).expect("a verb of this name");
        let given = self.filled_in(given, case.as_ref());
        let Ok(input) = Input::read(verb, given) else { return Ok(()) };
        let other = if apart { self.world.another_server() } else { self.world.app.clone() };
        let one = Ctx::new(&self.world.app, self.world.actor("founder"), self.world.now);
        let two = Ctx::new(&other, self.world.actor("lead"), self.world.now);
        let (one, two) = tokio::join!(
            perform(&one, &id, verb, &input, None),
            perform(&two, &id, verb, &input, None)
        );
        self.tally.one("two people acted at once");
        let people = [("founder", one.as_ref().err()), ("lead", two.as_ref().err())];
        let people = people.into_iter().filter(|(_, error)| tells(*error));
        let account = |login: &str| self.world.people[login].account.clone();
        let shown: Vec<Reading> = people
            .map(|(login, _)| (By::Person(account(login)), ReadKind::Acted, [id.clone()].into()))
            .collect();
        self.watch.was_read(&self.world, &shown).await?;
        let both = one.is_ok() && two.is_ok();
        self.tell(&format!("two at once: {group} {name}: {:?} {:?}", one.err(), two.err()));
        hold(!both || name == "note", "once", || format!("{group} {name} was done twice"))?;
        self.watch.step(&self.world, Some(&id)).await
    }

    /// Every answer arrives, every embargo ends, every job is done; nothing is published by itself.
    pub(super) async fn come_to_rest(&mut self) -> Result<(), Finding> {
        self.world.restart();
        while !self.unanswered.is_empty() {
            self.file_again(None).await?;
        }
        self.watch.was_read(&self.world, &[]).await?;
        let before = self.world.truth().last_number().await;
        for _ in 0..3 {
            self.world.pass_days(100);
            let ran = self.world.drain().await;
            self.tell(&format!("everything that is due: {ran:?}"));
            let well = ran.as_ref().is_ok_and(|ran| ran.iter().all(|r| matches!(r, Ran::Done(_))));
            hold(well, "jobs", || format!("without faults a job fails: {ran:?}"))?;
        }
        hold(self.world.truth().last_number().await == before, "I4", || {
            "an advisory came out by itself".to_owned()
        })?;
        // What the program reads by itself is nobody's reading.
        self.watch.was_read(&self.world, &[]).await?;
        self.watch.at_rest(&self.world).await
    }
}
