//! Receipts as a reporter keeps them: checked by the program, without an instance.

use crate::program::{Server, root, vulnerary};
use serde_json::Value;

#[test]
fn a_receipt_holds_wherever_it_is_checked_and_a_changed_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (data, policy) = (at("data"), root().join("policies/minimal").display().to_string());
    let place = ["--data", data.as_str(), "--policy", policy.as_str()];
    let draft = r#"{"title":"a header ends it","body":"send two","version":"3.4.1"}"#;
    std::fs::write(at("draft.json"), draft).unwrap();
    Server::start(&place).kill();
    let kept = at("receipt.txt");
    let file = ["case", "file", &at("draft.json"), "--receipt", &kept, "--json"];
    let file = [&file[..], &place[..]].concat();
    let filed = vulnerary(&file);
    assert_eq!(filed.code, 0, "{}", filed.err);
    let receipt: Value = serde_json::from_str(&filed.out).unwrap();
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), receipt["signed"].as_str().unwrap());
    let received = receipt["received"].as_str().unwrap();
    std::fs::write(at("received.json"), format!("{received}\n")).unwrap();
    let keys = vulnerary(&[&["receipt", "keys"][..], &place[..]].concat());
    assert_eq!(keys.out.lines().count(), 1, "{}", keys.err);
    std::fs::write(at("keys.txt"), &keys.out).unwrap();

    let verify = |more: &[&str]| {
        let (receipt, keys) = (at("receipt.txt"), at("keys.txt"));
        vulnerary(&[&["receipt", "verify", &receipt, "--keys", &keys][..], more].concat())
    };
    let held = verify(&["--report", &at("received.json"), "--json"]);
    assert_eq!(held.code, 0, "{}{}", held.out, held.err);
    let said: Value = serde_json::from_str(&held.out).unwrap();
    for name in ["sha256", "received_at"] {
        assert_eq!(said[name], receipt[name], "{name}");
    }
    assert_eq!((&said["holds"], &said["report"]), (&true.into(), &receipt["id"]));
    let other = verify(&["--report", &at("draft.json")]);
    assert_eq!(other.code, 1, "{}", other.out);
    assert!(other.out.contains("this is not what was received"), "{}", other.out);

    // A new key signs; the receipt of the one before still holds with all public keys.
    let rotate = ["receipt", "rotate", "--data", &data];
    let new = vulnerary(&rotate);
    assert_eq!(new.code, 0, "{}", new.err);
    let (receipt, key) = (at("receipt.txt"), new.out.trim().to_owned());
    let alone = vulnerary(&["receipt", "verify", &receipt, "--key", &key]);
    assert_eq!(alone.code, 1);
    assert!(alone.out.contains("none of the given keys signed it"), "{}", alone.out);
    let keys = vulnerary(&[&["receipt", "keys"][..], &place[..]].concat());
    assert_eq!(keys.out.lines().next(), Some(key.as_str()));
    std::fs::write(at("keys.txt"), &keys.out).unwrap();
    assert_eq!(verify(&[]).code, 0);

    let text = std::fs::read_to_string(at("receipt.txt")).unwrap();
    std::fs::write(at("receipt.txt"), text.replace("received 20", "received 19")).unwrap();
    let changed = verify(&[]);
    assert_eq!(changed.code, 1);
    assert!(changed.out.contains("does not fit"), "{}", changed.out);
    assert_eq!(vulnerary(&["receipt", "verify", &at("nothing"), "--key", "x"]).code, 64);
}
