//! Opening: what is found there again, and what is refused.

use crate::place::Place;
use crate::samples::{append, case_row, fill, walk};
use app::ports::store::{CaseQuery, Store, StoreError, Write};

fn refusal(opened: Result<store::Database, StoreError>) -> String {
    opened.err().expect("this must not open").to_string()
}

#[tokio::test]
async fn a_file_has_everything_after_it_was_dropped() {
    let place = Place::file();
    let db = place.open().await;
    fill(&db).await;
    let stream = db.stream("case/a").await.unwrap();
    drop(db);
    let db = place.open().await;
    assert_eq!(db.stream("case/a").await.unwrap(), stream);
    assert_eq!(walk(&db, CaseQuery { limit: 9, ..CaseQuery::default() }).await.len(), 30);
    db.commit(vec![append("case/new")]).await.unwrap();
}

#[tokio::test]
async fn six_programs_open_one_new_file_at_once() {
    let place = Place::file();
    let opened = (0..6).map(|_| {
        let url = place.url.clone();
        tokio::spawn(async move { store::open(&url).await })
    });
    for (number, opened) in (0..).zip(opened.collect::<Vec<_>>()) {
        let db = opened.await.unwrap().unwrap();
        db.commit(vec![append(&format!("case/{number}"))]).await.unwrap();
    }
    assert_eq!(place.open().await.streams("", 9).await.unwrap().len(), 6);
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::file();
    let db = place.open().await;
    db.commit(vec![Write::Case(case_row(1))]).await.unwrap();
    let mut files = 0;
    for file in std::fs::read_dir(place.folder()).unwrap() {
        let mode = file.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
        files += 1;
    }
    assert_eq!(files, 3, "the database, its log and their index");
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let says = refusal(store::open("sqlite:/no/such/folder/vulnerary.db").await);
    assert_eq!(says, "database: there is no folder /no/such/folder");
}

#[tokio::test]
async fn another_kind_of_database_is_refused() {
    let says = refusal(store::open("mysql://root:hunter2@host/db").await);
    assert_eq!(says, "a database is sqlite:PATH, sqlite::memory: or postgres://…");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let place = Place::file();
    std::fs::write(place.folder().join("vulnerary.db"), "Dear diary, ".repeat(500)).unwrap();
    let says = refusal(store::open(&place.url).await);
    assert!(says.contains("not a database"), "{says}");
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused() {
    let mut places = vec![Place::file()];
    places.extend(Place::postgres().await);
    for place in places {
        drop(place.open().await);
        let sql = "update schema_version set version = 99 where $1 is not null";
        place.tamper(sql, vec![1]).await;
        let says = refusal(store::open(&place.url).await);
        assert!(says.contains("its schema has version 99, and this program knows "), "{says}");
        place.leave().await;
    }
}

#[tokio::test]
async fn no_complaint_shows_a_password() {
    let urls = [
        "postgres://vulnerary:hunter2@127.0.0.1:1/db",
        "postgres://vulnerary:hunter2@127.0.0.1:port/db",
        "postgres://vulnerary:hunter2@[/db",
        "postgres://vulnerary:hunter2@127.0.0.1/db?sslmode=hunter2",
        "postgres://vulnerary:hunter2@no.such.host.invalid/db",
    ];
    for url in urls {
        let says = refusal(store::open(url).await);
        assert!(!says.contains("hunter2"), "{says}");
    }
}
