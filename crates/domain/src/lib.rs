//! What things are and which moves are allowed. Pure: no clock, no chance, no files, no sockets.
//! Begin with `case::Case` and `case::Fact`; every stage of a report has its folder.

pub mod access;
pub mod advisory;
pub mod attachment;
pub mod case;
pub mod cve;
pub mod embargo;
pub mod intake;
pub mod mail;
pub mod metrics;
pub mod party;
pub mod policy;
pub mod release;
pub mod sanction;
pub mod triage;
pub mod words;
pub mod world;
