//! What is done with cases beside their verbs: file a report, list the queue, show one, metrics.

use super::verbs::{Who, context};
use crate::wire::Setting;
use crate::{Ended, Out};
use app::Ctx;
use app::case::{
    CaseFilter, FILTER_FIELDS, filter, forget_filter, keep_filter, list as list_cases, show,
};
use app::intake::submit_with_files;
use clap::{Arg, ArgMatches, Args as _, Command, FromArgMatches as _};
use domain::case::State;
use domain::intake::Draft;
use domain::words::{CaseId, one_line, visible};
use std::path::Path;

/// Add the subcommands.
pub(super) fn add(command: Command) -> Command {
    let file = Command::new("file")
        .about("File a report and print its receipt; needs no account")
        .arg(
            Arg::new("report").value_name("FILE").required(true).help(
                "JSON with title, body, version, and where wished fields, claim, credit, accept_terms, accepted_rules",
            ),
        )
        .arg(
            Arg::new("idempotency-key").long("idempotency-key").help("File it once, however often"),
        )
        .arg(
            Arg::new("attach")
                .long("attach")
                .value_name("FILE")
                .action(clap::ArgAction::Append)
                .help("A file to send with it; may be repeated"),
        )
        .arg(
            Arg::new("anyway")
                .long("anyway")
                .action(clap::ArgAction::SetTrue)
                .help("Send it although something that the policy asks for is not there"),
        )
        .arg(
            Arg::new("receipt")
                .long("receipt")
                .value_name("FILE")
                .help("Write the signed receipt here; vulnerary receipt verify checks it"),
        )
        .after_help("Example:\n  vulnerary case file report.json --receipt receipt.txt --json");
    let list = Command::new("list")
        .about("List cases, by priority unless something else is asked for")
        .args(FILTER_FIELDS.iter().map(filter_argument))
        .arg(Arg::new("saved").long("saved").value_name("NAME").help("A filter that you keep"))
        .arg(Arg::new("keep-as").long("keep-as").value_name("NAME").help("Keep this filter"))
        .arg(Arg::new("forget").long("forget").value_name("NAME").help("Forget a kept filter"))
        .arg(
            Arg::new("limit")
                .long("limit")
                .value_parser(clap::value_parser!(usize))
                .help("At most so many; all when left out"),
        )
        .after_help(
            "Examples:\n  vulnerary case list --handler me --due-before 7d\n  \
             vulnerary case list --severity critical --handler nobody --keep-as urgent\n  \
             vulnerary case list --saved urgent --json",
        );
    let show = Command::new("show")
        .about("Show one case")
        .arg(Arg::new("case").value_name("CASE").required(true).help("The case's id"))
        .after_help("Example:\n  vulnerary case show 7f3q9k2m0d5x1h8c4b6n --json");
    [
        file,
        list,
        show,
        super::metrics::command(),
        super::packet::command(),
        super::files::attach_command(),
        super::files::fetch_command(),
    ]
    .into_iter()
    .fold(command, |command, sub| {
        let about = sub.get_about().cloned().unwrap_or_default();
        command.subcommand(Who::augment_args(sub).about(about))
    })
}

fn filter_argument((name, says): &'static (&'static str, &'static str)) -> Arg {
    let arg = Arg::new(*name).long(name.replace('_', "-")).help(*says);
    if *name == "closed" {
        // As a flag it needs no value; "closed no" is what everybody asks who says nothing.
        arg.num_args(0..=1).default_missing_value("yes").require_equals(true).value_name("YES")
    } else {
        arg.value_name(if name.ends_with("before") { "WHEN" } else { "WORD" })
    }
}

/// The filter that was asked for; kept first, where that was asked too.
async fn filter_of(ctx: &Ctx, matches: &ArgMatches, out: &mut Out) -> Result<CaseFilter, Ended> {
    if let Some(name) = matches.get_one::<String>("saved") {
        return Ok(filter(ctx, name).await?);
    }
    let given = |(name, _): &(&str, &str)| {
        matches.get_one::<String>(name).map(|value| ((*name).to_owned(), value.clone()))
    };
    let asked = CaseFilter::read(FILTER_FIELDS.iter().filter_map(given));
    let asked = asked.map_err(|wrong| Ended::Usage(wrong.join("\n")))?;
    if let Some(name) = matches.get_one::<String>("keep-as") {
        keep_filter(ctx, name, &asked).await?;
        out.say(&format!("{name}: kept"));
    }
    Ok(asked)
}

fn text<'m>(matches: &'m ArgMatches, name: &str) -> &'m str {
    matches.get_one::<String>(name).map(String::as_str).unwrap_or_default()
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
    match name {
        "file" => file(&ctx, who.json, matches, out).await,
        "packet" => super::packet::run(&ctx, matches, out).await,
        "attach" => super::files::attach(&ctx, who.json, matches, out).await,
        "fetch" => super::files::fetch(&ctx, who.json, matches, out).await,
        "metrics" => super::metrics::run(&ctx, who.json, matches, out).await,
        "list" => list(&ctx, who.json, matches, out).await,
        _ => show_one(&ctx, who.json, text(matches, "case"), out).await,
    }
}

