//! The command line of the gate, read by hand so that building the gate takes a second.

use crate::steps::STEPS;
use crate::trouble::Trouble;

/// What somebody asked for.
pub(crate) enum Asked {
    /// The usage text.
    Help,
    /// The list of steps.
    List,
    /// A run.
    Run(Options),
}

/// How to run.
#[derive(Default)]
pub(crate) struct Options {
    /// The long run: more seeds for the simulated world.
    pub(crate) long: bool,
    /// Also compare with the peers.
    pub(crate) peers: bool,
    only: Vec<String>,
}

impl Options {
    /// Whether this step is part of the run.
    pub(crate) fn wants(&self, step: &str) -> bool {
        if self.only.is_empty() {
            match step {
                "peers" => self.peers,
                "plays" => self.long,
                "pictures" => false,
                _ => true,
            }
        } else {
            self.only.iter().any(|name| name == step)
        }
    }
}

/// Reads the words after `cargo gate`.
pub(crate) fn read(words: impl Iterator<Item = String>) -> Result<Asked, Trouble> {
    let mut options = Options::default();
    let mut words = words;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--help" | "-h" => return Ok(Asked::Help),
            "--list" => return Ok(Asked::List),
            "--long" => options.long = true,
            "--peers" => options.peers = true,
            "--only" => {
                let list = words.next().ok_or_else(|| {
                    Trouble::new("--only wants a list of steps, such as --only fmt,clippy")
                })?;
                only(&mut options, &list)?;
            }
            other => match other.strip_prefix("--only=") {
                Some(list) => only(&mut options, list)?,
                None => {
                    return Err(Trouble::new(format!(
                        "does not know {other:?}; try cargo gate --help"
                    )));
                }
            },
        }
    }
    Ok(Asked::Run(options))
}

fn only(options: &mut Options, list: &str) -> Result<(), Trouble> {
    for name in list.split(',').filter(|name| !name.is_empty()) {
        if !STEPS.iter().any(|step| step.name == name) {
            let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
            return Err(Trouble::new(format!(
                "no step is called {name:?}; the steps are {}",
                known.join(", ")
            )));
        }
        options.only.push(name.to_owned());
    }
    Ok(())
}

/// The usage text.
pub(crate) fn help() -> String {
    let mut text = String::from(
        "Runs everything that must hold before a change is taken.

Usage: cargo gate [--long] [--peers] [--only STEP,…] [--list] [--help]

  --long        also play the simulated world with 200 000 seeds, which takes hours, and kill real
                servers in 500 runs on each database; the variables VULNERARY_SEEDS and
                VULNERARY_RUNS ask for other numbers
  --peers       also run the comparisons with other programs
  --only STEPS  only these steps, in their usual order
  --list        name the steps
  --help        this text

Environment:
  VULNERARY_FIXTURES  folder of real documents (default ../shared/fixtures beside the checkout)
  VULNERARY_PICTURES  folder for the pictures of --only browser,pictures
  CI                  when set, missing fixtures fail the tests instead of shortening them

Steps:
",
    );
    for step in STEPS {
        text.push_str(&format!("  {:<9} {}\n", step.name, step.about));
    }
    text.push_str("\nExample: cargo gate --only postgres,tests");
    text
}

#[cfg(test)]
mod tests;
