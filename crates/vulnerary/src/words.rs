//! `serve --words`: a folder of an operator with the words of pages, one folder a language.

use crate::Ended;
use std::fs;
use std::path::{Path, PathBuf};
use web::{WordFile, Words};

/// Which words pages have.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Wording {
    /// Say pages in these words too: DIR/de/pages.ftl adds German or changes what it says. See
    /// docs/guide/translate.md.
    #[arg(long, value_name = "DIR", env = "VULNERARY_WORDS")]
    words: Option<PathBuf>,
}

impl Wording {
    /// The words of the program with those of the folder on top; every fault with its place.
    pub(crate) fn read(&self) -> Result<Words, Ended> {
        let Some(folder) = &self.words else { return Ok(Words::built_in()) };
        let files = files(folder).map_err(|says| Ended::Usage(format!("--words {says}")))?;
        if files.is_empty() {
            let says = "holds no words: files are named as in es/pages.ftl";
            return Err(Ended::Usage(format!("--words {}: {says}", folder.display())));
        }
        Words::with(&files).map_err(|wrong| Ended::Usage(format!("--words {}", wrong.join("\n"))))
    }
}

/// The longest file of words, in bytes; all that pages say in English is a twentieth of it.
const FILE_MAX: u64 = 1024 * 1024;

/// What is in the folder, in the order of its names.
fn files(folder: &Path) -> Result<Vec<WordFile>, String> {
    let mut files = Vec::new();
    for language in inside(folder)?.into_iter().filter(|path| path.is_dir()) {
        let tag = language.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_words = |path: &PathBuf| path.extension().is_some_and(|one| one == "ftl");
        for path in inside(&language)?.into_iter().filter(is_words) {
            let place = path.display().to_string();
            let says = |error: std::io::Error| format!("{place}: {error}");
            if fs::metadata(&path).map_err(says)?.len() > FILE_MAX {
                return Err(format!("{place}: longer than 1 MiB"));
            }
            let text = fs::read_to_string(&path).map_err(says)?;
            files.push(WordFile { language: tag.clone(), place, text });
        }
    }
    Ok(files)
}

fn inside(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let says = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries: Result<Vec<PathBuf>, std::io::Error> =
        fs::read_dir(folder).map_err(says)?.map(|entry| Ok(entry?.path())).collect();
    let mut paths = entries.map_err(says)?;
    paths.sort();
    Ok(paths)
}
