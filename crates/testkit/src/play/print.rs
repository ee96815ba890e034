//! A short play as a test, in the language that tests are written in.

use super::script::{Deed, Of, Seen, Step};
use super::shrink::Short;
use crate::fault::Fault;
use std::fmt::Write as _;

/// A test with this name that plays these steps in a world that is made like this, and fails.
pub fn print(name: &str, world: &str, short: &Short) -> String {
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let mut text = format!(
        "/// {}: {}\n#[tokio::test]\npub(crate) async fn {}() -> Result<(), testkit::Finding> {{\n    use testkit::*;\n    #[rustfmt::skip]\n    let steps = [\n",
        short.finding.rule,
        short.finding.says.replace('\n', " "),
        name.to_lowercase(),
    );
    for step in &short.steps {
        let _ = writeln!(text, "        {},", expression(step));
    }
    let _ = write!(text, "    ];\n    retell({world}, &steps).await\n}}\n");
    text
}

fn quoted(text: &str) -> String {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

fn fault(fault: Option<&Fault>) -> String {
    fault.map_or(String::new(), |Fault { site, when, how, skip }| {
        format!(".failing(Site::{site:?}, When::{when:?}, How::{how:?}, {skip})")
    })
}

fn keyed(key: Option<&String>) -> String {
    key.map_or(String::new(), |key| format!(".keyed({key:?})"))
}

fn expression(step: &Step) -> String {
    match step {
        Step::Report { number, who, draft, key, fault: failing } => {
            let draft = quoted(&serde_json::to_string(draft).expect("a draft is plain data"));
            let (key, failing) = (keyed(key.as_ref()), fault(failing.as_ref()));
            format!("report({number}, {:?}, {draft}){key}{failing}", who.word())
        }
        Step::ReportAgain { fault: failing } => {
            format!("Step::ReportAgain {{ fault: None }}{}", fault(failing.as_ref()))
        }
        Step::Does(deed) => does(deed),
        Step::Works { faults } if faults.len() == 1 => {
            format!("works(){}", fault(faults[0].as_ref()))
        }
        Step::Works { faults } => format!("Step::Works {{ faults: vec!{} }}", faults_of(faults)),
        Step::Passes { minutes } => format!("Step::Passes {{ minutes: {minutes} }}"),
        Step::EndComes { of, seconds } => {
            format!("Step::EndComes {{ of: {of}, seconds: {seconds} }}")
        }
        Step::Restarts { policy } => format!("Step::Restarts {{ policy: {policy:?} }}"),
        Step::Looks { who, of, fault: failing } => {
            format!("looks({:?}, Of::{of:?}){}", who.word(), fault(failing.as_ref()))
        }
        Step::Searches { who, of } => {
            format!("Step::Searches {{ who: Who::read({:?}), of: {of} }}", who.word())
        }
        Step::WorkTogether => "Step::WorkTogether".to_owned(),
        Step::EverybodyLooks => "Step::EverybodyLooks".to_owned(),
        Step::Together { of, verb, given, apart } => {
            let given = quoted(&given.to_string());
            format!("together({verb:?}, Of::{of:?}, {given}, {apart})")
        }
    }
}

fn faults_of(faults: &[Option<Fault>]) -> String {
    let each = faults.iter().map(|one| match one {
        None => "None".to_owned(),
        Some(Fault { site, when, how, skip }) => format!(
            "Some(Fault {{ site: Site::{site:?}, when: When::{when:?}, how: How::{how:?}, \
             skip: {skip} }})"
        ),
    });
    format!("[{}]", each.collect::<Vec<_>>().join(", "))
}

fn does(deed: &Deed) -> String {
    let Deed { who, of, verb, given, seen, key, fault: failing } = deed;
    let (number, nothing) = match of {
        Of::Report(number) => (*number, String::new()),
        Of::Nothing(chance) => (0, format!(".on_nothing({chance})")),
    };
    let seen = match seen {
        Seen::Unsaid => String::new(),
        seen => format!(".having_seen(Seen::{seen:?})"),
    };
    let given = quoted(&given.to_string());
    let (key, failing) = (keyed(key.as_ref()), fault(failing.as_ref()));
    format!("does({:?}, {verb:?}, {number}, {given}){nothing}{seen}{key}{failing}", who.word())
}
