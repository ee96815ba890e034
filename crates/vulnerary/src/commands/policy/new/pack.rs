//! The pack that the answers make: settings written out, general clauses as they are.

use super::answers::{Answers, Identity, Line};
use domain::policy::{Limit, Unit};
use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Facts and clauses that hold for most projects.
static GENERAL: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/commands/policy/new/pack");

/// How long something is kept secret at most; after that a reporter may publish.
const CAP_DAYS: u32 = 90;

/// Every file of the pack, by path.
pub(super) fn files(answers: &Answers, today: Date) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![&GENERAL];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            files.insert(file.path().display().to_string(), file.contents().to_vec());
        }
    }
    files.insert("policy.toml".to_owned(), settings(answers, today).into_bytes());
    files.insert("lines.json".to_owned(), lines(&answers.versions, today).into_bytes());
    files.insert("threat/THANKS.toml".to_owned(), thanks(answers).into_bytes());
    files
}

/// A text as TOML writes it: JSON's strings are TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn limit(limit: Limit) -> String {
    let unit = match limit.unit {
        Unit::Hours => "hours",
        Unit::Days => "days",
        Unit::BusinessDays | Unit::WeekDays => "business-days",
    };
    format!("{{ n = {}, unit = \"{unit}\" }}", limit.n)
}

fn clock(id: &str, title: &str, n: Limit, stops: &str, right: bool, says: &str) -> String {
    let right = if right { "right = true\n" } else { "" };
    format!(
        "\n[[clock]]\nid = \"{id}\"\ntitle = {}\nlimit = {}\nstarts = \"receipt\"\n\
         stops = \"{stops}\"\n{right}says = {}\n",
        quoted(title),
        limit(n),
        quoted(says)
    )
}

fn contact(address: &str, how: &str, says: &str) -> String {
    let (how, address, says) = (quoted(how), quoted(address), quoted(says));
    format!("\n[[contact]]\nhow = {how}\naddress = {address}\nsays = {says}\n")
}

fn settings(answers: &Answers, today: Date) -> String {
    let Identity { name, slug, homepage, summary } = &answers.project;
    let mut out = format!(
        "# The settings of the policy; docs/guide/policy.md explains them.\nid = {}\n\
         version = \"1\"\n\n[project]\nname = {}\nslug = {}\nhomepage = {}\nsummary = {}\n",
        quoted(slug),
        quoted(name),
        quoted(slug),
        quoted(homepage),
        quoted(summary)
    );
    let how = if answers.contact.contains("://") { "form" } else { "mail" };
    let who = if answers.anonymous {
        "Report here, in private. You need not say who you are."
    } else {
        "Report here, in private, and say who you are; we do not pass it on without asking you."
    };
    out.push_str(&contact(&answers.contact, how, who));
    if let Some(address) = &answers.escalation {
        let says = "When nobody answers: turn to this address once the right below has opened.";
        out.push_str(&contact(address, "escalation", says));
    }
    out.push_str("\n[calendar]\nzone = \"UTC\"\n");
    out.push_str("working = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\n");
    out.push_str(&clocks(answers));
    out.push_str(&format!(
        "\n[embargo]\ndefault_days = 45\ncap_days = {CAP_DAYS}\nsays = {}\n",
        quoted(
            "We keep a report to ourselves until a fix is out, and tell the reporter the date of \
             the announcement beforehand."
        )
    ));
    let series = slug.to_uppercase();
    out.push_str(&format!(
        "\n[advisory]\nid_format = \"{series}-{{year}}-{{n}}\"\nfirst = 1\npackage = {}\n\
         \n[[channel]]\nid = \"site\"\ntitle = \"Advisories\"\nkind = \"site\"\naddress = {}\n",
        quoted(slug),
        quoted(homepage)
    ));
    out.push_str(&format!(
        "\n[safe_harbour]\nsays = {}\n",
        quoted(
            "Whoever keeps to the rules of this policy acts in good faith: we will not take legal action \
             against them, nor ask others to."
        )
    ));
    out.push_str(RULES);
    if let Some(says) = &answers.bounty {
        out.push_str(&format!("\n[bounty]\nsince = {today}\nsays = {}\n", quoted(says)));
    }
    out.push_str("\n[default]\nverdict = \"normal-bug\"\nclause = \"REST\"\n");
    out
}

const RULES: &str = r#"
[[reporter_rule]]
id = "R-1"
says = "Try things out on machines of your own, and leave other people's data alone."

[[reporter_rule]]
id = "R-2"
says = "Say step by step how to see the problem, with the smallest proof that shows it."
"#;

fn clocks(answers: &Answers) -> String {
    let answer = answers.answer;
    let twice = Limit { n: answer.n * 2, unit: answer.unit };
    let cap = Limit { n: CAP_DAYS, unit: Unit::Days };
    let mut out = clock(
        "acknowledgement",
        "First answer",
        answer,
        "reply",
        false,
        "A person answers and says what happens next.",
    );
    let decision = Limit { n: 30, unit: Unit::Days };
    let says = "We say whether it is a vulnerability, and why.";
    out.push_str(&clock("decision", "Decision", decision, "decision", false, says));
    if let Some(address) = &answers.escalation {
        let says = format!("If nobody has answered by then, turn to {address}.");
        out.push_str(&clock("escalation", "Asking elsewhere", twice, "reply", true, &says));
    }
    let says = "If nothing has been published by then, you are free to publish what you found.";
    let title = "Publishing on your own";
    out.push_str(&clock("publish-yourself", title, cap, "publication", true, says));
    out
}

fn lines(versions: &[Line], today: Date) -> String {
    let lines: Vec<String> = versions
        .iter()
        .map(|line| {
            let id = quoted(&line.id);
            format!("  {id}: {{ \"start\": \"{today}\", \"end\": \"{}\" }}", line.end)
        })
        .collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

fn thanks(answers: &Answers) -> String {
    let money = match &answers.bounty {
        Some(_) => "The bounty has a chapter of its own.",
        None => "We pay no bounty.",
    };
    let named = if answers.anonymous {
        "Whoever wants to is named in the advisory; whoever does not stays unnamed."
    } else {
        "Whoever wants to is named in the advisory."
    };
    format!(
        "id = \"THANKS\"\nkind = \"rationale\"\norder = 95\nsince = 2000-01-01\n\
         title = \"Thanks\"\ntext = {}\n",
        quoted(&format!("{money} {named}"))
    )
}
