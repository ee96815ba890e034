//! `vulnerary policy new`: interview a maintainer, show the plan, write a pack and its SECURITY.md.

mod answers;
mod interview;
mod pack;
mod write;

use super::project::{self, Project};
use crate::{Ended, Out};
use answers::{Answers, Identity};
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
    let project = project_of(given, &project, &mut interview, out)?;
    let answers = ask(given, project, today, &mut interview, out)?;
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

/// Name, slug, site and summary: found where they can be, else asked for.
fn project_of(
    given: &New,
    found: &Project,
    interview: &mut Interview<'_>,
    out: &mut Out,
) -> Result<Identity, Ended> {
    let folder = found.root.file_name().map(|name| name.to_string_lossy().into_owned());
    let known = found.repository.as_deref().and_then(|name| name.rsplit('/').next());
    let name = given.name.clone().or(known.map(str::to_owned)).or(folder);
    let name = name.unwrap_or_default();
    let name = answers::words(&name).map_err(|why| Ended::Usage(format!("--name: {why}")))?;
    let slug = given.slug.clone().unwrap_or_else(|| answers::slug_of(&name));
    let slug =
        answers::slug(&slug).map_err(|why| Ended::Usage(format!("--slug {slug:?}: {why}")))?;
    out.say(&format!("A security policy for {name} ({slug})."));
    let homepage = match (&given.homepage, &found.homepage) {
        (None, Some(found)) => found.clone(),
        (asked, _) => {
            let (asks, option, or) = ("Where is the project's site?", "--homepage", None);
            let question = Question { asks, option, given: asked.as_deref(), or };
            interview.ask(&question, answers::web, out)?
        }
    };
    let summary = given.summary.as_deref().unwrap_or("A software project.");
    let summary =
        answers::words(summary).map_err(|why| Ended::Usage(format!("--summary: {why}")))?;
    Ok(Identity { name, slug, homepage, summary })
}

/// The six questions, the options that answer them, and what Enter takes.
const SIX: [(&str, &str, &str); 6] = [
    (
        "1/6 Where can a reporter write to you in private? A mail address or a web address.",
        "--contact",
        "",
    ),
    ("2/6 Within which time does a person answer?", "--answer-within", "5 business days"),
    (
        "3/6 Which versions get fixes, and until when? Such as: 1.x until 2030-01-01, 2.x",
        "--versions",
        "latest",
    ),
    ("4/6 Do you pay a bounty? no, or a sentence that says what you offer.", "--bounty", "no"),
    ("5/6 May a reporter stay anonymous? yes or no.", "--anonymous", "yes"),
    (
        "6/6 Whom can a reporter turn to when you do not answer? An address, or none.",
        "--escalation",
        "none",
    ),
];

/// One of the six, which the command line may have answered.
fn question(n: usize, given: &Option<String>) -> Question<'_> {
    let (asks, option, or) = SIX[n];
    let or = Some(or.to_owned()).filter(|or| !or.is_empty());
    Question { asks, option, given: given.as_deref(), or }
}

fn ask(
    given: &New,
    project: Identity,
    today: Date,
    interview: &mut Interview<'_>,
    out: &mut Out,
) -> Result<Answers, Ended> {
    let mut contact = question(0, &given.contact);
    let forge = project.homepage.starts_with("https://github.com/");
    contact.or = forge.then(|| format!("{}/security/advisories/new", project.homepage));
    let versions = |text: &str| answers::versions(text, today);
    Ok(Answers {
        project,
        contact: interview.ask(&contact, answers::address, out)?,
        answer: interview.ask(&question(1, &given.answer_within), answers::limit, out)?,
        versions: interview.ask(&question(2, &given.versions), versions, out)?,
        bounty: interview.ask(&question(3, &given.bounty), answers::bounty, out)?,
        anonymous: interview.ask(&question(4, &given.anonymous), answers::yes, out)?,
        escalation: interview.ask(&question(5, &given.escalation), answers::escalation, out)?,
    })
}

/// A path as it is shown.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
