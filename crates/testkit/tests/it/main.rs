//! Stories, a simulation, the table of rights, and proof that the checks would notice.

mod access_matrix;
mod existence;
mod mail;
mod pack;
mod place;
mod planted;
mod simulation;
mod stories;
mod told;
