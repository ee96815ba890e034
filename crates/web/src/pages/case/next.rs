//! What to do next, in order of urgency, among what is offered. It decides nothing: every step is a
//! link to a form that is on the page anyway.

use crate::refuse::sentence;
use crate::views::embargo::EmbargoView;
use app::case::Shown;
use domain::advisory::AdvisoryState;
use domain::case::{Affect, Phase, ReportState};
use domain::policy::{Policy, Stops};
use domain::triage::VerdictKind;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// On its button.
    pub(super) title: &'static str,
    /// Why now.
    pub(super) says: &'static str,
    /// Where its form is.
    pub(super) to: &'static str,
}

/// How many steps are shown.
const MOST: usize = 3;

/// The steps, and what the case waits for.
pub(super) fn next(
    shown: &Shown,
    embargo: &EmbargoView,
    policy: &Policy,
    now: Timestamp,
) -> (Vec<Step>, Vec<String>) {
    let mut found: Vec<(&str, &str, Step)> = Vec::new();
    urgent(shown, embargo, &mut found);
    match shown.phase {
        Phase::Triage | Phase::WaitingReporter => triage(shown, &mut found),
        Phase::Prioritising => prioritise(shown, &mut found),
        Phase::Incident if shown.case.report == ReportState::Valid => prioritise(shown, &mut found),
        Phase::Incident if shown.case.report == ReportState::Accepted => {
            fix(shown, policy, now, &mut found);
        }
        Phase::Incident => triage(shown, &mut found),
        Phase::Deferred => found.push(step(
            ("case", "resume"),
            "Take it up again",
            "The report was put off.",
            "#case-resume",
        )),
        Phase::Fixing | Phase::FixReady => fix(shown, policy, now, &mut found),
        Phase::Published => found.push(step(
            ("case", "close"),
            "Close the case",
            "The advisory is public.",
            "#case-close",
        )),
        Phase::Closed => {}
    }
    let offered = found.into_iter().filter(|(group, name, _)| shown.offers(group, name));
    (offered.map(|(_, _, step)| step).take(MOST).collect(), waits(shown, embargo))
}

fn step(
    (group, name): (&'static str, &'static str),
    title: &'static str,
    says: &'static str,
    to: &'static str,
) -> (&'static str, &'static str, Step) {
    (group, name, Step { title, says, to })
}

type Found = Vec<(&'static str, &'static str, Step)>;

/// What others wait for.
fn urgent(shown: &Shown, embargo: &EmbargoView, found: &mut Found) {
    let mut add = |on, title, says, to| found.push(step(on, title, says, to));
    if shown.case.handler_left.is_some() {
        add(
            ("case", "accept"),
            "Take the case over",
            "Who handled it works here no more; you become its handler, or name one.",
            "#case-accept",
        );
    }
    let unanswered =
        shown.case.clocks.values().any(|clock| {
            clock.met_at.is_none() && clock.due.stops == Stops::Reply && !clock.due.right
        });
    let nobody_wrote = !shown.messages.iter().any(|message| message.by.account().is_some());
    if unanswered && nobody_wrote {
        add(
            ("case", "write"),
            "Answer the reporter",
            "No person has answered yet; the first answer keeps the promise.",
            "#case-write",
        );
    }
    add(
        ("embargo", "confirm"),
        "Decide on the early end",
        "Somebody asks to end the embargo now; a second person decides.",
        "#embargo-confirm",
    );
    if embargo.teams_turn() {
        add(
            ("embargo", "accept"),
            "Answer the proposed embargo",
            "The reporter proposed an end.",
            "#embargo-accept",
        );
    }
    let cves = shown.case.cves.values();
    let tasks: BTreeSet<_> = cves.filter_map(|entry| entry.task(&shown.case)).collect();
    for task in tasks {
        let (on, title, says) = super::cve::step(task);
        add(on, title, says, "#cve");
    }
    match shown.advisory {
        AdvisoryState::InReview => add(
            ("advisory", "approve"),
            "Review the advisory",
            "Its author asked for a second person.",
            "#advisory",
        ),
        AdvisoryState::Approved if embargo.ends.is_none() => add(
            ("advisory", "publish"),
            "Publish the advisory",
            "It is approved to the letter.",
            "#advisory",
        ),
        _ => {}
    }
}

