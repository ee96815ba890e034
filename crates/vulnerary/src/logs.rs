//! What is logged, and of whom nothing is.

use std::io::IsTerminal as _;

/// They read advisories, drafts too, and repeat what they read when asked for details: whatever
/// `VULNERARY_LOG` says of everything or of their crates, they are not heard.
const MUTE: [&str; 4] = ["html5ever", "markup5ever", "ammonia", "comrak"];

/// This filter, without those that repeat what they read.
pub(crate) fn muted(filter: tracing_subscriber::EnvFilter) -> tracing_subscriber::EnvFilter {
    let off = MUTE.iter().flat_map(|name| format!("{name}=off").parse());
    off.fold(filter, tracing_subscriber::EnvFilter::add_directive)
}

/// Begin to log, as JSON lines or for people.
pub(crate) fn start_logs(json: bool) {
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("VULNERARY_LOG").unwrap_or_else(|_| {
            tracing_subscriber::EnvFilter::new("warn,vulnerary=info,app=info,web=info")
        });
    let logs = tracing_subscriber::fmt()
        .with_env_filter(muted(filter))
        .with_ansi(std::io::stderr().is_terminal())
        // Told on the same stderr: where nobody reads it any more, that would panic.
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    let started = if json { logs.json().try_init() } else { logs.try_init() };
    if started.is_err() {
        tracing::debug!("logs were already started");
    }
}
