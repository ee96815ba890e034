//! `vulnerary clock`: whether the machine's clock is believed, and a person's word that it is right.

use crate::clock::latest;
use crate::wire::Place;
use crate::{Ended, Out};
use app::jobs::clock::{BOUND, Confirmed, Seen, judge};
use outside::{ClockFile, clock_reading};

pub(super) const SHOW: &str = "Example:
  vulnerary clock show --data /var/lib/vulnerary --json

Exit code 0 when the clock is believed, 1 when it is not.";

pub(super) const CONFIRM: &str = "Example:
  vulnerary clock confirm --data /var/lib/vulnerary

Look at another clock first. A running server goes on by itself within seconds.";

/// What can be done about the clock.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Compare the machine's clock with what was last seen and with the journal.
    #[command(after_help = SHOW)]
    Show {
        #[command(flatten)]
        place: Place,
        /// One JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Say, as a person who looked at another clock, that this machine's clock is right.
    #[command(after_help = CONFIRM)]
    Confirm {
        #[command(flatten)]
        place: Place,
    },
}

/// Run one.
pub(super) async fn run(command: &Command, out: &mut Out) -> Result<(), Ended> {
    match command {
        Command::Show { place, json } => show(place, *json, out).await,
        Command::Confirm { place } => confirm(place, out).await,
    }
}

async fn journal(place: &Place) -> Result<Option<jiff::Timestamp>, Ended> {
    place.must_exist()?;
    latest(&place.open().await?.app).await
}

async fn show(place: &Place, json: bool, out: &mut Out) -> Result<(), Ended> {
    let journal = journal(place).await?;
    let (seen, now) = (ClockFile::new(&place.data).read(), clock_reading());
    let doubt = judge(seen.as_ref(), journal, &now, BOUND).err();
    let last = seen.as_ref().map(|seen| seen.reading.at);
    if json {
        let answer = serde_json::json!({
            "now": now.at, "last_seen": last, "journal": journal, "believed": doubt.is_none(),
            "says": doubt.as_ref().map(ToString::to_string),
        });
        out.fact(&answer.to_string())?;
    } else {
        let shown =
            |at: Option<jiff::Timestamp>| at.map_or("never".to_owned(), |at| at.to_string());
        out.fact(&format!("now        {}", now.at))?;
        out.fact(&format!("last seen  {}", shown(last)))?;
        out.fact(&format!("journal    {}", shown(journal)))?;
        match &doubt {
            None => out.fact("The clock is believed.")?,
            Some(doubt) => out.fact(&format!("Not believed: {doubt}."))?,
        }
    }
    if doubt.is_none() { Ok(()) } else { Err(Ended::Code(1)) }
}

async fn confirm(place: &Place, out: &mut Out) -> Result<(), Ended> {
    let journal = journal(place).await?;
    let reading = clock_reading();
    let forgiven = journal.map_or(reading.at, |journal| journal.max(reading.at));
    let confirmed = Some(Confirmed { at: reading.at, forgiven });
    let at = reading.at;
    ClockFile::new(&place.data).write(&Seen { reading, confirmed }).map_err(Ended::Outside)?;
    out.fact(&format!("The clock is confirmed: it is {at}."))
}
