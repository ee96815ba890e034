//! The folder of public files that a plain web server can serve.

use async_trait::async_trait;
use domain::advisory::Advisory;
use domain::embargo::Public;

/// Writes public files from public advisories.
#[async_trait]
pub trait PublicFiles: Send + Sync {
    /// Bring the folder to this state; `advisories` is every public advisory, by number.
    /// Readers see the old folder or the new one, never a mixture.
    async fn write(&self, advisories: &[Public<Advisory>]) -> Result<(), String>;
}
