//! Each use case through the page, the API and the command leaves the same journal.

use crate::doors::{Door, Kind, Who};
use domain::words::{AttachmentId, CaseId, Secret};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{files_with, read_whole};

/// Facts and content of each event of a case.
type Journal = Vec<(Value, Option<Value>)>;

const LEAD: Who = Who::Staff("lead");
const SECOND: Who = Who::Staff("founder");
const AUDITOR: Who = Who::Staff("auditor");

/// A clause of another policy: what needs a flag counts as well.
const FLAGS: &str = r#"id = "FLAGS"
kind = "vulnerability"
order = 1
since = 2024-01-01
title = "Flags"
text = "What needs a flag counts as well."
over = "*"
when = { fact = "flag", is = "yes" }
effect = { verdict = "vulnerability" }
"#;

/// What a CVE record says of it.
fn container() -> Value {
    json!({
        "affected": [{ "vendor": "Acme", "product": "acme" }],
        "descriptions": [{ "lang": "en", "value": "Two headers end it." }],
        "references": [{ "url": "https://acme.example/1" }],
    })
}

/// Walks through one door and remembers which verbs it used.
struct Walker {
    door: Door,
    used: BTreeSet<String>,
}

impl Walker {
    #[expect(clippy::needless_pass_by_value, reason = "a walk reads better with plain literals")]
    fn act(&mut self, who: &Who, id: &CaseId, verb: &str, given: Value) {
        self.door.perform(who, id, verb, &given);
        self.used.insert(verb.to_owned());
    }

    fn file(&self, title: &str) -> (CaseId, Secret) {
        self.door.file(&json!({
            "title": title, "body": "Two headers; watch it go.", "version": "2.9.7",
            "claim": { "attacker": "network", "effect": ["crash", "read"], "flag": "no" },
            "credit": "Finder", "accept_terms": true, "accepted_rules": ["RR-1"],
        }))
    }

    /// A file in the case. How files come is told elsewhere.
    fn attached(&self, id: &CaseId) -> AttachmentId {
        let (world, lead) = (&self.door.world, self.door.actor("lead"));
        let files = self.door.block_on(world.attach(&lead, "case note", id, &[("a.txt", b"a")]));
        files.unwrap().remove(0)
    }

    fn published(&mut self) -> CaseId {
        let (id, secret) = self.file("The one that is published");
        let reporter = Who::Reporter(secret);
        self.act(&LEAD, &id, "case ask", json!({ "body": "Which version?" }));
        self.act(&reporter, &id, "case answer", json!({ "body": "2.9.7\nand before" }));
        self.act(&LEAD, &id, "case write", json!({ "body": "Thank you." }));
        self.act(&LEAD, &id, "case note", json!({ "body": "Looks real." }));
        let file = self.attached(&id);
        let held = json!({ "attachment": file.as_str(), "held": "yes", "because": "A scanner." });
        self.act(&LEAD, &id, "case quarantine", held);
        let seen = json!({ "value": "no", "from": "reproduction", "note": "built without it" });
        let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": seen });
        self.act(&LEAD, &id, "case judge", json!({ "claim": claim }));
        for line in ["v2", "v3"] {
            let given = json!({ "line": line, "affected": "yes" });
            self.act(&LEAD, &id, "release assess", given);
        }
        self.act(&LEAD, &id, "case validate", json!({}));
        let vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L";
        let why = "It ends them all.";
        let rated = json!({ "severity": "high", "vector": vector, "because": why });
        self.act(&LEAD, &id, "case severity", rated);
        self.act(&LEAD, &id, "case accept", json!({}));
        let longer = json!({ "ends_at": "2026-05-01T10:00:00Z", "because": "two lines" });
        self.act(&LEAD, &id, "embargo propose", longer);
        self.act(&reporter, &id, "embargo accept", json!({}));
        for (line, version) in [("v2", "2.9.8"), ("v3", "3.4.2")] {
            self.act(&LEAD, &id, "release work", json!({ "line": line }));
            let given = json!({
                "line": line, "version": version, "commit": "private/7",
                "proof": "reproduced", "because": "seen before, not on it",
            });
            self.act(&LEAD, &id, "release fix", given);
            let case = self.door.block_on(self.door.world.case(&id));
            let fix = case.lines[line].fix.as_ref().unwrap().digest.to_string();
            let good = json!({ "line": line, "fix": fix, "verdict": "good" });
            self.act(&SECOND, &id, "release review", good);
        }
        self.act(&LEAD, &id, "case retest", json!({ "because": "See our message." }));
        self.act(&reporter, &id, "case tried", json!({ "helps": "yes" }));
        let text = json!({
            "title": "Two headers end the process", "details": "They do.",
            "cve": ["CVE-2026-12345", "CVE-2026-12346"], "credits": ["Finder"],
        });
        self.act(&LEAD, &id, "advisory write", text);
        self.act(&LEAD, &id, "advisory request", json!({}));
        let case = self.door.block_on(self.door.world.case(&id));
        let candidate = domain::embargo::candidate(&case, &self.door.world.app.policy).unwrap();
        let digest = json!({ "digest": candidate.digest().to_string() });
        self.act(&SECOND, &id, "advisory approve", digest);
        let end = json!({ "reason": "fix-ready", "because": "ready" });
        self.act(&LEAD, &id, "embargo end", end);
        self.act(&SECOND, &id, "embargo confirm", json!({}));
        let number = self.numbered(&id);
        self.act(&LEAD, &id, "advisory publish", json!({}));
        self.read_back(&id, &number);
        self.act(&LEAD, &id, "case close", json!({ "resolution": "resolved" }));
        let redact = json!({ "event": "4", "because": "a name" });
        self.act(&LEAD, &id, "case redact", redact);
        id
    }

