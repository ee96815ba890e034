//! What can be done with a case and why not, and one move for many cases.

use super::verbs::{Who, context};
use crate::wire::Setting;
use crate::{Ended, Out};
use app::case::{Moved, apply_bulk, moves, plan_bulk};
use app::{Ctx, Input, find_verb};
use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, FromArgMatches as _};
use domain::words::{CaseId, one_line};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The names of these subcommands.
pub(super) const NAMES: &[&str] = &["moves", "bulk"];

/// Add the subcommands.
pub(super) fn add(command: Command) -> Command {
    let moves = Command::new("moves")
        .about("List every move of a case: whether it can be made now, and why not")
        .arg(Arg::new("case").value_name("CASE").required(true).help("The case's id"))
        .after_help("Example:\n  vulnerary case moves 7f3q9k2m0d5x1h8c4b6n");
    let bulk = Command::new("bulk")
        .about("Make one move on many cases, with one reason: prints the plan, or with --apply does it")
        .arg(
            Arg::new("verb")
                .long("verb")
                .value_name("VERB")
                .required(true)
                .help("The move: a group and a name, such as \"case close\""),
        )
        .arg(
            Arg::new("cases")
                .value_name("CASE")
                .required(true)
                .action(ArgAction::Append)
                .num_args(1..)
                .help("The cases' ids"),
        )
        .arg(
            Arg::new("set")
                .long("set")
                .value_name("FIELD=VALUE")
                .action(ArgAction::Append)
                .help("A field of the move, the same for all"),
        )
        .arg(Arg::new("apply").long("apply").action(ArgAction::SetTrue).help("Do it"))
        .after_help(
            "Examples:\n  vulnerary case bulk --verb \"case close\" --set resolution=spam \\\n    \
             --set because=\"one template, no report\" 7f3q9k2m0d5x1h8c4b6n 0c4b6n7f3q9k2m0d5x1h\n  \
             the same with --apply\n\nEach case is moved on its own; one that cannot be moved stops \
             none of the others, and the exit code is 1.",
        );
    [moves, bulk].into_iter().fold(command, |command, sub| {
        let about = sub.get_about().cloned().unwrap_or_default();
        command.subcommand(Who::augment_args(sub).about(about))
    })
}

/// Run one.
pub(super) async fn run(
    name: &str,
    matches: &ArgMatches,
    out: &mut Out,
    setting: &Setting,
) -> Result<(), Ended> {
    let who = Who::from_arg_matches(matches).map_err(|error| Ended::Usage(error.to_string()))?;
    let ctx = context(&who, setting).await?;
    if name == "moves" {
        list(&ctx, who.json, matches, out).await
    } else {
        bulk(&ctx, who.json, matches, out).await
    }
}

async fn list(ctx: &Ctx, json: bool, matches: &ArgMatches, out: &mut Out) -> Result<(), Ended> {
    let id = matches.get_one::<String>("case").map(String::as_str).unwrap_or_default();
    let id = CaseId::read(id).map_err(|_| app::Error::NotThere)?;
    for one in moves(ctx, &id).await? {
        if json {
            out.fact(&web::api::move_json(&one).to_string())?;
            continue;
        }
        let name = format!("{} {}", one.group, one.name);
        match &one.why_not {
            None => out.fact(&format!("yes  {name:<22}  {}", one.says))?,
            Some(why) => out.fact(&format!("no   {name:<22}  {} [{}]", why.says, why.rule))?,
        }
    }
    Ok(())
}

fn fields(matches: &ArgMatches) -> Result<Value, Ended> {
    let mut fields = Map::new();
    for set in matches.get_many::<String>("set").into_iter().flatten() {
        let wrong = || Ended::Usage(format!("--set {set}: FIELD=VALUE is expected"));
        let (name, value) = set.split_once('=').ok_or_else(wrong)?;
        fields.insert(name.trim().to_owned(), Value::String(value.to_owned()));
    }
    Ok(Value::Object(fields))
}

async fn bulk(ctx: &Ctx, json: bool, matches: &ArgMatches, out: &mut Out) -> Result<(), Ended> {
    let name = matches.get_one::<String>("verb").map(String::as_str).unwrap_or_default();
    let verb = name.split_once(' ').and_then(|(group, name)| find_verb(group, name));
    let verb =
        verb.ok_or_else(|| Ended::Usage(format!("--verb {name:?}: there is no such move")))?;
    let input = Input::read(verb, fields(matches)?);
    let input = input.map_err(|wrong| Ended::Usage(wrong.join("\n")))?;
    let mut ids = BTreeSet::new();
    for text in matches.get_many::<String>("cases").into_iter().flatten() {
        let id = CaseId::read(text).map_err(|error| Ended::Usage(format!("{text}: {error}")))?;
        ids.insert(id);
    }
    let planned = plan_bulk(ctx, &ids, verb, &input).await?;
    let apply = matches.get_flag("apply");
    let done = if apply {
        let good =
            planned.iter().filter_map(|one| Some((one.id.clone(), *one.outcome.as_ref().ok()?)));
        let good: Vec<(CaseId, u64)> = good.collect();
        let moved = if good.is_empty() {
            Vec::new()
        } else {
            apply_bulk(ctx, &good, verb, &input, None).await?
        };
        let rest = planned.into_iter().filter(|one| one.outcome.is_err());
        moved.into_iter().chain(rest).collect()
    } else {
        planned
    };
    for one in &done {
        line(one, json, apply, out)?;
    }
    let good = done.iter().filter(|one| one.outcome.is_ok()).count();
    let verb = match (apply, good) {
        (true, _) => "were moved",
        (false, 0) => "can be moved",
        (false, _) => "can be moved; add --apply to do it",
    };
    out.say(&format!("{good} of {} {verb}", done.len()));
    if good == done.len() { Ok(()) } else { Err(Ended::Code(1)) }
}

fn line(one: &Moved, json: bool, applied: bool, out: &mut Out) -> Result<(), Ended> {
    if json {
        return out.fact(&web::api::moved_json(one).to_string());
    }
    let (id, title) = (&one.id, one_line(&one.title, 50));
    match &one.outcome {
        Ok(version) if applied => out.fact(&format!("{id}  done, version {version}  {title}")),
        Ok(_) => out.fact(&format!("{id}  will be done  {title}")),
        Err(error) => out.fact(&format!("{id}  not moved: {error}  {title}")),
    }
}
