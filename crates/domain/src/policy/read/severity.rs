//! Reads what a pack says of how bad things are: the decision tables it carries.

use super::sink::Sink;
use crate::advisory::SsvcTable;
use crate::policy::Complaint;
use std::collections::BTreeMap;

/// The decision tables in `ssvc/`, by path.
pub(super) fn ssvc(files: &BTreeMap<String, Vec<u8>>, sink: &Sink) -> Vec<SsvcTable> {
    let mut tables: Vec<SsvcTable> = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("ssvc/")) {
        match SsvcTable::read(path, bytes) {
            Err(complaints) => sink.extend(complaints),
            Ok(table) if tables.iter().any(|known| known.id == table.id) => {
                let says = format!("the table {} is there more than once", table.id);
                sink.push(Complaint::new(path, "key", says));
            }
            Ok(table) => tables.push(table),
        }
    }
    tables
}
