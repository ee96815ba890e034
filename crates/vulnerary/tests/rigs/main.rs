//! Real server processes that are killed, doubled and restored, with real databases under them. Small
//! numbers here; `VULNERARY_RUNS=500 cargo test -p vulnerary --test rigs kills` runs a campaign.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "rigs end where they fail, and say what they did"
)]

mod anonymous;
mod attachments;
mod by_id;
mod client;
mod dice;
mod disaster;
mod flood;
mod hostile_mail;
mod hostile_text;
mod kills;
mod page;
mod place;
mod process;
mod proof;
mod replicas;
mod script;
mod silence;
mod spikes;
mod talk;
