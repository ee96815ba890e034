//! What is so in the world, whatever anybody decides: the matter is public, an exploit is, it is
//! being attacked (region W). First alleged, which can be taken back; then confirmed, which cannot.

mod apply;
mod decide;
mod state;

pub(crate) use apply::apply;
pub use decide::{allege, attack_over, confirm, dismiss, hold, second};
pub use state::{
    Allegation, AttackDecision, Hold, WORLD_MOVES, World, WorldFact, WorldKind, WorldState,
};
