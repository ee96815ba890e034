//! Reports from elsewhere: brought here once, with all that was said there.

use crate::place::everywhere;
use app::Error;
use app::intake::{Standing, import, standing};
use domain::access::Actor;
use domain::case::{Audience, By, Fact};
use domain::intake::{ImportSource, Imported, ImportedFile, ImportedWords};
use domain::party::ConsentState;
use testkit::{Fault, How, Site, Watch, When, World};

fn record(id: &str, closed: bool) -> Imported {
    let at = |text: &str| text.parse().expect("an instant");
    Imported {
        source: ImportSource::Hackerone,
        id: id.to_owned(),
        url: Some(format!("https://hackerone.com/reports/{id}")),
        title: "A header that hangs".to_owned(),
        body: "Send it twice.".to_owned(),
        version: String::new(),
        reporter: "octavia".to_owned(),
        state: if closed { "resolved" } else { "triaged" }.to_owned(),
        facts: vec![("Severity there".to_owned(), "high".to_owned())],
        reported_at: at("2024-01-02T03:04:05Z"),
        closed_at: closed.then(|| at("2024-02-03T04:05:06Z")),
        words: vec![ImportedWords {
            at: at("2024-01-03T03:04:05Z"),
            by: "ada".to_owned(),
            internal: true,
            text: "I can see it, too.".to_owned(),
        }],
        files: vec![ImportedFile { name: "poc.py".to_owned(), length: Some(12) }],
    }
}

async fn once(mut world: World) {
    let lead = world.ctx(&world.actor("lead"));
    let open = record("1337", false);
    assert_eq!(standing(&lead, &open).await.expect("a lead may"), Standing::New);
    let files = world.received(&lead, &[("poc.py", b"print(1)")]).await.expect("it comes");
    let (id, new) = import(&lead, &open, files.all()).await.expect("it is brought here");
    assert!(new);
    let case = world.case(&id).await;
    assert_eq!(case.title(), "A header that hangs");
    assert_eq!(case.consent.state, ConsentState::Left, "nobody outside is bound");
    assert_eq!(case.received_at, world.now, "nothing is dated back");
    assert!(!case.clocks.is_empty() && case.attachments.len() == 1);
    let events = world.events(&id).await;
    assert!(events.iter().all(|event| matches!(event.by, By::Person(_))));
    let told = events.iter().find_map(|event| match &event.fact {
        Fact::Imported { reported_at, closed_at, .. } => Some((*reported_at, *closed_at)),
        _ => None,
    });
    assert_eq!(told, Some((open.reported_at, None)));
    let notes: Vec<_> = case.messages.iter().filter(|one| one.to == Audience::Team).collect();
    let notes = notes.iter().filter_map(|one| one.body.as_deref()).collect::<String>();
    for words in ["1337", "octavia", "high", "I can see it, too.", "internal there", "poc.py, 12"] {
        assert!(notes.contains(words), "{words} is kept: {notes}");
    }
    // Again, and once more after it changed there: it is the same case, and stays as it is.
    let version = case.version;
    assert_eq!(import(&lead, &open, &[]).await.expect("it is here"), (id.clone(), false));
    let changed = Imported { state: "resolved".to_owned(), ..open.clone() };
    assert_eq!(standing(&lead, &changed).await.expect("it is"), Standing::Changed(id.clone()));
    assert_eq!(import(&lead, &changed, &[]).await.expect("it is here"), (id.clone(), false));
    assert_eq!(world.case(&id).await.version, version);
    // What ended there starts no clock.
    let (ended, _) = import(&lead, &record("7", true), &[]).await.expect("it is brought here");
    assert!(world.case(&ended).await.clocks.is_empty());
    // A process that dies after the unit was written does not double it.
    world.faults.arm(Fault { site: Site::Commit, when: When::After, how: How::Crash, skip: 0 });
    import(&lead, &record("8", false), &[]).await.expect_err("the process dies");
    world.restart();
    let lead = world.ctx(&world.actor("lead"));
    assert!(!import(&lead, &record("8", false), &[]).await.expect("it is here").1);
    Watch::default().everything(&world).await.unwrap_or_else(|finding| panic!("{finding}"));
}

#[tokio::test]
async fn a_report_from_elsewhere_is_brought_here_once() {
    println!("{}", everywhere(once).await);
}

#[tokio::test]
async fn only_who_may_take_cases_brings_them() {
    let world = World::new(9).await;
    for actor in [Actor::Anonymous, world.actor("auditor"), world.actor("admin")] {
        let refused = import(&world.ctx(&actor), &record("1", false), &[]).await.unwrap_err();
        assert!(matches!(refused, Error::NotAllowed(_) | Error::NotThere), "{refused:?}");
    }
    let lead = world.ctx(&world.actor("lead"));
    let mut blank = record("2", false);
    (blank.title, blank.body) = (" ".to_owned(), String::new());
    let refused = import(&lead, &blank, &[]).await.unwrap_err();
    assert_eq!(refused, Error::Invalid(vec!["it has no title".into(), "it has no text".into()]));
    // Longer than a report may be, and not a word is lost.
    let long = Imported { body: "word ".repeat(30_000), ..record("3", false) };
    let (id, _) = import(&lead, &long, &[]).await.expect("it is brought here");
    let case = world.case(&id).await;
    let text = case.report_text.as_ref().map_or(0, |text| text.get("body").matches("word").count());
    let notes = case.messages.iter().filter_map(|one| one.body.as_deref());
    let rest: usize = notes.map(|body| body.matches("word").count()).sum();
    assert!((29_998..=30_000).contains(&(text + rest)), "{text} and {rest}");
}
