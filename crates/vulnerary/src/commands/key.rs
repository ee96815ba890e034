//! `vulnerary key`: the master key of an instance: how it is sealed, changing the key, and sealing what an
//! earlier version left in the clear. No key is ever printed, except by the command that makes one.

use crate::master::{Source, ended};
use crate::out::counted;
use crate::wire::Place;
use crate::{Ended, Out};
use outside::SystemChance;
use store::sealed::{Sealed, Status, generate};

pub(super) const STATUS: &str = "Example:
  vulnerary key status --data /var/lib/vulnerary --json

Exit code 0 when everything is sealed under the master key that seals, 1 when something is left to do.";

pub(super) const ROTATE: &str = "Examples:
  vulnerary key rotate --data /var/lib/vulnerary              (says what it would do)
  vulnerary key rotate --data /var/lib/vulnerary --apply
  vulnerary key rotate --data /var/lib/vulnerary --apply --again --drop-old

Adds a new master key before the one in use, and wraps the key of every case under it. Stopped anywhere, it
goes on when it is called again with --again, which adds no other key. The old master key stays in the file
until --drop-old, because earlier backups need it: keep a copy of it as long as you keep them.

Where the master key is in a variable or comes from a command, put the line of `vulnerary key new` first
there, and call this with --again.";

pub(super) const SEAL: &str = "Example:
  vulnerary key seal --data /var/lib/vulnerary

A running server does so by itself. It can be stopped and goes on where it was. Backups and shipped units of
before hold what they held: take a new backup, and destroy those.";

pub(super) const NEW: &str = "Example:
  vulnerary key new > /etc/vulnerary/master.key

Prints the only copy. Whoever has this line can read what is sealed under it.";

