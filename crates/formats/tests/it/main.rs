//! The documents as others will read them: against files that were looked at once, against the
//! official schema and npm's grammar, and with the words of people who mean harm.

#![expect(
    clippy::disallowed_methods,
    reason = "the crate reads no files and asks no environment; its fixtures need both"
)]

mod export;
mod feed;
mod generated;
mod golden;
mod hostile;
mod html;
mod lint;
mod node_core;
mod osv;
mod papers;
mod reminder;
mod security_txt;
mod world;
