//! A small world for tests: a fictional policy, people, a clock that jumps, faults on demand, and
//! checks that look at what was really written. Never part of the program.
//! Begin with [`World`]; [`Play`] takes random moves in one, [`Watch`] says what is wrong with it.

mod chance;
mod clauses;
mod counted;
mod credentials;
mod fault;
mod flaky;
mod folder;
mod mail_server;
mod master;
mod objects;
mod play;
mod policy;
mod post;
pub mod probe;
mod receipts;
mod rules;
mod spool;
mod watch;
mod words;
mod world;

pub use chance::SeededChance;
pub use clauses::CRASHES_ARE_BUGS;
pub use counted::{CountedStore, Question};
pub use credentials::{QuickCredentials, code_at};
pub use fault::{Fault, Faults, How, Site, When};
pub use flaky::{Edit, Flaky};
pub use folder::MemoryFolder;
pub use mail_server::{MailServer, Speaks};
pub use master::{MasterLines, master, sealed};
pub use objects::MemoryObjects;
pub use play::{
    Deed, Of, Play, STAGES, Seen, Short, Step, Tally, Who, does, looks, play, print, report,
    retell, shrink, together, works,
};
pub use policy::{files, files_with, policy, policy_with_more_holidays, read_whole};
pub use post::QuickPost;
pub use receipts::QuickReceipts;
pub use spool::{Letter, MemorySpool};
pub use watch::{Finding, Reading, Watch};
pub use words::{canaries, canary};
pub use world::{Person, World, draft};

/// Where the public pages of every world are.
pub const SITE: &str = "https://sec.acme.example";
