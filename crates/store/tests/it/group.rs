//! That units which come together go to the disk together, seen from the disk.

use crate::place::Place;
use crate::samples::append;
use app::ports::store::Store as _;
use futures::future::join_all;

/// Commits in SQLite's log: frames that say how large the database is afterwards, of this salt.
fn commits(log: &[u8]) -> usize {
    let word = |at: usize| u32::from_be_bytes(log[at..at + 4].try_into().unwrap());
    let frame = 24 + word(8) as usize;
    let starts = (32..log.len()).step_by(frame).filter(|at| at + frame <= log.len());
    starts.filter(|at| word(at + 4) > 0 && log[at + 8..at + 16] == log[16..24]).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_taken_along_comes_back_with_the_others() {
    let place = Place::file();
    let db = place.open().await;
    let log = place.folder().join("vulnerary.db-wal");
    let before = commits(&std::fs::read(&log).unwrap());
    let people = (0..32).map(|person| {
        let db = db.clone();
        async move {
            for round in 0..10 {
                db.commit(vec![append(&format!("case/{person}-{round}"))]).await.unwrap();
            }
        }
    });
    join_all(people).await;
    let commits = commits(&std::fs::read(&log).unwrap()) - before;
    // Ten would be the best there is. One by one they would be 320.
    assert!((10..=80).contains(&commits), "{commits} commits for 320 units");
    db.close().await;
}

/// More units than one group takes, by workers that do not keep to their order: nobody waits for the
/// next who comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn nobody_is_left_in_the_line() {
    let place = Place::file();
    let db = place.open().await;
    for round in 0..20 {
        let commits = (0..150).map(|number| {
            let (db, stream) = (db.clone(), format!("case/{round}-{number}"));
            tokio::spawn(async move { db.commit(vec![append(&stream)]).await })
        });
        for done in join_all(commits).await {
            done.unwrap().unwrap();
        }
    }
    assert_eq!(db.streams("", 5_000).await.unwrap().len(), 3_000);
    db.close().await;
}
