//! The probe of existence (I12): it asks for things that never were and for real things that the asker
//! may not know of, and looks whether any answer can be told from the other. It knows no server: the
//! answers are brought to it, from a router or from a process. Begin with [`alike`] and [`questions`].

mod ask;
mod compare;
mod people;

pub use ask::{Ask, Route, Target, may_hear, questions};
pub use compare::{Heard, Weight, alike};
pub use people::{Outsider, Scene, scene};
