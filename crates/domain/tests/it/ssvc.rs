//! CERT/CC's decision tables: every row of each gives its outcome, and so it does inside a pack.

use crate::tree::{files, fixture_folder};
use domain::advisory::SsvcTable;
use domain::policy::read;
use serde_json::Value;

#[test]
fn every_row_of_every_published_table_gives_its_outcome() {
    let Some(all) = fixture_folder("ssvc/json/decision_tables") else { return };
    let mut rows = 0;
    for (name, bytes) in &all {
        let table = SsvcTable::read(name, bytes).unwrap_or_else(|says| panic!("{says:?}"));
        let raw: Value = serde_json::from_slice(bytes).unwrap();
        let mapping = raw["mapping"].as_array().unwrap();
        assert_eq!(table.len(), mapping.len(), "{name}");
        for row in mapping {
            let row = row.as_object().unwrap();
            let answers = row.iter().filter(|(id, _)| **id != table.outcome.id);
            let answers: Vec<(String, String)> =
                answers.map(|(id, key)| (id.clone(), key.as_str().unwrap().to_owned())).collect();
            let answer = table.decide(&answers).unwrap();
            let outcome = answer.outcome.map(|value| value.key.as_str());
            assert_eq!(outcome, row[&table.outcome.id].as_str(), "{name}: {row:?}");
            assert!(answer.needed.is_empty() && answer.possible.len() == 1);
            rows += 1;
        }
        let open = table.decide(&[]).unwrap();
        assert!(open.outcome.is_none() && open.possible.len() > 1, "{name}");
        assert!(!open.needed.is_empty() && open.needed.len() <= table.points.len(), "{name}");
    }
    println!("{} tables, {rows} rows", all.len());
    assert_eq!((all.len(), rows), (16, 1_574));
}

#[test]
fn a_pack_carries_decision_tables() {
    let Some(all) = fixture_folder("ssvc/json/decision_tables/ssvc") else { return };
    let mut pack = files("minimal");
    for (name, bytes) in &all {
        pack.insert(format!("ssvc/{name}"), bytes.clone());
    }
    let (policy, complaints) = read(&pack);
    assert_eq!(complaints, []);
    let policy = policy.unwrap();
    assert_eq!(policy.ssvc.len(), all.len());
    assert!(policy.ssvc.iter().any(|table| table.is_called("DT_U") && table.is_called("utility")));
    pack.insert("ssvc/again.json".to_owned(), all["utility_1_0_0.json"].clone());
    pack.insert("ssvc/broken.json".to_owned(), b"{}".to_vec());
    let said: Vec<String> = read(&pack).1.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("ssvc/broken.json: is no SSVC decision table"), "{said:?}");
    assert!(said[1].contains("is there more than once"), "{said:?}");
}
