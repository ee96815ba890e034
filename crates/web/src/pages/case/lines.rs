//! Release lines of a case: the supported ones, those that somebody has looked at, and, folded away,
//! the others.

use super::reader::Reader;
use super::view::Offered;
use crate::views::forms::{FormView, Known};
use domain::case::{Affect, Fix, LineState, Proof};
use domain::policy::{Line, Phase};
use domain::release::LineStatus;

/// One release line.
pub(super) struct LineView {
    /// For people.
    pub(super) title: String,
    /// Where it stands on this day.
    pub(super) phase: &'static str,
    /// Whether it gets fixes.
    pub(super) supported: bool,
    /// Whether it neither gets fixes nor was looked at here.
    pub(super) aside: bool,
    /// Whether it is affected, in words.
    pub(super) affect: String,
    /// Which look.
    pub(super) look: &'static str,
    /// Its fix, in words.
    pub(super) fix: String,
    /// Where the fix is.
    pub(super) commit: String,
    /// Forms.
    pub(super) assess: Option<FormView>,
    pub(super) record: Option<FormView>,
    pub(super) review: Option<FormView>,
    pub(super) rare: Vec<FormView>,
    /// What shows that the fix works, and who looked at it, in words.
    pub(super) proof: String,
}

impl LineView {
    /// Whether a form of this line was refused.
    pub(super) fn refused(&self) -> bool {
        [&self.assess, &self.record, &self.review]
            .into_iter()
            .flatten()
            .chain(&self.rare)
            .any(|form| !form.wrong.is_empty())
    }
}

/// The lines of this case.
pub(super) fn lines(reader: &Reader<'_>, offered: &Offered<'_>) -> Vec<LineView> {
    let rules = &reader.policy().lines.rules;
    let today = rules.day(reader.now());
    let case = &offered.shown.case;
    let mut views: Vec<LineView> = reader
        .policy()
        .lines
        .list
        .iter()
        .rev()
        .map(|line| {
            let state = case.lines.get(&line.id);
            let phase = rules.phase(line, today);
            let aside = state.is_none() && !phase.is_supported();
            let state = state.cloned().unwrap_or_default();
            let view = view(line, &state, phase, offered);
            LineView { aside: aside && !view.refused(), ..view }
        })
        .collect();
    views.sort_by_key(|view| !view.supported);
    views
}

fn view(line: &Line, state: &LineState, phase: Phase, offered: &Offered<'_>) -> LineView {
    let assumed = offered.shown.lines.get(&line.id) == Some(&LineStatus::AssumedAffected);
    let (affect, look) = match &state.affect {
        Affect::Unknown if assumed => ("End of life: assumed affected".to_owned(), "open"),
        Affect::Unknown => ("Not assessed".to_owned(), "open"),
        Affect::AffectedEnded { introduced } => {
            (format!("End of life: affected from {introduced}"), "late")
        }
        Affect::Affected { introduced } => (format!("Affected from {introduced}"), "late"),
        Affect::NotAffected { justification } => {
            (format!("Not affected: {}", justification.replace('_', " ")), "kept")
        }
    };
    let fix = state.fix.as_ref();
    let affected = state.is_affected();
    let lacks_fix = state.lacks_fix();
    let record = offered.form("release", "fix", &fix_known(line, state)).filter(|_| affected);
    LineView {
        title: line.title(),
        phase: phase.title(),
        supported: phase.is_supported(),
        aside: false,
        affect,
        look,
        fix: match fix {
            None if state.declined.is_some() => "No fix will be made".to_owned(),
            None if lacks_fix && state.in_work.is_some() => "Somebody works on the fix".to_owned(),
            None if lacks_fix => "No fix yet".to_owned(),
            None => String::new(),
            Some(fix) if fix.released_at.is_some() => format!("Fixed in {}, released", fix.version),
            Some(fix) if fix.is_ready() => format!("Fix ready in {}", fix.version),
            Some(fix) => format!("Fix in {} waits for a second person", fix.version),
        },
        commit: fix.and_then(|fix| fix.commit.clone()).unwrap_or_default(),
        assess: offered.form("release", "assess", &assess_known(line, state)),
        record,
        review: fix
            .filter(|fix| !fix.is_ready())
            .and_then(|fix| offered.form("release", "review", &review_known(line, fix))),
        rare: rare(line, state, offered),
        proof: proof(state),
    }
}

fn assess_known<'a>(line: &'a Line, state: &LineState) -> Known<'a> {
    let (affected, introduced, justification) = match &state.affect {
        Affect::Unknown => ("", line.first_version(), String::new()),
        Affect::Affected { introduced } | Affect::AffectedEnded { introduced } => {
            ("yes", introduced.clone(), String::new())
        }
        Affect::NotAffected { justification } => {
            ("no", line.first_version(), justification.clone())
        }
    };
    Known {
        fixed: vec![("line", line.id.clone())],
        preset: vec![
            ("affected", affected.to_owned()),
            ("introduced", introduced),
            ("justification", justification),
        ],
        suffix: &line.id,
        ..Known::default()
    }
}

fn fix_known<'a>(line: &'a Line, state: &LineState) -> Known<'a> {
    let fix = state.fix.as_ref();
    Known {
        fixed: vec![("line", line.id.clone())],
        preset: vec![
            ("version", fix.map(|fix| fix.version.clone()).unwrap_or_default()),
            ("commit", fix.and_then(|fix| fix.commit.clone()).unwrap_or_default()),
        ],
        suffix: &line.id,
        ..Known::default()
    }
}

/// Exactly the fix that the page shows.
fn review_known<'a>(line: &'a Line, fix: &Fix) -> Known<'a> {
    Known {
        fixed: vec![("line", line.id.clone()), ("fix", fix.digest.to_string())],
        suffix: &line.id,
        ..Known::default()
    }
}

/// Steps that are rarely taken with a line.
fn rare(line: &Line, state: &LineState, offered: &Offered<'_>) -> Vec<FormView> {
    let known =
        || Known { fixed: vec![("line", line.id.clone())], suffix: &line.id, ..Known::default() };
    let untried = state.affect == Affect::Unknown && !state.testing;
    let owed = state.lacks_fix() && state.fix.is_none();
    let steps = [("test", untried), ("work", owed && state.in_work.is_none()), ("decline", owed)];
    let fitting = steps.into_iter().filter(|(_, fits)| *fits);
    fitting.filter_map(|(name, _)| offered.form("release", name, &known())).collect()
}

/// What shows that the fix works, or why there is none.
fn proof(state: &LineState) -> String {
    if let Some(why) = &state.declined {
        return why.clone();
    }
    let Some(fix) = &state.fix else { return String::new() };
    let shown = match fix.proof {
        None => return String::new(),
        Some(Proof::Reproduced) => "Seen before and not on the fix",
        Some(Proof::Exception) => "Not shown",
    };
    format!("{shown}: {}", fix.because.as_deref().unwrap_or("(erased)"))
}
