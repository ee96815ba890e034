//! Words that name lines: aliases such as `supported`, ids, codenames, versions. A word that is none
//! of them is an error that names what there is, never an empty answer.

use super::{Line, Lines, Phase};
use crate::policy::no_such;
use jiff::Timestamp;

/// A word for the lines in some phases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineAlias {
    /// The word.
    pub word: &'static str,
    /// Which lines it means.
    pub says: &'static str,
}

/// Every alias. `docs/guide/lines.md` defines the same ones.
pub const ALIASES: &[LineAlias] = &[
    LineAlias { word: "all", says: "every line of the file, whatever its phase" },
    LineAlias { word: "supported", says: "lines that get fixes" },
    LineAlias { word: "current", says: "the supported line that started last" },
    LineAlias { word: "active", says: "supported lines before their maintenance" },
    LineAlias { word: "lts", says: "supported lines whose long-term support has begun" },
    LineAlias { word: "lts_active", says: "lines that are both lts and active" },
    LineAlias { word: "maintenance", says: "lines that get only important fixes" },
    LineAlias { word: "alpha", says: "lines with pre-releases only" },
    LineAlias { word: "eol", says: "lines at their end of life" },
];

/// `LTS-Active` and `lts_active` are the same word.
fn plain(word: &str) -> String {
    word.trim().to_ascii_lowercase().replace('-', "_")
}

/// The alias that this word is.
pub(super) fn alias(word: &str) -> Option<&'static LineAlias> {
    let word = plain(word);
    ALIASES.iter().find(|alias| alias.word == word)
}

impl Lines {
    /// The lines that this word names at this instant, in the order of the file: an alias, an id, a
    /// codename, or a version. A known alias may name no line; an unknown word is an error.
    pub fn select(&self, word: &str, at: Timestamp) -> Result<Vec<&Line>, String> {
        let day = self.rules.day(at);
        if let Some(alias) = alias(word) {
            let newest = self.supported_on(day).into_iter().max_by_key(|line| line.start);
            let fits = |line: &&Line| {
                let phase = self.rules.phase(line, day);
                let begun = line.lts.is_some_and(|lts| lts <= day);
                let lts = matches!(phase, Phase::ActiveLts | Phase::Lts);
                match alias.word {
                    "all" => true,
                    "supported" => phase.is_supported(),
                    "current" => newest == Some(*line),
                    "active" => phase.is_supported() && phase != Phase::Maintenance,
                    "lts" => lts || (phase == Phase::Maintenance && begun),
                    "lts_active" => lts,
                    "maintenance" => phase == Phase::Maintenance,
                    "alpha" => phase == Phase::Alpha,
                    _ => phase == Phase::EndOfLife,
                }
            };
            return Ok(self.list.iter().filter(fits).collect());
        }
        let word = word.trim();
        let named = |line: &&Line| {
            let codename = line.codename.as_deref().unwrap_or_default();
            !word.is_empty() && codename.eq_ignore_ascii_case(word)
        };
        let found = self.get(word).or_else(|| self.list.iter().find(named));
        match found.or_else(|| self.line_of(word)) {
            Some(line) => Ok(vec![line]),
            None => Err(self.unknown(word)),
        }
    }

    fn unknown(&self, word: &str) -> String {
        let aliases = ALIASES.iter().map(|alias| alias.word);
        let ids = self.list.iter().map(|line| line.id.as_str());
        let says = no_such("alias or release line", word, aliases.clone().chain(ids.clone()));
        let aliases: Vec<&str> = aliases.collect();
        let mut known: Vec<&str> = ids.rev().take(20).collect();
        if self.list.len() > known.len() {
            known.push("…");
        }
        format!("{says}; aliases are {}; lines are {}", aliases.join(", "), known.join(", "))
    }
}
