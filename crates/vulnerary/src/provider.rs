//! Who may vouch for people: a provider of OpenID Connect, as a file says.

use crate::Ended;
use crate::wire::{Instance, Place};
use app::App;
use app::ports::sign_on::SignOn;
use outside::OpenIdProvider;
use std::path::PathBuf;
use std::sync::Arc;

/// The secret that we share with the provider, where it lies in no file.
const SECRET: &str = "VULNERARY_OIDC_SECRET";

/// Single sign-on.
#[derive(Debug, clap::Args)]
pub(crate) struct Vouching {
    /// Let people log in through the OpenID Connect provider that this file names (issuer, client_id,
    /// what is required); the client's secret is in a file beside it, or in VULNERARY_OIDC_SECRET.
    #[arg(long, value_name = "FILE", env = "VULNERARY_OIDC", help_heading = "Single sign-on")]
    oidc: Option<PathBuf>,
}

impl Vouching {
    /// The same, with the provider that was asked for.
    pub(crate) fn join(&self, place: &Place, mut instance: Instance) -> Result<Instance, Ended> {
        let Some(file) = &self.oidc else { return Ok(instance) };
        let secret = match std::env::var(SECRET) {
            Ok(secret) => Some(secret),
            Err(std::env::VarError::NotPresent) => None,
            Err(error) => return Err(Ended::Usage(format!("{SECRET}: {error}"))),
        };
        let provider = OpenIdProvider::read(file, secret.as_deref(), &place.url);
        let provider = provider.map_err(|says| Ended::Usage(format!("--oidc: {says}")))?;
        let sign_on: Option<Arc<dyn SignOn>> = Some(Arc::new(provider));
        instance.app = Arc::new(App { sign_on, ..(*instance.app).clone() });
        Ok(instance)
    }
}
