//! Jobs, and policies that are kept.

use crate::samples::{at, job, secret};
use app::ports::store::{Job, JobCounts, NewJob, Store, StoreError, Write};
use std::collections::BTreeMap;
use store::Database;

super::stories!(
    a_job_is_never_early_and_comes_in_the_order_of_its_instant,
    a_key_is_queued_once_for_ever,
    two_hundred_jobs_for_eight_workers_take_effect_once_each,
    a_lease_that_ran_out_is_taken_over_and_the_late_finisher_refused,
    a_job_that_is_kept_stays_its_workers,
    a_failed_job_comes_again_when_it_shall,
    a_job_that_is_given_up_stays_to_be_looked_at,
    finishing_is_part_of_the_unit,
    a_policy_is_kept_once,
);

fn taken() -> Result<(), StoreError> {
    Err(StoreError::Conflict("the job".into()))
}

fn done(key: &str, attempt: u32) -> Write {
    Write::JobDone { key: key.to_owned(), attempt }
}

async fn put(db: &Database, job: NewJob) {
    db.commit(vec![Write::Job(job)]).await.unwrap();
}

async fn a_job_is_never_early_and_comes_in_the_order_of_its_instant(db: Database) {
    for (key, seconds) in [("later", 20), ("b", 10), ("a", 10), ("first", 5)] {
        put(&db, job(key, at(seconds))).await;
    }
    assert_eq!(db.claim(at(4), at(60)).await.unwrap(), None);
    let first = Job {
        key: "first".into(),
        kind: "tidy".into(),
        payload: "{}".into(),
        run_at: at(5),
        attempt: 1,
    };
    assert_eq!(db.claim(at(5), at(60)).await.unwrap(), Some(first));
    assert_eq!(db.claim(at(10), at(60)).await.unwrap().unwrap().key, "a");
    assert_eq!(db.claim(at(10), at(60)).await.unwrap().unwrap().key, "b");
    assert_eq!(db.claim(at(10), at(60)).await.unwrap(), None);
    assert_eq!(db.job_counts().await.unwrap(), JobCounts { open: 4, dead: 0 });
}

async fn a_key_is_queued_once_for_ever(db: Database) {
    put(&db, job("key", at(0))).await;
    put(&db, job("key", at(1))).await;
    assert_eq!(db.job_counts().await.unwrap().open, 1);
    assert_eq!(db.claim(at(5), at(60)).await.unwrap().unwrap().run_at, at(0));
    db.commit(vec![done("key", 1)]).await.unwrap();
    put(&db, job("key", at(2))).await;
    assert_eq!(db.claim(at(500), at(600)).await.unwrap(), None);
    assert_eq!(db.job_counts().await.unwrap(), JobCounts::default());
}

async fn two_hundred_jobs_for_eight_workers_take_effect_once_each(db: Database) {
    db.commit((0..200).map(|n| Write::Job(job(&format!("job{n}"), at(0)))).collect())
        .await
        .unwrap();
    let workers = (0..8).map(|_| {
        let db = db.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            while let Some(job) = db.claim(at(1), at(60)).await.unwrap() {
                let effect = NewJob { run_at: at(1000), ..self::job("", at(0)) };
                let effect = NewJob { key: format!("effect of {}", job.key), ..effect };
                let unit = vec![Write::Job(effect), done(&job.key, job.attempt)];
                db.commit(unit).await.unwrap();
                mine.push(job.key);
            }
            mine
        })
    });
    let mut times = BTreeMap::new();
    for worker in workers.collect::<Vec<_>>() {
        for key in worker.await.unwrap() {
            *times.entry(key).or_insert(0) += 1;
        }
    }
    assert_eq!(times.len(), 200);
    assert!(times.values().all(|times| *times == 1));
    assert_eq!(db.job_counts().await.unwrap().open, 200);
}

