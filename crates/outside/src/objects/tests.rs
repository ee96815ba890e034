//! What is stored opens with its key and with no other, and not at all once it was changed.

use super::sealing::{PIECE, TAG};
use super::*;
use std::time::Duration;

fn key(byte: u8) -> FileKey {
    FileKey::from_chance([byte; 32])
}

async fn kept(objects: &ObjectFolder, bytes: &[u8]) -> Kept {
    let mut incoming = objects.begin(&key(7)).await.unwrap();
    for part in bytes.chunks(10_007) {
        incoming.write(part).await.unwrap();
    }
    incoming.finish().await.unwrap()
}

async fn read(objects: &ObjectFolder, kept: &Kept, with: u8) -> Result<Vec<u8>, String> {
    objects.open(&kept.object, &key(with)).await?.try_concat().await
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn sample(length: usize) -> Vec<u8> {
    (0..length).map(|place| (place * 7 % 251) as u8).collect()
}

#[tokio::test]
async fn what_was_stored_comes_back_whatever_its_length() {
    let folder = tempfile::tempdir().unwrap();
    let objects = ObjectFolder::new(folder.path().join("objects"));
    for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 1, 300_000] {
        let bytes = sample(length);
        let kept = kept(&objects, &bytes).await;
        assert_eq!((kept.length, kept.sha256), (length as u64, Digest::of(&bytes)));
        assert_eq!(read(&objects, &kept, 7).await.unwrap(), bytes, "{length} bytes");
        assert!(read(&objects, &kept, 8).await.is_err(), "with another key, {length} bytes");
    }
}

#[tokio::test]
async fn it_is_named_by_what_is_stored_and_holds_nothing_of_what_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let objects = ObjectFolder::new(folder.path().to_owned());
    let words = "a canary that nobody may find ".repeat(9_000);
    let kept = kept(&objects, words.as_bytes()).await;
    let [path] = files(folder.path()).try_into().expect("one file");
    let stored = std::fs::read(&path).unwrap();
    assert_eq!(Digest::of(&stored), kept.object);
    assert!(path.ends_with(place(&kept.object)));
    let canary = b"a canary that nobody";
    assert!(!stored.windows(canary.len()).any(|part| part == canary));
}

#[tokio::test]
async fn a_changed_moved_or_cut_object_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let objects = ObjectFolder::new(folder.path().to_owned());
    let kept = kept(&objects, &sample(3 * PIECE + 5)).await;
    let path = folder.path().join(place(&kept.object));
    let good = std::fs::read(&path).unwrap();
    let sealed = PIECE + TAG;
    let mut swapped = good.clone();
    let (first, second) = swapped.split_at_mut(sealed);
    first.swap_with_slice(&mut second[..sealed]);
    let mut changed = good.clone();
    changed[2 * sealed + 9] ^= 1;
    let twice = [&good[..sealed], &good[..]].concat();
    for (how, bytes) in [
        ("changed", changed),
        ("two pieces exchanged", swapped),
        ("a piece twice", twice),
        ("cut between pieces", good[..2 * sealed].to_vec()),
        ("cut within a piece", good[..good.len() - 1].to_vec()),
        ("longer", [&good[..], b"x"].concat()),
        ("empty", Vec::new()),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let says = read(&objects, &kept, 7).await.expect_err(how);
        assert!(says.contains("changed or cut off"), "{how}: {says}");
    }
    std::fs::remove_file(&path).unwrap();
    assert!(read(&objects, &kept, 7).await.unwrap_err().contains("is missing"));
}

#[tokio::test]
async fn what_is_not_finished_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let objects = ObjectFolder::new(folder.path().to_owned());
    let mut incoming = objects.begin(&key(1)).await.unwrap();
    incoming.write(&sample(200_000)).await.unwrap();
    assert_eq!(files(folder.path()).len(), 1);
    drop(incoming);
    assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn old_objects_are_listed_and_a_dead_upload_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let objects = ObjectFolder::new(folder.path().to_owned());
    let kept = kept(&objects, b"old").await;
    let dead = folder.path().join(INCOMING).join("dead");
    std::fs::write(&dead, "half").unwrap();
    let now = crate::now();
    let (early, late) = (now - Duration::from_secs(3600), now + Duration::from_secs(3600));
    assert_eq!(objects.before(early).await.unwrap(), []);
    assert!(dead.exists());
    assert_eq!(objects.before(late).await.unwrap(), [kept.object]);
    assert!(!dead.exists());
    objects.remove(&kept.object).await.unwrap();
    objects.remove(&kept.object).await.unwrap();
    assert_eq!(objects.before(late).await.unwrap(), []);
}
