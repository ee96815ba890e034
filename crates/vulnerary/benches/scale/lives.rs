//! Lives of cases, made by the real use cases in a small world: the patterns from which an instance
//! of any size is stamped. A step that the rules refuse is left out, as people leave it.

use crate::words::Dice;
use domain::access::Actor;
use domain::case::{Case, Event};
use domain::embargo::{PublishedRow, candidate};
use domain::intake::Draft;
use domain::words::{CaseId, Secret};
use serde_json::{Value, json};
use testkit::World;

/// How far a case gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Until {
    Waiting,
    Asked,
    Valid,
    Accepted,
    Fixed,
    InReview,
    Published,
    Refused,
    Closed,
    Resolved,
    Withdrawn,
}

/// How often each is met, of a thousand cases.
const MIX: &[(u64, Until)] = &[
    (110, Until::Waiting),
    (60, Until::Asked),
    (60, Until::Valid),
    (70, Until::Accepted),
    (30, Until::Fixed),
    (25, Until::InReview),
    (5, Until::Published),
    (20, Until::Refused),
    (555, Until::Closed),
    (15, Until::Resolved),
    (50, Until::Withdrawn),
];

/// The life of one case.
pub(crate) struct Life {
    pub(crate) events: Vec<Event>,
    /// What they fold to.
    pub(crate) case: Case,
    pub(crate) published: Option<PublishedRow>,
}

/// So many lives, and the world in which they were lived.
pub(crate) async fn lives(count: usize, seed: u64) -> (World, Vec<Life>) {
    let mut world = World::new(seed).await;
    for number in 0..12 {
        let founder = world.ctx(&world.actor("founder"));
        let secret = app::access::invite(&founder, ["lead".to_owned()].into()).await;
        world.enrol(&format!("lead-{number}"), &secret.unwrap()).await;
    }
    let mut dice = Dice::new(seed);
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(Living::new(&mut world, &mut dice).await.live().await);
    }
    (world, all)
}

struct Living<'w> {
    world: &'w mut World,
    dice: &'w mut Dice,
    id: CaseId,
    reporter: Actor,
    lead: String,
}

impl<'w> Living<'w> {
    async fn new(world: &'w mut World, dice: &'w mut Dice) -> Self {
        world.pass_days(1);
        let draft = Draft {
            title: dice.text(6),
            body: dice.text(14),
            version: "2.9.7".to_owned(),
            accept_terms: dice.percent(60),
            ..Draft::default()
        };
        let (id, secret) = world.report(&draft).await.unwrap();
        let reporter = reporter(world, &secret).await;
        let lead = format!("lead-{}", dice.below(12));
        Self { world, dice, id, reporter, lead }
    }

    async fn live(mut self) -> Life {
        let until = self.dice.weighted(MIX);
        let events = self.dice.around(20.0, 4.0);
        self.go(until).await;
        self.talk(events).await;
        match until {
            Until::Closed => self.close().await,
            Until::Resolved => self.lead("case close", json!({ "resolution": "resolved" })).await,
            Until::Withdrawn => self.reporter("case withdraw").await,
            _ => {}
        }
        self.world.drain().await.unwrap();
        let case = self.world.case(&self.id).await;
        let published = match &case.published {
            Some(published) => self.world.truth().publication(&published.id).await.unwrap(),
            None => None,
        };
        Life { events: self.world.events(&self.id).await, published, case }
    }

    /// Somebody tries this; what is refused does not happen.
    async fn staff(&mut self, login: &str, verb: &str, given: Value) {
        self.world.pass(jiff::SignedDuration::from_mins(self.dice.below(3000) as i64));
        let tried = self.world.perform(&self.world.actor(login), verb, &self.id, given).await;
        if let (Err(error), Some(_)) = (tried, std::env::var_os("VULNERARY_BENCH_REFUSALS")) {
            println!("{login}: {verb}: {error}");
        }
    }

    async fn lead(&mut self, verb: &str, given: Value) {
        let lead = self.lead.clone();
        self.staff(&lead, verb, given).await;
    }

    async fn reporter(&mut self, verb: &str) {
        let body = self.dice.text(8);
        let given = match verb {
            "case withdraw" => json!({ "because": body }),
            _ => json!({ "body": body }),
        };
        let _ = self.world.perform(&self.reporter, verb, &self.id, given).await;
    }

