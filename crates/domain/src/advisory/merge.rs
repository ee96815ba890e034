//! Two people wrote the advisory at once: what the one saved and what the other wishes to save, put
//! together with the text that both began with. Nothing that either wrote is left out by itself:
//! where both changed the same lines, both stand in the text between marks, and a text with marks
//! cannot be saved.

use super::{AdvisoryDraft, Credit, Reference};
use diffy::{ConflictStyle, MergeOptions};

/// Longer texts are not compared line by line: each whole is one side of a conflict.
const LINES_MAX: usize = 4_000;

/// Over what was saved, in a conflict.
const SAVED: &str = "<<<<<<< saved";
/// Over what both began with.
const BEGAN: &str = "||||||| began with";
/// Between the two.
const OR: &str = "=======";
/// Under what is yours.
const YOURS: &str = ">>>>>>> yours";

/// One text of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text; with marks where both changed the same lines.
    pub text: String,
    /// Whether it has marks.
    pub conflict: bool,
}

/// One field of an advisory, as both began with it, as it was saved, as you have it, and put
/// together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedField {
    /// Its name, as the verb's.
    pub name: &'static str,
    /// As both began.
    pub base: String,
    /// As it was saved meanwhile.
    pub saved: String,
    /// As you have it.
    pub yours: String,
    /// Put together.
    pub merged: Merged,
}

impl MergedField {
    /// Whether anybody changed it.
    pub fn changed(&self) -> bool {
        self.base != self.saved || self.base != self.yours
    }
}

/// Put two texts together that began as the same one.
pub fn merge_text(base: &str, saved: &str, yours: &str) -> Merged {
    let clean = |text: &str| Merged { text: text.to_owned(), conflict: false };
    if saved == yours || base == yours {
        return clean(saved);
    }
    if base == saved {
        return clean(yours);
    }
    let long = |text: &str| text.lines().count() > LINES_MAX;
    if [base, saved, yours].into_iter().any(long) {
        return both(base, saved, yours);
    }
    let whole = |text: &str| if text.is_empty() { String::new() } else { format!("{text}\n") };
    let mut options = MergeOptions::new();
    options.set_conflict_style(ConflictStyle::Diff3);
    match options.merge(&whole(base), &whole(saved), &whole(yours)) {
        Ok(text) => clean(text.strip_suffix('\n').unwrap_or(&text)),
        Err(text) => {
            let named = |line: &str| match line {
                "<<<<<<< ours" => SAVED.to_owned(),
                "||||||| original" => BEGAN.to_owned(),
                ">>>>>>> theirs" => YOURS.to_owned(),
                other => other.to_owned(),
            };
            let lines: Vec<String> = text.lines().map(named).collect();
            Merged { text: lines.join("\n"), conflict: true }
        }
    }
}

/// Both whole texts between marks.
fn both(base: &str, saved: &str, yours: &str) -> Merged {
    let text = [SAVED, saved, BEGAN, base, OR, yours, YOURS].join("\n");
    Merged { text, conflict: true }
}

/// A line cannot hold marks of its own: both stand in it, one after the other.
fn merge_line(base: &str, saved: &str, yours: &str) -> Merged {
    if saved == yours || base == yours || base == saved {
        return merge_text(base, saved, yours);
    }
    Merged { text: format!("{SAVED} {saved} {OR} {yours} {YOURS}"), conflict: true }
}

/// Entries have no order that matters: what either added is there, what either took out is not.
fn merge_list(base: &str, saved: &str, yours: &str) -> Merged {
    let lines = |text: &'_ str| text.lines().map(str::to_owned).collect::<Vec<String>>();
    let (base, saved, yours) = (lines(base), lines(saved), lines(yours));
    let kept = saved.iter().filter(|line| yours.contains(line) || !base.contains(line));
    let added = yours.iter().filter(|line| !saved.contains(line) && !base.contains(line));
    let all: Vec<&str> = kept.chain(added).map(String::as_str).collect();
    Merged { text: all.join("\n"), conflict: false }
}

/// Whether a text still has marks of a conflict that nobody resolved.
pub fn has_marks(text: &str) -> bool {
    text.lines().any(|line| line.starts_with(SAVED) || line.starts_with(YOURS))
}

impl AdvisoryDraft {
    /// Its fields as a form shows them, by name.
    pub fn fields(&self) -> [(&'static str, String); 7] {
        let credits: Vec<&str> = self.credits.iter().map(|one| one.name.as_str()).collect();
        let links: Vec<&str> = self.references.iter().map(|one| one.url.as_str()).collect();
        [
            ("title", self.title.clone()),
            ("details", self.details.clone()),
            ("workaround", self.workaround.clone()),
            ("cve", self.cve.join("\n")),
            ("cwe", self.cwe.join("\n")),
            ("credits", credits.join("\n")),
            ("references", links.join("\n")),
        ]
    }

    /// From fields as a form shows them; what it does not know is left out.
    pub fn from_fields<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut draft = Self::default();
        for (name, value) in fields {
            let text = || value.trim().to_owned();
            let entries = || value.lines().map(str::trim).filter(|line| !line.is_empty());
            let list = || entries().map(str::to_owned).collect();
            match name {
                "title" => draft.title = text(),
                "details" => draft.details = text(),
                "workaround" => draft.workaround = text(),
                "cve" => draft.cve = list(),
                "cwe" => draft.cwe = list(),
                "credits" => {
                    draft.credits =
                        entries().map(|name| Credit { name: name.to_owned() }).collect();
                }
                "references" => {
                    draft.references =
                        entries().map(|url| Reference { url: url.to_owned() }).collect();
                }
                _ => {}
            }
        }
        draft
    }

    /// Put what was saved and what is yours together, field by field.
    pub fn merge(base: &Self, saved: &Self, yours: &Self) -> Vec<MergedField> {
        let all = base.fields().into_iter().zip(saved.fields()).zip(yours.fields());
        all.map(|(((name, base), (_, saved)), (_, yours))| {
            let merged = match name {
                "title" => merge_line(&base, &saved, &yours),
                "details" | "workaround" => merge_text(&base, &saved, &yours),
                _ => merge_list(&base, &saved, &yours),
            };
            MergedField { name, base, saved, yours, merged }
        })
        .collect()
    }
}

#[cfg(test)]
mod tests;
