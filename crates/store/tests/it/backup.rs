//! Backup and restore, from each engine to each.

use crate::place::{Place, dropped};
use crate::samples::{account_id, append, at, case_id, fill, secret};
use app::ports::store::{Invite, Made, ReadQuery, Seen, Session, Store, Write};
use domain::case::verify;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use store::Database;
use store::backup::{BackupError, backup, restore};

async fn saved(db: &Database) -> Vec<u8> {
    let mut out = Vec::new();
    backup(db, &mut out).await.unwrap();
    out
}

fn lines(saved: &[u8]) -> String {
    String::from_utf8(zstd::decode_all(saved).unwrap()).unwrap()
}

fn packed(lines: &str) -> Vec<u8> {
    zstd::encode_all(lines.as_bytes(), 0).unwrap()
}

async fn refusal(saved: &[u8]) -> String {
    let db = store::open("sqlite::memory:").await.unwrap();
    let refused = restore(&db, saved).await.unwrap_err();
    assert!(matches!(refused, BackupError::Refused(_)), "{refused:?}");
    assert_eq!(db.streams("", 9).await.unwrap(), [""; 0]);
    assert_eq!(db.accounts().await.unwrap(), []);
    refused.to_string()
}

async fn full() -> Database {
    let db = store::open("sqlite::memory:").await.unwrap();
    fill(&db).await;
    db
}

/// From one place to another: the streams, and another backup, are the same to the byte.
async fn carry(from: Place, to: Place) {
    let (old, new) = (from.open().await, to.open().await);
    fill(&old).await;
    let mut out = Vec::new();
    let written = backup(&old, &mut out).await.unwrap();
    let read = restore(&new, out.as_slice()).await.unwrap();
    assert_eq!(written, read);
    assert_eq!(written.rows["event"], 12);
    for stream in old.streams("", 9).await.unwrap() {
        let links = new.stream(&stream).await.unwrap();
        assert_eq!(links, old.stream(&stream).await.unwrap());
        let head = new.head(&stream).await.unwrap().unwrap();
        assert_eq!(Some(head), old.head(&stream).await.unwrap());
        if stream != "case/b" && stream != "access" {
            verify(&stream, &links, head).unwrap();
        }
    }
    assert_eq!(lines(&saved(&new).await), lines(&out));
    new.commit(vec![append("case/new")]).await.unwrap();
    old.close().await;
    new.close().await;
    from.leave().await;
    to.leave().await;
}

#[tokio::test]
async fn a_file_is_restored_to_a_file() {
    carry(Place::file(), Place::file()).await;
}

#[tokio::test]
async fn memory_is_restored_to_a_file() {
    carry(Place::memory(), Place::file()).await;
}

#[tokio::test]
async fn a_file_is_restored_to_postgres() {
    if let Some(to) = Place::postgres().await {
        carry(Place::file(), to).await;
    }
}

#[tokio::test]
async fn postgres_is_restored_to_a_file() {
    if let Some(from) = Place::postgres().await {
        carry(from, Place::file()).await;
    }
}

#[tokio::test]
async fn postgres_is_restored_to_postgres() {
    if let (Some(from), Some(to)) = (Place::postgres().await, Place::postgres().await) {
        carry(from, to).await;
    }
}

#[tokio::test]
async fn what_ran_there_waits_here_and_what_is_done_stays_done() {
    let (old, new) = (full().await, store::open("sqlite::memory:").await.unwrap());
    restore(&new, saved(&old).await.as_slice()).await.unwrap();
    let claimed = new.claim(at(1), at(60)).await.unwrap().unwrap();
    assert_eq!((claimed.key.as_str(), claimed.attempt), ("runs", 2));
    assert_eq!(new.claim(at(1), at(60)).await.unwrap().unwrap().key, "waits");
    assert_eq!(new.claim(at(1), at(60)).await.unwrap(), None);
}

#[tokio::test]
async fn what_lets_people_in_stays_behind() {
    let old = full().await;
    let session = Session {
        secret: secret(50),
        account: account_id(1),
        form_token: "very-secret-form".to_owned(),
        expires_at: at(60),
        seen: Seen::default(),
    };
    let invite =
        Invite { secret: secret(51), roles: [].into(), expires_at: at(60), made: Made::default() };
    old.commit(vec![Write::Session(session), Write::Invite(invite)]).await.unwrap();
    let text = lines(&saved(&old).await);
    assert!(!text.contains("very-secret-form"));
    assert!(!text.contains(&secret(50).to_string()) && !text.contains(&secret(51).to_string()));
}

#[tokio::test]
async fn a_database_with_anything_in_it_is_left_alone() {
    let (old, new) = (full().await, store::open("sqlite::memory:").await.unwrap());
    let invite =
        Invite { secret: secret(51), roles: [].into(), expires_at: at(60), made: Made::default() };
    new.commit(vec![Write::Invite(invite)]).await.unwrap();
    let refused = restore(&new, saved(&old).await.as_slice()).await.unwrap_err();
    assert_eq!(refused.to_string(), "nothing restored: the database is not empty");
}

