//! Which step comes next.

use super::Play;
use super::script::{Deed, Of, Seen, Step, Who};
use crate::fault::{Fault, How, Site, When};
use crate::watch::Finding;
use app::case::show;
use app::{Ctx, Verb};
use domain::case::Case;
use serde_json::Value;

#[derive(Debug, Clone, Copy)]
enum Move {
    Report,
    Useful,
    Party,
    Offered,
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
    (10, Move::Party),
    (8, Move::Offered),
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
    /// The next step, by the dice and by where the cases stand.
    pub(super) async fn choose(&mut self) -> Result<Step, Finding> {
        if self.reports.is_empty() {
            return Ok(self.some_report());
        }
        Ok(match self.dice.weighted(MOVES) {
            Move::Report => self.some_report(),
            Move::Useful => self.something_useful().await?,
            Move::Party => self.something_with_parties().await?,
            Move::Offered => self.something_offered().await?,
            Move::Any => self.anything_at_all().await?,
            Move::Pair => self.a_pair().await?,
            Move::Time => self.some_time(),
            Move::Work => self.some_work(),
            Move::Restart => {
                let policy = self.dice.percent(40).then(|| self.dice.below(2));
                Step::Restarts { policy }
            }
            Move::Look => {
                let of = self.mostly_a_report();
                let number = self.a_report();
                let who = match self.dice.below(10) {
                    0..3 => self.reporter_of(number),
                    3..6 => Who::Party(number, self.dice.below(2)),
                    6 | 7 => Who::person(self.dice.pick(&["auditor", "auditor-2"])),
                    _ => self.anybody(),
                };
                Step::Looks { who, of, fault: self.a_fault(&[Site::ReadLog]) }
            }
            Move::Search => Step::Searches { who: self.anybody(), of: self.a_report() },
            Move::Public => Step::EverybodyLooks,
        })
    }

    /// One of the reports, the first more often than the others, so that it gets somewhere.
    pub(super) fn a_report(&mut self) -> usize {
        let at = if self.dice.percent(50) { 0 } else { self.dice.below(self.reports.len()) };
        *self.reports.keys().nth(at).expect("a report was filed")
    }

    /// A case, or now and then one that never was.
    fn mostly_a_report(&mut self) -> Of {
        match self.dice.percent(12) {
            true => Of::Nothing(self.dice.below(200) as u8),
            false => Of::Report(self.a_report()),
        }
    }

    /// Sometimes something fails soon, in one of these places.
    pub(super) fn a_fault(&mut self, sites: &[Site]) -> Option<Fault> {
        if !self.dice.percent(6) {
            return None;
        }
        let site = self.dice.pick(sites);
        let when = match site {
            Site::Read => When::Before,
            _ => self.dice.pick(&[When::Before, When::After]),
        };
        let how = self.dice.pick(&[How::Error, How::Crash]);
        let skip = self.dice.below(if site == Site::Read { 4 } else { 1 }) as u32;
        Some(Fault { site, when, how, skip })
    }

    /// One of the verbs that the program itself offers to somebody just now, whichever there are.
    async fn something_offered(&mut self) -> Result<Step, Finding> {
        let number = self.a_report();
        let who = match self.dice.below(4) {
            0 => self.reporter_of(number),
            1 => Who::Party(number, self.dice.below(2)),
            _ => Who::person(self.dice.pick(&["lead", "founder", "triager", "fixer", "reviewer"])),
        };
        let Some((id, case)) = self.reported(number).await? else { return Ok(self.some_report()) };
        let ctx = Ctx::new(&self.world.another_server(), self.actor(&who), self.world.now);
        let shown = show(&ctx, &id).await;
        self.shown_is_logged(&ctx, shown.as_ref().ok()).await?;
        let offers: Vec<(&str, &str)> = match shown {
            Ok(shown) => shown.offers.iter().map(|offer| (offer.group, offer.name)).collect(),
            Err(_) => Vec::new(),
        };
        if offers.is_empty() {
            return Ok(Step::Looks { who, of: Of::Report(number), fault: None });
        }
        let (group, name) = self.dice.pick(&offers);
        let verb = app::find_verb(group, name).expect("what is offered is a verb");
        let given = self.plausible(verb, Some(&case));
        Ok(self.deed(who, Of::Report(number), &format!("{group} {name}"), given))
    }

    async fn anything_at_all(&mut self) -> Result<Step, Finding> {
        let of = self.mostly_a_report();
        let all: Vec<&'static Verb> = app::verbs().collect();
        let verb = self.dice.pick(&all);
        let who = self.anybody();
        let case: Option<Case> = match of {
            Of::Report(number) => self.reported(number).await?.map(|(_, case)| case),
            Of::Nothing(_) => None,
        };
        let given = match self.dice.percent(50) {
            true => self.nonsense(verb),
            false => self.plausible(verb, case.as_ref()),
        };
        Ok(self.deed(who, of, &format!("{} {}", verb.group, verb.name), given))
    }

    /// A deed with a key or without, with a version seen or not, and perhaps with a fault.
    pub(super) fn deed(&mut self, who: Who, of: Of, verb: &str, given: Value) -> Step {
        let seen = match self.dice.below(20) {
            0 => Seen::Another,
            1..8 => Seen::This,
            _ => Seen::Unsaid,
        };
        let key = self.dice.percent(40).then(|| self.key());
        let sites = [Site::Read, Site::Commit, Site::Commit, Site::Commit, Site::ReadLog];
        let fault = self.a_fault(&sites);
        Step::Does(Deed { who, of, verb: verb.to_owned(), given, seen, key, fault })
    }

    /// The same moment, the same case, two people.
    async fn a_pair(&mut self) -> Result<Step, Finding> {
        let number = self.a_report();
        let case = self.reported(number).await?.map(|(_, case)| case);
        let verbs =
            ["case note", "advisory publish", "advisory approve", "embargo confirm", "cve approve"];
        let verb = self.dice.pick(&verbs);
        let (group, name) = verb.split_once(' ').expect("a verb has two words");
        let known = app::find_verb(group, name).expect("a verb of this name");
        let given = self.plausible(known, case.as_ref());
        let (of, apart) = (Of::Report(number), self.dice.percent(50));
        Ok(Step::Together { of, verb: verb.to_owned(), given, apart })
    }

    fn some_time(&mut self) -> Step {
        let minutes = match self.dice.below(10) {
            0..3 => 1 + self.dice.below(600) as i64,
            3..6 => 60 * 24 * (1 + self.dice.below(20) as i64),
            6 => 60 * 24 * (30 + self.dice.below(120) as i64),
            // A second before, at, or a second after the end of somebody's embargo.
            _ => {
                let seconds = self.dice.pick(&[-1, 0, 1]);
                return Step::EndComes { of: self.a_report(), seconds };
            }
        };
        Step::Passes { minutes }
    }

    fn some_work(&mut self) -> Step {
        if self.dice.percent(20) {
            return Step::WorkTogether;
        }
        let jobs = 1 + self.dice.below(4);
        let sites = [Site::Read, Site::Claim, Site::Commit, Site::Spool, Site::Folder];
        Step::Works { faults: (0..jobs).map(|_| self.a_fault(&sites)).collect() }
    }
}
