//! What was erased is in no file of the database afterwards, not even in SQLite's log.

use crate::place::Place;
use app::ports::store::{Store, Write};
use domain::case::{By, Content, Fact, Head, News, extend};
use domain::words::Digest;

const CANARY: &[u8] = b"the secret of the sleeping turtle";

/// How many files of this folder hold the canary.
fn files_with_canary(place: &Place) -> usize {
    let files = std::fs::read_dir(place.folder()).unwrap();
    let bytes = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
    bytes.filter(|bytes| bytes.windows(CANARY.len()).any(|part| part == CANARY)).count()
}

#[tokio::test]
async fn nothing_of_an_erased_text_is_left_on_the_disk() {
    let place = Place::file();
    let db = place.open().await;
    let after = Head::empty("case/a");
    let text = Content::one("body", String::from_utf8_lossy(CANARY));
    let news = [News { fact: Fact::Withdrawn, content: text }];
    let about = (crate::samples::at(0), &By::System, Digest::of(b"policy"));
    let (links, _) = extend("case/a", after, about, &news, || [9; 16]);
    db.commit(vec![Write::Append { stream: "case/a".into(), after, links }]).await.unwrap();
    assert!(files_with_canary(&place) > 0, "the canary is looked for in the right place");
    db.commit(vec![Write::Erase { stream: "case/a".into(), seq: 1 }]).await.unwrap();
    assert_eq!(files_with_canary(&place), 0);
    db.close().await;
}
