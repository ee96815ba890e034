//! A claim of strange facts is judged or complained about, and its verdict keeps its promises. The
//! first byte chooses the pack.
#![no_main]
use domain::policy::Policy;
use std::sync::LazyLock;

static PACKS: LazyLock<[Policy; 3]> = LazyLock::new(|| {
    ["fuzz/wide", "policies/curl-like", "policies/node"].map(|pack| {
        let (policy, wrong) = domain::policy::read(&fuzz::files(pack));
        policy.unwrap_or_else(|| panic!("{pack}: {wrong:?}"))
    })
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(claim) = serde_json::from_slice::<domain::triage::Claim>(rest) else { return };
    let policy = match first {
        b'w' => &PACKS[0],
        b'c' => &PACKS[1],
        _ => &PACKS[2],
    };
    for complaint in claim.check(policy) {
        let text = complaint.to_string();
        assert!(text.len() < 2_000 && !text.contains(char::is_control), "{text:?}");
    }
    fuzz::claim(policy, &claim);
});
