//! Those who take part in a case from outside: each in a channel of their own, each with a consent
//! of their own (region K).

mod apply;
mod decide;
mod split;
mod state;

pub(crate) use apply::{apply, new_terms, rebind};
pub use decide::{answer, consent_of, decline, invite, join, leave, may_get, remove, write};
pub use split::{Part, split};
pub use state::{CONSENT_MOVES, Consent, ConsentState, Party, PartyKind, PartyRef};
