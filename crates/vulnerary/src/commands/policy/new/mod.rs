//! `vulnerary policy new`: interview a maintainer, show the plan, write a pack and its SECURITY.md.

mod answers;
mod interview;
mod pack;
mod write;

use super::project::{self, Project};
use crate::{Ended, Out};
use answers::Answers;
use interview::{Interview, Question};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use write::Plan;

pub(super) const EXAMPLES: &str = "Examples:
  vulnerary policy new
  vulnerary policy new ../tide --contact security@tide.dev --yes
  vulnerary policy new . --contact https://tide.dev/report --answer-within '3 days' \\
      --versions '1.x until 2027-05-01, 2.x' --bounty no --anonymous yes \\
      --escalation board@tide.dev --yes --json

Questions and the plan are told on standard error, results on standard output. Nothing is written
before you agree, and nothing that exists is written over without --force.";

/// Begin a policy.
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// The project's folder.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Where the pack goes, below the project's folder.
    #[arg(long, value_name = "DIR", default_value = "security-policy")]
    pack: PathBuf,
    /// The project's name; from the clone, its manifest or the folder, when left out.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The short name for addresses; from the name, when left out.
    #[arg(long, value_name = "WORD")]
    slug: Option<String>,
    /// The project's site; from the clone, when left out.
    #[arg(long, value_name = "URL")]
    homepage: Option<String>,
    /// What the project is, in one sentence.
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// 1: where to report in private, a mail address or a URL.
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
    /// 2: within which time a person answers, such as '5 business days'.
    #[arg(long, value_name = "TIME")]
    answer_within: Option<String>,
    /// 3: which versions get fixes: latest, or lines such as '1.x until 2027-05-01, 2.x'.
    #[arg(long, value_name = "LINES")]
    versions: Option<String>,
    /// 4: no, or a sentence that says what is offered.
    #[arg(long, value_name = "TEXT")]
    bounty: Option<String>,
    /// 5: whether reports may be anonymous, yes or no.
    #[arg(long, value_name = "YES-OR-NO")]
    anonymous: Option<String>,
    /// 6: whom to turn to when nobody answers, an address or none.
    #[arg(long, value_name = "ADDRESS")]
    escalation: Option<String>,
    /// As of this date; today, when left out.
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// Ask nothing: take the defaults for what is not given, and write.
    #[arg(long)]
    yes: bool,
    /// Write over a policy that is there.
    #[arg(long)]
    force: bool,
    /// Say what was written as one JSON object.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub(super) fn run(given: &New, out: &mut Out) -> Result<(), Ended> {
    let today = super::on(given.at);
    let root = &given.folder;
    if !root.is_dir() {
        return Err(Ended::Usage(format!("{}: not a folder", root.display())));
    }
    let place = write::Place::new(root, &given.pack, given.force)?;
    let answers = (!given.yes).then(|| Box::new(std::io::stdin().lock()) as _);
    let mut interview = Interview { answers };
    let project = project::at(&std::fs::canonicalize(root).unwrap_or_else(|_| root.clone()));
    let answers = ask(given, &project, today, &mut interview, out)?;
    let plan = Plan::new(place, &answers, today)?;
    plan.tell(out);
    if !given.yes {
        let question = Question {
            asks: "Write this?",
            option: "--yes",
            given: None,
            or: Some("yes".to_owned()),
        };
        if !interview.ask(&question, answers::yes, out)? {
            out.say("Nothing was written.");
            return Err(Ended::Code(1));
        }
    }
    plan.apply()?;
    plan.report(given.json, out)
}

