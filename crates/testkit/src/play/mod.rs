//! Random steps by random people, with crashes between any two writes; after each one a [`Watch`]
//! looks at what was written. A seed makes the same play again, and a play that goes wrong is made
//! short. Each step is chosen first and played then; what is chosen says everything that happens.

mod act;
mod around;
mod attempt;
mod choose;
mod conduct;
mod cve;
mod dice;
mod input;
mod nonsense;
mod path;
mod print;
mod reading;
mod reporting;
mod script;
mod shrink;
mod tally;
mod who;

pub use print::print;
pub use script::{Deed, Of, Seen, Step, Who, does, looks, report, together, works};
pub use shrink::{Short, shrink};
pub use tally::{STAGES, Tally};

use crate::watch::Finding;
use crate::{Watch, World};
use dice::Dice;
use domain::case::{Case, Fact};
use domain::intake::Draft;
use domain::words::{CaseId, Secret};
use std::collections::{BTreeMap, VecDeque};

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

/// A report whose answer never arrived.
pub(super) struct Unanswered {
    number: usize,
    key: String,
    draft: Draft,
}

/// A play.
pub struct Play {
    /// Where it takes place.
    pub world: World,
    /// Who looks on.
    pub watch: Watch,
    /// What happened.
    pub tally: Tally,
    /// What was done so far.
    pub script: Vec<Step>,
    dice: Dice,
    /// By number.
    reports: BTreeMap<usize, Report>,
    /// How many reports were filed, answered or not.
    filed: usize,
    unanswered: Vec<Unanswered>,
    told: VecDeque<String>,
    keys: u32,
}

/// Play so many steps with this seed; the story of what went wrong, if anything did, and the steps
/// that are enough for it, to be pasted into a test.
pub async fn play(seed: u64, steps: usize) -> Result<Tally, String> {
    let world = match seed % IN_FILES {
        0 => World::in_file(seed).await,
        _ => World::new(seed).await,
    };
    let mut play = Play::new(world, seed);
    let Err(finding) = play.whole(steps).await else { return Ok(play.tally) };
    let story = play.story(seed, &finding);
    let short = shrink(&play.script, &finding, async || World::new(seed).await).await;
    let name = format!("seed_{seed}_breaks_{}", finding.rule);
    let world = format!("World::new({seed}).await");
    Err(format!("{story}\n\n{}", print(&name, &world, &short)))
}

/// Play exactly these steps in this world, and then everything that is due.
pub async fn retell(world: World, steps: &[Step]) -> Result<(), Finding> {
    let mut play = Play::new(world, 0);
    for step in steps {
        play.act(step).await?;
    }
    play.come_to_rest().await
}

impl Play {
    /// In this world.
    pub fn new(world: World, seed: u64) -> Self {
        Self {
            world,
            watch: Watch::default(),
            tally: Tally::default(),
            script: Vec::new(),
            dice: Dice::new(seed),
            reports: BTreeMap::new(),
            filed: 0,
            unanswered: Vec::new(),
            told: VecDeque::new(),
            keys: 0,
        }
    }

    /// So many steps, and then everything that is due.
    pub async fn whole(&mut self, steps: usize) -> Result<(), Finding> {
        for _ in 0..steps {
            let step = self.choose().await?;
            self.script.push(step.clone());
            self.act(&step).await?;
        }
        self.come_to_rest().await?;
        self.count_events();
        Ok(())
    }

    /// A case as it now is, if there is one.
    async fn case(&mut self, id: &CaseId) -> Result<Option<Case>, Finding> {
        self.watch.look_at_case(&self.world, id).await
    }

    /// The case of a report; none where this play has no such report.
    async fn reported(&mut self, number: usize) -> Result<Option<(CaseId, Case)>, Finding> {
        let Some(report) = self.reports.get(&number) else { return Ok(None) };
        let id = report.id.clone();
        let case = self.case(&id).await?;
        let lost = || Finding::new("receipts", format!("case {id} is not there"));
        case.ok_or_else(lost).map(|case| Some((id.clone(), case)))
    }

    /// Remember this for the story.
    fn tell(&mut self, what: &str) {
        if self.told.len() == TOLD {
            self.told.pop_front();
        }
        self.told.push_back(format!("{:>4}  {}  {what}", self.script.len(), self.world.now));
    }

    fn story(&self, seed: u64, finding: &Finding) -> String {
        let told: Vec<&str> = self.told.iter().map(String::as_str).collect();
        format!(
            "seed {seed}, step {}: {finding}\nthe last steps:\n{}\nagain: VULNERARY_SEED={seed}",
            self.script.len(),
            told.join("\n")
        )
    }

    /// A key that was never used.
    fn key(&mut self) -> String {
        self.keys += 1;
        format!("key-of-a-request-{:08}", self.keys)
    }

    fn count_events(&mut self) {
        for report in self.reports.values() {
            for event in self.watch.events(&report.id) {
                self.tally.one(&event.fact.kind());
                if let Fact::AdvisoryPublished { edition: 2, .. } = event.fact {
                    self.tally.one("an advisory had a second edition");
                }
            }
        }
    }
}