    /// A CVE id with an approved record, and a request that came to nothing.
    fn numbered(&mut self, id: &CaseId) -> String {
        let asked = json!({ "from": "other", "whom": "A platform", "about": "the first header" });
        self.act(&LEAD, id, "cve request", asked);
        let number = "CVE-2026-12345".to_owned();
        self.act(&LEAD, id, "cve assign", json!({ "id": number, "entry": "1" }));
        let draft = json!({ "entry": number, "container": container().to_string() });
        self.act(&LEAD, id, "cve draft", draft);
        let case = self.door.block_on(self.door.world.case(id));
        let digest = case.cves[&1].draft.as_ref().unwrap().digest.to_string();
        let seen = json!({ "entry": "1", "digest": digest });
        self.act(&SECOND, id, "cve approve", seen);
        self.act(&LEAD, id, "cve request", json!({ "from": "own" }));
        let none = json!({ "entry": "2", "because": "one is enough" });
        self.act(&LEAD, id, "cve reject", none);
        number
    }

    fn read_back(&mut self, id: &CaseId, number: &str) {
        let record = json!({
            "cveMetadata": { "cveId": number, "state": "PUBLISHED" },
            "containers": { "cna": container() },
        });
        let read = json!({ "entry": number, "record": record.to_string(), "listed": "reserved" });
        self.act(&LEAD, id, "cve confirm", read);
        let note = json!({ "entry": number, "body": "wrote to the program" });
        self.act(&LEAD, id, "cve note", note);
    }

