//! Public documents, written from what may be public. Pure: values in, text out.
//! It never sees a case: what it writes takes `Public<Advisory>`, and [`lint`] reads a policy that is
//! public already. Begin with [`Format`].

mod address;
pub mod advisory;
pub mod agenda;
pub mod badge;
mod context;
mod cvss;
mod document;
pub mod export;
pub mod feed;
mod format;
pub mod holidays;
pub mod import;
pub mod inbound;
mod json;
pub mod lint;
pub mod mail;
pub mod markdown;
pub mod node_core;
mod npm_range;
mod osv_names;
pub mod policy_document;
mod prose;
pub mod security_txt;
mod version;

pub use context::Context;
pub use format::{Format, find, published};

#[cfg(test)]
mod tests;
