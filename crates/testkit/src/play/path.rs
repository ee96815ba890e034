//! The way a case usually goes: what somebody would do next, with now and then a turn to the side.

use super::Play;
use super::script::{Of, Step, Who};
use crate::watch::Finding;
use domain::advisory::AdvisoryState;
use domain::case::{Affect, By, Case, ReportState};
use domain::embargo::{EmbargoState, candidate};
use domain::world::{WorldKind, WorldState};

impl Play {
    pub(super) async fn something_useful(&mut self) -> Result<Step, Finding> {
        let number = self.a_report();
        let Some((_, case)) = self.reported(number).await? else { return Ok(self.some_report()) };
        // Attacks are known: that does not wait.
        let urgent = case.world.attack.is_some() && self.dice.percent(50);
        let (who, words) = match urgent || self.dice.percent(15) {
            true => self.on_the_side(number, &case),
            false => self.usual(number, &case),
        };
        let (group, name) = words.split_once(' ').expect("a verb has two words");
        let verb = app::find_verb(group, name).expect("the path knows the verbs");
        let given = self.plausible(verb, Some(&case));
        Ok(self.deed(who, Of::Report(number), words, given))
    }

    /// What can be done at any time.
    fn on_the_side(&mut self, at: usize, case: &Case) -> (Who, &'static str) {
        if let Some(open) = self.open_questions(case) {
            return open;
        }
        if case.is_confirmed() && self.dice.percent(40) {
            return self.about_cves(case);
        }
        let reporter = self.reporter_of(at);
        match self.dice.below(23) {
            0 | 1 => (Who::person("triager"), "case note"),
            2 => (Who::person("lead"), "case write"),
            3 => (reporter, "case answer"),
            4 => (reporter, "case withdraw"),
            5 => (Who::person("founder"), "case redact"),
            6 => (Who::person("lead"), "embargo propose"),
            7 => (reporter, "embargo propose"),
            8 => (Who::person("triager"), "case severity"),
            9 | 10 => (Who::person("lead"), "participant invite"),
            11 if self.dice.percent(60) => (reporter, "world allege"),
            12 => (Who::person("lead"), "case defer"),
            13 => (Who::person("triager"), "case reopen"),
            14 => (reporter, "case reopen"),
            15 => (Who::person("lead"), "case retest"),
            16 => (reporter, "case tried"),
            17 => (self.one_of(&["lead", "founder"]), "sanction impose"),
            18 => (reporter, "sanction appeal"),
            19 => (self.one_of(&["reviewer", "lead"]), "sanction answer"),
            20 if self.dice.percent(50) => (Who::person("founder"), "sanction lift"),
            20 => (self.one_of(&["lead", "reviewer", "triager"]), "case seen"),
            21 | 22 => self.with_glass(case),
            _ => (self.one_of(&["triager", "lead"]), "world allege"),
        }
    }

    /// An auditor asks to read the case, a second one agrees, somebody ends it.
    fn with_glass(&mut self, case: &Case) -> (Who, &'static str) {
        let who = self.one_of(&["auditor", "auditor-2"]);
        let wishes = [(1, "glass ask"), (4, "glass agree"), (1, "glass end")];
        let verb = match (&case.glass.asked, &case.glass.open) {
            (None, None) => "glass ask",
            (None, Some(_)) => "glass end",
            (Some(_), _) => self.dice.weighted(&wishes),
        };
        (who, verb)
    }

    /// Somebody takes part somewhere: they do something, or the team does something with them.
    pub(super) async fn something_with_parties(&mut self) -> Result<Step, Finding> {
        let known = |report: &super::Report| self.watch.known(&report.id);
        let joined = |report| known(report).is_some_and(|case| !case.parties.is_empty());
        let numbers: Vec<usize> = self
            .reports
            .iter()
            .filter(|(_, report)| joined(report))
            .map(|(number, _)| *number)
            .collect();
        if numbers.is_empty() {
            return self.something_useful().await;
        }
        let number = self.dice.pick(&numbers);
        let Some((_, case)) = self.reported(number).await? else { return Ok(self.some_report()) };
        let at = self.dice.below(case.parties.len());
        let (party, lead) = (Who::Party(number, at), Who::person("lead"));
        let choices = [
            (6, "embargo accept"),
            (3, "participant answer"),
            (1, "participant decline"),
            (1, "participant leave"),
            (1, "embargo propose"),
            (1, "world allege"),
            (4, "participant write"),
            (1, "participant remove"),
            (3, ""),
        ];
        let words = self.dice.weighted(&choices);
        let Some((group, name)) = words.split_once(' ') else {
            return Ok(Step::Looks { who: party, of: Of::Report(number), fault: None });
        };
        let verb = app::find_verb(group, name).expect("the path knows the verbs");
        let mut given = self.plausible(verb, Some(&case));
        if let Some(field) = given.get_mut("party") {
            *field = format!("$party {at}").into();
        }
        let who = if matches!(name, "write" | "remove") { lead } else { party };
        Ok(self.deed(who, Of::Report(number), words, given))
    }