    /// One that is put off, taken up, left without a fix, closed, and opened again.
    fn later(&mut self) -> CaseId {
        let (id, _) = self.file("The one that is put off");
        let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "no" });
        self.act(&LEAD, &id, "case judge", json!({ "claim": claim }));
        self.act(&LEAD, &id, "release test", json!({ "line": "v2" }));
        for line in ["v2", "v3"] {
            self.act(&LEAD, &id, "release assess", json!({ "line": line, "affected": "yes" }));
        }
        self.act(&LEAD, &id, "case validate", json!({}));
        self.act(&LEAD, &id, "case severity", json!({ "severity": "low" }));
        let until = json!({ "until": "2026-04-01T10:00:00Z", "because": "after the move" });
        self.act(&LEAD, &id, "case defer", until);
        self.act(&LEAD, &id, "case resume", json!({}));
        let none = json!({ "line": "v2", "because": "nobody uses that any more" });
        self.act(&LEAD, &id, "release decline", none);
        let second = self.door.actor("founder");
        let domain::access::Actor::Person { account, .. } = second else { panic!("a person") };
        let out = json!({ "account": account.to_string(), "because": "a friend reported it" });
        self.act(&LEAD, &id, "case recuse", out.clone());
        self.act(&LEAD, &id, "case readmit", out);
        id
    }

    /// One that was reported before.
    fn again(&mut self, of: &CaseId) -> CaseId {
        let (id, _) = self.file("The one that was known");
        let of = json!({ "of": of.to_string(), "because": "the same" });
        self.act(&LEAD, &id, "case duplicate", of);
        id
    }

    /// Somebody is let in: the secret of their page.
    fn let_in(&mut self, id: &CaseId, name: &str) -> Who {
        let given = json!({ "role": "vendor", "name": name, "address": "s@vendor.example" });
        let answer = self.door.perform(&LEAD, id, "participant invite", &given);
        self.used.insert("participant invite".to_owned());
        let at = answer.find("part_").unwrap_or_else(|| panic!("a secret in {answer}"));
        Who::Reporter(Secret::read(&answer[at..at + "part_".len() + 64]))
    }

    /// One in which others take part, which comes apart, and which is attacked.
    fn shared(&mut self) -> CaseId {
        let (id, secret) = self.file("The one with others");
        let reporter = Who::Reporter(secret);
        let one = self.let_in(&id, "One");
        self.act(&one, &id, "embargo accept", json!({}));
        let case = self.door.block_on(self.door.world.case(&id));
        let party = case.parties.keys().next().unwrap().to_string();
        let words = json!({ "party": party, "body": "Two headers." });
        self.act(&LEAD, &id, "participant write", words);
        self.act(&one, &id, "participant answer", json!({ "body": "We build." }));
        let two = self.let_in(&id, "Two");
        self.act(&two, &id, "participant decline", json!({ "because": "not us" }));
        let later = json!({ "ends_at": "2026-05-01T10:00:00Z", "because": "two lines" });
        self.act(&LEAD, &id, "embargo propose", later.clone());
        self.act(&reporter, &id, "embargo reject", json!({ "because": "no" }));
        self.act(&LEAD, &id, "embargo propose", later);
        self.act(&LEAD, &id, "embargo retract", json!({}));
        self.act(&one, &id, "participant leave", json!({}));
        let gone = json!({ "party": party, "because": "they left" });
        self.act(&LEAD, &id, "participant remove", gone);
        let part = json!({ "title": "A part", "body": "Only the second header." });
        self.act(&LEAD, &id, "case split", part);
        let said = |what: &str| json!({ "what": what, "source": "https://forum.example/1" });
        self.act(&reporter, &id, "world allege", said("exploit"));
        let not = json!({ "what": "exploit", "because": "that is another one" });
        self.act(&LEAD, &id, "world dismiss", not);
        self.act(&LEAD, &id, "world allege", said("attacks"));
        self.act(&LEAD, &id, "world confirm", json!({ "what": "attacks" }));
        self.act(&SECOND, &id, "world confirm", json!({ "what": "attacks" }));
        let hold = json!({ "until": "2026-03-03T05:00:00Z", "because": "the fix ships" });
        self.act(&LEAD, &id, "world hold", hold);
        self.act(&SECOND, &id, "world second", json!({}));
        id
    }

    /// One whose reporter is sanctioned and appeals, and one that comes from the same reporter then.
    fn sanctioned(&mut self) -> (CaseId, CaseId) {
        let (id, secret) = self.file("The one that broke a rule");
        let reporter = Who::Reporter(secret);
        let told = json!({ "address": "mallory@reporter.example" });
        self.act(&reporter, &id, "case contact", told.clone());
        let ban = json!({
            "rule": "RR-2", "sanction": "RS-3", "event": "1", "until": "2026-09-01T10:00:00Z",
            "because": "the log says so", "notice": "you stopped it",
        });
        self.act(&LEAD, &id, "sanction impose", ban);
        let (next, secret) = self.file("The one that came after that");
        self.act(&Who::Reporter(secret), &next, "case contact", told);
        self.act(&SECOND, &next, "case seen", json!({}));
        self.act(&reporter, &id, "sanction appeal", json!({ "because": "it was not me" }));
        let stands = json!({ "number": "1", "stands": "yes", "because": "it was" });
        self.act(&SECOND, &id, "sanction answer", stands);
        self.act(&LEAD, &id, "sanction lift", json!({ "because": "it is long ago" }));
        (id, next)
    }

    fn withdrawn(&mut self) -> CaseId {
        let (id, secret) = self.file("The one that is withdrawn");
        let why = json!({ "because": "my mistake" });
        let reporter = Who::Reporter(secret);
        let told = json!({ "address": "ana@reporter.example" });
        self.act(&reporter, &id, "case contact", told);
        self.act(&reporter, &id, "case withdraw", why);
        id
    }

    fn refused(&mut self) -> CaseId {
        let (id, _) = self.file("The one that is refused");
        let claim = json!({ "attacker": "network", "effect": ["crash"], "flag": "yes" });
        self.act(&LEAD, &id, "case judge", json!({ "claim": claim }));
        self.act(&LEAD, &id, "case invalidate", json!({}));
        self.another_policy_says_otherwise();
        let stands = json!({ "outcome": "stands", "because": "the experiment is over" });
        self.act(&LEAD, &id, "case review", stands);
        let close = json!({ "resolution": "not-a-vulnerability", "because": "an experiment" });
        self.act(&LEAD, &id, "case close", close);
        self.act(&LEAD, &id, "case reopen", json!({ "because": "another look" }));
        let why = json!({ "because": "somebody is said to have passed it on" });
        self.act(&AUDITOR, &id, "glass ask", why);
        self.act(&Who::Staff("auditor-2"), &id, "glass agree", json!({}));
        self.act(&AUDITOR, &id, "glass end", json!({}));
        id
    }

    /// A process with another policy looks through the cases; the door stays as it is.
    fn another_policy_says_otherwise(&mut self) {
        let policy = std::sync::Arc::clone(&self.door.world.app.policy);
        let now = files_with(&[("threat/FLAGS.toml", FLAGS)]);
        let another = std::sync::Arc::new(read_whole(&now));
        self.door.world.restart_with(std::sync::Arc::clone(&another));
        let world = &self.door.world;
        self.door.block_on(async {
            app::adopt(world.truth(), &another, &now, world.now).await.unwrap();
            world.drain().await.unwrap();
        });
        self.door.world.restart_with(policy);
    }

    /// The journal of a case: facts and content, without what names the door or is drawn by chance.
    fn journal(&self, id: &CaseId) -> Journal {
        let links = self.door.block_on(self.door.world.links(id));
        links
            .iter()
            .map(|link| {
                let mut facts: Value = serde_json::from_str(&link.facts).unwrap();
                if let Some(fact) = facts["fact"].as_object_mut() {
                    for drawn in DRAWN {
                        fact.remove(*drawn);
                    }
                    if fact.get("to").is_some_and(|to| to.get("party").is_some()) {
                        fact["to"] = json!("participant");
                    }
                }
                if facts["by"].get("participant").is_some() {
                    facts["by"] = json!("participant");
                }
                let content = link.content.as_ref();
                let mut content: Option<Value> =
                    content.map(|bytes| serde_json::from_slice(bytes).unwrap());
                if let Some(content) = content.as_mut().and_then(Value::as_object_mut) {
                    content.retain(|name, _| !["key", "object", "token"].contains(&name.as_str()));
                }
                (facts, content)
            })
            .collect()
    }
}

