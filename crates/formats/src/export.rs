//! The folder of public files: everything that a plain file server needs to serve besides pages.
//! The same advisories give the same bytes.

use crate::context::file_name;
use crate::{Context, feed, json, node_core, prose, published};
use domain::advisory::Advisory;
use domain::embargo::Public;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The format that brings Node's folder `vuln/core` with it.
const NODE_CORE: &str = "node-core";

/// One advisory in the list of all.
#[derive(Serialize)]
struct Row {
    id: String,
    severity: &'static str,
    modified: String,
    title: String,
    formats: Vec<File>,
}

#[derive(Serialize)]
struct File {
    id: &'static str,
    file: String,
}

/// Every file by its path, with `/` between folders. The order of the advisories does not matter.
pub fn files(advisories: &[Public<Advisory>], context: &Context<'_>) -> BTreeMap<String, String> {
    let mut sorted = advisories.to_vec();
    sorted.sort_by_key(|advisory| (advisory.get().number, advisory.get().id.clone()));
    let mut files = BTreeMap::new();
    for advisory in &sorted {
        for format in published(context.policy) {
            let name = file_name(&advisory.get().id, format);
            files.insert(format!("advisories/{name}"), (format.write)(advisory, context));
        }
    }
    let rows: Vec<Row> = sorted.iter().map(|advisory| row(advisory.get(), context)).collect();
    files.insert("advisories/index.json".to_owned(), json::pretty(&rows));
    if published(context.policy).any(|format| format.id == NODE_CORE) {
        for advisory in &sorted {
            let path = format!("vuln/core/{}.json", advisory.get().number);
            files.insert(path, node_core::record(advisory, context));
        }
        files.insert("vuln/core/index.json".to_owned(), node_core::index(&sorted, context));
    }
    sorted.sort_by_key(|advisory| Reverse((advisory.get().modified_at, advisory.get().number)));
    files.insert("feed.atom".to_owned(), feed::atom(&sorted, context));
    files
}

fn row(advisory: &Advisory, context: &Context<'_>) -> Row {
    let file = |format: &'static crate::Format| File {
        id: format.id,
        file: file_name(&advisory.id, format),
    };
    Row {
        id: advisory.id.clone(),
        severity: advisory.severity.word(),
        modified: advisory.modified_at.to_string(),
        title: prose::one_line(&advisory.draft.title),
        formats: published(context.policy).map(file).collect(),
    }
}
