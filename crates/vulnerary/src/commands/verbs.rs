//! Verbs on cases: a subcommand for each row of the table, and the four that are not rows.

use super::{case, desk, sanction};
use crate::wire::{INSTANCE, Place, Setting};
use crate::{Ended, Out};
use app::access::with_token;
use app::{Ctx, Field, Input, Kind, Performed, Verb, find_verb, perform_fully, verbs};
use clap::{Arg, ArgMatches, Args as _, Command, FromArgMatches as _};
use domain::access::{Actor, Door};
use domain::words::{CaseId, Secret};
use serde_json::{Map, Value};

/// Who asks, from the command line.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Who {
    #[command(flatten)]
    pub(super) place: Place,
    /// Who you are: an API token from your page, or a report's tracking secret.
    #[arg(
        long,
        env = "VULNERARY_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN",
        help_heading = INSTANCE
    )]
    pub(super) token: Option<String>,
    /// Print facts as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

const GROUPS: &[(&str, &str)] = &[
    ("case", "File, list, read and decide cases"),
    ("embargo", "Propose, accept and end embargoes"),
    ("participant", "Invite others from outside, and take part as one"),
    ("world", "Say and confirm what is public or attacked"),
    ("glass", "Read a case without a part in it, by the word of a second auditor"),
    ("release", "Assess release lines and record fixes"),
    ("advisory", "Write, approve and publish advisories"),
    ("cve", "Ask for CVE ids, write their records, and say what is published"),
    ("sanction", "Sanction reporters who broke a rule, lift it, and answer appeals"),
];

pub(super) fn is_group(name: &str) -> bool {
    GROUPS.iter().any(|(group, _)| *group == name)
}

/// Add every group with its verbs.
pub(super) fn add(mut root: Command) -> Command {
    for (group, about) in GROUPS {
        let mut command = Command::new(*group)
            .about(*about)
            .subcommand_required(true)
            .arg_required_else_help(true);
        for verb in verbs().filter(|verb| verb.group == *group) {
            command = command.subcommand(subcommand(verb));
        }
        if *group == "case" {
            command = desk::add(case::add(command));
        }
        if *group == "sanction" {
            command = sanction::add(command);
        }
        root = root.subcommand(command);
    }
    root
}

fn subcommand(verb: &'static Verb) -> Command {
    let mut command = Who::augment_args(Command::new(verb.name))
        .about(verb.says)
        .arg(Arg::new("case").value_name("CASE").required(true).help("The case's id"))
        .arg(
            Arg::new("expected-version")
                .long("expected-version")
                .value_name("VERSION")
                .value_parser(clap::value_parser!(u64))
                .help("Only if the case still has this version"),
        )
        .arg(
            Arg::new("idempotency-key")
                .long("idempotency-key")
                .value_name("KEY")
                .help("The same request with the same key is done once"),
        )
        .after_help(example(verb));
    for field in verb.fields {
        command = command.arg(argument(field));
    }
    command
}

fn flag(field: &Field) -> String {
    field.name.replace('_', "-")
}

fn argument(field: &'static Field) -> Arg {
    let arg = Arg::new(field.name).long(flag(field)).help(field.says).required(field.required);
    match field.kind {
        Kind::Choice(words) => {
            arg.value_name("WORD").value_parser(clap::builder::PossibleValuesParser::new(words))
        }
        Kind::Facts => arg.value_name("JSON").help(format!("{} A JSON object.", field.says)),
        Kind::Json => arg
            .value_name("JSON")
            .help(format!("{} A JSON object, or @FILE to read it from a file.", field.says)),
        Kind::List => arg.value_name("ENTRY").action(clap::ArgAction::Append),
        Kind::Instant => arg.value_name("INSTANT"),
        Kind::Line | Kind::Text => arg.value_name("TEXT"),
        Kind::Account => arg.value_name("ACCOUNT"),
        Kind::Party => arg.value_name("PARTICIPANT"),
        Kind::Case => arg.value_name("CASE"),
    }
}

/// A value that somebody could really give.
fn sample(field: &Field) -> &'static str {
    match (field.kind, field.name) {
        (Kind::Choice(_), "reason") => "consensus",
        (Kind::Choice(words), _) => words.iter().find(|word| **word != "none").unwrap_or(&"…"),
        (Kind::Instant, _) => "2026-12-24T10:00:00Z",
        (Kind::Party, _) => "0k3p9x7c2mq5t8w1z4bh",
        (Kind::Case, _) => "5d8r2n6v9y3f7j1g4s0e",
        (Kind::Json, "container") => "@cna.json",
        (Kind::Json, _) => "@CVE-2026-12345.json",
        (_, "id" | "entry") => "CVE-2026-12345",
        (_, "line") => "22.x",
        (_, "source") => "https://forum.example/1234",
        (_, "name") => "\"Example Linux\"",
        (_, "rule") => "RG-2a",
        (_, "sanction") => "RS-3",
        (_, "notice") => "\"You may take no part until May.\"",
        (_, "version") => "22.22.2",
        (_, "event") => "4",
        (_, "body") => "\"We can see it happen.\"",
        (_, "because") => "\"All of us agree.\"",
        (_, "title") => "\"Slow header\"",
        (_, "details") => "\"It **hangs**.\"",
        (_, "digest") => "\"$DIGEST\"",
        _ => "\"…\"",
    }
}

