//! Units that are shipped make, on top of a backup, the same database again.

use crate::place::Place;
use crate::samples::{account, append, at, case_row, fill, job, once, publication, read, secret};
use app::ports::store::{Invite, Made, Store as _, Write};
use domain::case::By;
use domain::words::Digest;
use store::Database;
use store::backup::{backup, restore_with};
use store::shipping::{Parcel, begin, end, pack, taken, waiting};

const TARGET: &str = "/mnt/other";

async fn saved(db: &Database) -> Vec<u8> {
    let mut out = Vec::new();
    backup(db, &mut out).await.unwrap();
    out
}

/// Every row; not the header, which says what is on its way.
fn rows(saved: &[u8]) -> String {
    let text = String::from_utf8(zstd::decode_all(saved).unwrap()).unwrap();
    text.lines().filter(|line| line.starts_with('[')).collect::<Vec<_>>().join("\n")
}

/// Ship what waits; as many files as it takes.
async fn ship(db: &Database, files: &mut Vec<Parcel>) {
    loop {
        let units = waiting(db).await.unwrap();
        if units.is_empty() {
            return;
        }
        put(&units, files);
        taken(db, &units, files.len() as u64).await.unwrap();
    }
}

fn put(units: &[(i64, String)], files: &mut Vec<Parcel>) {
    let before = files.last().map_or(String::new(), |file| file.sha256.clone());
    let number = files.len() as u64 + 1;
    let mut bytes = Vec::new();
    pack(&mut bytes, (TARGET, number, &before), units).unwrap();
    let (sha256, name) = (Digest::of(&bytes).to_string(), format!("file {number}"));
    files.push(Parcel { name, number, sha256, bytes });
}

/// Every row after restoring these.
async fn restored(saved: &[u8], files: &[Parcel]) -> Result<(String, u64), String> {
    let db = store::open("sqlite::memory:").await.unwrap();
    let mut files = files.iter().cloned().map(Ok);
    let summary = restore_with(&db, saved, &mut files).await.map_err(|error| error.to_string())?;
    Ok((rows(&self::saved(&db).await), summary.replayed.units))
}

/// Something of everything that a unit can hold.
async fn live(db: &Database, from: u64) {
    let stream = format!("case/s{from}");
    db.commit(vec![append(&stream), Write::Case(case_row(from))]).await.unwrap();
    db.commit(vec![Write::Erase { stream, seq: 2 }]).await.unwrap();
    let number = u32::try_from(from).unwrap();
    let keys = [format!("key{from}")].into();
    let case = case_row(from).id;
    db.commit(vec![
        Write::Publish(publication(number, 1)),
        Write::Job(job(&format!("late{from}"), at(2))),
        Write::Job(job(&format!("fails{from}"), at(-5))),
        Write::Job(job(&format!("done{from}"), at(-9))),
        Write::Once(once(&format!("once{from}"))),
        Write::Account(account(from)),
        Write::Keys { case: case.clone(), at: at(3), keys },
        Write::Words { case, received_at: at(0), words: ["wörd".to_owned()].into() },
        Write::Policy { digest: secret(from), files: "{}".into() },
        Write::Read(read(from, By::Reporter, 3, &[from])),
        Write::Invite(Invite {
            secret: secret(from),
            roles: [].into(),
            expires_at: at(60),
            made: Made::default(),
        }),
    ])
    .await
    .unwrap();
    db.commit(vec![Write::Publish(publication(number, 2))]).await.unwrap();
    let taken = db.claim(at(0), at(30)).await.unwrap().unwrap();
    assert_eq!(taken.key, format!("done{from}"));
    let kept = Write::JobKept { key: taken.key.clone(), attempt: 1, until: at(50) };
    db.commit(vec![kept]).await.unwrap();
    db.commit(vec![Write::JobDone { key: taken.key, attempt: 1 }]).await.unwrap();
    let key = db.claim(at(0), at(30)).await.unwrap().unwrap().key;
    let says = "the disk is full".to_owned();
    db.commit(vec![Write::JobFailed { key, attempt: 1, again_at: Some(at(900)), says }])
        .await
        .unwrap();
}

