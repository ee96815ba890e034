//! The plan of `policy new`: what is written where. It is checked as a whole before anything is
//! written, and the pack appears at once or not at all.

use super::answers::Answers;
use super::{pack, shown};
use crate::out::counted;
use crate::{Ended, Out};
use domain::policy::marked::document;
use domain::policy::{Policy, read};
use domain::triage::run_examples;
use formats::lint::{Bounty, Given, Page, Report, dead_addresses, lint};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

/// Where things go, and that nothing is lost there.
pub(super) struct Place {
    pack: PathBuf,
    text: PathBuf,
    replaces: Vec<PathBuf>,
}

impl Place {
    pub(super) fn new(root: &Path, pack: &Path, force: bool) -> Result<Self, Ended> {
        let inside = |part: Component<'_>| matches!(part, Component::Normal(_));
        if pack.as_os_str().is_empty() || !pack.components().all(inside) {
            let says = "the pack goes into a folder below the project's";
            return Err(Ended::Usage(format!("--pack {}: {says}", pack.display())));
        }
        // "./x" is x.
        let root = if root == Path::new(".") { Path::new("") } else { root };
        let place =
            Self { pack: root.join(pack), text: root.join("SECURITY.md"), replaces: Vec::new() };
        let others = [".github/SECURITY.md", "docs/SECURITY.md"].map(|other| root.join(other));
        if let Some(other) = others.iter().find(|other| other.exists()) {
            return Err(Ended::Usage(format!(
                "{}: there is a policy already, and two would disagree; move it to SECURITY.md or \
                 lint it with vulnerary policy lint",
                other.display()
            )));
        }
        let there = [&place.pack, &place.text].into_iter().filter(|path| path.exists());
        let there: Vec<PathBuf> = there.cloned().collect();
        if let (Some(first), false) = (there.first(), force) {
            let says = "exists; give --force to write over it, or --pack for another folder";
            return Err(Ended::Usage(format!("{}: {says}", first.display())));
        }
        if place.pack.exists() && !place.pack.join("policy.toml").is_file() {
            let says = "exists and is no pack; give another folder with --pack";
            return Err(Ended::Usage(format!("{}: {says}", place.pack.display())));
        }
        Ok(Self { replaces: there, ..place })
    }
}

/// Everything that will be written, checked.
pub(super) struct Plan {
    place: Place,
    files: BTreeMap<String, Vec<u8>>,
    policy: Policy,
    text: String,
    lint: Report,
}

impl Plan {
    pub(super) fn new(place: Place, answers: &Answers, today: Date) -> Result<Self, Ended> {
        let files = pack::files(answers, today);
        let (policy, mut complaints) = read(&files);
        complaints.extend(policy.iter().flat_map(run_examples));
        let policy = policy.filter(|_| complaints.is_empty()).ok_or_else(|| {
            let says: Vec<String> = complaints.iter().map(ToString::to_string).collect();
            Ended::Usage(format!("these answers make no sound policy\n{}", says.join("\n")))
        })?;
        let text = document(&policy, today);
        let page = Page::read(text.as_bytes()).map_err(|why| Ended::Usage(why.to_string()))?;
        let bounty =
            if policy.bounty_on(today) { Bounty::Offered } else { Bounty::None { since: None } };
        let given = Given {
            on: today,
            repository: None,
            covers: &[],
            missing_files: &BTreeSet::new(),
            dead: &dead_addresses(),
            lines: Some(&policy.lines),
            bounty,
            acknowledgement: Some(answers.answer),
        };
        let lint = lint(&page, &given);
        Ok(Self { place, files, policy, text, lint })
    }

    /// Say what would be written.
    pub(super) fn tell(&self, out: &mut Out) {
        out.say("This will be written:");
        for path in self.paths() {
            out.say(&format!("  {path}"));
        }
        for path in &self.place.replaces {
            out.say(&format!("{} will be replaced.", path.display()));
        }
    }

    fn paths(&self) -> Vec<String> {
        let pack = self.files.keys().map(|path| shown(&self.place.pack.join(path)));
        pack.chain([shown(&self.place.text)]).collect()
    }

    /// Write it: the pack beside its place, then moved there; then the text.
    pub(super) fn apply(&self) -> Result<(), Ended> {
        let pack = &self.place.pack;
        let beside = |ending: &str| {
            let name = pack.file_name().unwrap_or_default().to_string_lossy();
            pack.with_file_name(format!(".{name}.{}.{ending}", std::process::id()))
        };
        let (new, old) = (beside("new"), beside("old"));
        let failed = |error: std::io::Error| {
            Ended::Outside(format!("writing {}: {error}; nothing was changed", pack.display()))
        };
        let written = self.write_pack(&new).and_then(|()| {
            if pack.exists() {
                std::fs::rename(pack, &old)?;
            }
            std::fs::rename(&new, pack).inspect_err(|_| {
                let _ = std::fs::rename(&old, pack);
            })
        });
        if let Err(error) = written {
            let _ = std::fs::remove_dir_all(&new);
            return Err(failed(error));
        }
        if let Err(says) = outside::write_whole(&self.place.text, &self.text) {
            let _ = std::fs::remove_dir_all(pack);
            let _ = std::fs::rename(&old, pack);
            return Err(Ended::Outside(format!("{says}; nothing was changed")));
        }
        if old.exists() {
            let _ = std::fs::remove_dir_all(&old);
        }
        Ok(())
    }

    fn write_pack(&self, folder: &Path) -> std::io::Result<()> {
        for (path, bytes) in &self.files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
            let mut file = std::fs::File::create_new(&path)?;
            file.write_all(bytes)?;
            file.sync_all()?;
        }
        Ok(())
    }

    /// Check what stands there now, and say what comes next.
    pub(super) fn report(&self, json: bool, out: &mut Out) -> Result<(), Ended> {
        let (pack, text) = (shown(&self.place.pack), shown(&self.place.text));
        let kept = crate::wire::read_policy(&self.place.pack)?;
        if kept.digest != self.policy.digest {
            return Err(Ended::Outside(format!(
                "{pack}: what stands there is not what was written"
            )));
        }
        let score = self.lint.score.total();
        if json {
            let findings: Vec<&str> = self.lint.findings.iter().map(|one| one.rule.id).collect();
            let answer = serde_json::json!({
                "policy": pack, "text": text, "digest": self.policy.digest,
                "written": self.paths(), "score": score, "findings": findings,
            });
            return out.fact(&answer.to_string());
        }
        let clauses = counted(self.policy.clauses.len(), "clause", "clauses");
        out.fact(&format!("{pack}: sound; {clauses}; digest {}", self.policy.digest.short()))?;
        out.fact(&format!("{text}: {score} of 10 points"))?;
        for finding in &self.lint.findings {
            out.fact(&format!("{text}: {}: {}", finding.rule.id, finding.says))?;
        }
        out.fact(&format!(
            "\nWhat comes next:\n  1. Read {text}, and commit it with {pack}.\n  \
             2. Put clauses of your own into {pack}/threat; then:\n       \
             vulnerary policy check {pack}\n       \
             vulnerary policy render {pack} --out {text}\n  \
             3. Watch for drift in your checks: vulnerary policy check {pack} --rendered {text}\n  \
             4. Receive reports: vulnerary serve --policy {pack}"
        ))
    }
}
