//! What lies in a database, in its log, in backups and in shipped units is sealed: whoever copies all of
//! them reads ids, states and instants, and whoever writes to them makes nobody believe it.

use crate::place::{dump, in_places, tamper};
use crate::told::done;
use app::Error;
use app::access::issue_token;
use app::case::{CaseFilter, keep_filter};
use app::ports::store::{
    CaseQuery, Challenge, EntranceWrite, Identity, Once, Passkey, Recovery, Session, Store,
    StoreError, Write,
};
use domain::access::Actor;
use domain::case::{Link, verify};
use domain::intake::Draft;
use domain::words::{AccountId, CaseId, Digest, Secret};
use serde_json::json;
use std::sync::Arc;
use store::Database;
use store::sealed::{SHUT_TITLE, SealError, Sealed};
use testkit::{MasterLines, SeededChance, Watch, World, master, sealed};

/// Words that were planted, none of which is a word of the program.
const PLANTED: &[&str] = &[
    "quokkatitle",
    "quokkabody",
    "quokkacredit",
    "quokkanote",
    "quokkamessage",
    "quokkavendor",
    "quokka.example",
    "quokkalogin",
    "quokkaname",
    "quokkalabel",
    "quokkaform",
    "quokkafilter",
    "quokkasearch",
    "quokkakey",
];

/// A report, what is said of it, somebody from outside with an address, and people with names.
async fn planted(world: &mut World) -> (CaseId, Secret) {
    let founder = world.ctx(&world.actor("founder"));
    let invited = app::access::invite(&founder, ["triager".to_owned()].into()).await;
    world.enrol("quokkalogin", &invited.expect("an invitation")).await;
    let draft = Draft {
        title: "quokkatitle of two headers".to_owned(),
        body: "quokkabody: send them and watch it go.".to_owned(),
        version: "2.9.7".to_owned(),
        credit: "quokkacredit".to_owned(),
        accept_terms: true,
        ..Draft::default()
    };
    let key = Some("quokkakey-drawn-at-random");
    let ctx = world.ctx(&Actor::Anonymous);
    let receipt = app::intake::submit_once(&ctx, &draft, "web", key).await.expect("a receipt");
    let (id, secret) = (receipt.id, Secret::read(&receipt.secret));
    done(world, "triager", "case note", &id, json!({ "body": "quokkanote" })).await;
    done(world, "lead", "case write", &id, json!({ "body": "quokkamessage" })).await;
    let vendor =
        json!({ "role": "vendor", "name": "quokkavendor", "address": "psirt@quokka.example" });
    done(world, "lead", "participant invite", &id, vendor).await;
    let triager = world.ctx(&world.actor("triager"));
    issue_token(&triager, "quokkalabel", 30).await.expect("a token");
    let filter = CaseFilter::read([("words".to_owned(), "quokkasearch".to_owned())]);
    keep_filter(&triager, "quokkafilter", &filter.expect("a filter")).await.expect("a filter");
    let account = world.people["quokkalogin"].account.clone();
    let name = world.truth().account(&account).await.expect("it reads").expect("an account");
    let renamed = app::ports::store::Account {
        name: "quokkaname".to_owned(),
        version: name.version + 1,
        ..name
    };
    let session = Session {
        secret: Digest::of(b"session"),
        account,
        form_token: "quokkaform".to_owned(),
        expires_at: "2999-01-01T00:00:00Z".parse().expect("an instant"),
        seen: Default::default(),
    };
    let unit = vec![Write::Account(renamed), Write::Session(session)];
    world.truth().commit(unit).await.expect("it is written");
    // Work for later whose key and payload have an address.
    world.pass_days(12);
    world.drain().await.expect("jobs are done");
    (id, secret)
}

