//! A policy pack of strange files is complained about, never a panic; one that is read keeps what
//! the language promises. The first byte chooses the pack into which the other bytes are laid: files
//! cut at NUL, each with its path as the first line.
#![no_main]
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Files = BTreeMap<String, Vec<u8>>;
static PACKS: LazyLock<[Files; 4]> = LazyLock::new(|| {
    [
        fuzz::files("fuzz/wide"),
        fuzz::files("policies/minimal"),
        fuzz::files("policies/curl-like"),
        Files::new(),
    ]
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let mut files = match first {
        b'w' => PACKS[0].clone(),
        b'm' => PACKS[1].clone(),
        b'c' => PACKS[2].clone(),
        _ => PACKS[3].clone(),
    };
    for part in rest.split(|byte| *byte == 0) {
        let cut = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let path = String::from_utf8_lossy(&part[..cut]).into_owned();
        files.insert(path, part.get(cut + 1..).unwrap_or_default().to_vec());
    }
    files.remove("");
    let (policy, complaints) = domain::policy::read(&files);
    assert!(policy.is_some() || !complaints.is_empty(), "no pack and no reason");
    for complaint in &complaints {
        let text = complaint.to_string();
        assert!(text.len() < 200_000, "a complaint of {} bytes", text.len());
        assert!(text.chars().all(domain::words::is_plain), "{text:?}");
    }
    if let Some(policy) = policy {
        fuzz::pack(&files, &policy, 5);
    }
});