fn ask(
    given: &New,
    project: &Project,
    today: Date,
    interview: &mut Interview<'_>,
    out: &mut Out,
) -> Result<Answers, Ended> {
    let folder = project.root.file_name().map(|name| name.to_string_lossy().into_owned());
    let known = project.repository.as_deref().and_then(|name| name.rsplit('/').next());
    let name = given.name.clone().or(known.map(str::to_owned)).or(folder);
    let name = name.unwrap_or_default();
    let name = answers::words(&name).map_err(|why| Ended::Usage(format!("--name: {why}")))?;
    let slug = given.slug.clone().unwrap_or_else(|| answers::slug_of(&name));
    let slug =
        answers::slug(&slug).map_err(|why| Ended::Usage(format!("--slug {slug:?}: {why}")))?;
    out.say(&format!("A security policy for {name} ({slug})."));
    let mut say =
        |asks: &str, option: &str, given: &Option<String>, or: Option<String>, read: Read<'_>| {
            let question = Question { asks, option, given: given.as_deref(), or };
            interview.ask(&question, read, out)
        };
    let summary = given.summary.clone().or_else(|| Some("A software project.".to_owned()));
    let text = |text: &str| answers::words(text).map(Answer::Text);
    let web = |text: &str| answers::web(text).map(Answer::Text);
    let address = |text: &str| answers::address(text).map(Answer::Text);
    let homepage = match (&given.homepage, &project.homepage) {
        (None, Some(found)) => found.clone(),
        (asked, _) => say("Where is the project's site?", "--homepage", asked, None, &web)?.text(),
    };
    let summary = say("", "--summary", &summary, None, &text)?.text();
    let form = homepage
        .strip_prefix("https://github.com/")
        .map(|_| format!("{homepage}/security/advisories/new"));
    let asks = "1/6 Where can a reporter write to you in private? A mail address or a web address.";
    let contact = say(asks, "--contact", &given.contact, form, &address)?.text();
    let asks = "2/6 Within which time does a person answer?";
    let or = Some("5 business days".to_owned());
    let read = |text: &str| answers::limit(text).map(Answer::Limit);
    let Answer::Limit(answer) = say(asks, "--answer-within", &given.answer_within, or, &read)?
    else {
        return Err(Ended::Usage("--answer-within: no time".to_owned()));
    };
    let asks = "3/6 Which versions get fixes, and until when? Such as: 1.x until 2030-01-01, 2.x";
    let or = Some("latest".to_owned());
    let read = |text: &str| answers::versions(text, today).map(Answer::Lines);
    let Answer::Lines(versions) = say(asks, "--versions", &given.versions, or, &read)? else {
        return Err(Ended::Usage("--versions: no line".to_owned()));
    };
    let asks = "4/6 Do you pay a bounty? no, or a sentence that says what you offer.";
    let no = Some("no".to_owned());
    let read = |text: &str| answers::bounty(text).map(Answer::Maybe);
    let bounty = say(asks, "--bounty", &given.bounty, no, &read)?.maybe();
    let asks = "5/6 May a reporter stay anonymous? yes or no.";
    let read = |text: &str| answers::yes(text).map(Answer::Yes);
    let yes = Some("yes".to_owned());
    let anonymous =
        matches!(say(asks, "--anonymous", &given.anonymous, yes, &read)?, Answer::Yes(true));
    let asks = "6/6 Whom can a reporter turn to when you do not answer? An address, or none.";
    let none = Some("none".to_owned());
    let read = |text: &str| answers::escalation(text).map(Answer::Maybe);
    let escalation = say(asks, "--escalation", &given.escalation, none, &read)?.maybe();
    Ok(Answers {
        name,
        slug,
        homepage,
        summary,
        contact,
        answer,
        versions,
        bounty,
        anonymous,
        escalation,
    })
}

/// Reads an answer.
type Read<'r> = &'r dyn Fn(&str) -> Result<Answer, String>;

/// An answer that was read.
enum Answer {
    Text(String),
    Limit(domain::policy::Limit),
    Lines(Vec<answers::Line>),
    Maybe(Option<String>),
    Yes(bool),
}

impl Answer {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            _ => String::new(),
        }
    }

    fn maybe(self) -> Option<String> {
        match self {
            Self::Maybe(maybe) => maybe,
            _ => None,
        }
    }
}

/// A path as it is shown.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
