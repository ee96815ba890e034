//! The one source of randomness: the operating system's.

use app::ports::chance::Chance;
use std::sync::{Mutex, PoisonError};

/// So many cases share the beginning of their ids.
const RUN: u32 = 128;

/// What the ids of a run have in common, and how many may still get it.
static RUNS: Mutex<([u8; 3], u32)> = Mutex::new(([0; 3], 0));

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
        let mut id = draw::<16>();
        let mut run = RUNS.lock().unwrap_or_else(PoisonError::into_inner);
        if run.1 == 0 {
            *run = (draw(), RUN);
        }
        run.1 -= 1;
        // The last bytes make the first characters.
        id[13..].copy_from_slice(&run.0);
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
    fn cases_of_a_run_begin_alike_and_are_all_different() {
        let ids = || CaseId::from_chance(SystemChance.case()).as_str().to_owned();
        let ids: Vec<String> = std::iter::repeat_with(ids).take(3 * RUN as usize).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        let starts: BTreeSet<&str> = ids.iter().map(|id| &id[..4]).collect();
        assert!((3..=4).contains(&starts.len()), "{starts:?}");
        let rest: BTreeSet<&str> = ids.iter().map(|id| &id[5..]).collect();
        assert_eq!(rest.len(), ids.len());
    }
}
