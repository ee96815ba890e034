//! The whole program: its doors, its pages' bytes, its commands, its end by a kill.

mod browser;
mod check_runtime;
mod commands_reference;
mod crash;
mod doors;
mod non_interference;
mod program;
mod three_doors;
mod walkthrough;
