//! What is done with cases beside their verbs: file a report, list the queue, show one.

use super::verbs::{Who, context};
use crate::wire::Setting;
use crate::{Ended, Out};
use app::Ctx;
use app::case::{queue, show};
use app::intake::submit_once;
use clap::{Arg, ArgMatches, Args as _, Command, FromArgMatches as _};
use domain::case::State;
use domain::intake::Draft;
use domain::words::{CaseId, one_line, visible};

/// Add the subcommands.
pub(super) fn add(command: Command) -> Command {
    let file = Command::new("file")
        .about("File a report and print its receipt; needs no account")
        .arg(
            Arg::new("report").value_name("FILE").required(true).help(
                "JSON with title, body, version, and where wished claim, credit, accept_terms, accepted_rules",
            ),
        )
        .arg(
            Arg::new("idempotency-key").long("idempotency-key").help("File it once, however often"),
        )
        .after_help("Example:\n  vulnerary case file report.json --json");
    let list = Command::new("list")
        .about("List the queue, the first due on top")
        .arg(Arg::new("closed").long("closed").action(clap::ArgAction::SetTrue).help("Closed ones"))
        .arg(Arg::new("words").long("words").help("Having all of these words"))
        .after_help("Example:\n  vulnerary case list --words \"header parser\"");
    let show = Command::new("show")
        .about("Show one case")
        .arg(Arg::new("case").value_name("CASE").required(true).help("The case's id"))
        .after_help("Example:\n  vulnerary case show 7f3q9k2m0d5x1h8c4b6n --json");
    [file, list, show].into_iter().fold(command, |command, sub| {
        let about = sub.get_about().cloned().unwrap_or_default();
        command.subcommand(Who::augment_args(sub).about(about))
    })
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
        "list" => list(&ctx, who.json, matches, out).await,
        _ => show_one(&ctx, who.json, text(matches, "case"), out).await,
    }
}

async fn file(ctx: &Ctx, json: bool, matches: &ArgMatches, out: &mut Out) -> Result<(), Ended> {
    let path = text(matches, "report");
    let bytes = std::fs::read(path).map_err(|error| Ended::Usage(format!("{path}: {error}")))?;
    let draft: Draft =
        serde_json::from_slice(&bytes).map_err(|error| Ended::Usage(format!("{path}: {error}")))?;
    let key = matches.get_one::<String>("idempotency-key").map(String::as_str);
    let receipt = submit_once(ctx, &draft, "command", key).await?;
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
    let (closed, mut after) = (matches.get_flag("closed"), None);
    let mut count = 0_usize;
    loop {
        let page = queue(ctx, closed, text(matches, "words"), after, 200).await?;
        for row in &page.rows {
            count += 1;
            let due = row.due_at.map_or("-".to_owned(), |due| due.to_string());
            let severity = row.severity.map_or("-", domain::advisory::Severity::word);
            if json {
                let row = serde_json::json!({
                    "case": row.id, "phase": row.phase, "severity": row.severity,
                    "due_at": row.due_at, "due_clock": row.due_clock, "title": row.title,
                    "embargo_ends_at": row.embargo_ends_at, "received_at": row.received_at,
                    "version": row.version,
                });
                out.fact(&row.to_string())?;
            } else {
                let (id, phase) = (&row.id, row.phase.word());
                let title = one_line(&row.title, 60);
                out.fact(&format!("{id}  {due:<20}  {severity:<8}  {phase:<16}  {title}"))?;
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
    out.say("Everything else is in --json and on the case's page.");
    Ok(())
}
