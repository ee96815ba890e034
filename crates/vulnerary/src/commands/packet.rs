//! `vulnerary case packet` and `vulnerary case packet-check`: what a third party gets when nobody
//! answers, and how they check it without us.

use crate::{Ended, Out};
use app::Ctx;
use app::case::packet;
use clap::{Arg, ArgMatches, Command};
use domain::case::packet::{Packet, check};
use domain::words::{CaseId, visible};
use std::path::Path;

/// Larger files are no packet.
const FILE_MAX: usize = 64_000_000;

/// The subcommand that makes one.
pub(super) fn command() -> Command {
    Command::new("packet")
        .about("Write the packet for an outside contact: the timeline without texts, and its proof")
        .arg(Arg::new("case").value_name("CASE").required(true).help("The case's id"))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("FILE")
                .help("Write it here instead of printing"),
        )
        .after_help(
            "Example:\n  vulnerary case packet 7f3q9k2m0d5x1h8c4b6n --out packet.json\n\n\
             It holds no text of the report or of a message. Whoever gets it checks it with\n\
             vulnerary journal packet FILE, without an instance.",
        )
}

/// Write it.
pub(super) async fn run(ctx: &Ctx, matches: &ArgMatches, out: &mut Out) -> Result<(), Ended> {
    let text = matches.get_one::<String>("case").map(String::as_str).unwrap_or_default();
    let id = CaseId::read(text).map_err(|error| Ended::Usage(error.to_string()))?;
    let packet = packet(ctx, &id).await?;
    let text = serde_json::to_string_pretty(&packet);
    let text = text.map_err(|error| Ended::Outside(error.to_string()))?;
    match matches.get_one::<String>("out") {
        None => out.fact(&text),
        Some(path) => {
            outside::write_whole(Path::new(path), &format!("{text}\n")).map_err(Ended::Outside)?;
            out.fact(&format!("{}: {} events, head {}", visible(path), packet.events, packet.head))
        }
    }
}

/// Check one, without an instance.
pub(super) fn verify(file: &Path, json: bool, out: &mut Out) -> Result<(), Ended> {
    let bytes = outside::read_bounded(file, FILE_MAX).map_err(Ended::Usage)?;
    let name = file.display();
    let packet: Packet = serde_json::from_slice(&bytes)
        .map_err(|error| Ended::Usage(format!("{name}: no packet: {error}")))?;
    let checked = check(&packet);
    if json {
        let answer = serde_json::json!({
            "file": name.to_string(), "holds": checked.is_ok(), "events": packet.events,
            "head": packet.head, "last_word": packet.last_word, "made_at": packet.made_at,
            "says": checked.as_ref().err().map(ToString::to_string), "clocks": packet.clocks,
        });
        out.fact(&answer.to_string())?;
        return if checked.is_ok() { Ok(()) } else { Err(Ended::Code(1)) };
    }
    let told = match checked {
        Ok(told) => told,
        Err(broken) => {
            out.fact(&visible(&format!("{name}: does not hold: {broken}")))?;
            return Err(Ended::Code(1));
        }
    };
    for line in &told {
        out.fact(&visible(&format!(
            "{:>5}  {}  {:<11}  {}",
            line.seq, line.at, line.by, line.kind
        )))?;
    }
    for clock in packet.clocks.iter().filter(|clock| clock.late) {
        let what = if clock.right { "open since" } else { "late since" };
        out.fact(&visible(&format!("{}: {what} {}", clock.title, clock.due_at)))?;
    }
    match packet.last_word {
        Some(at) => out.fact(&format!("last word of a person of the project: {at}"))?,
        None => out.fact("no person of the project has written to the reporter")?,
    }
    out.fact(&format!(
        "{name}: the chain of {} events holds; made at {}",
        packet.events, packet.made_at
    ))
}
