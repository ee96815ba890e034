//! Real CVE records: what was written comes back as the same container, whoever serves it.

use crate::tree::fixture_folder;
use domain::cve::{CveId, differences, read_container, read_record};
use serde_json::Value;

#[test]
fn every_published_record_is_read_back_as_it_was_written() {
    let Some(files) = fixture_folder("cve-records-real") else { return };
    let (mut published, mut wrong) = (0, Vec::new());
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".json")) {
        let record: Value = serde_json::from_slice(bytes).unwrap();
        if record["cveMetadata"]["state"] != "PUBLISHED" {
            continue;
        }
        published += 1;
        let id = CveId::read(record["cveMetadata"]["cveId"].as_str().unwrap()).unwrap();
        let cna = &record["containers"]["cna"];
        let ours = read_container(&cna.to_string(), &id);
        let theirs = read_record(&String::from_utf8_lossy(bytes), &id);
        match (ours, theirs) {
            (Ok(ours), Ok(theirs)) if ours == theirs => {
                assert_eq!(differences(ours.text(), theirs.text()), []);
                // The form is stable: read once more it is itself.
                assert_eq!(read_container(ours.text(), &id).unwrap(), ours);
            }
            (ours, theirs) => wrong.push(format!("{path}: {:?} {:?}", ours.err(), theirs.err())),
        }
    }
    assert!(published > 400, "{published}");
    assert!(wrong.is_empty(), "{} of {published}:\n{}", wrong.len(), wrong.join("\n"));
}
