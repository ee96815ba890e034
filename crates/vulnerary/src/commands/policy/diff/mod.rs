//! `vulnerary policy diff`: what changes from one policy to another, or from one version of a policy
//! to the next, and which decisions that would touch. It writes nothing.

mod print;
mod side;

use crate::master::MasterArgs;
use crate::wire::{INSTANCE, Place, Setting};
use crate::{Ended, Out};
use app::Ctx;
use app::triage::{Touched, touched};
use domain::access::Actor;
use domain::policy::{Change, Policy};
use domain::triage::{Claim, Precedent, Rejudged, rejudge};
use jiff::civil::Date;
use serde::Serialize;
use side::Side;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub(super) const EXAMPLES: &str = "Examples:
  vulnerary policy diff policies/node@2026.1 policies/node@2026.2
  vulnerary policy diff policies/node /tmp/proposal --claims claim.toml
  vulnerary policy diff policies/node@2026-03-01 policies/node --data /var/lib/vulnerary --json

OLD and NEW are packs: DIR, DIR@VERSION for a version in the pack's history on its first day, or
DIR@2026-03-01 for a day. Without either a pack counts as of today, or of the day on which its last
version begins if that is later. Precedents of both packs are judged by both. With --data or
--database every judged case is judged again, and nothing is written.

Exit code 0 when nothing changes, 1 when something does, as with diff, 64 when a pack or a claim
cannot be read.";

/// Compare policies.
#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// The pack to compare from.
    #[arg(value_name = "OLD")]
    old: String,
    /// The pack to compare to.
    #[arg(value_name = "NEW")]
    new: String,
    /// Judge these claims by both as well.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    claims: Vec<PathBuf>,
    /// Show the reporters' titles of cases; they may be under embargo.
    #[arg(long)]
    titles: bool,
    /// As one JSON object.
    #[arg(long)]
    json: bool,
    /// Judge the cases of the instance in this data folder by both as well.
    #[arg(long, value_name = "DIR", help_heading = INSTANCE)]
    data: Option<PathBuf>,
    /// Its database: sqlite:PATH or postgres://…; SQLite in the data folder when left out.
    #[arg(long, value_name = "URL", hide_env_values = true, help_heading = INSTANCE)]
    database: Option<String>,
    #[command(flatten)]
    master: MasterArgs,
}

/// One claim, and what changes for it.
#[derive(Debug, Clone, Serialize)]
struct Judged {
    id: String,
    #[serde(flatten)]
    shift: Rejudged,
}

/// Claims judged by both: how many there were, and those for which something changes.
#[derive(Debug, Clone, Serialize)]
struct Claims {
    judged: usize,
    changed: Vec<Judged>,
}

impl Claims {
    fn of<'c>(
        sides: &Sides,
        claims: impl Iterator<Item = (String, &'c Claim, Option<Date>)>,
    ) -> Self {
        let (mut judged, mut changed) = (0, Vec::new());
        for (id, claim, received) in claims {
            judged += 1;
            if let Some(shift) = rejudge(sides.old.bench(), sides.new.bench(), claim, received) {
                changed.push(Judged { id, shift });
            }
        }
        Self { judged, changed }
    }

    fn verdicts(&self) -> usize {
        self.changed.iter().filter(|one| one.shift.verdict_changes).count()
    }
}

/// Both packs.
struct Sides {
    old: Side,
    new: Side,
}

/// Everything that was found.
struct Answer {
    sides: Sides,
    changes: Vec<Change>,
    precedents: Claims,
    claims: Option<Claims>,
    cases: Option<Touched>,
    titles: bool,
}

impl Answer {
    fn is_empty(&self) -> bool {
        self.changes.is_empty()
            && self.precedents.changed.is_empty()
            && self.claims.as_ref().is_none_or(|claims| claims.changed.is_empty())
            && self.cases.as_ref().is_none_or(|cases| cases.touched.is_empty())
    }
}

/// Run it.
pub(super) async fn run(given: &Diff, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    let today = (setting.now)();
    let sides = Sides { old: Side::read(&given.old, today)?, new: Side::read(&given.new, today)? };
    let mut claims = Vec::new();
    for file in &given.claims {
        claims.push((file.display().to_string(), claim(file, &sides)?));
    }
    let changes = domain::policy::diff(
        (&sides.old.policy, sides.old.day),
        (&sides.new.policy, sides.new.day),
    );
    let found = precedents(&sides.old.policy, &sides.new.policy);
    let precedents = Claims::of(
        &sides,
        found.into_iter().map(|(id, one)| (id.to_owned(), &one.claim, Some(one.decided))),
    );
    let claims = (!claims.is_empty()).then(|| {
        Claims::of(&sides, claims.iter().map(|(file, claim)| (file.clone(), claim, None)))
    });
    let cases = cases(given, &sides, out, setting).await?;
    let answer = Answer { sides, changes, precedents, claims, cases, titles: given.titles };
    if given.json {
        print::json(&answer, out)?;
    } else {
        print::text(&answer, out)?;
    }
    if answer.is_empty() { Ok(()) } else { Err(Ended::Code(1)) }
}

/// A claim that at least one of the two policies understands.
fn claim(file: &std::path::Path, sides: &Sides) -> Result<Claim, Ended> {
    let read = crate::commands::judge::read_claim;
    if file == std::path::Path::new("-") {
        return read(file, &sides.new.policy);
    }
    read(file, &sides.new.policy).or_else(|says| read(file, &sides.old.policy).map_err(|_| says))
}

/// The precedents of both, as the new one has them where both do.
fn precedents<'p>(old: &'p Policy, new: &'p Policy) -> BTreeMap<&'p str, &'p Precedent> {
    let all = old.precedents.iter().chain(&new.precedents);
    all.map(|precedent| (precedent.id.as_str(), precedent)).collect()
}

/// The cases of the instance, where one is named.
async fn cases(
    given: &Diff,
    sides: &Sides,
    out: &mut Out,
    setting: &Setting,
) -> Result<Option<Touched>, Ended> {
    if given.data.is_none() && given.database.is_none() {
        return Ok(None);
    }
    let app = match &setting.app {
        Some(app) => Arc::clone(app),
        None => {
            let place = Place {
                data: given.data.clone().unwrap_or_else(|| "data".into()),
                database: given.database.clone(),
                policy: None,
                objects: None,
                url: "http://127.0.0.1:8080".to_owned(),
                master: given.master.clone(),
            };
            place.open_to_read(Arc::clone(&sides.new.policy)).await?
        }
    };
    let ctx = Ctx::new(&app, Actor::System, (setting.now)());
    let mut said = 0;
    let mut progress = |cases: u64| {
        // A word for each thousand: a small instance is read in silence.
        if cases / 1_000 > said / 1_000 {
            out.say(&format!("{cases} cases read"));
            said = cases;
        }
    };
    let found = touched(&ctx, sides.old.bench(), sides.new.bench(), &mut progress).await?;
    Ok(Some(found))
}
