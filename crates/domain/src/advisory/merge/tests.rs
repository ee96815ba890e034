//! Two editors, however they take turns, end with one text that both see, and nothing that was
//! saved has gone unless somebody who saw it took it out.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn changes_of_different_lines_are_both_kept() {
    let merged =
        merge_text("one\ntwo\nthree\nfour", "ONE\ntwo\nthree\nfour", "one\ntwo\nthree\nFOUR");
    assert_eq!(merged, Merged { text: "ONE\ntwo\nthree\nFOUR".to_owned(), conflict: false });
}

#[test]
fn changes_of_the_same_line_stand_between_marks_and_cannot_be_saved() {
    let merged = merge_text("one", "uno", "eins");
    assert!(merged.conflict && has_marks(&merged.text), "{}", merged.text);
    for line in ["uno", "eins", "one", SAVED, BEGAN, OR, YOURS] {
        assert!(merged.text.lines().any(|found| found == line), "{line}: {}", merged.text);
    }
    let draft = AdvisoryDraft { title: "t".into(), details: merged.text, ..Default::default() };
    assert!(draft.complaints().iter().any(|says| says.contains("marks")), "{draft:?}");
}

#[test]
fn a_title_keeps_both_until_somebody_chooses() {
    let merged = merge_line("a", "b", "c");
    assert!(merged.conflict && has_marks(&merged.text) && merged.text.contains("b ======= c"));
    assert_eq!(merge_line("a", "b", "a"), Merged { text: "b".into(), conflict: false });
}

#[test]
fn lists_keep_what_either_added_and_drop_what_either_took_out() {
    let merged = merge_list("a\nb\nc", "a\nc\nd", "b\nc\ne");
    assert_eq!(merged, Merged { text: "c\nd\ne".into(), conflict: false });
}

#[test]
fn what_is_too_long_to_compare_is_one_conflict_and_whole() {
    let long = |word: &str| format!("{word}\n").repeat(LINES_MAX + 1);
    let (saved, yours) = (long("saved"), long("yours"));
    let merged = merge_text("", &saved, &yours);
    assert!(merged.conflict && merged.text.contains(&saved) && merged.text.contains(&yours));
}

#[test]
fn a_heading_underlined_with_equal_signs_is_no_mark() {
    assert!(!has_marks("Heading\n=======\ntext"));
}

#[test]
fn fields_read_back() {
    let fields = [("title", "T"), ("credits", "A\nB"), ("cve", "CVE-2026-1234"), ("x", "y")];
    let draft = AdvisoryDraft::from_fields(fields);
    let fields = draft.fields();
    let again = AdvisoryDraft::from_fields(fields.iter().map(|(n, v)| (*n, v.as_str())));
    assert_eq!(again, draft);
    assert_eq!(draft.credits.len(), 2);
}

/// What an editor does next.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// Read what is saved, if nothing is being written.
    Load,
    /// Put a line in, here.
    Insert(u8),
    /// Take a line out, here.
    Remove(u8),
    /// Write a line anew, here.
    Replace(u8),
    /// Save; if somebody was faster, put the two together and go on from there.
    Save,
}

fn step() -> impl Strategy<Value = (bool, Step)> {
    let step = prop_oneof![
        1 => Just(Step::Load),
        3 => any::<u8>().prop_map(Step::Insert),
        1 => any::<u8>().prop_map(Step::Remove),
        2 => any::<u8>().prop_map(Step::Replace),
        3 => Just(Step::Save),
    ];
    (any::<bool>(), step)
}

/// What is saved, with its versions.
#[derive(Default)]
struct Register {
    versions: Vec<String>,
    /// Lines that were saved once.
    accepted: BTreeSet<String>,
    /// Lines that somebody who saw them took out.
    taken_out: BTreeSet<String>,
}

impl Register {
    fn now(&self) -> &str {
        self.versions.last().map_or("", String::as_str)
    }
}

#[derive(Default)]
struct Editor {
    base: usize,
    text: Vec<String>,
}

impl Editor {
    fn write(&mut self, step: Step, fresh: &mut u32, register: &mut Register) {
        let place = |here: u8, most: usize| usize::from(here) % most.max(1);
        let mut next = || {
            *fresh += 1;
            format!("line {fresh}")
        };
        match step {
            Step::Insert(here) => {
                let at = place(here, self.text.len() + 1);
                self.text.insert(at, next());
            }
            Step::Remove(here) if !self.text.is_empty() => {
                let gone = self.text.remove(place(here, self.text.len()));
                register.taken_out.insert(gone);
            }
            Step::Replace(here) if !self.text.is_empty() => {
                let at = place(here, self.text.len());
                let gone = std::mem::replace(&mut self.text[at], next());
                register.taken_out.insert(gone);
            }
            _ => {}
        }
    }

    /// Save, or be told of the conflict, resolve it by keeping both sides, and save again.
    fn save(&mut self, register: &mut Register) {
        let now = register.versions.len();
        if self.base != now {
            let base = match self.base {
                0 => "",
                version => register.versions[version - 1].as_str(),
            };
            let merged = merge_text(base, register.now(), &self.text.join("\n"));
            assert_eq!(merged.conflict, has_marks(&merged.text));
            self.text = resolved(&merged.text);
            self.base = now;
        }
        assert!(!has_marks(&self.text.join("\n")));
        register.accepted.extend(self.text.iter().cloned());
        register.versions.push(self.text.join("\n"));
        self.base = register.versions.len();
    }
}

/// As a person resolves it who keeps both sides.
fn resolved(text: &str) -> Vec<String> {
    let (mut lines, mut began) = (Vec::<String>::new(), false);
    for line in text.lines() {
        match line {
            SAVED | YOURS => {}
            BEGAN => began = true,
            OR => began = false,
            _ if began || lines.iter().any(|known| known == line) => {}
            line => lines.push(line.to_owned()),
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn two_editors_end_with_one_text_and_lose_nothing_that_was_saved(
        steps in prop::collection::vec(step(), 1..24)
    ) {
        let (mut register, mut fresh) = (Register::default(), 0);
        let mut editors = [Editor::default(), Editor::default()];
        for (second, step) in steps {
            let editor = &mut editors[usize::from(second)];
            match step {
                Step::Load if editor.text.join("\n") == register.now() || editor.base == 0 => {
                    if editor.text.is_empty() {
                        editor.text = register.now().lines().map(str::to_owned).collect();
                        editor.base = register.versions.len();
                    }
                }
                Step::Save => editor.save(&mut register),
                other => editor.write(other, &mut fresh, &mut register),
            }
        }
        // Both finish what they were writing, and look again.
        for editor in &mut editors {
            editor.save(&mut register);
        }
        let last = register.now().to_owned();
        let seen: BTreeSet<&str> = last.lines().collect();
        for line in &register.accepted {
            let lost = !seen.contains(line.as_str()) && !register.taken_out.contains(line);
            prop_assert!(!lost, "{line} was saved, nobody took it out, and it is gone: {last}");
        }
        prop_assert!(!has_marks(&last));
    }

    #[test]
    fn whoever_changed_nothing_changes_nothing(base in "[ab\n]{0,30}", other in "[ab\n]{0,30}") {
        prop_assert_eq!(merge_text(&base, &other, &base).text, other.clone());
        prop_assert_eq!(merge_text(&base, &base, &other).text, other.clone());
        prop_assert_eq!(merge_text(&base, &other, &other).text, other);
    }
}
