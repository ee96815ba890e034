//! JSON as our files have it: keys in the order of the structure, and no key without a value.

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};

/// Indented by two spaces, with a line break at the end.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    indented(value, b"  ") + "\n"
}

/// Indented by this, without a line break at the end.
pub(crate) fn indented(value: &impl Serialize, by: &[u8]) -> String {
    let mut out = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut out, PrettyFormatter::with_indent(by));
    value.serialize(&mut serializer).expect("our records are plain data");
    String::from_utf8(out).expect("JSON is UTF-8")
}
