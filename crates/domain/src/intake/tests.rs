//! The stage intake.
