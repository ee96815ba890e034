//! `vulnerary people`: invite, list, and see who has read what. The first administrator is invited
//! from the console.

use super::entrance;
use super::ties;
use super::verbs::{Who, context, context_anywhere};
use crate::wire::Setting;
use crate::{Ended, Out};
use app::access::{
    ReadFilter, ReadPage, grants, invite, invite_first, issue_scoped_token, people, reads,
};
use app::ports::store::ReadRow;
use domain::words::CaseId;
use web::api::{grant_json, reading_json};

/// What can be done with people.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Print a one-time link that makes an account.
    #[command(
        after_help = "Examples:\n  vulnerary people invite --role triager --role fixer\n  vulnerary people invite          (the first administrator, while nobody has an account)"
    )]
    Invite {
        #[command(flatten)]
        who: Who,
        /// A role that comes with it; may be repeated.
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
    },
    /// List the people and their roles.
    #[command(
        after_help = "Example:\n  vulnerary people list --json\n\nNeeds the token of somebody who may see people."
    )]
    List {
        #[command(flatten)]
        who: Who,
    },
    /// Who was shown what of which case, the latest first; never a title.
    #[command(
        after_help = "Examples:\n  vulnerary people reads --case 7f3q9k2m0d5x1h8c4b6n\n  vulnerary people reads --person mia --since 2026-10-01 --json\n\nNeeds the token of somebody who may see the read log, such as a lead or an auditor."
    )]
    Reads(Reads),
    /// Everybody's roles with their last reading, for a review of who still needs what.
    #[command(
        after_help = "Example:\n  vulnerary people review --json > review-2026-q4.jsonl\n\nNeeds the token of somebody who may see the read log, such as a lead or an auditor."
    )]
    Review {
        #[command(flatten)]
        who: Who,
    },
    /// Issue another API token to yourself.
    #[command(after_help = "Example:\n  vulnerary people token --label ci --days 30")]
    Token {
        #[command(flatten)]
        who: Who,
        /// What it is for.
        #[arg(long)]
        label: String,
        /// How long it works, in days.
        #[arg(long, default_value_t = 30)]
        days: i64,
        /// What it may do: read, work, all, or actions such as "list-cases read-case".
        #[arg(long, default_value = "work")]
        scope: String,
    },
    /// Where you are logged in; end one session, or all.
    #[command(
        after_help = "Examples:\n  vulnerary people sessions\n  vulnerary people sessions --end 3f0a91c2d4e5\n  vulnerary people sessions --all\n\nNeeds a token of yours with the scope all."
    )]
    Sessions(entrance::Open),
    /// Your API tokens with their last use; revoke one.
    #[command(
        after_help = "Examples:\n  vulnerary people tokens --json\n  vulnerary people tokens --revoke 3f0a91c2d4e5\n\nNeeds a token of yours with the scope all."
    )]
    Tokens(entrance::Each),
    /// Invitations that nobody has used; take one back.
    #[command(
        after_help = "Examples:\n  vulnerary people invites\n  vulnerary people invites --revoke 3f0a91c2d4e5"
    )]
    Invites(entrance::Each),
    /// Let somebody back in who has lost what they log in with: two people agree to it.
    #[command(
        after_help = "Examples:\n  vulnerary people recover mia            (asks; without a token, the console does it where there are no two)\n  vulnerary people recover mia --agree    (a second person; prints the link)\n  vulnerary people recover                (who waits)"
    )]
    Recover(entrance::Recover),
    /// Set somebody's roles, some of them until an instant.
    #[command(
        after_help = "Example:\n  vulnerary people roles mia --role triager --until lead=2026-12-24"
    )]
    Roles(entrance::RolesOf),
    /// For whom somebody works beside the project: they have no part in what comes from there.
    #[command(
        after_help = "Examples:\n  vulnerary people ties                       (yours)\n  vulnerary people ties --domain acme.example (you work for these, and for nobody else)\n  vulnerary people ties mia --none\n\nAnybody may name where they work themselves; the rest needs the token of somebody who may manage people, with the scope all."
    )]
    Ties(ties::Given),
    /// Let somebody go: nothing of theirs opens anything any more.
    #[command(after_help = "Example:\n  vulnerary people leave mia")]
    Leave(entrance::Leave),
}

/// What is asked of the read log.
#[derive(Debug, clap::Args)]
pub(crate) struct Reads {
    #[command(flatten)]
    who: Who,
    /// Of this case
    #[arg(long, value_name = "ID")]
    case: Option<String>,
    /// By this person
    #[arg(long, value_name = "LOGIN")]
    person: Option<String>,
    /// At this instant, or on this day in UTC, or later
    #[arg(long, value_name = "INSTANT")]
    since: Option<String>,
    /// Before this instant or day
    #[arg(long, value_name = "INSTANT")]
    before: Option<String>,
    /// No more than so many
    #[arg(long, value_name = "COUNT", default_value_t = 1_000)]
    limit: usize,
}

