//! `vulnerary feed`: everything public, as files.

use crate::out::counted;
use crate::wire::Place;
use crate::{Ended, Out};
use app::Ctx;
use app::advisory::every_public;
use domain::access::Actor;
use std::path::PathBuf;

/// What can be done with the feed.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Write every public file to a folder: the same bytes for the same public state.
    #[command(after_help = "Example:\n  vulnerary feed export --to public")]
    Export {
        #[command(flatten)]
        place: Place,
        /// The folder; files in it with the same names are replaced.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
}

/// Run one.
pub(super) async fn run(command: &Command, out: &mut Out) -> Result<(), Ended> {
    let Command::Export { place, to } = command;
    place.must_exist()?;
    let instance = place.open().await?;
    let ctx = Ctx::new(&instance.app, Actor::Anonymous, outside::now());
    let advisories = every_public(&ctx).await?;
    let site = place.url.trim_end_matches('/');
    let context = formats::Context { policy: ctx.policy(), site };
    let files = formats::export::files(&advisories, &context);
    for (name, text) in &files {
        let path = to.join(name);
        let write = || -> std::io::Result<()> {
            std::fs::create_dir_all(path.parent().unwrap_or(to))?;
            std::fs::write(&path, text)
        };
        write().map_err(|error| Ended::Outside(format!("writing {}: {error}", path.display())))?;
    }
    let advisories = counted(advisories.len(), "advisory", "advisories");
    out.fact(&format!("{}: {advisories}, {}", to.display(), counted(files.len(), "file", "files")))
}
