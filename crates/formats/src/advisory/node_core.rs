//! Node's own vulnerability record, as the checkers of that runtime read it.

use crate::{Format, node_core};

pub(super) const FORMAT: Format = Format {
    id: "node-core",
    title: "Node.js core record",
    says: "For tools that read the vulnerability database of Node.js.",
    extension: "node-core.json",
    media_type: "application/json",
    everyone: false,
    write: node_core::record,
};
