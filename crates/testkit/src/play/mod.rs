//! Random moves by random people, with crashes between any two writes; after each one a [`Watch`]
//! looks at what was written. A seed makes the same play again.

mod around;
mod attempt;
mod dice;
mod input;
mod nonsense;
mod path;
mod reading;
mod reporting;
mod tally;
mod who;

pub use tally::{STAGES, Tally};

use crate::watch::Finding;
use crate::{Watch, World};
use dice::Dice;
use domain::case::{Case, Fact};
use domain::intake::Draft;
use domain::words::{CaseId, Secret};
use std::collections::VecDeque;

/// So many steps are told when something is wrong.
const TOLD: usize = 20;

/// One play of so many has its database in a file; a file is slower, and survives.
const IN_FILES: u64 = 40;

/// A report that somebody filed.
pub(super) struct Report {
    id: CaseId,
    /// What opens it; lost when the answer never arrived.
    secret: Option<Secret>,
    title: String,
}

/// A play.
pub struct Play {
    /// Where it takes place.
    pub world: World,
    /// Who looks on.
    pub watch: Watch,
    /// What happened.
    pub tally: Tally,
    dice: Dice,
    reports: Vec<Report>,
    /// Reports whose answer never arrived, with their keys.
    unanswered: Vec<(String, Draft)>,
    told: VecDeque<String>,
    step: usize,
    keys: u32,
}

/// Play so many steps with this seed; the story of what went wrong, if anything did.
pub async fn play(seed: u64, steps: usize) -> Result<Tally, String> {
    let world = match seed % IN_FILES {
        0 => World::in_file(seed).await,
        _ => World::new(seed).await,
    };
    let mut play = Play::new(world, seed);
    match play.whole(steps).await {
        Ok(()) => Ok(play.tally),
        Err(finding) => Err(play.story(seed, &finding)),
    }
}

#[derive(Debug, Clone, Copy)]
enum Move {
    Report,
    Useful,
    Any,
    Pair,
    Time,
    Work,
    Restart,
    Look,
    Search,
    Public,
}

const MOVES: &[(usize, Move)] = &[
    (4, Move::Report),
    (64, Move::Useful),
    (9, Move::Any),
    (3, Move::Pair),
    (6, Move::Time),
    (5, Move::Work),
    (1, Move::Restart),
    (4, Move::Look),
    (2, Move::Search),
    (2, Move::Public),
];

impl Play {
    /// In this world.
    pub fn new(world: World, seed: u64) -> Self {
        Self {
            world,
            watch: Watch::default(),
            tally: Tally::default(),
            dice: Dice::new(seed),
            reports: Vec::new(),
            unanswered: Vec::new(),
            told: VecDeque::new(),
            step: 0,
            keys: 0,
        }
    }

    /// So many steps, and then everything that is due.
    pub async fn whole(&mut self, steps: usize) -> Result<(), Finding> {
        for _ in 0..steps {
            self.step += 1;
            self.one().await?;
        }
        self.come_to_rest().await?;
        self.count_events();
        Ok(())
    }

    async fn one(&mut self) -> Result<(), Finding> {
        let next = match self.reports.is_empty() {
            true => Move::Report,
            false => self.dice.weighted(MOVES),
        };
        match next {
            Move::Report => self.somebody_reports().await,
            Move::Useful => self.somebody_goes_on().await,
            Move::Any => self.somebody_tries_anything().await,
            Move::Pair => self.two_act_at_once().await,
            Move::Time => self.time_passes().await,
            Move::Work => self.a_worker_works().await,
            Move::Restart => self.the_process_restarts().await,
            Move::Look => self.somebody_looks().await,
            Move::Search => self.somebody_searches().await,
            Move::Public => self.everybody_looks().await,
        }
    }

    /// A case as it now is, if there is one.
    async fn case(&mut self, id: &CaseId) -> Result<Option<Case>, Finding> {
        self.watch.look_at_case(&self.world, id).await
    }

    /// The case of a report.
    async fn reported(&mut self, at: usize) -> Result<(CaseId, Case), Finding> {
        let id = self.reports[at].id.clone();
        let case = self.case(&id).await?;
        let lost = || Finding::new("receipts", format!("case {id} is not there"));
        case.ok_or_else(lost).map(|case| (id.clone(), case))
    }

    /// Remember this for the story.
    fn tell(&mut self, what: &str) {
        if self.told.len() == TOLD {
            self.told.pop_front();
        }
        self.told.push_back(format!("{:>4}  {}  {what}", self.step, self.world.now));
    }

    fn story(&self, seed: u64, finding: &Finding) -> String {
        let told: Vec<&str> = self.told.iter().map(String::as_str).collect();
        format!(
            "seed {seed}, step {}: {finding}\nthe last steps:\n{}\nagain: VULNERARY_SEED={seed}",
            self.step,
            told.join("\n")
        )
    }

    /// A key that was never used.
    fn key(&mut self) -> String {
        self.keys += 1;
        format!("key-of-a-request-{:08}", self.keys)
    }

    fn count_events(&mut self) {
        for report in &self.reports {
            for event in self.watch.events(&report.id) {
                self.tally.one(&event.fact.kind());
                if let Fact::AdvisoryPublished { edition: 2, .. } = event.fact {
                    self.tally.one("an advisory had a second edition");
                }
            }
        }
    }
}
