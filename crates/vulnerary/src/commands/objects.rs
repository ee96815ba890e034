//! `vulnerary journal files`: whether every file that the journals name is there.

use crate::wire::Place;
use crate::{Ended, Out};
use app::attachment::stored_files;
use serde_json::json;

pub(super) const EXAMPLES: &str = "Examples:\n  vulnerary journal files --data /var/lib/vulnerary\n  vulnerary journal files --data restored --whole --json\n\nExit code 0 when every file is there and opens, 1 when one is missing or was changed.";

/// Which instance, and how closely.
#[derive(Debug, clap::Args)]
pub(crate) struct Look {
    #[command(flatten)]
    place: Place,
    /// Read every file to its end, and not only its beginning.
    #[arg(long)]
    whole: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Look at every file; nothing of it is shown.
pub(super) async fn look(given: &Look, out: &mut Out) -> Result<(), Ended> {
    given.place.must_exist()?;
    let instance = given.place.open().await?;
    let (mut after, mut there, mut wrong) = (String::new(), 0_u64, 0_u64);
    loop {
        let (files, next) = stored_files(&instance.app, &after, 200).await?;
        for file in files {
            let looked = match given.whole {
                true => file.read(&instance.app).await.map(drop),
                false => file.look(&instance.app).await,
            };
            let Err(says) = looked else {
                there += 1;
                continue;
            };
            wrong += 1;
            if given.json {
                let facts = json!({ "case": file.case, "attachment": file.id, "says": says });
                out.fact(&facts.to_string())?;
            } else {
                out.fact(&format!("case {}, file {}: {says}", file.case, file.id))?;
            }
        }
        let Some(next) = next else { break };
        after = next;
    }
    instance.database.close().await;
    if given.json {
        out.fact(&json!({ "files": there + wrong, "wrong": wrong }).to_string())?;
    } else {
        out.fact(&format!("{} files, {wrong} missing or changed", there + wrong))?;
    }
    if wrong == 0 { Ok(()) } else { Err(Ended::Code(1)) }
}
