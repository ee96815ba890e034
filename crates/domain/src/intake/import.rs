//! A report that was received elsewhere and is brought here: what it says, where it comes from, and when
//! it was what there. Nobody outside holds its secret, so nobody outside is bound or answers here.

use crate::attachment::{Received, attach};
use crate::case::{Audience, Content, Dues, Fact, News, start_clocks};
use crate::policy::{Policy, Starts};
use crate::words::{Digest, one_line, plain_length};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a report was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportSource {
    /// A HackerOne program.
    Hackerone,
    /// Private reports and advisories of a GitHub repository.
    Github,
}

impl ImportSource {
    /// As commands and journals write it.
    pub fn word(self) -> &'static str {
        match self {
            ImportSource::Hackerone => "hackerone",
            ImportSource::Github => "github",
        }
    }

    /// As people write it.
    pub fn title(self) -> &'static str {
        match self {
            ImportSource::Hackerone => "HackerOne",
            ImportSource::Github => "GitHub",
        }
    }
}

/// Something that was said about it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedWords {
    /// When.
    pub at: Timestamp,
    /// By whom, as they are called there.
    pub by: String,
    /// Whether only the team there saw it.
    pub internal: bool,
    /// The text.
    pub text: String,
}

/// A file that came with it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedFile {
    /// Its name.
    pub name: String,
    /// How many bytes it had there, where that is said.
    pub length: Option<u64>,
}

/// A report as it was elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Where.
    pub source: ImportSource,
    /// What it is called there.
    pub id: String,
    /// Its address there.
    pub url: Option<String>,
    /// One line.
    pub title: String,
    /// What happens.
    pub body: String,
    /// The versions it is about.
    pub version: String,
    /// Who reported it, as they are called there.
    pub reporter: String,
    /// Where it stood there, in that place's words.
    pub state: String,
    /// Facts that have no place of their own here: severity, weakness, CVE id, by name.
    pub facts: Vec<(String, String)>,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// When it ended there.
    pub closed_at: Option<Timestamp>,
    /// What was said about it, the first first.
    pub words: Vec<ImportedWords>,
    /// Files that came with it.
    pub files: Vec<ImportedFile>,
}

/// The longest note, in characters; more words make more notes.
const NOTE_MAX: usize = 40_000;
/// The longest text of a report, in characters; the rest is in the first notes.
const BODY_MAX: usize = 45_000;

impl Imported {
    /// The digest of all of it: the same record again has the same.
    pub fn digest(&self) -> Digest {
        Digest::of(serde_json::to_string(self).expect("a record is plain data").as_bytes())
    }

    /// Its name among all imported ones.
    pub fn key(&self) -> String {
        format!("{}/{}", self.source.word(), self.id)
    }

    /// What stands before its words.
    fn preface(&self) -> String {
        let title = self.source.title();
        let mut lines = vec![
            format!("Imported from {title}: {}", self.id),
            format!("Reported there at {} by {}", self.reported_at, self.reporter),
            format!("State there: {}", self.state),
        ];
        lines.extend(self.closed_at.map(|at| format!("Ended there at {at}")));
        lines.extend(self.url.as_ref().map(|url| format!("Address there: {url}")));
        lines.extend(self.facts.iter().map(|(name, value)| format!("{name}: {value}")));
        lines.extend(self.files.iter().map(|file| {
            let length = file.length.map_or(String::new(), |length| format!(", {length} bytes"));
            format!("File there: {}{length}", file.name)
        }));
        lines.join("\n")
    }

    /// Notes for the team that hold everything that was said, in order.
    fn notes(&self, rest: &str) -> Vec<String> {
        let mut texts = vec![self.preface()];
        if !rest.is_empty() {
            texts.push(format!("The report goes on:\n\n{rest}"));
        }
        texts.extend(self.words.iter().map(|one| {
            let seen = if one.internal { " (internal there)" } else { "" };
            format!("{} wrote at {}{seen}:\n\n{}", one.by, one.at, one.text)
        }));
        let mut notes: Vec<String> = Vec::new();
        for part in texts.iter().flat_map(|text| pieces(text)) {
            match notes.last_mut() {
                Some(last) if plain_length(last) + plain_length(&part) < NOTE_MAX => {
                    last.push_str("\n\n———\n\n");
                    last.push_str(&part);
                }
                _ => notes.push(part),
            }
        }
        notes
    }
}

/// A text in parts that fit into a note.
fn pieces(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(NOTE_MAX / 2).map(|part| part.iter().collect()).collect()
}

/// The events that make a case of it. One that ended there starts no clock here.
pub fn import(
    record: &Imported,
    files: &[Received],
    secret: Digest,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<News>, Vec<String>> {
    let mut wrong = Vec::new();
    if plain_length(&record.title) == 0 {
        wrong.push("it has no title".to_owned());
    }
    if plain_length(&record.body) == 0 {
        wrong.push("it has no text".to_owned());
    }
    if record.reported_at > now {
        wrong.push(format!("it was reported at {}, which is still to come", record.reported_at));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (body, rest) = match record.body.char_indices().nth(BODY_MAX) {
        Some((at, _)) => record.body.split_at(at),
        None => (record.body.as_str(), ""),
    };
    let content = Content::one("title", one_line(&record.title, 200))
        .and("body", body.trim())
        .and("version", one_line(&record.version, 200))
        .and("credit", one_line(&record.reporter, 200))
        .and("claim", "{}");
    let due = match record.closed_at {
        None => start_clocks(policy, Starts::Receipt, now),
        Some(_) => Dues::new(),
    };
    let (door, received) = (format!("import from {}", record.source.title()), record.digest());
    let mut news = vec![Fact::Submitted { door, received, secret, due, alike: None }.with(content)];
    let content = Content::one("id", &record.id)
        .and("url", record.url.clone().unwrap_or_default())
        .and("state", &record.state)
        .and("reporter", &record.reporter);
    let (source, reported_at, closed_at) = (record.source, record.reported_at, record.closed_at);
    news.push(Fact::Imported { source, reported_at, closed_at }.with(content));
    for note in record.notes(rest) {
        let note = Content::one("body", note);
        let to = Audience::Team;
        news.push(Fact::MessageSent { to, automatic: true, due: Dues::new() }.with(note));
    }
    let files = attach(&[], &policy.attachments, 1, files);
    news.extend(files.map_err(|refusal| vec![refusal.says])?);
    Ok(news)
}
