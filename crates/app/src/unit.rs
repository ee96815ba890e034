//! A decision as writes: the journal, the queue row, words, keys, a publication, and jobs.

use crate::case::keep_staffed;
use crate::ctx::{Opened, stream_of};
use crate::jobs;
use crate::keys::{is_erased, keyed, moving_keys};
use crate::ports::store::{CaseRow, Write};
use crate::verb::Decided;
use crate::{Ctx, Error, search_words};
use domain::access::Action;
use domain::case::{
    By, Case, EndReason, Event, Fact, Head, News, Phase, Priority, ReportState, Violation,
    apply_checked, extend, first_due, fold_checked, read_event, violations,
};
use domain::embargo::end_by_rule;
use domain::metrics::measure;
use domain::party::Party;
use domain::policy::Policy;
use domain::words::{CaseId, Refusal};
use std::collections::BTreeSet;

/// What the store must write for this decision, and the case afterwards.
pub(crate) fn unit_of(
    ctx: &Ctx,
    by: &By,
    opened: Opened,
    decided: &Decided,
) -> Result<(Case, Vec<Write>), Error> {
    let Opened { mut case, mut events, head, .. } = opened;
    let measured = measure(&case.id, &events);
    let keys = moving_keys(&case);
    let stream = stream_of(&case.id);
    let (mut links, after) = links_of(ctx, &stream, head, by, &decided.news);
    links.extend(links_of(ctx, &stream, after, &By::System, &decided.follows).0);
    let team = ctx.may_on(&case, Action::ReadNotes);
    let mut wrong = Vec::new();
    for link in &links {
        let event = read_event(link).map_err(|error| Error::Outside(error.to_string()))?;
        let broken = apply_checked(&mut case, &event);
        wrong.extend(broken.map_err(|misfit| Refusal::new("fold", misfit.says))?);
        events.push(event);
    }
    wrong.extend(violations(&case));
    if let Some(violation) = wrong.first() {
        return Err(stopped(&case.id, violation, team).into());
    }
    let mut unit = vec![Write::Append { stream: stream.clone(), after: head, links }];
    unit.extend(decided.erase.map(|seq| Write::Erase { stream, seq }));
    unit.extend(projections(ctx.policy(), &case, decided.erase));
    unit.extend(Some(measures_of(&case, &events)).filter(
        |write| matches!(write, Write::Measures { measures, .. } if *measures != measured),
    ));
    unit.extend(keyed(&case, Some(&keys), decided.erase));
    unit.extend(jobs::after_erasing(&case, decided.erase, ctx.now).map(Write::Job));
    if let Some(public) = &decided.publish {
        unit.push(Write::Publish(public.record()));
        unit.extend(jobs::after_publication(ctx.policy(), public.get(), ctx.now).map(Write::Job));
    }
    unit.extend(crate::sanction::over(&case, &decided.news, ctx.now).map(Write::Job));
    unit.extend(jobs::embargo_watch(&case).map(Write::Job));
    unit.extend(jobs::timer_watch(&case, ctx.policy()).map(Write::Job));
    unit.extend(jobs::notices(ctx, &case, &decided.news).map(Write::Job));
    Ok((case, unit))
}

/// What the store must write for a new case that these news make.
pub(crate) fn first_unit(ctx: &Ctx, id: &CaseId, news: &[(By, News)]) -> Result<Vec<Write>, Error> {
    let stream = stream_of(id);
    let empty = Head::empty(&stream);
    let (mut links, mut head) = (Vec::new(), empty);
    for (by, one) in news {
        let (more, after) = links_of(ctx, &stream, head, by, std::slice::from_ref(one));
        links.extend(more);
        head = after;
    }
    let outside = |says: String| Error::Outside(says);
    let events: Vec<_> = links
        .iter()
        .map(read_event)
        .collect::<Result<_, _>>()
        .map_err(|error| outside(error.to_string()))?;
    let (case, wrong) = fold_checked(id, &events).map_err(|misfit| outside(misfit.to_string()))?;
    if let Some(violation) = wrong.first() {
        return Err(stopped(id, violation, false).into());
    }
    let mut unit = vec![Write::Append { stream, after: empty, links }];
    unit.extend(projected(ctx.policy(), &case, &events));
    Ok(unit)
}