async fn a_lease_that_ran_out_is_taken_over_and_the_late_finisher_refused(db: Database) {
    put(&db, job("key", at(0))).await;
    assert_eq!(db.claim(at(0), at(30)).await.unwrap().unwrap().attempt, 1);
    assert_eq!(db.claim(at(29), at(90)).await.unwrap(), None);
    let second = db.claim(at(30), at(60)).await.unwrap().unwrap();
    assert_eq!((second.attempt, second.run_at), (2, at(0)));
    assert_eq!(db.commit(vec![done("key", 1)]).await, taken());
    let failed = |attempt| Write::JobFailed {
        key: "key".into(),
        attempt,
        again_at: None,
        says: "too late".into(),
    };
    assert_eq!(db.commit(vec![failed(1)]).await, taken());
    db.commit(vec![done("key", 2)]).await.unwrap();
    assert_eq!(db.commit(vec![done("key", 2)]).await, taken());
    assert_eq!(db.commit(vec![failed(2)]).await, taken());
    assert_eq!(db.commit(vec![done("no such key", 1)]).await, taken());
}

async fn a_job_that_is_kept_stays_its_workers(db: Database) {
    put(&db, job("key", at(0))).await;
    db.claim(at(0), at(30)).await.unwrap().unwrap();
    let kept = |attempt| Write::JobKept { key: "key".into(), attempt, until: at(50) };
    db.commit(vec![kept(1)]).await.unwrap();
    assert_eq!(db.claim(at(49), at(90)).await.unwrap(), None);
    assert_eq!(db.claim(at(50), at(90)).await.unwrap().unwrap().attempt, 2);
    assert_eq!(db.commit(vec![kept(1)]).await, taken());
    db.commit(vec![done("key", 2)]).await.unwrap();
    assert_eq!(db.commit(vec![kept(2)]).await, taken());
}

async fn a_failed_job_comes_again_when_it_shall(db: Database) {
    put(&db, job("key", at(0))).await;
    db.claim(at(0), at(30)).await.unwrap().unwrap();
    let again_at = Some(at(100));
    let says = "the disk is full".to_owned();
    db.commit(vec![Write::JobFailed { key: "key".into(), attempt: 1, again_at, says }])
        .await
        .unwrap();
    assert_eq!(db.claim(at(99), at(200)).await.unwrap(), None);
    let again = db.claim(at(100), at(200)).await.unwrap().unwrap();
    assert_eq!((again.attempt, again.run_at), (2, at(100)));
}

async fn a_job_that_is_given_up_stays_to_be_looked_at(db: Database) {
    put(&db, job("key", at(0))).await;
    db.claim(at(0), at(30)).await.unwrap().unwrap();
    let says = "never works".to_owned();
    db.commit(vec![Write::JobFailed { key: "key".into(), attempt: 1, again_at: None, says }])
        .await
        .unwrap();
    assert_eq!(db.claim(at(1000), at(2000)).await.unwrap(), None);
    assert_eq!(db.job_counts().await.unwrap(), JobCounts { open: 0, dead: 1 });
}

async fn finishing_is_part_of_the_unit(db: Database) {
    put(&db, job("key", at(0))).await;
    db.claim(at(0), at(30)).await.unwrap().unwrap();
    let unit = vec![Write::Job(job("effect", at(0))), done("key", 7)];
    assert_eq!(db.commit(unit).await, taken());
    assert_eq!(db.job_counts().await.unwrap().open, 1);
}

async fn a_policy_is_kept_once(db: Database) {
    let policy = |files: &str| Write::Policy { digest: secret(1), files: files.to_owned() };
    db.commit(vec![policy("first")]).await.unwrap();
    db.commit(vec![policy("second")]).await.unwrap();
    let mut out = Vec::new();
    store::backup::backup(&db, &mut out).await.unwrap();
    let text = String::from_utf8(zstd::decode_all(out.as_slice()).unwrap()).unwrap();
    assert!(text.contains("\"first\"]") && !text.contains("\"second\"]"), "{text}");
}
