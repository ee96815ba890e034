//! Exports of strangers: whatever is in them, each record is read or its place and reason are said.
#![no_main]

use domain::attachment::safe_name;
use domain::intake::ImportSource;
use formats::import::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for found in read(ImportSource::Github, bytes) {
        match found.record {
            Ok(record) => {
                assert!(!record.title.trim().is_empty());
                assert!(!safe_name(&record.id).contains('/'));
                // The same again is the same.
                assert_eq!(record.digest(), record.clone().digest());
            }
            Err(says) => assert!(!says.is_empty() && !found.place.is_empty()),
        }
    }
});
