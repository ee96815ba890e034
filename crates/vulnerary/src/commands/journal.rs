//! `vulnerary journal`: verify the chains; ship what is written. Shows facts only, never content.

use super::{objects, ship};
use crate::master::ended;
use crate::wire::Place;
use crate::{Ended, Out};
use app::ports::store::{Store, StoreError};
use domain::case::{Broken, Head, Link, verify, verify_facts};
use store::Database;
use store::sealed::Sealed;

/// What can be done with the journal.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Verify every stream's chain and name the first bad event of each.
    #[command(
        after_help = "Example:\n  vulnerary journal verify --data /var/lib/vulnerary\n\nWithout the master key, the chain of facts is checked alone, and that is said.\n\nExit code 0 when every chain holds, 1 when one is broken."
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
    let sight = Sight::of(place, &store).await?;
    let Verified { streams, events, broken } = verified(&store, &sight, *json, out).await?;
    store.close().await;
    if *json {
        let facts = serde_json::json!({
            "streams": streams, "events": events, "broken": broken, "contents": sight.word(),
        });
        out.fact(&facts.to_string())?;
    } else {
        out.fact(&format!("{streams} streams, {events} events, {broken} broken"))?;
    }
    if let Sight::Facts(why) = &sight {
        out.say(&format!("The contents were not checked, only the chain of facts: {why}"));
    }
    if broken == 0 { Ok(()) } else { Err(Ended::Code(1)) }
}

/// How much of the journal can be looked at.
pub(super) enum Sight {
    /// All of it, because nothing of it is sealed.
    Plain,
    /// All of it, opened.
    Opened(Box<Sealed>),
    /// Facts alone: the master key is not here.
    Facts(String),
}

impl Sight {
    /// What the master keys of this place open.
    pub(super) async fn of(place: &Place, store: &Database) -> Result<Self, Ended> {
        if !Sealed::is_sealed(store).await.map_err(ended)? {
            return Ok(Self::Plain);
        }
        match place.unseal(store).await {
            Ok((sealed, _)) => Ok(Self::Opened(Box::new(sealed))),
            Err(Ended::Usage(why)) => Ok(Self::Facts(why)),
            Err(other) => Err(other),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Sight::Plain | Sight::Opened(_) => "checked",
            Sight::Facts(_) => "sealed",
        }
    }

    /// Verify one stream; how many events it has.
    async fn verify(
        &self,
        store: &Database,
        name: &str,
        head: Option<Head>,
    ) -> Result<(u64, Result<(), Broken>), Ended> {
        let broken = |seq, says| Broken { stream: name.to_owned(), seq, says };
        let check = if matches!(self, Sight::Facts(_)) { verify_facts } else { verify };
        let (count, links): (usize, Result<Vec<Link>, Broken>) = match self {
            Sight::Opened(sealed) => {
                let each = sealed.each_of(name).await.map_err(ended)?;
                let links = each.iter().cloned().collect::<Result<_, _>>();
                (each.len(), links.map_err(|(seq, says)| broken(seq, says)))
            }
            Sight::Plain | Sight::Facts(_) => {
                let links = store.stream(name).await.map_err(|error| outside(&error))?;
                (links.len(), Ok(links))
            }
        };
        let verified = match (links, head) {
            (Err(broken), _) => Err(broken),
            (Ok(links), Some(head)) => check(name, &links, head),
            (Ok(_), None) => Err(without_end(name.to_owned())),
        };
        Ok((count as u64, verified))
    }
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
    sight: &Sight,
    json: bool,
    out: &mut Out,
) -> Result<Verified, Ended> {
    let (mut after, mut found) = (String::new(), Verified::default());
    loop {
        let names = store.streams(&after, 500).await.map_err(|error| outside(&error))?;
        let Some(last) = names.last() else { break };
        after.clone_from(last);
        for name in &names {
            let head = store.head(name).await.map_err(|error| outside(&error))?;
            let (events, verified) = sight.verify(store, name, head).await?;
            found.streams += 1;
            found.events += events;
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
