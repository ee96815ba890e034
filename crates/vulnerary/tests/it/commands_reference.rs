//! `docs/commands.md` is what the command line says of itself.

use crate::program::{root, vulnerary};
use std::fs;

#[test]
fn the_reference_of_commands_is_up_to_date() {
    let path = root().join("docs/commands.md");
    let now = vulnerary(&["docs"]).out;
    let kept = fs::read_to_string(&path).unwrap_or_default();
    if kept != now {
        fs::write(&path, &now).unwrap();
        panic!("rewrote docs/commands.md; run the tests again and commit the result");
    }
}

#[test]
fn every_command_has_help_with_an_example() {
    let reference = fs::read_to_string(root().join("docs/commands.md")).unwrap();
    let sections: Vec<&str> = reference.split("\n## ").skip(1).collect();
    assert!(sections.len() > 30, "{} sections", sections.len());
    for section in sections {
        let name = section.lines().next().unwrap_or_default();
        let is_group = section.contains("<COMMAND>") || section.contains("Commands:");
        assert!(is_group || section.contains("Example"), "{name} has no example");
    }
}
