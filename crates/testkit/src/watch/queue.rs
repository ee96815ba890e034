//! The queue: each row says what a fresh fold of the case's journal says.

use super::case::Read;
use super::instance::Whole;
use super::{Finding, hold};
use crate::World;
use app::ports::store::{CaseQuery, CaseRow};
use domain::case::{Case, Phase, Priority, ReportState};
use std::collections::BTreeMap;

async fn rows(world: &World) -> Result<Vec<CaseRow>, Finding> {
    let mut all = Vec::new();
    for closed in [false, true] {
        let query = CaseQuery { closed, limit: 1000, ..CaseQuery::default() };
        let page = world.truth().cases(&query).await;
        all.extend(page.map_err(|error| Finding::new("readable", error.to_string()))?.rows);
    }
    Ok(all)
}

/// The row that this case must have.
fn row_of(world: &World, case: &Case) -> CaseRow {
    let open: Vec<_> = case
        .clocks
        .iter()
        .filter(|(_, clock)| clock.met_at.is_none() && !clock.due.right)
        .collect();
    let first = open.iter().map(|(id, clock)| (clock.due.at, (*id).clone())).min();
    let binds = case.embargo.state.binds();
    CaseRow {
        id: case.id.clone(),
        version: case.version,
        secret: case.secret,
        phase: Phase::of(case),
        open: case.report != ReportState::Closed,
        priority: Priority::of(case, &world.app.policy),
        severity: case.severity,
        due_at: first.as_ref().map(|(at, _)| *at),
        due_clock: first.map(|(_, clock)| clock),
        embargo_ends_at: case.embargo.terms.as_ref().filter(|_| binds).map(|terms| terms.ends_at),
        received_at: case.received_at,
        changed_at: case.changed_at,
        handler: case.handler.clone(),
        recused: case.recused.clone(),
        title: case.title().to_owned(),
    }
}

/// One row for each case, and nothing else.
pub(super) async fn rows_fit(world: &World, whole: &Whole) -> Result<(), Finding> {
    let rows: BTreeMap<_, _> =
        rows(world).await?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let cases = &whole.cases;
    hold(rows.len() == cases.len(), "queue", || {
        format!("{} cases have {} rows", cases.len(), rows.len())
    })?;
    for (id, Read { case, .. }) in cases {
        let wanted = row_of(world, case);
        hold(rows.get(id) == Some(&wanted), "queue", || {
            format!("the row is {:?}, the journal says {wanted:?}", rows.get(id))
        })?;
        hold(
            world.truth().case_of_secret(&case.secret).await == Ok(Some(id.clone())),
            "queue",
            || format!("the secret of case {id} does not open it"),
        )?;
    }
    Ok(())
}