/// A backup that is taken in the middle, and everything that was shipped before and after it.
async fn told(place: Place) {
    let db = place.open().await;
    fill(&db).await;
    assert!(begin(&db, TARGET).await.unwrap());
    assert!(!begin(&db, TARGET).await.unwrap(), "it goes on");
    let mut files = Vec::new();
    live(&db, 100).await;
    ship(&db, &mut files).await;
    live(&db, 200).await;
    let middle = saved(&db).await;
    live(&db, 300).await;
    ship(&db, &mut files).await;
    live(&db, 400).await;
    ship(&db, &mut files).await;
    let whole = rows(&saved(&db).await);
    assert!(!whole.contains("session"), "{whole}");
    let (again, units) = restored(&middle, &files).await.unwrap();
    assert_eq!(again, whole);
    assert!(units > 10, "{units}");
    let (again, units) = restored(&saved(&db).await, &files).await.unwrap();
    assert_eq!((again, units), (whole.clone(), 0));
    // Without the last file it is the moment before it, and nothing of a half.
    let (earlier, _) = restored(&middle, &files[..2]).await.unwrap();
    assert!(whole.contains("case/s400") && !earlier.contains("case/s400"));
    assert!(earlier.contains("case/s300"));
    assert_eq!(end(&db).await.unwrap().as_deref(), Some(TARGET));
    live(&db, 500).await;
    assert_eq!(waiting(&db).await.unwrap(), []);
    assert!(taken(&db, &[], 9).await.is_err(), "it was ended");
    db.close().await;
    place.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_and_what_was_shipped_since_make_a_file_again() {
    told(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_and_what_was_shipped_since_make_a_postgres_again() {
    if let Some(place) = Place::postgres().await {
        told(place).await;
    }
}

/// Many write at once while files and backups are made; a file whose record was lost comes twice.
async fn busy(place: Place) {
    let db = place.open().await;
    begin(&db, TARGET).await.unwrap();
    let writers: Vec<_> = (0..6)
        .map(|writer| {
            let db = db.clone();
            tokio::spawn(async move {
                for number in 0..40 {
                    let stream = format!("case/{writer}-{number}");
                    let shared = job(&format!("job{number}"), at(number));
                    db.commit(vec![Write::Job(shared), append(&stream)]).await.unwrap();
                    db.commit(vec![Write::Erase { stream, seq: 1 }]).await.unwrap();
                }
            })
        })
        .collect();
    let (mut files, mut backups) = (Vec::new(), Vec::new());
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        let units = waiting(&db).await.unwrap();
        if !units.is_empty() {
            put(&units, &mut files);
            backups.push(saved(&db).await);
            if files.len() % 3 != 0 {
                taken(&db, &units, files.len() as u64).await.unwrap();
            }
            backups.push(saved(&db).await);
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    ship(&db, &mut files).await;
    let whole = rows(&saved(&db).await);
    let step = (backups.len() / 8).max(1);
    for saved in backups.iter().step_by(step) {
        assert_eq!(restored(saved, &files).await.unwrap().0, whole);
    }
    db.close().await;
    place.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_busy_file_is_shipped_whole() {
    busy(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_busy_postgres_is_shipped_whole() {
    if let Some(place) = Place::postgres().await {
        busy(place).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_missing_changed_or_of_another_place_restore_nothing() {
    let db = store::open("sqlite::memory:").await.unwrap();
    fill(&db).await;
    let without = saved(&db).await;
    begin(&db, TARGET).await.unwrap();
    let other = begin(&db, "/mnt/third").await.unwrap_err().to_string();
    assert!(other.contains("shipped to /mnt/other already"), "{other}");
    let base = saved(&db).await;
    let mut files = Vec::new();
    for from in [100, 200, 300] {
        live(&db, from).await;
        ship(&db, &mut files).await;
    }
    let late = saved(&db).await;
    let no = async |saved: &[u8], files: &[Parcel]| restored(saved, files).await.unwrap_err();
    assert!(no(&without, &files).await.contains("no units were shipped when"));
    assert!(no(&base, &files[1..]).await.contains("file 2: file 1 is missing"));
    let gap = [files[0].clone(), files[2].clone()];
    assert!(no(&base, &gap).await.contains("file 3: file 2 is missing"));
    assert!(no(&late, &files[..2]).await.contains("the last file here is 2"));
    let cut = |at: usize, end: usize| {
        let mut cut = files.clone();
        cut[at].bytes.truncate(end);
        cut
    };
    for end in [0, 3, 40, files[1].bytes.len() - 1] {
        assert!(no(&base, &cut(1, end)).await.contains("file 2: "), "{end}");
    }
    let mut renamed = files.clone();
    renamed[2].number = 9;
    assert!(no(&base, &renamed[2..]).await.contains("is not the file of this number"));
    let mut changed = files.clone();
    let text = String::from_utf8(zstd::decode_all(&*changed[1].bytes).unwrap()).unwrap();
    let text = text.replacen("late200", "late299", 1);
    changed[1].bytes = zstd::encode_all(text.as_bytes(), 0).unwrap();
    assert!(no(&base, &changed).await.contains("file 2: changed after it was written"));
    let mut exchanged = Vec::new();
    put(&[], &mut exchanged);
    let exchanged = [exchanged[0].clone(), files[1].clone()];
    assert!(no(&base, &exchanged).await.contains("follows another file than the one before it"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_would_let_somebody_in_is_refused_and_nothing_is_restored() {
    let place = Place::file();
    let db = place.open().await;
    fill(&db).await;
    begin(&db, TARGET).await.unwrap();
    let backup = saved(&db).await;
    let invite = Invite {
        secret: secret(7),
        roles: ["lead".to_owned()].into(),
        expires_at: at(9),
        made: Made::default(),
    };
    let forged = serde_json::to_string(&[Write::Invite(invite)]).unwrap();
    let mut files = Vec::new();
    put(&[(1_000, forged)], &mut files);
    let said = restored(&backup, &files).await.unwrap_err();
    assert!(said.contains("file 1") && said.contains("never shipped"), "{said}");
    db.close().await;
    place.leave().await;
}

/// Units of an earlier version do not say when the cases of a word were received; their cases do.
#[tokio::test]
async fn words_of_earlier_units_get_their_order() {
    let db = store::open("sqlite::memory:").await.unwrap();
    begin(&db, TARGET).await.unwrap();
    let (before, mut files) = (saved(&db).await, Vec::new());
    live(&db, 1).await;
    let mut units = waiting(&db).await.unwrap();
    let mut changed = 0;
    for (_, body) in &mut units {
        let mut writes: serde_json::Value = serde_json::from_str(body).unwrap();
        for write in writes.as_array_mut().unwrap() {
            if let Some(words) = write.get_mut("words") {
                words.as_object_mut().unwrap().remove("received_at").unwrap();
                changed += 1;
            }
        }
        *body = writes.to_string();
    }
    put(&units, &mut files);
    assert_eq!(changed, 1);
    assert_eq!(restored(&before, &files).await.unwrap().0, rows(&saved(&db).await));
}