/// What somebody logs in with besides, with the same words in it.
fn keys_of(account: &AccountId) -> (Passkey, Identity) {
    let made_at = "2026-01-01T00:00:00Z".parse().expect("an instant");
    let key = Passkey {
        id: vec![1, 2, 3],
        account: account.clone(),
        name: "quokkaname of a key".to_owned(),
        record: "quokkakey".to_owned(),
        made_at,
        used_at: None,
    };
    let (issuer, subject) = ("https://quokka.example".to_owned(), "quokkalogin".to_owned());
    let handle = Identity::handle_of(&issuer, &subject);
    let account = account.clone();
    (key, Identity { handle, account, issuer, subject, made_at, used_at: None })
}

async fn keep_keys(world: &World) {
    let (key, identity) = keys_of(&world.people["lead"].account);
    let (id, handle, account) = (key.id.clone(), identity.handle, key.account.clone());
    let state = "quokkaform".to_owned();
    let asked = Challenge {
        id: Digest::of(b"asked"),
        kind: "use".to_owned(),
        account: None,
        state,
        expires_at: "2999-01-01T00:00:00Z".parse().expect("an instant"),
    };
    let used =
        EntranceWrite::PasskeyUsed(account.clone(), key.handle(), "quokkakey 2".into(), world.now);
    let unit = [
        EntranceWrite::Passkey(key),
        EntranceWrite::Identity(identity.clone()),
        used,
        EntranceWrite::IdentityUsed(account.clone(), handle, world.now),
        EntranceWrite::Challenge(asked.clone(), world.now),
    ];
    let store = world.truth();
    store.commit(unit.map(Write::Entrance).into()).await.expect("they are kept");
    let kept = store.passkey(&id).await.expect("it reads").expect("it is there");
    assert_eq!((kept.record.as_str(), kept.used_at), ("quokkakey 2", Some(world.now)));
    assert_eq!(store.passkeys_of(&account).await, Ok(vec![kept]));
    let there = store.identity(&handle).await.expect("it reads").expect("it is there");
    assert_eq!(there, Identity { used_at: Some(world.now), ..identity });
    assert_eq!(store.identities_of(&account).await, Ok(vec![there]));
    assert_eq!(store.challenge(&asked.id, world.now).await, Ok(Some(asked)));
}

/// Which of the planted words are in these bytes, as they are or as hexadecimal digits.
fn found(bytes: &[u8]) -> Vec<&'static str> {
    let lower = bytes.to_ascii_lowercase();
    let has = |needle: &[u8]| lower.windows(needle.len()).any(|window| window == needle);
    let hex = |word: &str| word.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let is_there = |word: &&&str| has(word.as_bytes()) || has(hex(word).as_bytes());
    PLANTED.iter().filter(is_there).copied().collect()
}

async fn backup(db: &Database) -> Vec<u8> {
    let mut out = Vec::new();
    store::backup::backup(db, &mut out).await.expect("a backup");
    zstd::decode_all(out.as_slice()).expect("it is whole")
}

async fn nothing_planted(url: &str) {
    let mut world = World::at(url, 1).await;
    store::shipping::begin(world.database(), "/mnt/other").await.expect("units are kept");
    let (id, _) = planted(&mut world).await;
    keep_keys(&world).await;
    let shipped = store::shipping::waiting(world.database()).await.expect("units wait");
    assert!(shipped.len() > 5);
    let shipped: String = shipped.into_iter().map(|(_, body)| body).collect();
    assert_eq!(found(shipped.as_bytes()), [""; 0], "in shipped units");
    assert_eq!(found(&backup(world.database()).await), [""; 0], "in a backup");
    assert_eq!(found(&dump(url).await), [""; 0], "in the database and its log");

    // Who may read it reads it, and finds it by any of its words.
    let case = world.case(&id).await;
    assert_eq!(case.title(), "quokkatitle of two headers");
    let search = async |word: &str| {
        let query = CaseQuery { words: vec![word.to_owned()], limit: 9, ..CaseQuery::default() };
        let page = world.truth().cases(&query).await.expect("a page");
        page.rows.into_iter().map(|row| row.title).collect::<Vec<_>>()
    };
    assert_eq!(search("quokkabody").await, ["quokkatitle of two headers"]);
    assert_eq!(search("quokkatit").await, [""; 0], "whole words, and not their beginnings");
    Watch::default().everything(&world).await.expect("nothing is wrong");
}