fn triage(shown: &Shown, found: &mut Found) {
    let mut add = |on, title, says, to| found.push(step(on, title, says, to));
    let case = &shown.case;
    if case.report == ReportState::Invalid {
        return add(
            ("case", "close"),
            "Close the case",
            "The report is refused; closing frees everybody.",
            "#case-close",
        );
    }
    let recorded = case.judgement.as_ref().is_some_and(|j| j.verdict == shown.verdict.kind.word());
    let kind = shown.verdict.kind;
    if kind == VerdictKind::NeedsMoreInfo || !recorded {
        add(
            ("case", "judge"),
            "State the facts",
            "The threat model decides by facts; say what is known.",
            "#case-judge",
        );
    }
    match kind {
        VerdictKind::NeedsMoreInfo => add(
            ("case", "ask"),
            "Ask the reporter",
            "Facts are missing that only the reporter may know.",
            "#case-ask",
        ),
        kind if kind.is_vulnerability() => {
            if !any_affected(shown) {
                add(
                    ("release", "assess"),
                    "Say which lines are affected",
                    "A confirmed report affects at least one release line.",
                    "#lines",
                );
            }
            add(
                ("case", "validate"),
                "Confirm the report",
                "The threat model says that it is a vulnerability.",
                "#case-validate",
            );
        }
        _ => add(
            ("case", "invalidate"),
            "Refuse the report",
            "The threat model says that it is none; its rules are cited.",
            "#case-invalidate",
        ),
    }
}

fn any_affected(shown: &Shown) -> bool {
    shown.case.lines.values().any(domain::case::LineState::is_affected)
}

fn prioritise(shown: &Shown, found: &mut Found) {
    let mut add = |on, title, says, to| found.push(step(on, title, says, to));
    if shown.case.severity.is_none() {
        add(
            ("case", "severity"),
            "Set the severity",
            "A case is accepted with its severity.",
            "#case-severity",
        );
    }
    add(
        ("case", "accept"),
        "Accept the case",
        "A confirmed report needs somebody who handles it.",
        "#case-accept",
    );
}

fn fix(shown: &Shown, policy: &Policy, now: Timestamp, found: &mut Found) {
    let mut add = |on, title, says, to| found.push(step(on, title, says, to));
    let lines = &shown.case.lines;
    let waits =
        |line: &domain::case::LineState| line.fix.as_ref().is_some_and(|fix| !fix.is_ready());
    if lines.values().any(waits) {
        add(
            ("release", "review"),
            "Look at the fixes",
            "A fix counts when a second person has looked at exactly this one.",
            "#lines",
        );
    }
    let known = |id: &String| lines.get(id).is_some_and(|line| line.affect != Affect::Unknown);
    if policy.lines.supported(now).iter().any(|line| !known(&line.id)) {
        add(
            ("release", "assess"),
            "Assess every supported line",
            "Nothing is published before each supported line is known to be affected or not.",
            "#lines",
        );
    }
    if shown.phase == Phase::Fixing {
        add(
            ("release", "fix"),
            "Record the fixes",
            "Each affected line needs the version that holds its fix.",
            "#lines",
        );
    }
    match shown.advisory {
        AdvisoryState::None => add(
            ("advisory", "write"),
            "Write the advisory",
            "It can be written while the fixes are made.",
            "#advisory",
        ),
        AdvisoryState::Draft if shown.candidate.is_ok() => add(
            ("advisory", "request"),
            "Ask for approval",
            "The advisory is complete; a second person reads it.",
            "#advisory-request",
        ),
        _ => {}
    }
}

/// What holds the case back, in sentences.
fn waits(shown: &Shown, embargo: &EmbargoView) -> Vec<String> {
    let mut waits = Vec::new();
    let underway = matches!(shown.phase, Phase::Fixing | Phase::FixReady);
    if shown.phase == Phase::WaitingReporter {
        waits.push("The reporter was asked and has not answered yet.".to_owned());
    }
    if let (true, Err(lacks)) = (underway, &shown.candidate) {
        waits.push(sentence(&lacks.says));
    }
    if shown.advisory == AdvisoryState::InReview && !shown.offers("advisory", "approve") {
        waits.push("The advisory waits for the approval of a second person.".to_owned());
    }
    let unread = shown.case.cves.values().any(domain::cve::CveEntry::waits_for_approval);
    if unread && !shown.offers("cve", "approve") {
        waits.push("A CVE record waits for the approval of a second person.".to_owned());
    }
    if embargo.wish.is_some() && !shown.offers("embargo", "confirm") {
        waits.push("The early end waits for a second person who agrees.".to_owned());
    }
    if let (true, Some(ends)) = (underway, &embargo.ends) {
        waits.push(format!("The embargo holds until {} ({}).", ends.utc, ends.relative));
    }
    if underway && embargo.proposal.is_some() && embargo.ends.is_none() {
        waits.push("Embargo terms are on the table and not yet accepted.".to_owned());
    }
    waits
}
