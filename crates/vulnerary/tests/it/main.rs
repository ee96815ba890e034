//! The whole program: its doors, its pages' bytes, its commands, its end by a kill.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests end where they fail, and say when they skip"
)]

mod access;
mod browser;
mod calendar;
mod check_runtime;
mod commands_reference;
mod crash;
mod cve_files;
mod cvss;
mod demo;
mod desk;
mod doors;
mod drafts;
mod existence;
mod files;
mod hostile_claims;
mod judging;
mod keys;
mod lines;
mod non_interference;
mod own_policy;
mod pages;
mod passkeys;
mod policy_diff;
mod policy_files;
mod policy_new;
mod program;
mod reads;
mod receipts;
mod single_sign_on;
mod ssvc;
mod stages;
mod three_doors;
mod walkthrough;
