//! Asks on a plain line of standard input. Enter takes what stands in brackets; an answer that
//! cannot be is asked for again, with the reason.

use super::answers::LENGTH_MAX;
use crate::{Ended, Out};
use std::io::{BufRead, Read as _};

/// After so many wrong answers to one question there is nobody there.
const TRIES: usize = 20;

/// Where answers come from.
pub(super) struct Interview<'a> {
    /// Standard input, unless nothing is to be asked.
    pub(super) answers: Option<Box<dyn BufRead + 'a>>,
}

/// One question.
pub(super) struct Question<'q> {
    /// What is asked.
    pub(super) asks: &'q str,
    /// The option that answers it.
    pub(super) option: &'q str,
    /// What was given on the command line.
    pub(super) given: Option<&'q str>,
    /// What Enter takes.
    pub(super) or: Option<String>,
}

impl Interview<'_> {
    /// The answer: from the command line, from the person, or the default.
    pub(super) fn ask<T>(
        &mut self,
        question: &Question<'_>,
        read: impl Fn(&str) -> Result<T, String>,
        out: &mut Out,
    ) -> Result<T, Ended> {
        let option = question.option;
        if let Some(given) = question.given {
            return read(given).map_err(|why| Ended::Usage(format!("{option} {given:?}: {why}")));
        }
        let Some(answers) = &mut self.answers else {
            let Some(or) = &question.or else {
                return Err(Ended::Usage(format!(
                    "{option} is needed: there is no default for it"
                )));
            };
            return read(or).map_err(|why| Ended::Usage(format!("{option} {or:?}: {why}")));
        };
        for _ in 0..TRIES {
            let or = question.or.as_ref().map(|or| format!(" [{or}]")).unwrap_or_default();
            out.say(&format!("{}{or}", question.asks));
            let typed = line(answers, option)?;
            let answer = match (typed.trim(), &question.or) {
                ("", Some(or)) => or.as_str(),
                (typed, _) => typed,
            };
            match read(answer) {
                Ok(answer) => return Ok(answer),
                Err(why) => out.say(&format!("  That cannot be: {why}.")),
            }
        }
        Err(Ended::Usage(format!("no answer that can be after {TRIES} tries ({option})")))
    }
}

fn line(answers: &mut dyn BufRead, option: &str) -> Result<String, Ended> {
    let bound = u64::try_from(LENGTH_MAX * 8).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    answers
        .take(bound)
        .read_until(b'\n', &mut bytes)
        .map_err(|error| Ended::Outside(format!("reading an answer: {error}")))?;
    if bytes.is_empty() {
        let says = "the answers end here, and nothing was written; give the rest as options, or \
                    take the defaults with --yes";
        return Err(Ended::Usage(format!("{option}: {says}")));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
