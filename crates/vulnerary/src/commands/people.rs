//! `vulnerary people`: invite and list. The first administrator is invited from the console.

use super::verbs::{Who, context, context_anywhere};
use crate::wire::Setting;
use crate::{Ended, Out};
use app::access::{invite, invite_first, issue_token, people};

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
    },
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
        Command::Token { who, label, days } => {
            let ctx = context(who, setting).await?;
            out.fact(issue_token(&ctx, label, *days).await?.reveal())
        }
    }
}
