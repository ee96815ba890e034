//! `vulnerary serve`: the pages and the API, the timers and jobs, and metrics on a loopback address
//! of their own.

use crate::arriving::Taking;
use crate::clock::Watch;
use crate::figures::serve_metrics;
use crate::guests::{Guests, addressed};
use crate::lmtp::take_mail;
use crate::logs::start_logs;
use crate::master::seal_what_is_plain;
use crate::provider::Vouching;
use crate::sending::Sending;
use crate::wire::{Instance, Place};
use crate::words::Wording;
use crate::{Ended, Out, demo};
use app::jobs::clock::BOUND;
use app::jobs::{Ran, do_one, keep_one, plan_reminders, plan_sweep, take_one};
use jiff::SignedDuration;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Start the server.
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    place: Place,
    /// Listen here; put a TLS-terminating proxy in front for anything but loopback.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "VULNERARY_LISTEN",
        default_value = "127.0.0.1:8080",
        value_parser = address
    )]
    listen: SocketAddr,
    /// Metrics for Prometheus, on a loopback address only; none when left out.
    #[arg(long, value_name = "ADDRESS", env = "VULNERARY_METRICS", value_parser = address)]
    metrics: Option<SocketAddr>,
    /// Sign security.txt with this OpenPGP key, which must ask for no passphrase.
    #[arg(long, value_name = "FILE", env = "VULNERARY_SECURITY_TXT_KEY")]
    security_txt_key: Option<PathBuf>,
    /// Let timers wait when the clock goes on by more hours than anything accounts for.
    #[arg(
        long,
        value_name = "HOURS",
        env = "VULNERARY_CLOCK_BOUND",
        default_value_t = BOUND.as_hours(),
        value_parser = clap::value_parser!(i64).range(1..=87_600)
    )]
    clock_bound: i64,
    #[command(flatten)]
    taking: Taking,
    #[command(flatten)]
    sending: Sending,
    #[command(flatten)]
    vouching: Vouching,
    #[command(flatten)]
    guests: Guests,
    #[command(flatten)]
    wording: Wording,
    /// Create a small worked example in an empty instance.
    #[arg(long)]
    demo: bool,
    /// Logs as JSON lines.
    #[arg(long, env = "VULNERARY_LOG_JSON")]
    log_json: bool,
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "an address and a port, such as 127.0.0.1:8080".to_owned())
}

/// How often to look for due work when there was none.
const IDLE: Duration = Duration::from_millis(500);

/// How often a job that takes long is kept from other processes on the same database; several times
/// within its lease.
const BEAT: Duration = Duration::from_secs(4);

/// And for how long at most: one that hangs is left to another process after ten minutes.
const BEATS: usize = 150;

/// How long requests that are under way may still take when the server is told to stop.
const PATIENCE: Duration = Duration::from_secs(5);

/// Run it until it is told to stop.
pub(crate) async fn serve(given: &Serve, out: &mut Out) -> Result<(), Ended> {
    let outside =
        |what: &str, error: &dyn std::fmt::Display| Ended::Outside(format!("{what}: {error}"));
    if let Some(address) = given.metrics.filter(|address| !address.ip().is_loopback()) {
        return Err(Ended::Usage(format!(
            "--metrics {address}: only a loopback address, such as 127.0.0.1:9464"
        )));
    }
    let key = given.security_txt_key.as_deref().map(outside::SigningKey::read);
    let key = key.transpose().map_err(|says| Ended::Usage(format!("--security-txt-key {says}")))?;
    let words = given.wording.read()?;
    let listener = TcpListener::bind(given.listen)
        .await
        .map_err(|error| outside(&format!("listening on {}", given.listen), &error))?;
    let address = listener.local_addr().map_err(|error| outside("listening", &error))?;
    let place = public_place(given, address);
    let mut instance = given.vouching.join(&place, place.open().await?)?;
    instance.app = given.sending.join(&place, &instance.app, given.taking.key()?)?;
    let mail = given.taking.listen(&place, &mut instance.app, out).await?;
    // A key that cannot be read is said now, and not to the first reporter.
    instance.app.receipts.keys().map_err(|says| outside("the keys of receipts", &says))?;
    let waiting = match given.demo {
        true => demo::create(&instance.app, outside::now()).await?,
        false => None,
    };
    let bound = SignedDuration::from_hours(given.clock_bound);
    let mut clock = Watch::start(&instance.app, &place.data, bound).await?;
    match clock.doubt() {
        None => {
            plan_reminders(&instance.app, outside::now()).await?;
            plan_sweep(&instance.app, outside::now()).await?;
        }
        Some(doubt) => out.say(&format!("Timers wait: {doubt}. See vulnerary clock --help.")),
    }
    greet(&place, &instance, waiting, out).await?;
    start_logs(given.log_json);
    tokio::spawn(seal_what_is_plain(instance.sealed.clone()));
    let (stop, stopped) = watch::channel(false);
    let worker =
        tokio::spawn(work(Arc::clone(&instance.app), stopped.clone(), move || clock.look()));
    if let Some(listener) = mail {
        let app = Arc::clone(&instance.app);
        tokio::spawn(take_mail(listener, app, outside::now, stopped));
    }
    if let Some(address) = given.metrics {
        let handle = PrometheusBuilder::new()
            .install_recorder()
            .map_err(|error| outside("starting metrics", &error))?;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| outside(&format!("listening on {address}"), &error))?;
        tokio::spawn(serve_metrics(listener, handle, Arc::clone(&instance.app)));
        out.say(&format!("Metrics:      http://{address}/metrics"));
    }
    let state = web::WebState::new(Arc::clone(&instance.app), Arc::new(outside::now), &place.url)
        .limited(given.guests.limits(&place.url, out))
        .speaking(words);
    let state = signing(state, key);
    let out_of_patience = patience(stop.subscribe());
    let serving =
        axum::serve(listener, addressed(state)).with_graceful_shutdown(told_to_stop(stop));
    tokio::select! {
        served = serving => served.map_err(|error| outside("serving", &error))?,
        () = out_of_patience => tracing::warn!("connections that would not end were cut"),
    }
    worker.await.map_err(|error| outside("stopping", &error))?;
    instance.database.close().await;
    Ok(())
}