#[tokio::test]
async fn a_truncated_backup_is_refused_wherever_it_ends() {
    let saved = saved(&full().await).await;
    for end in (0..saved.len()).step_by(97).chain([1, 4, saved.len() - 1]) {
        refusal(&saved[..end]).await;
    }
    let text = lines(&saved);
    for (end, _) in text.match_indices('\n') {
        if end + 1 < text.len() {
            let says = refusal(&packed(&text[..=end])).await;
            assert_eq!(says, "nothing restored: the backup is cut off");
        }
    }
    refusal(&packed(text.trim_end())).await;
}

#[tokio::test]
async fn a_changed_backup_is_refused() {
    let text = lines(&saved(&full().await).await);
    let changed = text.replacen("a path escapes", "a path Escapes", 1);
    assert_ne!(text, changed);
    let says = refusal(&packed(&changed)).await;
    assert_eq!(says, "nothing restored: the backup was changed after it was written");
    refusal(&packed(&format!("{text}[]\n"))).await;
    refusal(b"PK\x03\x04 something else").await;
    refusal(&packed("{\"name\":\"something else\"}\n")).await;
}

#[tokio::test]
async fn a_backup_of_a_newer_program_is_refused() {
    let text = lines(&saved(&full().await).await);
    let newer = text.replacen("\"schema\":", "\"schema\":9", 1);
    assert_ne!(text, newer);
    let says = refusal(&packed(&newer)).await;
    assert!(says.ends_with("written by a newer version of this program"), "{says}");
}

/// A backup of schema 7 does not say when the cases of a word were received; their cases do.
#[tokio::test]
async fn words_of_an_earlier_backup_get_their_order() {
    let now = lines(&saved(&full().await).await);
    let mut before = String::new();
    for line in now.lines() {
        let mut line: Json = serde_json::from_str(line).unwrap();
        if line["schema"].is_u64() {
            line["schema"] = 7.into();
            line["tables"]["case_word"] = json!(["word", "case_id"]);
        } else if line["sha256"].is_string() {
            line["sha256"] = hex::encode(Sha256::digest(&before)).into();
        } else if line[0] == "case_word" {
            line.as_array_mut().unwrap().remove(2);
        }
        writeln!(before, "{line}").unwrap();
    }
    let db = store::open("sqlite::memory:").await.unwrap();
    restore(&db, packed(&before).as_slice()).await.unwrap();
    assert_eq!(lines(&saved(&db).await), now);
}

/// Wherever a restore is given up, all of it is there or nothing, and nobody else is disturbed.
#[tokio::test]
async fn a_restore_that_is_given_up_leaves_all_or_nothing() {
    let saved = saved(&full().await).await;
    let mut places = vec![Place::memory(), Place::file()];
    places.extend(Place::postgres().await);
    for place in places {
        let db = place.open().await;
        for polls in 1..=200 {
            dropped(restore(&db, saved.as_slice()), polls).await;
            let rows = backup(&db, Vec::new()).await.unwrap().rows;
            let (events, policies) = (rows["event"], rows["policy"]);
            assert!(matches!((events, policies), (0, 0) | (12, 1)), "{polls}: {rows:?}");
            if events > 0 {
                break;
            }
        }
        drop(restore(&db, saved.as_slice()).await);
        assert_eq!(lines(&self::saved(&db).await), lines(&saved));
        db.close().await;
        place.leave().await;
    }
}

/// While others write, a backup holds whole units only.
async fn busy(place: Place) {
    let db = place.open().await;
    let writer = db.clone();
    let writing = tokio::spawn(async move {
        for number in 0..150 {
            let stream = format!("case/{number}");
            let job = crate::samples::job(&stream, at(0));
            writer.commit(vec![Write::Job(job), append(&stream)]).await.unwrap();
        }
    });
    while !writing.is_finished() {
        let mut out = Vec::new();
        let written = backup(&db, &mut out).await.unwrap();
        assert_eq!(written.rows["stream"], written.rows["job"]);
        assert_eq!(written.rows["stream"] * 4, written.rows["event"]);
    }
    writing.await.unwrap();
    db.close().await;
    place.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_busy_file_holds_whole_units() {
    busy(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_busy_postgres_holds_whole_units() {
    if let Some(place) = Place::postgres().await {
        busy(place).await;
    }
}

/// What is found by case is made again from the log, which alone is carried.
#[tokio::test]
async fn who_read_a_case_is_found_after_a_restore() {
    let (old, new) = (full().await, store::open("sqlite::memory:").await.unwrap());
    restore(&new, saved(&old).await.as_slice()).await.unwrap();
    for case in [None, Some(case_id(2)), Some(case_id(3))] {
        let query = ReadQuery { case, limit: 9, ..ReadQuery::default() };
        let rows = new.reads(&query).await.unwrap();
        assert!(!rows.is_empty());
        assert_eq!(rows, old.reads(&query).await.unwrap());
    }
}
