//! `vulnerary people ties`: for whom somebody works beside the project.

use super::entrance::person;
use super::verbs::{Who, context};
use crate::wire::Setting;
use crate::{Ended, Out};
use app::access::{own_account, set_ties};
use serde_json::json;

/// Whose, and which.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Given {
    #[command(flatten)]
    who: Who,
    /// Whose, by login; yours when left out.
    login: Option<String>,
    /// The mail domain of an organisation, from now on; may be repeated.
    #[arg(long = "domain", value_name = "DOMAIN", conflicts_with = "none")]
    domains: Vec<String>,
    /// None, from now on.
    #[arg(long)]
    none: bool,
}

/// Show or set them.
pub(super) async fn run(given: &Given, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    let ctx = context(&given.who, setting).await?;
    let account = match &given.login {
        Some(login) => person(&ctx, login).await?,
        None => own_account(&ctx).await?,
    };
    let sets = given.none || !given.domains.is_empty();
    let ties = match sets {
        true => set_ties(&ctx, &account.id, &given.domains.join(" ")).await?,
        false => account.ties,
    };
    if given.who.json {
        return out.fact(&json!({ "login": account.login, "ties": ties }).to_string());
    }
    for tie in &ties {
        out.fact(tie)?;
    }
    match (sets, ties.is_empty()) {
        (true, _) => out.say("Set."),
        (false, true) => out.say("Nobody is named."),
        (false, false) => {}
    }
    Ok(())
}