/// What can be done with master keys.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// How an instance is sealed, and what is left to do.
    #[command(after_help = STATUS)]
    Status {
        #[command(flatten)]
        place: Place,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Change the master key: prints the plan, or with --apply does it.
    #[command(after_help = ROTATE)]
    Rotate(Rotate),
    /// Seal what an earlier version wrote in the clear.
    #[command(after_help = SEAL)]
    Seal {
        #[command(flatten)]
        place: Place,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print a new master key, for an instance to come or for a store of secrets.
    #[command(after_help = NEW)]
    New,
}

/// How the master key is changed.
#[derive(Debug, clap::Args)]
pub(crate) struct Rotate {
    #[command(flatten)]
    place: Place,
    /// Do it.
    #[arg(long)]
    apply: bool,
    /// Add no new key: go on with the first one that is there.
    #[arg(long)]
    again: bool,
    /// At the end, leave master keys out of the file that nothing is under any more.
    #[arg(long)]
    drop_old: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Run one.
pub(super) async fn run(command: &Command, out: &mut Out) -> Result<(), Ended> {
    match command {
        Command::Status { place, json } => status(place, *json, out).await,
        Command::Rotate(given) => rotate(given, out).await,
        Command::Seal { place, json } => seal(place, *json, out).await,
        Command::New => out.fact(&generate(&SystemChance)),
    }
}

/// What is there already, opened; nothing is made.
async fn opened(place: &Place) -> Result<Sealed, Ended> {
    place.must_exist()?;
    let database = place.open_database().await?;
    Ok(place.unseal(&database).await?.0)
}

fn under_others(status: &Status) -> u64 {
    let others = status.under.iter().filter(|(id, _)| *id != status.held[0]);
    others.map(|(_, count)| count).sum()
}

fn keys(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "key", "keys")
}

async fn status(place: &Place, json: bool, out: &mut Out) -> Result<(), Ended> {
    let sealed = opened(place).await?;
    let found = sealed.status().await.map_err(ended)?;
    sealed.below().close().await;
    let old = under_others(&found);
    let done = old == 0 && found.left.streams == 0 && !found.left.rows;
    let at = place.master_source().text().name();
    if json {
        let under: serde_json::Map<_, _> =
            found.under.iter().map(|(id, count)| (id.clone(), (*count).into())).collect();
        let facts = serde_json::json!({
            "master_key": at, "seals": found.held[0], "held": found.held, "under": under,
            "in_the_clear": {"streams": found.left.streams, "rows": found.left.rows}, "done": done,
        });
        out.fact(&facts.to_string())?;
    } else {
        out.fact(&format!("{at}: {} seals", found.held[0]))?;
        for (id, count) in &found.under {
            out.fact(&format!("{} under the master key {id}", keys(*count)))?;
        }
        if found.left.streams > 0 || found.left.rows {
            let rows = if found.left.rows { ", and rows of people, jobs and answers" } else { "" };
            let streams = found.left.streams;
            out.fact(&format!(
                "in the clear: {streams} streams{rows}; vulnerary key seal seals them"
            ))?;
        }
        if old > 0 {
            out.fact(
                "vulnerary key rotate --apply --again wraps the rest under the first master key",
            )?;
        }
    }
    if done { Ok(()) } else { Err(Ended::Code(1)) }
}

async fn rotate(given: &Rotate, out: &mut Out) -> Result<(), Ended> {
    let source = given.place.master_source();
    let file = match &source {
        Source::File(file) => Some(file),
        Source::Given(text) if !given.again || given.drop_old => {
            return Err(Ended::Usage(format!(
                "{} is changed where it comes from: put the line of vulnerary key new first there, then \
                 call this with --again",
                text.name()
            )));
        }
        Source::Given(_) => None,
    };
    let sealed = opened(&given.place).await?;
    let before = sealed.status().await.map_err(ended)?;
    if !given.apply {
        sealed.below().close().await;
        return plan(given, &before, out);
    }
    if let Some(file) = file.filter(|_| !given.again) {
        file.put_first(&generate(&SystemChance)).map_err(Ended::Outside)?;
        out.say("A new master key is first. Keep a copy of it apart from the backups.");
    }
    let wrapped = sealed.rewrap(|count| out.say(&format!("{} wrapped", keys(count)))).await;
    let wrapped = wrapped.map_err(ended)?;
    let after = sealed.status().await.map_err(ended)?;
    sealed.below().close().await;
    let used = |id: &String| after.under.iter().any(|(under, _)| under == id);
    let old: Vec<String> = after.held[1..].iter().filter(|id| !used(id)).cloned().collect();
    if let Some(file) = file.filter(|_| given.drop_old && !old.is_empty()) {
        file.leave_out(&old).map_err(Ended::Outside)?;
    }
    if given.json {
        let facts = serde_json::json!({
            "applied": true, "seals": after.held[0], "wrapped": wrapped,
            "old": old, "dropped": given.drop_old,
        });
        return out.fact(&facts.to_string());
    }
    out.fact(&format!("{} wrapped under the master key {}", keys(wrapped), after.held[0]))?;
    for id in &old {
        out.fact(&match given.drop_old {
            true => format!("{id} is left out of the file; backups of before need it"),
            false => format!("nothing is under {id} any more; --again --drop-old leaves it out"),
        })?;
    }
    Ok(())
}

fn plan(given: &Rotate, before: &Status, out: &mut Out) -> Result<(), Ended> {
    let all: u64 = before.under.iter().map(|(_, count)| count).sum();
    let wrap = if given.again { under_others(before) } else { all };
    if given.json {
        let facts = serde_json::json!({
            "applied": false, "seals": before.held[0], "adds_a_key": !given.again, "would_wrap": wrap,
        });
        return out.fact(&facts.to_string());
    }
    if !given.again {
        out.fact(&format!("would add a new master key before {}", before.held[0]))?;
    }
    out.fact(&format!("would wrap {} under the first master key", keys(wrap)))?;
    out.say("Nothing was changed; add --apply to do it.");
    Ok(())
}

async fn seal(place: &Place, json: bool, out: &mut Out) -> Result<(), Ended> {
    let sealed = opened(place).await?;
    let done = sealed.seal_what_is_plain(|so_far| {
        let (streams, rows) = (so_far.streams, so_far.rows);
        out.say(&format!("{streams} streams and {rows} rows sealed"));
    });
    let done = done.await.map_err(ended)?;
    sealed.below().close().await;
    if json {
        let facts = serde_json::json!({"streams": done.streams, "rows": done.rows});
        return out.fact(&facts.to_string());
    }
    if done == Default::default() {
        return out.fact("nothing was in the clear");
    }
    out.fact(&format!("{} streams and {} rows are sealed", done.streams, done.rows))?;
    out.say(
        "Backups, and files of the machine that were copied before, still hold them in the clear: take a \
         new backup and destroy those. On PostgreSQL, vacuum full rewrites the tables.",
    );
    Ok(())
}
