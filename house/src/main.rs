//! `cargo gate`: everything that must hold before a change is taken, as one command.
//!
//! It runs the same at home and on a bare machine, and leaves nothing running behind it.
//! It never changes a tracked file. Begin at `steps::STEPS`, the list of what it does.

mod browser;
mod children;
mod leftovers;
mod npm;
mod options;
mod parts;
mod postgres;
mod say;
mod scratch;
mod steps;
mod stop;
mod system;
mod trouble;
mod who;

use std::process::ExitCode;
use std::time::Instant;

use options::{Asked, Options};
use say::say;
use steps::{Done, Gate, STEPS};
use stop::Stop;
use trouble::Trouble;

fn main() -> ExitCode {
    match options::read(std::env::args().skip(1)) {
        Ok(Asked::Help) => {
            say(&options::help());
            ExitCode::SUCCESS
        }
        Ok(Asked::List) => {
            for step in STEPS {
                say(&format!("{:<9} {}", step.name, step.about));
            }
            ExitCode::SUCCESS
        }
        Ok(Asked::Run(options)) => gate(options),
        Err(trouble) => {
            say(&format!("gate: {trouble}"));
            ExitCode::from(2)
        }
    }
}

/// Runs the steps, tidies up whatever happened, and only then says how it went.
fn gate(options: Options) -> ExitCode {
    let began = Instant::now();
    let rows = Stop::listen().and_then(|stop| Ok((work(options, &stop)?, stop)));
    match rows {
        Ok((rows, stop)) => summary(&rows, began, &stop),
        Err(trouble) => {
            say(&format!("gate: {trouble}"));
            ExitCode::FAILURE
        }
    }
}

/// The order of these three matters, also when a step panics: the last one goes first. Servers
/// end, then what they left behind, then the folder they wrote to.
fn work(options: Options, stop: &Stop) -> Result<Vec<Row>, Trouble> {
    let scratch = scratch::make()?;
    let _sweep = leftovers::Sweep::adopting()?;
    let mut gate = Gate::new(options, scratch.path().to_owned(), stop.clone());
    Ok(run_steps(&mut gate, stop))
}

/// What became of one step.
struct Row {
    name: &'static str,
    seconds: f64,
    outcome: Result<Done, Trouble>,
}

fn run_steps(gate: &mut Gate, stop: &Stop) -> Vec<Row> {
    let mut rows = Vec::new();
    for step in STEPS {
        if stop.signal().is_some() {
            break;
        }
        if !gate.options.wants(step.name) {
            continue;
        }
        say(&format!("\n── {}: {}", step.name, step.about));
        let began = Instant::now();
        let outcome = (step.run)(gate);
        let row = Row { name: step.name, seconds: began.elapsed().as_secs_f64(), outcome };
        say(&line(&row));
        rows.push(row);
    }
    rows
}

fn line(row: &Row) -> String {
    let (word, note) = match &row.outcome {
        Ok(Done::Holds(note)) => ("holds", note.clone()),
        Ok(Done::Skipped(why)) => ("skipped", why.clone()),
        Err(trouble) => ("FAILED", trouble.to_string()),
    };
    format!("   {:<9} {word:<8}{:>7.1} s  {note}", row.name, row.seconds).trim_end().to_owned()
}

fn summary(rows: &[Row], began: Instant, stop: &Stop) -> ExitCode {
    say("\n── summary");
    for row in rows {
        say(&line(row));
    }
    let seconds = began.elapsed().as_secs();
    if let Some(signal) = stop.signal() {
        say(&format!(
            "gate: stopped by signal {signal} after {seconds} s; all it started was ended"
        ));
        return ExitCode::from(u8::try_from(128 + signal).unwrap_or(1));
    }
    let failed: Vec<_> = rows.iter().filter(|row| row.outcome.is_err()).map(|r| r.name).collect();
    if failed.is_empty() {
        let held = rows.iter().filter(|row| matches!(row.outcome, Ok(Done::Holds(_)))).count();
        let skipped = rows.len() - held;
        say(&format!("gate: holds, {held} steps in {seconds} s, {skipped} skipped"));
        ExitCode::SUCCESS
    } else {
        say(&format!("gate: does not hold, after {seconds} s: {}", failed.join(", ")));
        ExitCode::FAILURE
    }
}
