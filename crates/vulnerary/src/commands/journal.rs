//! `vulnerary journal`: verify the chains; ship what is written. Shows facts only, never content.

use super::{objects, ship};
use crate::wire::Place;
use crate::{Ended, Out};
use app::ports::store::{Store, StoreError};
use domain::case::{Broken, verify};
use store::Database;

/// What can be done with the journal.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Verify every stream's chain and name the first bad event of each.
    #[command(
        after_help = "Example:\n  vulnerary journal verify --data /var/lib/vulnerary\n\nExit code 0 when every chain holds, 1 when one is broken."
    )]
    Verify {
        #[command(flatten)]
        place: Place,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Ship units of work to another place as they are written.
    #[command(after_help = ship::EXAMPLES)]
    Ship(ship::Ship),
    /// Look whether every file that the journals name is there, and opens.
    #[command(after_help = objects::EXAMPLES)]
    Files(objects::Look),
    /// Check the packet of a case, without an instance: its chain, and how long nobody answered.
    #[command(
        after_help = "Example:\n  vulnerary journal packet packet.json\n\nExit code 0 when it holds, 1 when it does not."
    )]
    Packet {
        /// The packet.
        #[arg(value_name = "FILE")]
        file: std::path::PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

fn outside(error: &StoreError) -> Ended {
    Ended::Outside(error.to_string())
}

fn without_end(stream: String) -> Broken {
    Broken { stream, seq: 1, says: "the store remembers no end of this stream".into() }
}

fn tell(found: &Broken, json: bool, out: &mut Out) -> Result<(), Ended> {
    if !json {
        return out.fact(&found.to_string());
    }
    let Broken { stream, seq, says } = found;
    out.fact(&serde_json::json!({"stream": stream, "event": seq, "says": says}).to_string())
}

/// Run one.
pub(super) async fn run(command: &Command, out: &mut Out) -> Result<(), Ended> {
    let (place, json) = match command {
        Command::Verify { place, json } => (place, json),
        Command::Ship(given) => return ship::ship(given, out).await,
        Command::Files(given) => return objects::look(given, out).await,
        Command::Packet { file, json } => return super::packet::verify(file, *json, out),
    };
    place.must_exist()?;
    let store = place.open_database().await?;
    let Verified { streams, events, broken } = verified(&store, *json, out).await?;
    store.close().await;
    if *json {
        let facts = serde_json::json!({"streams": streams, "events": events, "broken": broken});
        out.fact(&facts.to_string())?;
    } else {
        out.fact(&format!("{streams} streams, {events} events, {broken} broken"))?;
    }
    if broken == 0 { Ok(()) } else { Err(Ended::Code(1)) }
}

/// What was verified.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Verified {
    pub(super) streams: u64,
    events: u64,
    pub(super) broken: u64,
}

/// Verify every chain, and tell of each that is broken.
pub(super) async fn verified(
    store: &Database,
    json: bool,
    out: &mut Out,
) -> Result<Verified, Ended> {
    let (mut after, mut found) = (String::new(), Verified::default());
    loop {
        let names = store.streams(&after, 500).await.map_err(|error| outside(&error))?;
        let Some(last) = names.last() else { break };
        after.clone_from(last);
        for name in &names {
            let links = store.stream(name).await.map_err(|error| outside(&error))?;
            found.streams += 1;
            found.events += links.len() as u64;
            let verified = match store.head(name).await.map_err(|error| outside(&error))? {
                Some(head) => verify(name, &links, head),
                None => Err(without_end(name.clone())),
            };
            if let Err(broken) = verified {
                found.broken += 1;
                tell(&broken, json, out)?;
            }
        }
    }
    for stream in store.streams_without_end().await.map_err(|error| outside(&error))? {
        found.broken += 1;
        tell(&without_end(stream), json, out)?;
    }
    Ok(found)
}