#[tokio::test]
async fn nothing_that_was_planted_is_in_the_database_its_log_a_backup_or_shipped_units() {
    println!("{}", in_places(nothing_planted).await);
}

async fn opened(db: &Database, lines: &str) -> Result<Sealed, SealError> {
    let (text, chance) = (Arc::new(MasterLines(lines.to_owned())), Arc::new(SeededChance::new(77)));
    Sealed::open(db.clone(), text, chance).await
}

async fn wrong_key(url: &str) {
    let mut world = World::at(url, 1).await;
    let (id, _) = planted(&mut world).await;
    let says = opened(world.database(), &master(2)).await.map(drop).expect_err("another key");
    assert!(matches!(says, SealError::MasterMissing { .. }), "{says}");
    let says = says.to_string();
    assert!(says.contains("this instance is sealed under the master key"), "{says}");
    for lines in ["", "# nothing", "vulnerary-master x y", &master(2)[..40]] {
        let refused = opened(world.database(), lines).await.map(drop).expect_err("no key");
        assert!(!refused.to_string().contains(&master(2)[34..]), "no message shows a key");
    }
    // The chain of facts holds without the key.
    let stream = format!("case/{id}");
    let links = world.database().stream(&stream).await.expect("it reads");
    let head = world.database().head(&stream).await.expect("it reads").expect("an end");
    domain::case::verify_facts(&stream, &links, head).expect("the facts hold");
    assert!(verify(&stream, &links, head).is_err(), "sealed contents are not those of the digests");
}

#[tokio::test]
async fn another_master_key_opens_nothing_and_says_which_is_missing() {
    println!("{}", in_places(wrong_key).await);
}

/// Whoever can write to the database moves and changes what is sealed there.
async fn tampered(url: &str) {
    let mut world = World::at(url, 1).await;
    let (id, _) = planted(&mut world).await;
    let (other, _) = world.report(&testkit::draft("another")).await.expect("a report");
    let swap = format!(
        "update event set content = (select content from event where stream = 'case/{id}' and seq = 1)
        where stream = 'case/{other}' and seq = 1"
    );
    let before: Vec<Link> = world.links(&other).await;
    tamper(url, &swap).await;
    let says = world.truth().stream(&format!("case/{other}")).await.expect_err("it was moved");
    assert!(says.to_string().contains(&format!("case/{other}: event 1: its content")), "{says}");
    let lead = world.ctx(&world.actor("lead"));
    let shown = lead.open(&other, domain::access::Action::ReadCase).await.map(drop);
    assert!(matches!(shown, Err(Error::Outside(_))), "an error, and not a case that is not there");
    assert_eq!(
        before.len(),
        world.database().stream(&format!("case/{other}")).await.map_or(0, |all| all.len())
    );

    // A secret of their own opens no case.
    let own = Digest::of(b"a secret of mine").to_string();
    let hex = if url.starts_with("sqlite:") { format!("x'{own}'") } else { format!("'\\x{own}'") };
    tamper(url, &format!("update cases set secret = {hex} where id = '{id}'")).await;
    let says = world.truth().case_of_secret(&Digest::of(b"a secret of mine")).await;
    assert!(matches!(says, Err(StoreError::Outside(_))), "{says:?}");

    // In the queue the case is still there, and says so in its title.
    tamper(url, &format!("update cases set title = '~1~AQID' where id = '{other}'")).await;
    let titles = |page: app::ports::store::CasePage| {
        page.rows.into_iter().map(|row| row.title).collect::<Vec<_>>()
    };
    let all = CaseQuery { limit: 9, ..CaseQuery::default() };
    let page = titles(world.truth().cases(&all).await.expect("a page"));
    assert_eq!(page.len(), 2);
    assert!(page.iter().any(|title| title == SHUT_TITLE), "{page:?}");

    // Roles that somebody gives themselves there, and sessions, are refused.
    let person = world.people["quokkalogin"].account.clone();
    let sql = format!("update account set roles = '[\"lead\"]' where id = '{person}'");
    tamper(url, &sql).await;
    let says = world.truth().account(&person).await.expect_err("roles are bound");
    assert!(says.to_string().contains("it does not open"), "{says}");
    let session = Session {
        secret: Digest::of(b"mine"),
        account: world.people["lead"].account.clone(),
        form_token: "mine".to_owned(),
        expires_at: "2999-01-01T00:00:00Z".parse().expect("an instant"),
        seen: Default::default(),
    };
    world.database().commit(vec![Write::Session(session)]).await.expect("past the program");
    let said = world.truth().session(&Digest::of(b"mine"), world.now).await;
    assert!(matches!(said, Err(StoreError::Outside(_))), "{said:?}");

    // A link that lets somebody in again opens nothing where it was not this program that kept it.
    let link = Recovery {
        account: world.people["lead"].account.clone(),
        asked: Default::default(),
        secret: Some(Digest::of(b"link")),
        expires_at: "2999-01-01T00:00:00Z".parse().expect("an instant"),
    };
    let kept = |link: Recovery| vec![Write::Entrance(EntranceWrite::Recovery(link))];
    world.database().commit(kept(link.clone())).await.expect("past the program");
    let secret = Digest::of(b"link");
    let link_of = || world.truth().recovery(&secret, world.now);
    assert_eq!(link_of().await, Ok(None));
    world.truth().commit(kept(link)).await.expect("it is kept");
    assert!(matches!(link_of().await, Ok(Some(_))));
}