fn example(verb: &Verb) -> String {
    let fields: String = verb
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| format!(" --{} {}", flag(field), sample(field)))
        .collect();
    format!("Example:\n  vulnerary {} {} 7f3q9k2m0d5x1h8c4b6n{fields}", verb.group, verb.name)
}

/// The request's context: who holds this token, now, in an instance that was started before.
pub(super) async fn context(who: &Who, setting: &Setting) -> Result<Ctx, Ended> {
    if setting.app.is_none() {
        who.place.must_exist()?;
    }
    context_anywhere(who, setting).await
}

/// The same, where the first administrator may be invited before the first start.
pub(super) async fn context_anywhere(who: &Who, setting: &Setting) -> Result<Ctx, Ended> {
    let app = setting.app(&who.place).await?;
    let now = (setting.now)();
    let anonymous = Ctx::new(&app, Actor::Anonymous, now).through(Door::Cli);
    let Some(token) = &who.token else { return Ok(anonymous) };
    let secret = Secret::read(token);
    if let Some(actor) = with_token(&app, &secret, now).await? {
        return Ok(anonymous.by_actor(actor));
    }
    let outsider = anonymous.as_outsider(&secret).await;
    outsider.map_err(|_| Ended::Usage("this token opens nothing here, or has expired".to_owned()))
}

/// A document as it was given, or out of the file that it names.
fn document(field: &Field, text: String) -> Result<String, Ended> {
    let Some(path) = text.strip_prefix('@') else { return Ok(text) };
    let read = outside::read_text(std::path::Path::new(path), domain::cve::CVE_BYTES_MAX);
    read.map_err(|error| Ended::Usage(format!("--{}: {error}", flag(field))))
}

fn input(verb: &Verb, matches: &ArgMatches) -> Result<Input, Ended> {
    let mut given = Map::new();
    for field in verb.fields {
        let mut values = matches.get_many::<String>(field.name).into_iter().flatten().cloned();
        let value = match field.kind {
            Kind::List => {
                let entries: Vec<Value> = values.map(Value::String).collect();
                if entries.is_empty() { continue } else { Value::Array(entries) }
            }
            Kind::Facts => match values.next() {
                None => continue,
                Some(text) => serde_json::from_str(&text)
                    .map_err(|error| Ended::Usage(format!("--{}: {error}", flag(field))))?,
            },
            Kind::Json => match values.next() {
                None => continue,
                Some(text) => Value::String(document(field, text)?),
            },
            _ => match values.next() {
                None => continue,
                Some(text) => Value::String(text),
            },
        };
        given.insert(field.name.to_owned(), value);
    }
    Input::read(verb, Value::Object(given)).map_err(|wrong| Ended::Usage(wrong.join("\n")))
}

/// Run a verb.
pub(super) async fn run(
    group: &str,
    matches: &ArgMatches,
    out: &mut Out,
    setting: &Setting,
) -> Result<(), Ended> {
    let Some((name, matches)) = matches.subcommand() else {
        return Err(Ended::Usage(format!("vulnerary {group} --help lists what there is")));
    };
    let usage = |error: clap::Error| Ended::Usage(error.to_string());
    let Some(verb) = find_verb(group, name) else {
        if group == "sanction" {
            return sanction::run(name, matches, out, setting).await;
        }
        if desk::NAMES.contains(&name) {
            return desk::run(name, matches, out, setting).await;
        }
        return case::run(name, matches, out, setting).await;
    };
    let who = Who::from_arg_matches(matches).map_err(usage)?;
    let id = matches.get_one::<String>("case").map(String::as_str).unwrap_or_default();
    let id = CaseId::read(id).map_err(|_| app::Error::NotThere)?;
    let input = input(verb, matches)?;
    let expected = matches.get_one::<u64>("expected-version").copied();
    let key = matches.get_one::<String>("idempotency-key").map(String::as_str);
    let ctx = context(&who, setting).await?;
    let Performed { case, secret, opened } =
        perform_fully(&ctx, &id, verb, &input, expected, key).await?;
    let version = Some(case.version).filter(|_| !matches!(ctx.actor, Actor::Participant { .. }));
    if who.json {
        let mut answer = serde_json::json!({ "case": case.id, "version": version });
        if let Some(opened) = &opened {
            answer["opened"] = opened.as_str().into();
        }
        if let Some(secret) = &secret {
            answer["secret"] = secret.reveal().into();
        }
        return out.fact(&answer.to_string());
    }
    match version {
        Some(version) => {
            out.fact(&format!("{group} {name}: done; the case is at version {version}"))?;
        }
        None => out.fact(&format!("{group} {name}: done"))?,
    }
    if let Some(opened) = &opened {
        out.fact(&format!("opened the case {opened}"))?;
    }
    match &secret {
        Some(secret) => out.fact(&format!("secret, shown only now: {}", secret.reveal())),
        None => Ok(()),
    }
}