/// What names the door, or is drawn by chance.
const DRAWN: &[&str] =
    &["door", "secret", "party", "of", "case", "channel", "attachment", "thread", "under"];

fn walk(kind: Kind) -> (Vec<Journal>, BTreeSet<String>) {
    let mut walker = Walker { door: Door::new(kind), used: BTreeSet::new() };
    let later = walker.later();
    let again = walker.again(&later);
    let shared = walker.shared();
    let (banned, next) = walker.sanctioned();
    let (published, withdrawn, refused) =
        (walker.published(), walker.withdrawn(), walker.refused());
    let ids = [published, withdrawn, refused, later, again, shared, banned, next];
    assert_ne!(walker.door.actor("lead"), walker.door.actor("founder"));
    (ids.iter().map(|id| walker.journal(id)).collect(), walker.used)
}

#[test]
fn every_verb_leaves_the_same_journal_through_every_door() {
    let (pages, used) = walk(Kind::Page);
    let all: BTreeSet<String> =
        app::verbs().map(|verb| format!("{} {}", verb.group, verb.name)).collect();
    assert_eq!(used, all, "the walk uses every verb");
    for kind in [Kind::Api, Kind::Command] {
        let (others, _) = walk(kind);
        for (page, other) in pages.iter().flatten().zip(others.iter().flatten()) {
            assert_eq!(page, other, "{kind:?} writes what the pages write");
        }
        let lengths = |journals: &[Journal]| journals.iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(lengths(&pages), lengths(&others));
    }
}
