//! What is remembered, in SQLite or PostgreSQL behind the port `app::ports::store`: one SQL text
//! for both, and only the migrations differ. It never knows what a state means, and never begins a
//! write that a caller could leave half done. Begin with `port` and `engine`.

pub mod backup;
mod desk;
mod engine;
mod entrance;
mod failure;
mod group;
mod identities;
mod jobs;
mod journal;
mod keyed;
mod keys;
mod lanes;
mod mail;
mod measures;
mod migrate;
mod open;
mod passkeys;
mod people;
mod policies;
mod port;
mod publications;
mod queue;
mod reads;
mod rows;
pub mod sealed;
mod sealing_keys;
pub mod shipping;
mod unit;
mod value;

pub use engine::Database;
pub use open::{open, open_with};
