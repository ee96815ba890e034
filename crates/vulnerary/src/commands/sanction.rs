//! `vulnerary sanction list`: every sanction on a reporter. What changes one is a row of the table of verbs.

use super::verbs::{Who, context};
use crate::wire::Setting;
use crate::{Ended, Out};
use app::sanction::{Listed, list};
use clap::{ArgMatches, Args as _, Command, FromArgMatches as _};
use domain::case::State as _;
use domain::sanction::AppealState;
use domain::words::one_line;

/// Add the subcommand.
pub(super) fn add(command: Command) -> Command {
    let about = "List every sanction on a reporter, appeals that wait first";
    let list = Who::augment_args(Command::new("list")).about(about).after_help(
        "Examples:\n  vulnerary sanction list --data /var/lib/vulnerary\n  vulnerary sanction list --json\n\n\
         Needs the action decide-appeal. With --json one object a line.",
    );
    command.subcommand(list)
}

/// Run it.
pub(super) async fn run(
    name: &str,
    matches: &ArgMatches,
    out: &mut Out,
    setting: &Setting,
) -> Result<(), Ended> {
    if name != "list" {
        return Err(Ended::Usage("vulnerary sanction --help lists what there is".to_owned()));
    }
    let who = Who::from_arg_matches(matches).map_err(|error| Ended::Usage(error.to_string()))?;
    let ctx = context(&who, setting).await?;
    for one in list(&ctx).await? {
        match who.json {
            true => out.fact(&web::api::listed_json(&one).to_string())?,
            false => out.fact(&line(&one))?,
        }
    }
    Ok(())
}

fn line(one: &Listed) -> String {
    let Listed { case, title, sanction } = one;
    let terms = &sanction.terms;
    let until = terms.until.map(|until| format!(" until {until}")).unwrap_or_default();
    let appeal = match sanction.appeal.state {
        AppealState::None => String::new(),
        state => format!(", appeal {}", state.word()),
    };
    format!(
        "{case}  {}  {} for {}, {}{until}{appeal}  {}",
        sanction.number,
        terms.sanction,
        terms.rule,
        sanction.state.word(),
        one_line(title, 60)
    )
}
