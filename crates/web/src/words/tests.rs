//! The words in the program: whole in English, the same shape in every language, and each of them used.

use super::faults::{faults, known, messages};
use super::language::{WordFile, Words, built_in_files};
use super::{SPOKEN, Spoken, built_in, choose, day, own, say, theirs};
use axum::http::HeaderMap;
use fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

fn spoken_in<T>(tag: &str, make: impl FnOnce() -> T) -> T {
    let words = built_in();
    let page = words.place(tag).unwrap();
    let own = Arc::from("en");
    SPOKEN.sync_scope(Spoken { words, page, asked: page, own, again: false }, make)
}

fn ids(tag: &str) -> BTreeMap<String, super::faults::Uses> {
    let files = built_in_files();
    let files: Vec<&WordFile> = files.iter().filter(|file| file.language == tag).collect();
    known(&files)
}

fn sources(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let of_tests = path.ends_with("words/tests.rs");
        match path.extension().and_then(|one| one.to_str()) {
            None => sources(&path, all),
            Some("rs" | "html") if !of_tests => {
                all.push_str(&std::fs::read_to_string(&path).unwrap());
            }
            Some(_) => {}
        }
    }
}

/// All that the program says: what is between quotes.
fn quoted() -> BTreeSet<String> {
    let (mut text, root) = (String::new(), Path::new(env!("CARGO_MANIFEST_DIR")));
    sources(&root.join("src"), &mut text);
    sources(&root.join("templates"), &mut text);
    text.split('"').map(str::to_owned).collect()
}

fn said() -> BTreeSet<String> {
    let (mut text, root) = (String::new(), Path::new(env!("CARGO_MANIFEST_DIR")));
    sources(&root.join("src"), &mut text);
    sources(&root.join("templates"), &mut text);
    let said = text.split("say(\"").skip(1).filter_map(|rest| rest.split('"').next());
    said.map(str::to_owned).collect()
}

/// Beginnings of messages whose ends are words of the domain.
const FAMILIES: &[&str] = &[
    "severity-",
    "verdict-",
    "clauses-",
    "phase-",
    "world-",
    "part-as-",
    "verb-",
    "field-",
    "choice-",
];

/// The moves that people outside the team are shown.
const MOVES: &[(&str, &str)] = &[
    ("case", "answer"),
    ("case", "contact"),
    ("case", "withdraw"),
    ("case", "tried"),
    ("case", "reopen"),
    ("world", "allege"),
    ("embargo", "propose"),
    ("embargo", "accept"),
    ("embargo", "reject"),
    ("embargo", "retract"),
    ("participant", "answer"),
    ("participant", "decline"),
    ("participant", "leave"),
    ("sanction", "appeal"),
];

#[test]
fn each_move_of_people_outside_has_its_words_and_says_what_other_doors_say() {
    let english = ids("en");
    for (group, name) in MOVES {
        let verb = app::find_verb(group, name).unwrap();
        for part in ["", "-button", "-done"] {
            let id = format!("verb-{group}-{name}{part}");
            assert!(english.contains_key(&id), "{id}");
        }
        let same = |id: String, says: &str| {
            if let Some(said) = say(id.clone()).text_if_known() {
                assert_eq!(said, says, "{id}");
            }
        };
        same(format!("verb-{group}-{name}-says"), verb.says);
        for field in verb.fields.iter().filter(|one| !["terms", "number"].contains(&one.name)) {
            let id = format!("field-{group}-{name}-{}", field.name.replace('_', "-"));
            assert!(english.contains_key(&id), "{id}");
            same(format!("{id}-says"), field.says);
        }
    }
}

#[test]
fn each_message_that_the_program_says_exists_in_english() {
    let english = ids("en");
    let lacks: Vec<String> = said().into_iter().filter(|id| !english.contains_key(id)).collect();
    assert!(lacks.is_empty(), "{lacks:?}");
}