    /// Something was said of the world, or waits for a second person; or terms lie on the table.
    fn open_questions(&mut self, case: &Case) -> Option<(Who, &'static str)> {
        let said = |what: WorldKind| case.world.fact(what).state == WorldState::Alleged;
        let staff = ["lead", "founder", "reviewer"];
        if WorldKind::ALL.iter().any(|(_, what)| said(*what)) && self.dice.percent(60) {
            let verb = self.dice.weighted(&[(5, "world confirm"), (1, "world dismiss")]);
            return Some((self.one_of(&staff), verb));
        }
        if let Some(attack) = &case.world.attack {
            let verb = if attack.asked.is_some() { "world second" } else { "world hold" };
            return self.dice.percent(75).then(|| (self.one_of(&staff), verb));
        }
        if case.embargo.state == EmbargoState::Revise && self.dice.percent(30) {
            let verb = self.dice.pick(&["embargo reject", "embargo retract"]);
            return Some((self.one_of(&["lead", "founder"]), verb));
        }
        None
    }

    fn one_of(&mut self, logins: &[&str]) -> Who {
        Who::person(self.dice.pick(logins))
    }

    fn usual(&mut self, at: usize, case: &Case) -> (Who, &'static str) {
        let leads = ["founder", "lead"];
        match case.report {
            ReportState::Received | ReportState::NeedsInfo => self.triage(at, case),
            ReportState::Invalid => (self.one_of(&leads), "case close"),
            ReportState::Valid if case.severity.is_none() => {
                (Who::person("triager"), "case severity")
            }
            ReportState::Valid if unassessed(case) > 0 => {
                (self.one_of(&["fixer", "reviewer"]), "release assess")
            }
            ReportState::Valid => (self.one_of(&leads), "case accept"),
            ReportState::Deferred => {
                let verb = self.dice.weighted(&[(3, "case resume"), (1, "case close")]);
                (self.one_of(&leads), verb)
            }
            ReportState::Accepted => self.repair(at, case),
            ReportState::Closed if case.published.is_some() => self.about_cves(case),
            ReportState::Closed => (Who::person("triager"), "case note"),
        }
    }

    fn triage(&mut self, at: usize, case: &Case) -> (Who, &'static str) {
        if case.report == ReportState::NeedsInfo && self.dice.percent(60) {
            return (self.reporter_of(at), "case answer");
        }
        if self.dice.percent(10) {
            return (Who::person("triager"), "case ask");
        }
        if unassessed(case) > 0 && self.dice.percent(70) {
            return (self.one_of(&["fixer", "triager", "reviewer"]), "release assess");
        }
        match &case.judgement {
            None => (Who::person("triager"), "case judge"),
            Some(judged) if judged.verdict == "vulnerability" => {
                (self.one_of(&["triager", "lead"]), "case validate")
            }
            Some(_) => {
                let verb = self.dice.weighted(&[
                    (5, "case invalidate"),
                    (3, "case validate"),
                    (2, "case judge"),
                ]);
                (Who::person("triager"), verb)
            }
        }
    }

    fn repair(&mut self, at: usize, case: &Case) -> (Who, &'static str) {
        if unassessed(case) > 0 {
            return (self.one_of(&["fixer", "reviewer"]), "release assess");
        }
        if case.lines.values().any(|line| open(&line.affect) && line.fix.is_none()) {
            return (self.one_of(&["fixer", "releaser", "lead"]), "release fix");
        }
        let waits = |fix: &domain::case::Fix| !fix.is_ready();
        if case.lines.values().any(|line| line.fix.as_ref().is_some_and(waits)) {
            return (self.one_of(&["reviewer", "founder", "lead"]), "release review");
        }
        if case.draft.is_none() {
            return (self.one_of(&["publisher", "lead", "founder"]), "advisory write");
        }
        match case.embargo.state {
            EmbargoState::Proposed | EmbargoState::Revise if self.dice.percent(70) => {
                let by = case.embargo.proposals.last().map(|proposal| &proposal.by);
                let theirs = by == Some(&By::Reporter);
                let who = if theirs { Who::person("lead") } else { self.reporter_of(at) };
                return (who, "embargo accept");
            }
            EmbargoState::Active | EmbargoState::Revise if self.dice.percent(60) => {
                return match &case.embargo.end {
                    None => (self.one_of(&["lead", "founder"]), "embargo end"),
                    Some(_) => (self.one_of(&["reviewer", "lead", "founder"]), "embargo confirm"),
                };
            }
            _ => {}
        }
        self.publication(case)
    }

    fn publication(&mut self, case: &Case) -> (Who, &'static str) {
        if case.world.public.is_so() && self.dice.percent(50) {
            return self.about_cves(case);
        }
        let digest = candidate(case, &self.world.app.policy).ok().map(|one| one.digest());
        match AdvisoryState::of(case, digest) {
            AdvisoryState::None => (Who::person("publisher"), "advisory write"),
            AdvisoryState::Draft => (self.one_of(&["publisher", "lead"]), "advisory request"),
            AdvisoryState::InReview => {
                (self.one_of(&["reviewer", "lead", "founder"]), "advisory approve")
            }
            AdvisoryState::Approved => {
                (self.one_of(&["publisher", "lead", "founder"]), "advisory publish")
            }
            AdvisoryState::Published => {
                let verb = self.dice.weighted(&[(3, "advisory write"), (1, "case close")]);
                (self.one_of(&["lead", "founder"]), verb)
            }
        }
    }
}

fn open(affect: &Affect) -> bool {
    matches!(affect, Affect::Affected { .. })
}

/// How many of the two lines in support nobody has looked at.
fn unassessed(case: &Case) -> usize {
    let known =
        |line: &&str| case.lines.get(*line).is_some_and(|line| line.affect != Affect::Unknown);
    ["v2", "v3"].iter().filter(|line| !known(line)).count()
}