/// A write that would break an invariant is a fault of ours, not of who asked: it is logged, nothing
/// is written, and who reads the team's side hears what was about to break.
pub(crate) fn stopped(id: &CaseId, violation: &Violation, team: bool) -> Refusal {
    let Violation { invariant, says } = violation;
    tracing::error!(case.id = %id, invariant, says, "a write would have broken an invariant");
    metrics::counter!("vulnerary_violations_total", "invariant" => *invariant).increment(1);
    let says = match team {
        true => format!("stopped by the invariant {invariant}, nothing was changed: {says}"),
        false => "something on our side does not fit, so nothing was changed; the team can see it \
                  in its log"
            .to_owned(),
    };
    Refusal::new(format!("{INVARIANT} {invariant}"), says)
}

/// What the rule of a refusal begins with when an invariant stopped the write.
pub(crate) const INVARIANT: &str = "invariant";

/// Chain these news after this head.
pub(crate) fn links_of(
    ctx: &Ctx,
    stream: &str,
    head: Head,
    by: &By,
    news: &[News],
) -> (Vec<domain::case::Link>, Head) {
    let about = (ctx.now, by, ctx.policy().digest);
    extend(stream, head, about, news, || ctx.app.chance.id())
}

/// What the case took, for metrics.
pub(crate) fn measures_of(case: &Case, events: &[Event]) -> Write {
    Write::Measures { case: case.id.clone(), measures: measure(&case.id, events) }
}

/// The words that a new case is found by.
pub(crate) fn words_of(case: &Case) -> Write {
    let text = case.report_text.as_ref();
    let texts = [case.title(), text.map_or("", |text| text.get("body"))];
    let words = search_words(&texts);
    Write::Words { case: case.id.clone(), received_at: case.received_at, words }
}

/// The queue row of a case and, when its texts were erased, no words.
pub(crate) fn projections(policy: &Policy, case: &Case, erased: Option<u64>) -> Vec<Write> {
    let erased = is_erased(case, erased);
    let due = first_due(case);
    let binding = case.embargo.state.binds().then_some(case.embargo.terms.as_ref()).flatten();
    let row = CaseRow {
        id: case.id.clone(),
        version: case.version,
        secret: case.secret,
        phase: Phase::of(case),
        open: case.report != ReportState::Closed,
        priority: Priority::of(case, policy),
        severity: case.severity,
        due_at: due.map(|(_, at)| at),
        due_clock: due.map(|(clock, _)| clock.to_owned()),
        embargo_ends_at: binding.map(|terms| terms.ends_at),
        received_at: case.received_at,
        changed_at: case.changed_at,
        handler: case.handler.clone(),
        recused: case.recused.clone(),
        title: if erased { "(erased)".to_owned() } else { case.title().to_owned() },
    };
    let mut writes = vec![Write::Case(row)];
    if erased {
        let (case, received_at) = (case.id.clone(), case.received_at);
        writes.push(Write::Words { case, received_at, words: BTreeSet::new() });
    }
    writes
}

/// Everything that is written beside the journal of a case, made from the case and its events.
pub fn projected(policy: &Policy, case: &Case, events: &[Event]) -> Vec<Write> {
    let mut unit = projections(policy, case, None);
    unit.push(measures_of(case, events));
    unit.push(words_of(case));
    unit.extend(keyed(case, None, None));
    unit.extend(jobs::embargo_watch(case).map(Write::Job));
    unit.extend(jobs::timer_watch(case, policy).map(Write::Job));
    unit
}

/// What follows in reports that were joined to this case: there is one embargo, so what ends here
/// ends there, in the same unit. Refused where somebody would be left alone with it.
pub(crate) async fn follow(ctx: &Ctx, case: &Case, news: &[News]) -> Result<Vec<Write>, Error> {
    Box::pin(keep_staffed(ctx, case, news)).await?;
    let mut unit = Vec::new();
    for channel in followers(case, news) {
        let system = ctx.as_system();
        let opened = match system.open(&channel, Action::ReadCase).await {
            Err(Error::NotThere) => continue,
            other => other?,
        };
        if let Some(news) = end_by_rule(&opened.case, EndReason::Joined) {
            unit.extend(unit_of(&system, &By::System, opened, &news.into())?.1);
        }
    }
    Ok(unit)
}

/// The joined reports that these news concern.
fn followers(case: &Case, news: &[News]) -> Vec<CaseId> {
    // The reporter of a part sits in the whole, whose embargo is its own.
    let whole = case.split.from.as_ref();
    let channel = |party: &Party| party.channel.clone().filter(|case| Some(case) != whole);
    let mut found = Vec::new();
    for News { fact, .. } in news {
        match fact {
            Fact::EmbargoEnded { .. } | Fact::EmbargoExpired { .. } => {
                found.extend(case.parties.values().filter_map(channel));
            }
            Fact::TermsAccepted { party, .. } => {
                found.extend(case.parties.get(party).and_then(channel));
            }
            _ => {}
        }
    }
    found
}
