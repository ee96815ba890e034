//! The stage embargo.
