//! The one source of randomness: the operating system's.

use app::ports::chance::Chance;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So long ids of cases begin alike. Not so many of them: nobody may learn by counting how many cases
/// came between two of their own.
const RUN: Duration = Duration::from_millis(50);

/// What the ids of now have in common, and since when.
static NOW: Mutex<Option<([u8; 3], Instant)>> = Mutex::new(None);

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

#[expect(clippy::disallowed_methods, reason = "this is the source")]
fn draw<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness or nothing is safe");
    bytes
}

impl Chance for SystemChance {
    fn id(&self) -> [u8; 16] {
        draw()
    }

    fn case(&self) -> [u8; 16] {
        let mut now = NOW.lock().unwrap_or_else(PoisonError::into_inner);
        let common = match *now {
            Some((common, since)) if since.elapsed() < RUN => common,
            _ => now.insert((draw(), Instant::now())).0,
        };
        let mut id = draw::<16>();
        // The last bytes make the first characters.
        id[13..].copy_from_slice(&common);
        id
    }

    fn secret(&self) -> [u8; 32] {
        draw()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::words::CaseId;
    use std::collections::BTreeSet;

    #[test]
    fn cases_of_a_moment_begin_alike_and_those_of_another_do_not() {
        let ids = || CaseId::from_chance(SystemChance.case()).as_str().to_owned();
        let (begin, mut all) = (Instant::now(), Vec::new());
        while begin.elapsed() < RUN * 4 {
            all.push(ids());
        }
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        let starts: BTreeSet<&str> = all.iter().map(|id| &id[..4]).collect();
        let longest = all.chunk_by(|a, b| a[..4] == b[..4]).map(<[_]>::len).max();
        assert!(starts.len() >= 4 && longest > Some(1), "{starts:?}, {longest:?}");
    }
}