/// A passkey, or an account at a provider, that was put or moved past the program lets nobody in.
async fn slipped(url: &str) {
    let world = World::at(url, 1).await;
    keep_keys(&world).await;
    let (lead, founder) = (&world.people["lead"].account, &world.people["founder"].account);
    let (key, identity) = keys_of(founder);
    let other = Passkey { id: vec![9], ..key.clone() };
    let unit = [EntranceWrite::Passkey(other), EntranceWrite::Identity(identity.clone())]
        .map(Write::Entrance);
    world.database().commit(unit.into()).await.expect("past the program");
    let said = world.truth().passkey(&[9]).await;
    assert!(matches!(said, Err(StoreError::Outside(_))), "{said:?}");
    // The one that was kept is still the lead's: the other lies where nobody looks.
    let found = world.truth().identity(&identity.handle).await.expect("it reads");
    assert_eq!(found.map(|one| one.account), Some(lead.clone()));
    for table in ["passkey", "identity"] {
        let sql = format!("update {table} set account = '{founder}' where account = '{lead}'");
        tamper(url, &sql).await;
    }
    let said = world.truth().passkey(&key.id).await;
    assert!(matches!(said, Err(StoreError::Outside(_))), "{said:?}");
    let said = world.truth().identity(&identity.handle).await;
    assert!(matches!(said, Err(StoreError::Outside(_))), "{said:?}");
}

#[tokio::test]
async fn a_key_that_was_moved_to_somebody_else_lets_nobody_in() {
    println!("{}", in_places(slipped).await);
}

#[tokio::test]
async fn what_was_moved_or_changed_is_refused_and_no_case_goes_missing() {
    println!("{}", in_places(tampered).await);
}

