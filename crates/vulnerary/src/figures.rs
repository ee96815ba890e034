//! Figures for Prometheus, on an address of their own that no stranger reaches.

use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How often measured latencies are counted.
const UPKEEP: Duration = Duration::from_secs(5);

/// Serve them.
pub(crate) async fn serve_metrics(
    listener: TcpListener,
    handle: PrometheusHandle,
    app: Arc<app::App>,
) {
    let upkeep = handle.clone();
    tokio::spawn(async move {
        // Latencies are kept one by one until they are counted; nobody may ever ask for them.
        loop {
            tokio::time::sleep(UPKEEP).await;
            upkeep.run_upkeep();
        }
    });
    let router = axum::Router::new().route(
        "/metrics",
        get(move || {
            let (handle, app) = (handle.clone(), Arc::clone(&app));
            async move {
                if let Ok(counts) = app.store.job_counts().await {
                    metrics::gauge!("vulnerary_jobs_open").set(counts.open as f64);
                    metrics::gauge!("vulnerary_jobs_dead").set(counts.dead as f64);
                }
                handle.render()
            }
        }),
    );
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "serving metrics");
    }
}
