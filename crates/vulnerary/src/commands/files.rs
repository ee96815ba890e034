//! `vulnerary case attach` and `vulnerary case fetch`: files of a case, as streams.

use crate::out::counted;
use crate::{Ended, Out};
use app::attachment::{Files, fetch as fetch_file};
use app::{Ctx, Input, find_verb, perform_with_files};
use clap::{Arg, ArgAction, ArgMatches, Command};
use domain::access::Actor;
use domain::words::{CaseId, PartyId, visible};
use futures::TryStreamExt as _;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// How much is read at a time.
const PIECE: usize = 64 * 1024;

fn case() -> Arg {
    Arg::new("case").value_name("CASE").required(true).help("The case's id")
}

/// The subcommand that sends files.
pub(super) fn attach_command() -> Command {
    Command::new("attach")
        .about("Write a message with files: as the reporter, as a participant, or as one of the team")
        .arg(case())
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .action(ArgAction::Append)
                .num_args(1..)
                .help("The files"),
        )
        .arg(
            Arg::new("body")
                .long("body")
                .value_name("TEXT")
                .required(true)
                .help("The message: a word on what they are"),
        )
        .arg(
            Arg::new("to")
                .long("to")
                .value_name("WHOM")
                .help("From the team: reporter, team, or a participant's id"),
        )
        .after_help(
            "Examples:\n  vulnerary case attach 7f3q9k2m0d5x1h8c4b6n crash.txt --body \"The whole trace.\"\n  \
             vulnerary case attach 7f3q9k2m0d5x1h8c4b6n fix.patch --to reporter --body \"Please try this.\"",
        )
}

/// The subcommand that gets one.
pub(super) fn fetch_command() -> Command {
    Command::new("fetch")
        .about("Fetch a file that came with a report or a message")
        .arg(case())
        .arg(
            Arg::new("attachment")
                .value_name("ATTACHMENT")
                .required(true)
                .help("The file's id, as vulnerary case show lists it"),
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("FILE")
                .help("Write it here, where nothing is yet; under its own name when left out"),
        )
        .arg(
            Arg::new("anyway")
                .long("anyway")
                .action(ArgAction::SetTrue)
                .help("Also when the team holds it back"),
        )
        .after_help(
            "Example:\n  vulnerary case fetch 7f3q9k2m0d5x1h8c4b6n 0k3p9x7c2mq5t8w1z4bh --out crash.txt\n\n\
             It is a stranger's file. Nothing opens it: look at it where it can do no harm.",
        )
}

fn id_of(matches: &ArgMatches) -> Result<CaseId, Ended> {
    let text = matches.get_one::<String>("case").map(String::as_str).unwrap_or_default();
    CaseId::read(text).map_err(|_| app::Error::NotThere.into())
}

/// Which verb carries the message, and what it is given beside the words.
fn carrier(ctx: &Ctx, to: Option<&str>) -> Result<((&'static str, &'static str), Value), Ended> {
    match (&ctx.actor, to) {
        (Actor::Reporter(_), None) => Ok((("case", "answer"), json!({}))),
        (Actor::Participant { .. }, None) => Ok((("participant", "answer"), json!({}))),
        (Actor::Reporter(_) | Actor::Participant { .. }, Some(_)) => {
            Err(Ended::Usage("--to is for the team; what you send goes to the team".to_owned()))
        }
        (_, Some("reporter")) => Ok((("case", "write"), json!({}))),
        (_, Some("team")) => Ok((("case", "note"), json!({}))),
        (_, Some(party)) if PartyId::read(party).is_ok() => {
            Ok((("participant", "write"), json!({ "party": party })))
        }
        _ => Err(Ended::Usage("--to: reporter, team, or a participant's id".to_owned())),
    }
}

