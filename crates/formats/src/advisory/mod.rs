//! The formats of advisories, one per file. A new file here is a new format everywhere.

use crate::Format;

// registry: begin FORMAT Format
mod markdown;
mod node_core;
mod osv;

/// Every file of this folder, in order of name.
pub const ALL: &[&Format] = &[&markdown::FORMAT, &node_core::FORMAT, &osv::FORMAT];
// registry: end
