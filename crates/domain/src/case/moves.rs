//! The shape of a move. Tables of moves are read by the machine, the pages, the diagrams and tests.

use crate::access::Action;
use crate::words::Refusal;

/// One row: on this verb, from any of these states, to that one.
#[derive(Debug, Clone, Copy)]
pub struct Move<S: 'static> {
    /// The verb.
    pub on: &'static str,
    /// Where it may start.
    pub from: &'static [S],
    /// Where it leads.
    pub to: S,
    /// What the person needs.
    pub needs: Action,
}

/// A state of one of the machines.
pub trait State: Copy + PartialEq + 'static {
    /// The machine's name.
    const MACHINE: &'static str;
    /// Every state.
    const ALL: &'static [Self];
    /// In a sentence: "the report is …".
    fn word(self) -> &'static str;
}

/// Take the move `on` from `state`, or say why not.
pub fn step<S: State>(moves: &[Move<S>], state: S, on: &str) -> Result<S, Refusal> {
    moves.iter().find(|row| row.on == on && row.from.contains(&state)).map(|row| row.to).ok_or_else(
        || {
            let rule = format!("moves {}", S::MACHINE);
            let from: Vec<&str> = moves
                .iter()
                .filter(|row| row.on == on)
                .flat_map(|row| row.from.iter().map(|state| state.word()))
                .collect();
            let (machine, word) = (S::MACHINE, state.word());
            let says = if from.is_empty() {
                format!("cannot {on}: there is no such move of the {machine}")
            } else {
                format!("cannot {on}: the {machine} is {word}, not {}", from.join(" or "))
            };
            Refusal::new(rule, says)
        },
    )
}