/// Send the files at these paths; none is taken from anything but a plain file.
pub(super) async fn receive(ctx: &Ctx, paths: &[&String]) -> Result<Files, Ended> {
    let mut files = Files::new(ctx);
    for path in paths {
        if let Err(error) = receive_one(&mut files, Path::new(path)).await {
            files.discard().await;
            return Err(error);
        }
    }
    Ok(files)
}

async fn receive_one(files: &mut Files, path: &Path) -> Result<(), Ended> {
    let at = |error: &dyn std::fmt::Display| Ended::Usage(format!("{}: {error}", path.display()));
    let found = std::fs::metadata(path).map_err(|error| at(&error))?;
    if !found.is_file() {
        return Err(at(&"not a file"));
    }
    let mut file = File::open(path).map_err(|error| at(&error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    files.begin(&name).await?;
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece).map_err(|error| at(&error))? {
            0 => return Ok(files.end().await?),
            length => files.write(&piece[..length]).await?,
        }
    }
}

/// Send files.
pub(super) async fn attach(
    ctx: &Ctx,
    json: bool,
    matches: &ArgMatches,
    out: &mut Out,
) -> Result<(), Ended> {
    let id = id_of(matches)?;
    let ((group, name), mut given) =
        carrier(ctx, matches.get_one::<String>("to").map(String::as_str))?;
    let verb = find_verb(group, name).expect("the verb is in the table");
    given["body"] = matches.get_one::<String>("body").cloned().unwrap_or_default().into();
    let input = Input::read(verb, given).map_err(app::Error::Invalid)?;
    ctx.check(&id, verb.action).await?;
    let paths: Vec<&String> = matches.get_many("file").into_iter().flatten().collect();
    let files = receive(ctx, &paths).await?;
    let done = perform_with_files(ctx, &id, verb, &input, None, None, files.all()).await;
    if let Err(error) = done {
        files.discard().await;
        return Err(error.into());
    }
    for file in files.all() {
        if json {
            let sent = json!({ "attachment": file.id, "name": file.name, "length": file.length,
                "sha256": file.sha256 });
            out.fact(&sent.to_string())?;
        } else {
            out.fact(&format!("{}  {}  {}  {}", file.id, file.sha256, file.length, file.name))?;
        }
    }
    out.say(&format!("{} sent", counted(files.all().len(), "file was", "files were")));
    Ok(())
}

/// Get one.
pub(super) async fn fetch(
    ctx: &Ctx,
    json: bool,
    matches: &ArgMatches,
    out: &mut Out,
) -> Result<(), Ended> {
    let id = id_of(matches)?;
    let attachment = matches.get_one::<String>("attachment").cloned().unwrap_or_default();
    let mut found = fetch_file(ctx, &id, &attachment, matches.get_flag("anyway")).await?;
    let to =
        matches.get_one::<String>("out").map_or_else(|| PathBuf::from(&found.name), PathBuf::from);
    let at = |error: &dyn std::fmt::Display| Ended::Outside(format!("{}: {error}", to.display()));
    // Never over what is there: the name is a stranger's.
    let mut file = File::create_new(&to).map_err(|error| at(&error))?;
    let written = async {
        let mut length = 0;
        while let Some(piece) = found.chunks.try_next().await.map_err(|says| at(&says))? {
            length += piece.len() as u64;
            file.write_all(&piece).map_err(|error| at(&error))?;
        }
        match length == found.length {
            true => file.sync_all().map_err(|error| at(&error)),
            false => Err(at(&"it is not as long as what was stored")),
        }
    };
    if let Err(error) = written.await {
        // A part must not be taken for the whole.
        let _ = std::fs::remove_file(&to);
        return Err(error);
    }
    let name = to.display().to_string();
    if json {
        let got = json!({ "file": name, "name": found.name, "length": found.length,
            "sha256": found.sha256 });
        return out.fact(&got.to_string());
    }
    let (length, sha256) = (found.length, found.sha256);
    out.fact(&format!("{}: {length} bytes, sha256 {sha256}", visible(&name)))
}
