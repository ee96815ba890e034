//! The stage release.
