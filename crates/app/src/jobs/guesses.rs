//! Warnings that somebody guesses at ids, secrets or log-ins: one mail for each address in a while,
//! to those who keep accounts and check the journal. It says how many, and nothing else is known.

use super::plan::job;
use super::remind::sender;
use super::run::unsent;
use crate::ports::spool::Warning;
use crate::ports::store::{Job, NewJob, Write};
use crate::{App, Ctx, Error};
use domain::policy::Policy;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Warn one address.
pub(super) const GUESSES: &str = "guesses";

/// Whom it concerns; neither role sees a case.
const ROLES: [&str; 2] = ["auditor", "admin"];

/// Processes on one database warn once together in so many seconds.
const TOGETHER: i64 = 600;

/// What a warning needs to know.
#[derive(Serialize, Deserialize)]
struct Warn {
    to: String,
    guesses: u64,
    at: Timestamp,
}

/// Queue a warning of so many guesses for everybody whom it concerns and whom the policy says how to
/// reach.
pub async fn warn_of_guesses(app: &Arc<App>, guesses: u64, now: Timestamp) -> Result<(), Error> {
    let unit: Vec<Write> = warnings(&app.policy, guesses, now).map(Write::Job).collect();
    if unit.is_empty() {
        return Ok(());
    }
    Ok(app.store.commit(unit).await?)
}

fn warnings(policy: &Policy, guesses: u64, at: Timestamp) -> impl Iterator<Item = NewJob> {
    let rotas = policy.rotas.iter().filter(|rota| ROLES.contains(&rota.role.as_str()));
    let to: BTreeSet<String> = rotas.flat_map(|rota| rota.to.iter().cloned()).collect();
    let while_of = at.as_second().div_euclid(TOGETHER);
    to.into_iter().map(move |to| {
        let to = to.trim_start_matches("mailto:").to_owned();
        let key = format!("guesses/{while_of}/{to}");
        job(key, GUESSES, &Warn { to, guesses, at }, at)
    })
}

/// Hand it to the spool.
pub(super) async fn warn(ctx: &Ctx, job: &Job) -> Result<(), Error> {
    let Warn { to, guesses, at } = super::run::payload(job)?;
    let (key, from) = (job.key.clone(), sender(ctx.policy()));
    let warning = Warning { key, to, from, guesses, at };
    ctx.app.spool.warn(&warning).await.map_err(unsent)
}