/// The same, signing `security.txt` where there is a key for it.
fn signing(state: web::WebState, key: Option<outside::SigningKey>) -> web::WebState {
    match key {
        Some(key) => state.signing(Box::new(move |text| key.sign(text, outside::now()))),
        None => state,
    }
}

/// The default public address follows the listening port.
fn public_place(given: &Serve, address: SocketAddr) -> Place {
    let mut place = given.place.clone();
    let is_default = place.url == "http://127.0.0.1:8080";
    if is_default && address.ip().is_loopback() {
        place.url = format!("http://{address}");
    }
    place
}

async fn greet(
    place: &Place,
    instance: &Instance,
    waiting: Option<String>,
    out: &mut Out,
) -> Result<(), Ended> {
    let project = &instance.app.policy.project.name;
    let site = &place.url;
    if let Some(path) = &instance.made_key {
        out.say(&format!(
            "The master key of all case content was made in {}. Keep a copy of it, and not with the \
             backups: without it they cannot be read, and with it they can.",
            path.display()
        ));
    }
    let mut lines = vec![
        format!("{project}, run with Vulnerary {}", env!("CARGO_PKG_VERSION")),
        format!("Pages:        {site}/"),
        format!("Report:       {site}/report"),
        format!("Advisories:   {site}/advisories"),
        format!("Queue:        {site}/queue"),
        format!("API:          {site}/api/openapi.json"),
        format!("Data:         {}", place.data.display()),
    ];
    if let Some(secret) = waiting {
        lines.push(String::new());
        lines.push(format!(
            "The waiting report as its reporter sees it: {site}/track with the secret"
        ));
        lines.push(format!("              {secret}"));
    }
    if let Some(secret) = app::access::invite_first(&instance.app, outside::now()).await? {
        lines.push(String::new());
        lines.push(
            "Nobody has an account yet. This link makes the first administrator, once:".into(),
        );
        lines.push(format!("              {site}/join/{}", secret.reveal()));
    }
    for line in lines {
        out.fact(&line)?;
    }
    out.facts.flush().map_err(Ended::Write)
}

async fn told_to_stop(stop: watch::Sender<bool>) {
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::error!(%error, "cannot listen for SIGTERM");
            return std::future::pending().await;
        }
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    let _ = stop.send(true);
    tracing::info!("stopping");
}

/// Ends a while after the server was told to stop: a stranger who sends half a request must not keep
/// the process from ending, without timers and without a successor.
async fn patience(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.changed().await;
    tokio::time::sleep(PATIENCE).await;
}

/// Timers and jobs, one after another, until told to stop. Each in a task of its own: one that panics
/// is tried again after its lease and does not take all the others with it.
pub(crate) async fn work(
    app: Arc<app::App>,
    mut stopped: watch::Receiver<bool>,
    mut look: impl FnMut(),
) {
    // Who could have said stop may be gone.
    while !*stopped.borrow() && stopped.has_changed().is_ok() {
        look();
        let one = Arc::clone(&app);
        match tokio::spawn(async move { work_once(&one).await }).await {
            Ok(Ok(Ran::Done(_) | Ran::Failed(..))) => continue,
            Ok(Ok(Ran::Nothing)) => {}
            Ok(Err(error)) => tracing::error!(%error, "looking for due work"),
            Err(_) => tracing::error!("a job panicked"),
        }
        tokio::select! {
            () = tokio::time::sleep(IDLE) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// Take a job and do it, and keep it while that takes long.
async fn work_once(app: &Arc<app::App>) -> Result<Ran, app::Error> {
    let Some(job) = take_one(app, outside::now()).await? else { return Ok(Ran::Nothing) };
    let mut done = std::pin::pin!(do_one(app, job.clone(), outside::now()));
    for _ in 0..BEATS {
        tokio::select! {
            ended = &mut done => return ended,
            () = tokio::time::sleep(BEAT) => {}
        }
        if let Err(error) = keep_one(app, &job, outside::now()).await {
            tracing::warn!(job.key, %error, "a job could not be kept");
        }
    }
    done.await
}
