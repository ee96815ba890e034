//! Facts being judged: what they come to, the questions that can still change it, and the others
//! folded away. The same on the desk of the team and in a reporter's private check.

use super::facts::{Asking, Audience, FactView};
use super::precedents::PrecedentView;
use super::verdict::VerdictView;
use crate::refuse::sentence;
use crate::say;
use app::triage::{Preview, preview};
use askama::Template;
use domain::policy::{Complaint, FactDef, Policy};
use domain::triage::Near;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// How many open questions stand in front.
const HANDFUL: usize = 5;

/// How many precedents stand in front.
const NEAREST: usize = 6;

/// Facts and what they come to.
#[derive(Debug, Clone, Template)]
#[template(path = "part/judging.html")]
pub(crate) struct JudgingView {
    /// Keeps ids apart.
    prefix: String,
    /// Whether the team reads it.
    team: bool,
    /// Whether nobody has answered anything yet, so that there is nothing to say.
    quiet: bool,
    /// Whether the facts are as somebody typed them, and kept nowhere.
    typed: bool,
    /// Whether the questions are worth showing at once.
    pub(crate) unfolded: bool,
    /// The whole in a sentence, for whoever hears the page.
    says: String,
    /// What was not understood.
    wrong: Vec<String>,
    verdict: VerdictView,
    near: Vec<PrecedentView>,
    /// Questions whose answers can still change it.
    open: Vec<FactView>,
    /// Further such questions.
    more: Vec<FactView>,
    /// Answered ones.
    answered: Vec<FactView>,
    /// Those that do not matter as things stand.
    rest: Vec<FactView>,
    /// Where those are instead, when they are not shown here.
    aside: Option<String>,
}

/// Where a fact is shown.
#[derive(PartialEq)]
enum Place {
    Open,
    Answered,
    Rest,
}

impl JudgingView {
    /// Of these facts, with the instance's own cases near them; `stay` are questions that keep their place while somebody is at them.
    pub(crate) fn new(
        asking: &Asking<'_>,
        own: &[Near],
        now: Timestamp,
        (stay, typed): (&str, bool),
    ) -> Self {
        let policy = asking.policy;
        let said = preview(policy, asking.claim, now);
        let doubtful: BTreeSet<&str> = said.wrong.iter().map(|one| one.key.as_str()).collect();
        let team = asking.audience == Audience::Team;
        let verdict = VerdictView::new(policy, &said.verdict);
        let verdict = if team { verdict } else { verdict.beside() };
        let near = |one: &Near| PrecedentView { beside: !team, ..PrecedentView::near(one) };
        let mut view = Self {
            quiet: !team && !typed && asking.claim.facts.is_empty(),
            prefix: asking.prefix.to_owned(),
            team,
            typed,
            unfolded: typed,
            says: says(&said),
            wrong: said.wrong.iter().map(|one| complaint(policy, one)).collect(),
            verdict,
            near: own
                .iter()
                .take(NEAREST)
                .map(PrecedentView::own)
                .chain(said.alike.iter().take(NEAREST).map(near))
                .collect(),
            open: Vec::new(),
            more: Vec::new(),
            answered: Vec::new(),
            rest: Vec::new(),
            aside: None,
        };
        let pinned = |fact: &FactDef| stay == fact.id || doubtful.contains(fact.id.as_str());
        let place = |fact: &FactDef| {
            let asked = said.verdict.missing.contains(&fact.id);
            if asked || pinned(fact) {
                Place::Open
            } else if asking.claim.get(&fact.id).is_known() {
                Place::Answered
            } else {
                Place::Rest
            }
        };
        for fact in &policy.facts {
            let mut shown = asking.fact(fact);
            shown.missing = said.verdict.missing.contains(&fact.id);
            let weighed = said.verdict.facts.iter().find(|one| one.fact == fact.id);
            let told = weighed.filter(|one| one.why.starts_with("follows"));
            shown.why = told.map(|one| sentence(&one.why)).unwrap_or_default();
            match place(fact) {
                Place::Open if view.open.len() < HANDFUL || pinned(fact) => view.open.push(shown),
                Place::Open => view.more.push(shown),
                Place::Answered => view.answered.push(shown),
                Place::Rest => view.rest.push(shown),
            }
        }
        view
    }

    /// Leave out what does not matter as things stand; it is at this address.
    pub(crate) fn set_aside(&mut self, address: String) {
        self.aside = (!self.rest.is_empty()).then_some(address);
    }

    /// Whether this question must be answered again or first.
    fn asks(&self) -> bool {
        !self.open.is_empty()
    }
}

/// The whole in a sentence or two.
fn says(said: &Preview) -> String {
    match said.verdict.missing.len() {
        0 => said.verdict.because.clone(),
        n => say("judging-undecided").count("n", n).text(),
    }
}

fn complaint(policy: &Policy, one: &Complaint) -> String {
    let question = policy.fact(&one.key).map_or(one.key.as_str(), |fact| &fact.title);
    format!("{question} {}", sentence(&one.says))
}
