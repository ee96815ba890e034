//! Names that say nothing about what a file holds are refused.

use crate::tree;

const REFUSED: &[&str] =
    &["util", "utils", "helper", "helpers", "manager", "managers", "misc", "common"];

#[test]
fn files_are_named_after_what_they_hold() {
    let refused: Vec<_> = tree::rust()
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.split('/').any(says_nothing))
        .collect();
    assert!(refused.is_empty(), "name these after what they hold: {refused:#?}");
}

fn says_nothing(part: &str) -> bool {
    let stem = part.strip_suffix(".rs").unwrap_or(part);
    let last = stem.rsplit('_').next().unwrap_or(stem);
    REFUSED.contains(&stem) || (last != "common" && REFUSED.contains(&last))
}

#[test]
fn a_name_and_its_disguises_are_refused() {
    assert!(["utils.rs", "misc", "case_helpers.rs"].into_iter().all(says_nothing));
    assert!(!["embargo.rs", "uncommon.rs", "platform.rs"].into_iter().any(says_nothing));
}