/// Run one.
pub(super) async fn run(command: &Command, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    match command {
        Command::Invite { who, roles } => {
            let ctx = context_anywhere(who, setting).await?;
            let secret = if who.token.is_none() && roles.is_empty() {
                invite_first(&ctx.app, ctx.now).await?.ok_or_else(|| {
                    let says = "somebody has an account already; they invite the next with a token";
                    Ended::Usage(says.to_owned())
                })?
            } else {
                invite(&ctx, roles.iter().cloned().collect()).await?
            };
            let site = who.place.url.trim_end_matches('/');
            out.fact(&format!("{site}/join/{}", secret.reveal()))
        }
        Command::List { who } => {
            let ctx = context(who, setting).await?;
            for person in people(&ctx).await? {
                let roles: Vec<&str> = person.roles.iter().map(String::as_str).collect();
                if who.json {
                    let facts = serde_json::json!({
                        "account": person.id, "login": person.login, "name": person.name,
                        "roles": roles, "active": person.active,
                    });
                    out.fact(&facts.to_string())?;
                } else {
                    let state = if person.active { "" } else { "  (gone)" };
                    let (id, login, name) = (&person.id, &person.login, &person.name);
                    out.fact(&format!(
                        "{id}  {login:<16}  {name:<24}  {}{state}",
                        roles.join(", ")
                    ))?;
                }
            }
            Ok(())
        }
        Command::Reads(asked) => list_reads(asked, out, setting).await,
        Command::Review { who } => {
            let ctx = context(who, setting).await?;
            for one in grants(&ctx).await? {
                if who.json {
                    out.fact(&grant_json(&one).to_string())?;
                    continue;
                }
                let last = one.last_read_at.map_or("never".to_owned(), |at| at.to_string());
                let roles: Vec<&str> = one.roles.iter().map(String::as_str).collect();
                let state = if one.active { "" } else { "  (gone)" };
                let (login, roles) = (&one.login, roles.join(", "));
                out.fact(&format!("{login:<16}  {last:<30}  {roles}{state}"))?;
            }
            Ok(())
        }
        Command::Token { who, label, days, scope } => {
            let ctx = context(who, setting).await?;
            out.fact(issue_scoped_token(&ctx, label, *days, scope).await?.reveal())
        }
        Command::Sessions(given) => entrance::run_sessions(given, out, setting).await,
        Command::Tokens(given) => entrance::run_tokens(given, out, setting).await,
        Command::Invites(given) => entrance::run_invites(given, out, setting).await,
        Command::Recover(given) => entrance::run_recover(given, out, setting).await,
        Command::Roles(given) => entrance::run_roles(given, out, setting).await,
        Command::Ties(given) => ties::run(given, out, setting).await,
        Command::Leave(given) => entrance::run_leave(given, out, setting).await,
    }
}

async fn list_reads(asked: &Reads, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    let given = [
        ("case", &asked.case),
        ("person", &asked.person),
        ("since", &asked.since),
        ("before", &asked.before),
    ];
    let given = given.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
    let filter = ReadFilter::read(given);
    let filter = filter.map_err(|wrong| Ended::Usage(format!("--{}", wrong.join("\n--"))))?;
    let ctx = context(&asked.who, setting).await?;
    let (mut after, mut left) = (None, asked.limit);
    loop {
        let limit = u32::try_from(left.min(200)).unwrap_or(200);
        let page = reads(&ctx, &filter, after, limit).await?;
        for row in &page.rows {
            if asked.who.json {
                out.fact(&reading_json(row, &page).to_string())?;
            } else {
                line(row, &page, out)?;
            }
        }
        left = left.saturating_sub(page.rows.len());
        after = page.next;
        if after.is_none() || left == 0 {
            break;
        }
    }
    if left == asked.limit {
        out.say("Nobody has read anything like that.");
    } else if after.is_some() {
        out.say("There are more; see --limit, --since and --before.");
    }
    Ok(())
}

fn line(row: &ReadRow, page: &ReadPage, out: &mut Out) -> Result<(), Ended> {
    let cases: Vec<&str> = row.cases.iter().map(CaseId::as_str).collect();
    let (who, kind, door) = (page.reader(&row.reader), row.kind.word(), row.door.word());
    out.fact(&format!(
        "{:<30}  {who:<16}  {kind:<6}  {door:<6}  {}",
        row.at.to_string(),
        cases.join(" ")
    ))
}