#[test]
fn each_message_in_english_is_said_somewhere() {
    let quoted = quoted();
    let of_family = |id: &str| FAMILIES.iter().any(|family| id.starts_with(family));
    let idle: Vec<String> =
        ids("en").into_keys().filter(|id| !quoted.contains(id) && !of_family(id)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn words_of_the_domain_have_their_messages() {
    let english = ids("en");
    let has = |id: String| assert!(english.contains_key(&id), "{id}");
    domain::triage::VerdictKind::ALL.iter().for_each(|(word, _)| has(format!("verdict-{word}")));
    domain::triage::ClauseKind::ALL.iter().for_each(|(word, _)| has(format!("clauses-{word}")));
    domain::world::WorldKind::ALL.iter().for_each(|(word, _)| has(format!("world-{word}")));
    domain::embargo::Tlp::ALL.iter().for_each(|(word, _)| has(format!("choice-{word}")));
    domain::case::Phase::ALL.iter().for_each(|one| has(format!("phase-{}", one.word())));
    for kind in ["reporter", "vendor", "coordinator", "recipient"] {
        has(format!("part-as-{kind}"));
    }
    use domain::advisory::Severity::{Critical, High, Low, Medium, None};
    for severity in [None, Low, Medium, High, Critical] {
        has(format!("severity-{}", severity.word()));
    }
}

#[test]
fn every_language_has_every_message_with_what_it_is_told() {
    let english = ids("en");
    for tag in built_in().tags() {
        let theirs = ids(&tag);
        let keys = |all: &BTreeMap<String, _>| all.keys().cloned().collect::<BTreeSet<_>>();
        let (ours, given) = (keys(&english), keys(&theirs));
        let lacks: Vec<_> = ours.difference(&given).collect();
        let strange: Vec<_> = given.difference(&ours).collect();
        assert!(lacks.is_empty() && strange.is_empty(), "{tag} lacks {lacks:?}, adds {strange:?}");
        for (id, uses) in theirs {
            assert_eq!(uses.variables, english[&id].variables, "{tag}: {id}");
        }
    }
}

#[test]
fn no_file_has_faults_and_no_message_is_written_twice() {
    let files = built_in_files();
    let english: Vec<&WordFile> = files.iter().filter(|file| file.language == "en").collect();
    let (known, mut seen) = (known(&english), BTreeSet::new());
    for file in &files {
        let resource = match FluentResource::try_new(file.text.clone()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        assert_eq!(faults(file, &resource, &known), Vec::<String>::new());
        for (id, _) in messages(&resource) {
            assert!(seen.insert((file.language.clone(), id.clone())), "{}: {id}", file.place);
        }
    }
}

fn of(language: &str, text: &str) -> Result<Words, Vec<String>> {
    let place = format!("words/{language}/mine.ftl");
    Words::with(&[WordFile { language: language.to_owned(), place, text: text.to_owned() }])
}

#[test]
fn a_file_of_an_operator_adds_a_language_and_overrides_words() {
    let words = of("de", "language-name = Deutsch\nnav-report = Melden\n").unwrap();
    assert_eq!(words.tags(), ["en", "ar", "es", "de"]);
    let place = words.place("de").unwrap();
    let none = fluent_bundle::FluentArgs::new();
    assert_eq!(words.format(place, "nav-report", &none), "Melden");
    assert_eq!(words.format(place, "nav-track", &none), "Track", "what it lacks is English");
    let words = of("es", "nav-report = Avisar\n").unwrap();
    assert_eq!(words.format(words.place("es").unwrap(), "nav-report", &none), "Avisar");
}

#[test]
fn a_fault_is_refused_with_its_place() {
    let wrong = |language: &str, text: &str| of(language, text).unwrap_err().join("\n");
    let says = wrong("de", "language-name = Deutsch\n\nnav-report = { $n \n");
    assert!(says.starts_with("words/de/mine.ftl:3: "), "{says}");
    let says = wrong("de", "# ok\nreport-heading = Melden in { $projekt }\n");
    let wanted =
        "words/de/mine.ftl:2: report-heading: $projekt is not known here; it is told $project";
    assert_eq!(says, wanted);
    let says = wrong("de", "page-brand = <script>x</script>{ $project }\n");
    assert!(says.contains("only <a>, <b> and <code> may stand here"), "{says}");
    let says = wrong("de", "front-no-promises = Die Richtlinie sagt es.\n");
    assert!(says.contains("<a> of the English text is missing"), "{says}");
    let says = wrong("de", "nav-track = { \"<b>\" }\n");
    assert!(says.contains("no angle brackets"), "{says}");
    let says = wrong("../de", "nav-track = x\n");
    assert!(says.contains("is no tag of a language"), "{says}");
}

#[test]
fn what_a_message_is_told_is_escaped_and_links_are_ours() {
    let html = say("front-found").with("project", "<b>&\"</b>").to_string();
    assert!(html.contains("&lt;b&gt;&amp;&quot;&lt;/b&gt;"), "{html}");
    let html = say("front-no-promises").link("/policy").to_string();
    assert!(html.contains("<a href=\"/policy\">policy</a>"), "{html}");
    let html = say("page-brand").with("project", "<b>x</b> \u{e000}0\u{e001}").to_string();
    assert_eq!(html, "<b>&lt;b&gt;x&lt;/b&gt; \u{e000}0\u{e001}</b> security");
    assert_eq!(own().to_string(), "");
    spoken_in("ar", || {
        assert_eq!(own().to_string(), " lang=\"en\" dir=\"ltr\"");
        assert_eq!(theirs("a < b").to_string(), "<span lang=\"en\" dir=\"ltr\">a &lt; b</span>");
    });
}

#[test]
fn a_message_cannot_leave_the_attribute_that_it_stands_in() {
    let words = of("de", "draft-kept = \" onload=\"x & <b>\n").map_err(|wrong| wrong.join("\n"));
    assert!(words.unwrap_err().contains("<b> and </b> belong together"));
    let words = Arc::new(of("de", "draft-kept = \" onload=\"x & y\n").unwrap());
    let (page, own) = (words.place("de").unwrap(), Arc::from("en"));
    let spoken = Spoken { words, page, asked: page, own, again: false };
    let html = SPOKEN.sync_scope(spoken, || say("draft-kept").to_string());
    assert_eq!(html, "&quot; onload=&quot;x &amp; y");
}

#[test]
fn plurals_and_days_follow_the_rules_of_the_language() {
    let days = |n: u64| say("limit-days").count("n", n).text();
    assert_eq!(spoken_in("es", || [1, 2].map(days)), ["1 día", "2 días"]);
    let arabic = spoken_in("ar", || [1, 2, 3, 11, 100].map(days));
    let bare = arabic.map(|text| text.replace(['\u{2068}', '\u{2069}'], ""));
    assert_eq!(bare, ["يوم واحد", "يومان", "3 أيام", "11 يومًا", "100 يوم"]);
    let date = jiff::civil::date(2026, 3, 2);
    assert_eq!(day(date), "2026-03-02");
    assert_eq!(spoken_in("es", || day(date)), "2 de marzo de 2026");
    assert_eq!(spoken_in("ar", || day(date)), "2 مارس 2026");
}

#[test]
fn a_browser_gets_the_language_that_it_asks_for_before_others() {
    let words = built_in();
    let best = |asked: &str| {
        let mut headers = HeaderMap::new();
        headers.insert("accept-language", asked.parse().unwrap());
        choose::accepted(&words, &headers).map(|place| words.tags()[place].clone())
    };
    assert_eq!(best("es-MX, en;q=0.5").as_deref(), Some("es"));
    assert_eq!(best("ar-EG").as_deref(), Some("ar"));
    assert_eq!(best("fr, ar;q=0.8, es;q=0.2").as_deref(), Some("ar"));
    assert_eq!(best("en-US,en;q=0.9,es;q=0.8").as_deref(), Some("en"));
    for nothing in ["", "fr", "*", ";;;", "\u{7f}", &"x,".repeat(100_000)] {
        if let Ok(value) = axum::http::HeaderValue::from_str(nothing) {
            let headers = HeaderMap::from_iter([(axum::http::header::ACCEPT_LANGUAGE, value)]);
            assert_eq!(choose::accepted(&words, &headers), None, "{nothing:.20}");
        }
    }
}
