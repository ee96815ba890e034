//! The stage case.
