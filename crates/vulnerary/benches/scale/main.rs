//! What an instance with a million cases costs beside one with ten thousand, and how many reports a
//! second reach the disk. `cargo bench -p vulnerary --bench scale -- --help`; figures are kept in
//! `docs/benchmarks.md`.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::zombie_processes,
    reason = "a benchmark ends where it fails, and its servers when they are dropped"
)]

mod ask;
mod door;
mod engine;
mod fill;
mod lives;
#[path = "../served/mod.rs"]
mod served;
mod stamp;
mod submit;
mod words;

use ask::Taken;
use clap::Parser;
use engine::Place;
use fill::Filled;
use std::path::PathBuf;

/// Fill instances of several sizes, ask each the same questions, and compare.
/// As the program does.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(after_help = "Example: cargo bench -p vulnerary --bench scale -- --cases 10000,1000000")]
struct Args {
    /// How many cases each instance has, from small to large.
    #[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
    cases: Vec<u64>,
    /// Measure on this PostgreSQL server too, in databases of its own; see CONTRIBUTING.
    #[arg(long, value_name = "URL", env = "VULNERARY_BENCH_POSTGRES")]
    postgres: Option<String>,
    /// Do not measure SQLite.
    #[arg(long)]
    no_sqlite: bool,
    /// Where instances are while they are measured; a million cases take about 15 GB.
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Keep the instances, and use those that are there.
    #[arg(long)]
    keep: bool,
    /// Only measure how many reports reach the disk.
    #[arg(long)]
    only_submit: bool,
    /// From how many clients reports come at once.
    #[arg(long, value_delimiter = ',', default_value = "1,16,64")]
    clients: Vec<usize>,
    /// The seed of everything that is drawn.
    #[arg(long, default_value_t = 4)]
    seed: u64,
    /// Given by cargo; without it nothing is measured.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let args = Args::parse();
    if !args.bench {
        println!("nothing is measured: run it with cargo bench");
        return;
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(run(&args));
}

async fn run(args: &Args) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = args.folder.as_deref().unwrap_or(scratch.path());
    if !args.no_sqlite {
        let place = |name: String| std::future::ready(Place::sqlite(folder, &name));
        compare(args, place).await;
    }
    if let Some(server) = &args.postgres {
        let place = |name: String| async move { Place::postgres(folder, server, &name).await };
        compare(args, place).await;
    }
}

/// One engine in every size, one instance at a time.
async fn compare<F: Future<Output = Place>>(args: &Args, place: impl Fn(String) -> F) {
    let mut columns: Vec<(u64, Vec<Taken>)> = Vec::new();
    let mut engine = "";
    for cases in &args.cases {
        let place = place(cases.to_string()).await;
        engine = place.engine();
        println!("{engine}, {cases} cases");
        let filled = fill::filled(&place, *cases, args.seed).await;
        describe(&place, &filled).await;
        if !args.only_submit {
            let mut taken = ask::ask(&place, &filled).await;
            taken.extend(door::ask(&place, &filled).await);
            columns.push((*cases, taken));
        }
        for clients in args.clients.iter().copied() {
            let rates = submit::rates(&place, clients).await;
            println!(
                "  {} clients: {:.0} bare rows/s, {:.0} reports/s ({:.2}), {:.0} over HTTP ({:.2})",
                rates.clients,
                rates.bare,
                rates.submit,
                rates.submit / rates.bare,
                rates.http,
                rates.http / rates.bare
            );
        }
        if !args.keep {
            place.leave().await;
        }
    }
    table(engine, &columns);
}

async fn describe(place: &Place, filled: &Filled) {
    let Filled { cases, events, words, advisories, seconds, phases, .. } = filled;
    let gib = place.bytes().await as f64 / f64::from(1 << 30);
    println!(
        "  {events} events, {words} words, {advisories} advisories, {gib:.2} GiB, filled in {seconds:.0} s"
    );
    let phases: Vec<String> = phases
        .iter()
        .map(|(phase, count)| format!("{phase} {:.1} %", 100.0 * *count as f64 / *cases as f64))
        .collect();
    println!("  {}", phases.join(", "));
}

fn table(engine: &str, columns: &[(u64, Vec<Taken>)]) {
    let (Some((_, first)), Some((_, last))) = (columns.first(), columns.last()) else { return };
    let heads: Vec<String> = columns.iter().map(|(cases, _)| format!("{cases} cases")).collect();
    println!("\n| {engine}, median (p90) in ms | {} | ratio |", heads.join(" | "));
    println!("|---|{}", "---|".repeat(columns.len() + 1));
    for (row, taken) in first.iter().enumerate() {
        let cells: Vec<String> = columns
            .iter()
            .map(|(_, column)| {
                let ms = |length: std::time::Duration| length.as_secs_f64() * 1000.0;
                format!("{:.2} ({:.2})", ms(column[row].median), ms(column[row].p90))
            })
            .collect();
        let ratio = last[row].median.as_secs_f64() / taken.median.as_secs_f64();
        println!("| {} | {} | {ratio:.1} |", taken.question, cells.join(" | "));
    }
}
