//! What happens around people: time, work, faults, restarts, and two people at once.

use super::Play;
use crate::fault::{Fault, How, Site, When};
use crate::watch::{Finding, hold};
use app::jobs::{Ran, run_one};
use app::{Ctx, Input, perform};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

impl Play {
    /// Sometimes let something fail soon, in one of these places.
    pub(super) fn arm(&mut self, sites: &[Site]) {
        if !self.dice.percent(6) {
            return;
        }
        let site = self.dice.pick(sites);
        let when = match site {
            Site::Read => When::Before,
            _ => self.dice.pick(&[When::Before, When::After]),
        };
        let how = self.dice.pick(&[How::Error, How::Crash]);
        let skip = self.dice.below(if site == Site::Read { 4 } else { 1 }) as u32;
        self.world.faults.arm(Fault { site, when, how, skip });
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

    pub(super) async fn time_passes(&mut self) -> Result<(), Finding> {
        let minutes = match self.dice.below(10) {
            0..3 => 1 + self.dice.below(600) as i64,
            3..6 => 60 * 24 * (1 + self.dice.below(20) as i64),
            6 => 60 * 24 * (30 + self.dice.below(120) as i64),
            _ => {
                self.an_embargo_comes_to_its_end().await?;
                0
            }
        };
        self.world.pass(SignedDuration::from_mins(minutes));
        self.tell("time has passed");
        Ok(())
    }

    /// A second before, at, or a second after the end of somebody's embargo.
    async fn an_embargo_comes_to_its_end(&mut self) -> Result<(), Finding> {
        let at = self.a_report_at();
        let terms = self.reported(at).await?.1.embargo.terms;
        let around = SignedDuration::from_secs(self.dice.pick(&[-1, 0, 1]));
        let end = terms.and_then(|terms| terms.ends_at.checked_add(around).ok());
        self.world.now = end.map_or(self.world.now, |end: Timestamp| end.max(self.world.now));
        Ok(())
    }

    pub(super) async fn a_worker_works(&mut self) -> Result<(), Finding> {
        for _ in 0..=self.dice.below(4) {
            self.arm(&[Site::Read, Site::Claim, Site::Commit, Site::Spool, Site::Folder]);
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

    pub(super) async fn the_process_restarts(&mut self) -> Result<(), Finding> {
        if self.dice.percent(40) {
            let policy = match self.dice.percent(50) {
                true => crate::policy(),
                false => crate::policy_with_more_holidays(),
            };
            self.world.restart_with(Arc::new(policy));
            self.tally.one("the policy changed");
        }
        self.world.reopen().await;
        self.tally.one("the process started again");
        self.tell("the process starts again");
        self.watch.everything(&self.world).await
    }

    /// The same moment, the same case, two people.
    pub(super) async fn two_act_at_once(&mut self) -> Result<(), Finding> {
        let at = self.a_report_at();
        let (id, case) = self.reported(at).await?;
        let verbs = ["case note", "advisory publish", "advisory approve", "embargo confirm"];
        let verb = self.dice.pick(&verbs);
        let (group, name) = verb.split_once(' ').expect("a verb has two words");
        let verb = app::find_verb(group, name).expect("a verb of this name");
        let given = self.plausible(verb, Some(&case));
        let Ok(input) = Input::read(verb, given) else { return Ok(()) };
        let ctx = |login: &str| Ctx::new(&self.world.app, self.world.actor(login), self.world.now);
        let (one, two) = (ctx("founder"), ctx("lead"));
        let (one, two) = tokio::join!(
            perform(&one, &id, verb, &input, None),
            perform(&two, &id, verb, &input, None)
        );
        self.tally.one("two people acted at once");
        let both = one.is_ok() && two.is_ok();
        self.tell(&format!("two at once: {group} {name}: {:?} {:?}", one.err(), two.err()));
        hold(!both || name == "note", "once", || format!("{group} {name} was done twice"))?;
        self.watch.step(&self.world, Some(&id)).await
    }

    /// Every answer arrives, every embargo ends, every job is done; nothing is published by itself.
    pub(super) async fn come_to_rest(&mut self) -> Result<(), Finding> {
        self.world.restart();
        while !self.unanswered.is_empty() {
            self.somebody_reports_again().await?;
        }
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
        self.watch.at_rest(&self.world).await
    }
}