    async fn go(&mut self, until: Until) {
        if until == Until::Waiting {
            return;
        }
        let hello = self.dice.text(8);
        self.staff("triager", "case write", json!({ "body": hello })).await;
        if until == Until::Asked {
            let question = self.dice.text(8);
            self.staff("triager", "case ask", json!({ "body": question })).await;
            return;
        }
        let attacker = match until {
            Until::Refused | Until::Closed | Until::Withdrawn => "local",
            _ => "network",
        };
        let claim = json!({ "attacker": attacker, "effect": ["crash"], "flag": "no" });
        self.staff("triager", "case judge", json!({ "claim": claim })).await;
        if matches!(until, Until::Refused | Until::Closed) {
            let given = json!({ "because": self.dice.text(6) });
            return self.staff("triager", "case invalidate", given).await;
        }
        if until == Until::Withdrawn {
            return;
        }
        self.repair(until).await;
    }

    async fn repair(&mut self, until: Until) {
        let v2 = json!({ "line": "v2", "affected": "yes", "introduced": "2.7.0" });
        self.staff("fixer", "release assess", v2).await;
        self.staff("fixer", "release assess", json!({ "line": "v3", "affected": "yes" })).await;
        self.staff("triager", "case validate", json!({ "because": "seen it" })).await;
        let severity =
            self.dice.weighted(&[(4, "low"), (5, "medium"), (3, "high"), (1, "critical")]);
        let given = json!({ "severity": severity, "because": "as it is here" });
        self.staff("triager", "case severity", given).await;
        if until == Until::Valid {
            return;
        }
        self.lead("case accept", json!({})).await;
        if self.dice.percent(80) {
            self.lead("embargo accept", json!({})).await;
        }
        if until == Until::Accepted {
            return;
        }
        for (line, version) in [("v2", "2.9.8"), ("v3", "3.4.2")] {
            self.fix(line, version).await;
        }
        if until == Until::Fixed {
            return;
        }
        let (title, details) = (self.dice.text(6), self.dice.text(30));
        let text = json!({ "title": title, "details": details, "credits": ["A finder"] });
        self.staff("publisher", "advisory write", text).await;
        self.staff("publisher", "advisory request", json!({})).await;
        if until == Until::InReview {
            return;
        }
        self.publish().await;
    }

    /// One person says what the fix is, another looks at it.
    async fn fix(&mut self, line: &str, version: &str) {
        let because = self.dice.text(8);
        let given = json!({
            "line": line, "version": version, "proof": "reproduced", "because": because,
        });
        self.staff("fixer", "release fix", given).await;
        let case = self.world.case(&self.id).await;
        if let Some(fix) = case.lines.get(line).and_then(|line| line.fix.as_ref()) {
            let fix = fix.digest.to_string();
            let good = json!({ "line": line, "fix": fix, "verdict": "good" });
            self.staff("reviewer", "release review", good).await;
        }
    }

    async fn publish(&mut self) {
        let case = self.world.case(&self.id).await;
        let Ok(candidate) = candidate(&case, &self.world.app.policy) else { return };
        let digest = json!({ "digest": candidate.digest().to_string() });
        self.staff("reviewer", "advisory approve", digest).await;
        let why = json!({ "reason": "fix-ready", "because": "fixes are ready and both agree" });
        self.staff("lead", "embargo end", why).await;
        self.staff("reviewer", "embargo confirm", json!({})).await;
        self.staff("publisher", "advisory publish", json!({})).await;
    }

    /// Messages until the case has so many events; never after a question that still waits.
    async fn talk(&mut self, events: usize) {
        let have = self.world.links(&self.id).await.len();
        for number in have + 1..events {
            let words = self.dice.around(8.0, 3.0);
            let body = json!({ "body": self.dice.text(words) });
            match (number + have) % 3 {
                0 => self.staff("triager", "case note", body).await,
                1 => self.lead("case write", body).await,
                _ => self.reporter("case answer").await,
            }
        }
    }

    async fn close(&mut self) {
        let resolution = self.dice.weighted(&[
            (5, "not-a-vulnerability"),
            (3, "spam"),
            (2, "out-of-scope"),
            (2, "not-reproducible"),
            (1, "wont-fix"),
        ]);
        let why = self.dice.text(4);
        self.lead("case close", json!({ "resolution": resolution, "because": why })).await;
    }
}

async fn reporter(world: &World, secret: &Secret) -> Actor {
    let ctx = world.ctx(&Actor::Anonymous).as_reporter(secret).await;
    ctx.unwrap().actor
}