/// The master key changes, and whoever does it is stopped in between.
async fn rotated(url: &str) {
    let mut world = World::at(url, 1).await;
    let (id, _) = planted(&mut world).await;
    for number in 0..12 {
        world.report(&testkit::draft(&format!("report {number}"))).await.expect("a report");
    }
    let both = format!("{}\n{}\n", master(2), master(1));
    let rotating = opened(world.database(), &both).await.expect("both keys");
    let ids = store::sealed::master_ids(&both).expect("ids");
    assert_eq!(rotating.status().await.expect("a status").under, [(ids[1].clone(), 15)]);
    // As if it had been killed in between: one case is under the new key, and the others are not.
    let app = app::App { store: Arc::new(rotating.clone()), ..(*world.app).clone() };
    let ctx = app::Ctx::new(&Arc::new(app), Actor::Anonymous, world.now);
    let late = app::intake::submit(&ctx, &testkit::draft("late"), "web").await.expect("a report");
    let mut mixed = vec![(ids[0].clone(), 1), (ids[1].clone(), 15)];
    mixed.sort();
    assert_eq!(rotating.status().await.expect("a status").under, mixed);
    for id in [&id, &late.id] {
        let stream = format!("case/{id}");
        let links = rotating.stream(&stream).await.expect("opened");
        let head = rotating.head(&stream).await.expect("it reads").expect("an end");
        verify(&stream, &links, head).expect("it holds");
    }
    assert_eq!(rotating.rewrap(|_| ()).await, Ok(15));
    assert_eq!(rotating.rewrap(|_| ()).await, Ok(0), "again, and nothing is left");
    assert_eq!(rotating.status().await.expect("a status").under, [(ids[0].clone(), 16)]);
    // The new key alone opens everything; the old one nothing.
    let new = opened(world.database(), &master(2)).await.expect("the new key");
    let links = new.stream(&format!("case/{id}")).await.expect("opened");
    assert_eq!(links, world.links(&id).await);
    assert!(opened(world.database(), &master(1)).await.is_err());
}

#[tokio::test]
async fn a_new_master_key_opens_everything_and_the_old_one_nothing() {
    println!("{}", in_places(rotated).await);
}

/// What an earlier version wrote in the clear is read as before, and sealed.
async fn older(url: &str) {
    // Written past the seal, as by an earlier version.
    let db = store::open(url).await.expect("the database opens");
    let (id, secret) = planted(&mut World::unsealed(db.clone(), 9).await).await;
    assert_eq!(found(&dump(url).await).len(), PLANTED.len() - 1, "all but the key of a request");
    tamper(url, "insert into unsealed (what) select name from stream").await;
    tamper(url, "insert into unsealed (what) values ('*')").await;

    let now = sealed(&db, Arc::new(SeededChance::new(5))).await;
    let stream = format!("case/{id}");
    let before = now.stream(&stream).await.expect("it is read in the clear");
    assert_eq!(now.case_of_secret(&secret.digest()).await, Ok(Some(id.clone())));
    assert!(now.account_of_login("quokkalogin").await.expect("it reads").is_some());
    assert!(now.left().await.expect("counted").rows);
    // Whoever adds to it seals it first.
    let head = now.head(&stream).await.expect("it reads").expect("an end");
    now.commit(vec![Write::Append { stream: stream.clone(), after: head, links: vec![] }])
        .await
        .expect("nothing was added");
    let done = now.seal_what_is_plain(|_| ()).await.expect("sealed");
    assert!(done.streams >= 2 && done.rows > 10, "{done:?}");
    assert_eq!(now.seal_what_is_plain(|_| ()).await, Ok(Default::default()), "again, and no more");
    assert_eq!(found(&dump(url).await), [""; 0]);
    assert_eq!(now.stream(&stream).await, Ok(before));
    let account = now.account_of_login("quokkalogin").await.expect("it reads").expect("there");
    assert_eq!(account.name, "quokkaname");
    let query = CaseQuery { words: vec!["quokkabody".into()], limit: 9, ..CaseQuery::default() };
    assert_eq!(now.cases(&query).await.expect("a page").rows.len(), 1);
    let reopened = sealed(&db, Arc::new(SeededChance::new(6))).await;
    let kept = reopened.filters(&account.id).await.expect("filters");
    assert_eq!(kept.len(), 0);
    // From now on what is in the clear is refused.
    let plain = Once {
        scope: "report".into(),
        key: "k".into(),
        request: Digest::of(b""),
        answer: "{}".into(),
    };
    db.commit(vec![Write::Once(plain)]).await.expect("past the seal");
    assert_eq!(reopened.once("report", "k").await, Ok(None));
}

#[tokio::test]
async fn what_an_earlier_version_left_in_the_clear_is_read_and_sealed() {
    println!("{}", in_places(older).await);
}
