//! What a project asks of a report: whoever leaves it out is asked once, loses nothing, and may send it
//! anyway.

use crate::mail::come_in::mail;
use crate::place::everywhere;
use app::mail::Received;
use domain::intake::{fields_of, lacking};
use std::collections::BTreeMap;
use testkit::{Watch, World, draft, files};

const FIELDS: &str = r#"
[[report_field]]
id = "steps"
title = "Steps"
says = "Every step from a fresh installation to what you saw."
wanted = true

[[report_field]]
id = "proof"
title = "Proof"
says = "The smallest script that shows it."
wanted = true
file = true

[[report_field]]
id = "setting"
title = "Setting"
says = "Where you run it."
"#;

/// The policy with fields of its own.
pub(crate) async fn with_fields(world: &mut World) {
    let mut all = files();
    let text = String::from_utf8(all["policy.toml"].clone()).expect("text");
    all.insert("policy.toml".to_owned(), format!("{text}{FIELDS}").into_bytes());
    world.change_policy(&all).await;
}

async fn asked_once(mut world: World) {
    with_fields(&mut world).await;
    let bare = draft("two headers end the process");
    let Err(app::Error::Invalid(asks)) = world.report(&bare).await else { panic!("it is asked") };
    assert!(asks[0].starts_with("fields.steps: Steps is not there (Every step"), "{asks:?}");
    assert!(asks[1].starts_with("fields.proof: Proof is not there"), "{asks:?}");
    assert!(asks[1].ends_with("; a file does as well"), "{asks:?}");
    assert!(asks[2].starts_with("anyway: ") && asks[2].contains("\"anyway\""), "{asks:?}");
    assert_eq!(asks.len(), 3, "what is not wanted is not asked for");
    // The same words once more, and it is taken.
    let mut anyway = bare.clone();
    anyway.anyway = true;
    let (id, _) = world.report(&anyway).await.expect("it is taken");
    let case = world.case(&id).await;
    assert_eq!(lacking(&case, &world.app.policy), ["Steps", "Proof"]);
    // What is there is kept, and asked for no more.
    let mut whole = bare.clone();
    whole.fields.insert("steps".to_owned(), " Install, then send. ".to_owned());
    whole.fields.insert("proof".to_owned(), "curl".to_owned());
    whole.fields.insert("setting".to_owned(), "  ".to_owned());
    let (id, _) = world.report(&whole).await.expect("all is there");
    let case = world.case(&id).await;
    let kept = [("proof", "curl"), ("steps", "Install, then send.")];
    let kept = kept.map(|(id, text)| (id.to_owned(), text.to_owned()));
    assert_eq!(fields_of(&case), BTreeMap::from(kept));
    assert_eq!(lacking(&case, &world.app.policy), Vec::<String>::new());
    // What is wrong is said first, and a field that nobody knows is no place for words.
    let mut strange = bare.clone();
    strange.fields.insert("step".to_owned(), "x".to_owned());
    let Err(app::Error::Invalid(wrong)) = world.report(&strange).await else { panic!("refused") };
    assert_eq!(wrong, ["fields: no such field \"step\"; did you mean \"steps\"?"]);
    Watch::default().everything(&world).await.expect("nothing is wrong");
}

#[tokio::test]
async fn what_lacks_is_asked_for_once_and_may_be_left_out() {
    println!("{}", everywhere(asked_once).await);
}

async fn by_mail(mut world: World) {
    with_fields(&mut world).await;
    let one = mail("ana@example.org", "1", "two headers", "send two headers");
    let Ok(Received::Filed(id)) = one.comes(&world).await else { panic!("a mail is taken") };
    let case = world.case(&id).await;
    assert_eq!(lacking(&case, &world.app.policy), ["Steps", "Proof"]);
    world.drain().await.expect("jobs run");
    assert_eq!(world.spool.answered().len(), 1);
}

#[tokio::test]
async fn a_report_by_mail_is_taken_and_asked_in_the_answer() {
    println!("{}", everywhere(by_mail).await);
}
