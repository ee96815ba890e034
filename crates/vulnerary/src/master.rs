//! Where the master keys of an instance are, and opening what is sealed under them.

use crate::Ended;
use crate::wire::{INSTANCE, Place};
use app::ports::master::MasterText;
use outside::{MasterKeyCommand, MasterKeyFile, MasterKeyValue, SystemChance};
use std::path::PathBuf;
use std::sync::Arc;
use store::Database;
use store::sealed::{SealError, Sealed, generate, masters_of};

/// The variable that may hold the master keys.
const VARIABLE: &str = "VULNERARY_MASTER_KEY";

/// Where the master keys are. The variable VULNERARY_MASTER_KEY may hold the keys themselves.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct MasterArgs {
    /// The file of the master keys, which open all case content; `master.key` in the data folder when
    /// left out, made at the first start.
    #[arg(
        long,
        value_name = "FILE",
        env = "VULNERARY_MASTER_KEY_FILE",
        help_heading = INSTANCE
    )]
    pub master_key: Option<PathBuf>,
    /// A command that prints the master keys instead.
    #[arg(
        long,
        value_name = "COMMAND",
        env = "VULNERARY_MASTER_KEY_COMMAND",
        hide_env_values = true,
        conflicts_with = "master_key",
        help_heading = INSTANCE
    )]
    pub master_key_command: Option<String>,
}

/// Where they come from.
pub(crate) enum Source {
    /// A file, which may be made and changed.
    File(MasterKeyFile),
    /// Somewhere that only its owner changes.
    Given(Arc<dyn MasterText>),
}

impl Source {
    pub(crate) fn text(&self) -> Arc<dyn MasterText> {
        match self {
            Source::File(file) => Arc::new(file.clone()),
            Source::Given(text) => Arc::clone(text),
        }
    }
}

/// A key that is missing or wrong is a fault of the command line; what else fails is outside.
pub(crate) fn ended(error: SealError) -> Ended {
    match error {
        SealError::Store(error) => Ended::Outside(error.to_string()),
        other => Ended::Usage(other.to_string()),
    }
}

impl Place {
    /// Where its master keys are.
    pub(crate) fn master_source(&self) -> Source {
        if let Some(command) = &self.master.master_key_command {
            return Source::Given(Arc::new(MasterKeyCommand(command.clone())));
        }
        if let Some(file) = &self.master.master_key {
            return Source::File(MasterKeyFile::new(file.clone()));
        }
        match std::env::var(VARIABLE) {
            Ok(text) => Source::Given(Arc::new(MasterKeyValue { variable: VARIABLE, text })),
            Err(_) => Source::File(MasterKeyFile::new(self.data.join("master.key"))),
        }
    }

    /// Open what is sealed in this database. One in which nothing is sealed yet may get a master key,
    /// and then it is said where that was made.
    pub(crate) async fn unseal(
        &self,
        database: &Database,
    ) -> Result<(Sealed, Option<PathBuf>), Ended> {
        let source = self.master_source();
        let mut made = None;
        if let Source::File(file) = &source
            && !file.path().exists()
        {
            if Sealed::is_sealed(database).await.map_err(ended)? {
                return Err(self.missing(database, file).await?);
            }
            let line = generate(&SystemChance);
            if file.make(&line).map_err(Ended::Outside)? {
                made = Some(file.path().to_owned());
            }
        }
        let sealed = Sealed::open(database.clone(), source.text(), Arc::new(SystemChance));
        Ok((sealed.await.map_err(ended)?, made))
    }

    async fn missing(&self, database: &Database, file: &MasterKeyFile) -> Result<Ended, Ended> {
        let ids = masters_of(database).await.map_err(ended)?;
        let ids: Vec<String> = ids.into_iter().map(|(id, _)| id).collect();
        let held = Vec::new();
        let at = format!("{} (it is not there)", file.path().display());
        Ok(ended(SealError::MasterMissing { needed: ids.join(" and "), held, at }))
    }
}

/// What an earlier version wrote in the clear is sealed while everybody works.
pub(crate) async fn seal_what_is_plain(sealed: store::sealed::Sealed) {
    match sealed.seal_what_is_plain(|_| {}).await {
        Ok(done) if done == Default::default() => {}
        Ok(done) => tracing::info!(done.streams, done.rows, "what was in the clear is sealed"),
        Err(error) => tracing::error!(%error, "something is still in the clear: see vulnerary key"),
    }
}
