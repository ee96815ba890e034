//! Names of strangers' files: whatever they are called, the name that is kept leads nowhere and breaks no
//! header.
#![no_main]

use domain::attachment::{disposition, safe_name};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|name: &str| {
    let safe = safe_name(name);
    assert!(!safe.is_empty() && safe.len() <= 200 && safe != "." && safe != "..");
    assert!(!safe.contains(['/', '\\', '\0', '\n', '\r', '"']));
    assert_eq!(safe_name(&safe), safe, "a safe name stays as it is");
    let header = disposition(name);
    assert!(header.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{header}");
});
