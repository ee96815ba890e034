//! `vulnerary receipt`: check what a reporter was given, and the keys that sign it.

use crate::wire::Place;
use crate::{Ended, Out};
use domain::words::{Digest, visible};
use outside::{RECEIPT_MAX, read_bounded, read_text, verify_receipt};
use std::path::{Path, PathBuf};

/// No report is larger.
const REPORT_MAX: usize = 4_000_000;

pub(super) const VERIFY: &str = "Examples:
  vulnerary receipt verify receipt.txt --keys keys.txt
  vulnerary receipt verify receipt.txt --key sec.acme.test+1a2b3c4d+AQ… --report received.json

Works offline: keys.txt is what the instance shows at /receipts/keys. With --report, the file must be
what was received, to the byte; an end of line at its end is not counted.

Exit code 0 when the receipt holds, 1 when it proves nothing.";

pub(super) const KEYS: &str = "Example:
  vulnerary receipt keys --data /var/lib/vulnerary > keys.txt

The first key is the one in use. The secret halves are in receipts.key in the data folder: keep a copy
of that file with your backups, which do not hold it.";

pub(super) const ROTATE: &str = "Example:
  vulnerary receipt rotate --data /var/lib/vulnerary

Receipts of earlier keys stay good. A running server signs with the new key after it was started again.";

/// What can be done with receipts.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Check a receipt with a public key, without an instance.
    #[command(after_help = VERIFY)]
    Verify(Verify),
    /// Print the public keys of an instance.
    #[command(after_help = KEYS)]
    Keys {
        #[command(flatten)]
        place: Place,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Make a new key that signs from now on.
    #[command(after_help = ROTATE)]
    Rotate {
        #[command(flatten)]
        place: Place,
    },
}

/// A receipt and what it is checked with.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The receipt as it was shown.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A public key; may be given several times.
    #[arg(long, value_name = "KEY", required_unless_present = "keys")]
    key: Vec<String>,
    /// A file with a public key on each line.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// What was received: its digest must be the one of the receipt.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Run one.
pub(super) fn run(command: &Command, out: &mut Out) -> Result<(), Ended> {
    match command {
        Command::Verify(given) => verify(given, out),
        Command::Keys { place, json } => keys(place, *json, out),
        Command::Rotate { place } => {
            place.must_exist()?;
            let key = place.receipt_keys().rotate().map_err(Ended::Outside)?;
            out.fact(&key)
        }
    }
}

fn keys(place: &Place, json: bool, out: &mut Out) -> Result<(), Ended> {
    use app::ports::receipts::Receipts;
    place.must_exist()?;
    let keys = Receipts::keys(&place.receipt_keys()).map_err(Ended::Outside)?;
    if json {
        return out.fact(&serde_json::json!({ "keys": keys }).to_string());
    }
    keys.iter().try_for_each(|key| out.fact(key))
}

fn verify(given: &Verify, out: &mut Out) -> Result<(), Ended> {
    let mut keys = given.key.clone();
    if let Some(path) = &given.keys {
        let text = read_text(path, RECEIPT_MAX).map_err(Ended::Usage)?;
        keys.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
    }
    let receipt = read_bounded(&given.file, RECEIPT_MAX).map_err(Ended::Usage)?;
    let checked = verify_receipt(&receipt, &keys).and_then(|(says, by)| match &given.report {
        Some(path) if digest_of(path)? != says.sha256 => {
            Err(format!("{}: this is not what was received", path.display()))
        }
        _ => Ok((says, by)),
    });
    let name = given.file.display();
    if given.json {
        let says = checked.as_ref().ok().map(|(says, _)| says);
        let answer = serde_json::json!({
            "file": name.to_string(), "holds": checked.is_ok(),
            "says": checked.as_ref().err(), "signed_by": checked.as_ref().ok().map(|(_, by)| by),
            "project": says.map(|it| &it.project), "report": says.map(|it| it.report.to_string()),
            "sha256": says.map(|it| it.sha256), "received_at": says.map(|it| it.received_at),
        });
        out.fact(&answer.to_string())?;
    } else {
        let line = match &checked {
            Ok((says, by)) => format!(
                "{name}: holds. {} received report {} at {}; SHA-256 {}; signed by {by}",
                says.project, says.report, says.received_at, says.sha256
            ),
            Err(why) => format!("{name}: proves nothing: {why}"),
        };
        out.fact(&visible(&line))?;
    }
    if checked.is_ok() { Ok(()) } else { Err(Ended::Code(1)) }
}

/// Of a file, without the end of line that an editor puts at its end.
fn digest_of(path: &Path) -> Result<Digest, String> {
    let bytes = read_bounded(path, REPORT_MAX)?;
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    Ok(Digest::of(bytes.strip_suffix(b"\r").unwrap_or(bytes)))
}
