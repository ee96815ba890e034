//! Somebody changes the database behind the store's back: the chain names the event.

use crate::place::Place;
use crate::samples::{append, case_id, case_row};
use app::ports::store::{Store, Write};
use domain::case::verify;

async fn flip(place: Place) {
    let db = place.open().await;
    db.commit(vec![append("case/a"), append("case/b")]).await.unwrap();
    let mut bytes = db.stream("case/a").await.unwrap()[1].content.clone().unwrap();
    bytes[5] ^= 1;
    let sql = "update event set content = $1 where stream = 'case/a' and seq = 2";
    place.tamper(sql, bytes).await;
    let head = db.head("case/a").await.unwrap().unwrap();
    let broken = verify("case/a", &db.stream("case/a").await.unwrap(), head).unwrap_err();
    assert_eq!((broken.stream.as_str(), broken.seq), ("case/a", 2));
    let head = db.head("case/b").await.unwrap().unwrap();
    verify("case/b", &db.stream("case/b").await.unwrap(), head).unwrap();
    db.close().await;
    place.leave().await;
}

async fn cut(place: Place) {
    let db = place.open().await;
    db.commit(vec![append("case/a")]).await.unwrap();
    let last = db.stream("case/a").await.unwrap().pop().unwrap();
    place.tamper("delete from event where hash = $1", last.hash.bytes().to_vec()).await;
    let head = db.head("case/a").await.unwrap().unwrap();
    let broken = verify("case/a", &db.stream("case/a").await.unwrap(), head).unwrap_err();
    assert_eq!(broken.seq, last.seq);
    db.close().await;
    place.leave().await;
}

/// A whole journal is taken away with its end: the case that stays in the queue tells.
async fn taken(place: Place) {
    let db = place.open().await;
    let (row, stream) = (case_row(1), format!("case/{}", case_id(1)));
    db.commit(vec![append(&stream), append("case/b"), Write::Case(row)]).await.unwrap();
    assert_eq!(db.streams_without_end().await.unwrap(), [""; 0]);
    let end = db.head(&stream).await.unwrap().unwrap().hash.bytes().to_vec();
    let events = "delete from event where stream in (select name from stream where hash = $1)";
    place.tamper(events, end.clone()).await;
    place.tamper("delete from stream where hash = $1", end).await;
    assert_eq!(db.streams_without_end().await.unwrap(), [stream]);
    db.close().await;
    place.leave().await;
}

#[tokio::test]
async fn a_journal_taken_away_from_a_file_is_named() {
    taken(Place::file()).await;
}

#[tokio::test]
async fn a_journal_taken_away_from_postgres_is_named() {
    if let Some(place) = Place::postgres().await {
        taken(place).await;
    }
}

#[tokio::test]
async fn a_flipped_byte_in_a_file_is_named_by_its_event() {
    flip(Place::file()).await;
}

#[tokio::test]
async fn a_flipped_byte_in_postgres_is_named_by_its_event() {
    if let Some(place) = Place::postgres().await {
        flip(place).await;
    }
}

#[tokio::test]
async fn a_cut_off_end_in_a_file_is_noticed() {
    cut(Place::file()).await;
}

#[tokio::test]
async fn a_cut_off_end_in_postgres_is_noticed() {
    if let Some(place) = Place::postgres().await {
        cut(place).await;
    }
}
