//! Languages with their messages: those in the program, and those of an operator on top.

use super::faults::{faults, known};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use unic_langid::{CharacterDirection, LanguageIdentifier};

/// One folder a language; its name is the tag.
static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/words");

/// A file of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordFile {
    /// The tag of its language, such as `es` or `pt-BR`.
    pub language: String,
    /// Where it is, for whoever mends it.
    pub place: String,
    /// What is in it.
    pub text: String,
}

/// What pages can say, in all languages there are. English is the first and has every message.
pub struct Words(Vec<Language>);

/// One language.
pub(crate) struct Language {
    /// As pages name it.
    pub(crate) tag: String,
    /// The same, for choosing.
    pub(super) id: LanguageIdentifier,
    bundle: FluentBundle<FluentResource>,
}

/// In which direction a language is written.
pub(super) fn direction(id: &LanguageIdentifier) -> &'static str {
    match id.character_direction() {
        CharacterDirection::RTL => "rtl",
        _ => "ltr",
    }
}

impl Language {
    fn new(id: LanguageIdentifier) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![id.clone()]);
        // Names and numbers stand in marks of their own where the letters around them go the other way.
        bundle.set_use_isolating(direction(&id) == "rtl");
        Self { tag: id.to_string(), id, bundle }
    }

    /// `ltr` or `rtl`.
    pub(crate) fn dir(&self) -> &'static str {
        direction(&self.id)
    }

    /// What it calls itself.
    pub(crate) fn name(&self) -> String {
        let none = FluentArgs::new();
        self.format("language-name", &none).unwrap_or_else(|| self.tag.clone())
    }

    /// This message, if the language has it and can say it.
    pub(super) fn format(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let mut wrong = Vec::new();
        let said = self.bundle.format_pattern(message.value()?, Some(args), &mut wrong);
        wrong.is_empty().then(|| said.into_owned())
    }
}

/// The files in the program.
pub(super) fn built_in_files() -> Vec<WordFile> {
    let files = FILES.dirs().flat_map(|folder| folder.files().map(move |file| (folder, file)));
    let mut files: Vec<WordFile> = files
        .map(|(folder, file)| WordFile {
            language: folder.path().to_string_lossy().into_owned(),
            place: file.path().to_string_lossy().into_owned(),
            text: file.contents_utf8().unwrap_or_default().to_owned(),
        })
        .collect();
    files.sort_by(|one, other| {
        let first = |file: &WordFile| file.language != "en";
        (first(one), &one.place).cmp(&(first(other), &other.place))
    });
    files
}

impl Words {
    /// Those in the program.
    pub fn built_in() -> Self {
        Self::read(&[]).expect("tests read the files in the program")
    }

    /// The same with these files on top: another language, or other words in one that there is.
    pub fn with(files: &[WordFile]) -> Result<Self, Vec<String>> {
        Self::read(files)
    }

    fn read(more: &[WordFile]) -> Result<Self, Vec<String>> {
        let built_in = built_in_files();
        let english: Vec<&WordFile> =
            built_in.iter().filter(|file| file.language == "en").collect();
        let known = known(&english);
        let (mut languages, mut wrong) = (Vec::<Language>::new(), Vec::new());
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for file in built_in.iter().chain(more) {
            let Ok(id) = file.language.parse::<LanguageIdentifier>() else {
                let says = "is no tag of a language, such as es or pt-BR";
                wrong.push(format!("{}: {:?} {says}", file.place, file.language));
                continue;
            };
            let resource = match FluentResource::try_new(file.text.clone()) {
                Ok(resource) => resource,
                Err((resource, _)) => resource,
            };
            let found = faults(file, &resource, &known);
            if !found.is_empty() {
                wrong.extend(found);
                continue;
            }
            let at = *places.entry(id.to_string()).or_insert_with(|| {
                languages.push(Language::new(id));
                languages.len() - 1
            });
            languages[at].bundle.add_resource_overriding(resource);
        }
        if wrong.is_empty() { Ok(Self(languages)) } else { Err(wrong) }
    }

    /// The tags, English first.
    pub fn tags(&self) -> Vec<String> {
        self.0.iter().map(|one| one.tag.clone()).collect()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Language> {
        self.0.iter()
    }

    pub(super) fn at(&self, place: usize) -> &Language {
        self.0.get(place).unwrap_or(&self.0[0])
    }

    /// Where the language of this tag is.
    pub(super) fn place(&self, tag: &str) -> Option<usize> {
        self.0.iter().position(|one| one.tag.eq_ignore_ascii_case(tag))
    }

    /// Whether English has this message.
    pub(super) fn has(&self, id: &str) -> bool {
        self.at(0).bundle.has_message(id)
    }

    /// A message in the language of this place; what it lacks is said in English.
    pub(super) fn format(&self, place: usize, id: &str, args: &FluentArgs<'_>) -> String {
        let said = self.at(place).format(id, args).or_else(|| self.at(0).format(id, args));
        said.unwrap_or_else(|| id.to_owned())
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Words").field(&self.tags()).finish()
    }
}
