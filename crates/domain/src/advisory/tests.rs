//! The stage advisory.
