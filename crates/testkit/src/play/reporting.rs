//! Filing reports: with and without a key, whole and broken, and again when no answer came.

use super::script::{Step, Who};
use super::{Play, Report, Unanswered};
use crate::fault::{Fault, Site, When};
use crate::watch::{Finding, hold};
use app::intake::submit_once;
use app::{Ctx, Error};
use domain::intake::Draft;
use domain::triage::{Claim, FactValue};
use domain::words::Secret;

/// The rules for reporters of the pack that is played with.
const RULES: [&str; 1] = ["RR-1"];

impl Play {
    /// A new report, or the same once more where no answer came.
    pub(super) fn some_report(&mut self) -> Step {
        let sites = [Site::Read, Site::Commit, Site::Commit, Site::Commit];
        if !self.unanswered.is_empty() && self.dice.percent(50) {
            return Step::ReportAgain { fault: self.a_fault(&sites) };
        }
        let draft = self.a_draft();
        let key = self.dice.percent(60).then(|| self.key());
        let (who, fault) = (self.anybody(), self.a_fault(&sites));
        self.filed += 1;
        Step::Report { number: self.filed - 1, who, draft, key, fault }
    }

    /// The same report with the same key, because no answer came.
    pub(super) async fn file_again(&mut self, fault: Option<Fault>) -> Result<(), Finding> {
        let Some(Unanswered { number, key, draft }) = self.unanswered.pop() else { return Ok(()) };
        self.tally.one("a report was filed again with its key");
        self.file(number, &Who::Anonymous, (draft, Some(key)), fault).await
    }

    fn a_draft(&mut self) -> Draft {
        let mut draft = crate::draft(&format!("a header ends it {}", self.world.word()));
        draft.body = format!("Send it twice. {} {}", self.world.word(), draft.body);
        draft.version = format!("2.9.{} {}", self.dice.below(9), self.world.word());
        draft.accept_terms = self.dice.percent(75);
        if self.dice.percent(50) {
            draft.accepted_rules = RULES.map(str::to_owned).to_vec();
        }
        if self.dice.percent(50) {
            draft.credit = format!("Finder {}", self.world.word());
        }
        draft.claim = self.a_claim();
        match self.dice.below(30) {
            0 => draft.title = String::new(),
            1 => draft.body = "x".repeat(60_000),
            2 => {
                let nonsense = FactValue::Text(self.world.word());
                draft.claim.facts.insert("no-such-fact".to_owned(), nonsense);
            }
            _ => {}
        }
        draft
    }

    /// Facts that the policy knows, some of them left out.
    pub(super) fn a_claim(&mut self) -> Claim {
        let mut claim = Claim::default();
        let text = |word: &str| FactValue::Text(word.to_owned());
        if self.dice.percent(90) {
            let attacker = self.dice.weighted(&[(8, "network"), (1, "local")]);
            claim.facts.insert("attacker".to_owned(), text(attacker));
        }
        if self.dice.percent(90) {
            let effect = self.dice.weighted(&[(6, "crash"), (2, "read"), (1, "nothing")]);
            claim.facts.insert("effect".to_owned(), FactValue::List(vec![effect.to_owned()]));
        }
        if self.dice.percent(90) {
            let flag = self.dice.weighted(&[(8, FactAnswer::No), (1, FactAnswer::Yes)]);
            claim.facts.insert("flag".to_owned(), flag.value());
        }
        claim
    }

    pub(super) async fn file(
        &mut self,
        number: usize,
        who: &Who,
        (draft, key): (Draft, Option<String>),
        fault: Option<Fault>,
    ) -> Result<(), Finding> {
        self.arm(fault);
        let ctx = Ctx::new(&self.world.app, self.actor(who), self.world.now);
        self.watch.sent(draft.digest());
        let answer = submit_once(&ctx, &draft, "web", key.as_deref()).await;
        self.tell(&format!("{who:?} reports {:?}: {answer:?}", draft.title));
        let fired = self.after_faults().await;
        let unheard = fired.iter().any(|f| f.site == Site::Commit && f.when == When::After);
        match answer {
            Ok(receipt) => {
                hold(!unheard, "receipts", || "a receipt came in spite of a crash".to_owned())?;
                self.tally.one("a report was filed");
                self.watch.received(receipt.sha256, &receipt.id);
                let secret = Some(Secret::read(&receipt.secret));
                let (id, title) = (receipt.id, draft.title);
                if self.reports.values().all(|report| report.id != id) {
                    self.reports.insert(number, Report { id: id.clone(), secret, title });
                }
                self.watch.step(&self.world, Some(&id)).await
            }
            Err(error) => self.not_filed(number, (draft, key), &error, !fired.is_empty()).await,
        }
    }

    async fn not_filed(
        &mut self,
        number: usize,
        (draft, key): (Draft, Option<String>),
        error: &Error,
        injected: bool,
    ) -> Result<(), Finding> {
        let expected =
            injected || !draft.complaints().is_empty() || matches!(error, Error::Invalid(_));
        hold(expected, "receipts", || format!("a good report was refused: {error}"))?;
        if injected && let Some(key) = key {
            self.unanswered.push(Unanswered { number, key, draft });
        }
        self.watch.step(&self.world, None).await
    }

    /// A reporter whose answer never came cannot know the case; everybody else can be its reporter.
    pub(super) fn reporter_of(&self, number: usize) -> Who {
        match self.reports.get(&number).and_then(|report| report.secret.as_ref()) {
            Some(_) => Who::Reporter(number),
            None => Who::Anonymous,
        }
    }
}

#[derive(Clone, Copy)]
enum FactAnswer {
    Yes,
    No,
}

impl FactAnswer {
    fn value(self) -> FactValue {
        match self {
            Self::Yes => FactValue::Yes,
            Self::No => FactValue::No,
        }
    }
}