async fn file(ctx: &Ctx, json: bool, matches: &ArgMatches, out: &mut Out) -> Result<(), Ended> {
    let path = text(matches, "report");
    let bytes = std::fs::read(path).map_err(|error| Ended::Usage(format!("{path}: {error}")))?;
    let mut draft: Draft =
        serde_json::from_slice(&bytes).map_err(|error| Ended::Usage(format!("{path}: {error}")))?;
    draft.anyway |= matches.get_flag("anyway");
    let key = matches.get_one::<String>("idempotency-key").map(String::as_str);
    let paths: Vec<&String> = matches.get_many("attach").into_iter().flatten().collect();
    let files = super::files::receive(ctx, &paths).await?;
    let receipt = match submit_with_files(ctx, &draft, files.all(), "command", key).await {
        Ok(receipt) => receipt,
        Err(error) => {
            files.discard().await;
            return Err(error.into());
        }
    };
    if let Some(path) = matches.get_one::<String>("receipt") {
        // The report is here whatever becomes of this file, and so is its secret below.
        if let Err(says) = outside::write_whole(Path::new(path), &receipt.signed) {
            out.say(&format!("the receipt was not written: {says}"));
        }
    }
    if json {
        let receipt = serde_json::to_string(&receipt);
        return out.fact(&receipt.map_err(|error| Ended::Outside(error.to_string()))?);
    }
    out.fact(&format!("report    {}", receipt.id))?;
    out.fact(&format!("received  {}", receipt.received_at))?;
    out.fact(&format!("sha256    {}", receipt.sha256))?;
    out.fact(&format!("secret    {}", receipt.secret))?;
    out.say("The secret opens the tracking page. It is shown once and kept nowhere.");
    Ok(())
}

async fn list(ctx: &Ctx, json: bool, matches: &ArgMatches, out: &mut Out) -> Result<(), Ended> {
    if let Some(name) = matches.get_one::<String>("forget") {
        forget_filter(ctx, name).await?;
        out.say(&format!("{name}: forgotten"));
        return Ok(());
    }
    let asked = filter_of(ctx, matches, out).await?;
    let most = matches.get_one::<usize>("limit").copied().unwrap_or(usize::MAX);
    let (mut after, mut count) = (None, 0_usize);
    loop {
        let page = list_cases(ctx, &asked, after, 200).await?;
        for row in &page.rows {
            if count == most {
                return Ok(());
            }
            count += 1;
            let due = row.due_at.map_or("-".to_owned(), |due| due.to_string());
            let severity = row.severity.map_or("-", domain::advisory::Severity::word);
            if json {
                let row = serde_json::json!({
                    "case": row.id, "phase": row.phase, "priority": row.priority,
                    "severity": row.severity,
                    "due_at": row.due_at, "due_clock": row.due_clock, "title": row.title,
                    "embargo_ends_at": row.embargo_ends_at, "received_at": row.received_at,
                    "version": row.version,
                });
                out.fact(&row.to_string())?;
            } else {
                let (id, phase) = (&row.id, row.phase.word());
                let title = one_line(&row.title, 60);
                let priority = row.priority.word();
                out.fact(&format!(
                    "{id}  {priority:<17}  {due:<20}  {severity:<8}  {phase:<16}  {title}"
                ))?;
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    if count == 0 {
        out.say("No cases.");
    }
    Ok(())
}

async fn show_one(ctx: &Ctx, json: bool, id: &str, out: &mut Out) -> Result<(), Ended> {
    let id = CaseId::read(id).map_err(|_| app::Error::NotThere)?;
    let shown = show(ctx, &id).await?;
    let seen = web::api::case_json(&shown, ctx.policy());
    if json {
        return out.fact(&seen.to_string());
    }
    let case = &shown.case;
    let severity = case.severity.map_or("not rated", domain::advisory::Severity::word);
    out.fact(&format!("case      {}, version {}", case.id, case.version))?;
    out.fact(&format!("title     {}", one_line(case.title(), 200)))?;
    out.fact(&format!("phase     {}", shown.phase.word()))?;
    out.fact(&format!("severity  {severity}"))?;
    for finding in &shown.rating.findings {
        out.fact(&format!("          {finding}"))?;
    }
    if let Some(accepted) = &case.accepted_rules {
        let (rules, policy) = (accepted.rules.join(", "), accepted.policy.short());
        out.fact(&format!("rules     {rules} of policy {policy}"))?;
    }
    let embargo = match (&case.embargo.terms, case.embargo.state.binds()) {
        (Some(terms), true) => format!("until {} ({})", terms.ends_at, terms.zone),
        _ => State::word(case.embargo.state).to_owned(),
    };
    out.fact(&format!("embargo   {embargo}"))?;
    for (id, clock) in case.clocks.iter().filter(|(_, clock)| clock.met_at.is_none()) {
        out.fact(&format!("clock     {id} due {}", clock.due.at))?;
    }
    for (line, status) in shown.lines.iter().filter(|(_, status)| status.is_known()) {
        out.fact(&format!("line      {line} {}", status.word()))?;
    }
    for (number, entry) in &case.cves {
        let (title, state) = (entry.title(*number), State::word(entry.state));
        let record = entry.draft.as_ref().map(|draft| format!(", record {}", draft.digest));
        out.fact(&format!("cve       {title} {state}{}", record.unwrap_or_default()))?;
    }
    for ending in &shown.ends_first {
        out.fact(&format!("ends      {}", ending.says))?;
    }
    let offers: Vec<String> =
        shown.offers.iter().map(|offer| format!("{} {}", offer.group, offer.name)).collect();
    out.fact(&format!("offers    {}", offers.join(", ")))?;
    for message in &shown.messages {
        let body = message.body.as_deref().unwrap_or("(erased)");
        out.fact(&format!("\n{}  {}", message.at, visible(body)))?;
    }
    for one in &case.attachments {
        let Some(file) = &one.file else { continue };
        let held = if one.held { ", held back" } else { "" };
        let (id, name, length, sha256) = (&one.id, &file.name, file.length, file.sha256);
        out.fact(&format!("file      {id}  {name}, {length} bytes, sha256 {sha256}{held}"))?;
    }
    out.say("Everything else is in --json and on the case's page.");
    Ok(())
}
