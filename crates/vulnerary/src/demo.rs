//! The worked example of `serve --demo`: a published advisory, an embargoed case, a waiting report.
//! Made by the same use cases as everything else, from whatever pack is in force.

use crate::Ended;
use app::access::actor_of;
use app::intake::Receipt;
use app::ports::store::{Account, Write};
use app::{App, Ctx, Input, find_verb, perform};
use domain::access::Actor;
use domain::advisory::Cvss;
use domain::case::Case;
use domain::intake::Draft;
use domain::policy::Policy;
use domain::triage::{Claim, VerdictKind};
use domain::words::{AccountId, CaseId};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::sync::Arc;

/// Create the example, unless the instance already holds something. Gives the tracking secret of
/// the report that waits, so that the reporter's side can be looked at too.
pub(crate) async fn create(app: &Arc<App>, now: Timestamp) -> Result<Option<String>, Ended> {
    let streams = app.store.streams("", 1).await.map_err(app::Error::from)?;
    if !streams.is_empty() {
        return Ok(None);
    }
    let demo = Demo { app, now, people: [person(app, "Ada").await?, person(app, "Ben").await?] };
    demo.published().await?;
    demo.embargoed().await?;
    demo.waiting().await.map(Some)
}

/// Somebody of the example. They have no password, so nobody can log in as them.
async fn person(app: &Arc<App>, name: &str) -> Result<Actor, Ended> {
    let roles = ["lead".to_owned()].into();
    let account = Account::begin(
        AccountId::from_chance(app.chance.id()),
        &format!("demo-{}", name.to_lowercase()),
        &format!("{name} (example)"),
        roles,
    );
    let actor = actor_of(&account, Timestamp::default());
    app.store.commit(vec![Write::Account(account)]).await.map_err(app::Error::from)?;
    Ok(actor)
}

/// Facts of an example of the pack that its threat model calls a vulnerability.
fn claim(policy: &Policy, now: Timestamp) -> Claim {
    policy
        .clauses
        .iter()
        .flat_map(|clause| &clause.examples)
        .map(|example| example.claim.clone())
        .find(|claim| domain::triage::judge(policy, claim, now).kind == VerdictKind::Vulnerability)
        .unwrap_or_default()
}

struct Demo<'a> {
    app: &'a Arc<App>,
    now: Timestamp,
    people: [Actor; 2],
}

impl Demo<'_> {
    fn days_ago(&self, days: i64) -> Timestamp {
        self.now.checked_sub(SignedDuration::from_hours(days * 24)).unwrap_or(self.now)
    }

    async fn file(&self, at: Timestamp, title: &str, body: &str) -> Result<Receipt, Ended> {
        let policy = &self.app.policy;
        let version = policy.lines.supported(at).first().map(|line| line.first_version());
        let draft = Draft {
            title: title.to_owned(),
            body: body.to_owned(),
            version: version.unwrap_or_else(|| "all".to_owned()),
            claim: claim(policy, at),
            credit: "Example Reporter".to_owned(),
            accept_terms: true,
            accepted_rules: policy
                .rules_on(at.to_zoned(jiff::tz::TimeZone::UTC).date())
                .map(|rule| rule.id.clone())
                .collect(),
            ..Draft::default()
        };
        let ctx = Ctx::new(self.app, Actor::Anonymous, at);
        Ok(app::intake::submit(&ctx, &draft, "form").await?)
    }

    async fn act(
        &self,
        person: usize,
        at: Timestamp,
        case: &CaseId,
        (group, name): (&str, &str),
        fields: Value,
    ) -> Result<Case, Ended> {
        let verb = find_verb(group, name)
            .ok_or_else(|| Ended::Outside(format!("no verb {group} {name}")))?;
        let input = Input::read(verb, fields).map_err(app::Error::Invalid)?;
        let ctx = Ctx::new(self.app, self.people[person].clone(), at);
        Ok(perform(&ctx, case, verb, &input, None).await?)
    }

    /// Judge, assess every supported line, confirm, accept.
    async fn take(&self, at: Timestamp, case: &CaseId, vector: &str) -> Result<(), Ended> {
        let hello = json!({"body": "Thank you. We can see it happen and are looking into it."});
        self.act(0, at, case, ("case", "write"), hello).await?;
        self.act(0, at, case, ("case", "judge"), json!({})).await?;
        for line in self.app.policy.lines.supported(self.now) {
            let fields = json!({"line": line.id, "affected": "yes"});
            self.act(0, at, case, ("release", "assess"), fields).await?;
        }
        self.act(0, at, case, ("case", "validate"), json!({})).await?;
        let score = Cvss::read(vector).map_err(|error| Ended::Outside(error.to_string()))?.score;
        let severity = self.app.policy.severity.rate(score);
        let rating = json!({"severity": severity, "vector": vector});
        self.act(0, at, case, ("case", "severity"), rating).await?;
        self.act(0, at, case, ("case", "accept"), json!({})).await?;
        Ok(())
    }

    async fn published(&self) -> Result<(), Ended> {
        let (begin, end) = (self.days_ago(21), self.days_ago(2));
        let title = "Certificates for a parent domain are accepted";
        let body = "1. Serve a certificate for example.test.\n2. Connect to api.example.test.\n3. The connection is accepted although the names differ.\n\nWhoever holds the parent's certificate can read and change the traffic.";
        let case = self.file(begin, title, body).await?.id;
        self.take(self.days_ago(20), &case, "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N").await?;
        let policy = &self.app.policy;
        for line in policy.lines.supported(self.now) {
            let version = next_patch(&line.first_version());
            let fields = json!({
                "line": line.id, "version": version, "proof": "reproduced",
                "because": "The certificate was accepted before and is refused now.",
            });
            let fixed = self.act(1, self.days_ago(9), &case, ("release", "fix"), fields).await?;
            let fix = fixed.lines.get(&line.id).and_then(|line| line.fix.as_ref());
            let fix = fix.map(|fix| fix.digest.to_string());
            let good = json!({"line": line.id, "fix": fix, "verdict": "good"});
            self.act(0, self.days_ago(8), &case, ("release", "review"), good).await?;
        }
        let text = json!({
            "title": title,
            "details": "The name in a certificate was compared with the **end** of the host name only. A certificate for `example.test` was therefore accepted for `api.example.test`.\n\nWhoever holds a certificate for a parent domain could read and change the traffic of its subdomains.",
            "workaround": "Pin the certificate of the peer until the fix is installed.",
            "cwe": ["CWE-295"],
            "credits": ["Example Reporter"],
        });
        self.act(0, self.days_ago(4), &case, ("advisory", "write"), text).await?;
        self.act(0, self.days_ago(4), &case, ("advisory", "request"), json!({})).await?;
        let ready =
            json!({"reason": "fix-ready", "because": "All fixes are tested; the reporter agrees."});
        let shown = self.act(0, self.days_ago(3), &case, ("embargo", "end"), ready).await?;
        let candidate = domain::embargo::candidate(&shown, policy).map_err(app::Error::from)?;
        let digest = json!({"digest": candidate.digest()});
        self.act(1, self.days_ago(3), &case, ("advisory", "approve"), digest).await?;
        self.act(1, end, &case, ("embargo", "confirm"), json!({})).await?;
        self.act(0, end, &case, ("advisory", "publish"), json!({})).await?;
        Ok(())
    }

    async fn embargoed(&self) -> Result<(), Ended> {
        let title = "A crafted header makes the parser read past its buffer";
        let body = "Send a request with one header of 8,200 bytes: the response then holds 16 bytes that do not belong to it. They change with each try.";
        let case = self.file(self.days_ago(6), title, body).await?.id;
        self.take(self.days_ago(5), &case, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N").await?;
        let note =
            json!({"body": "The same function is called when trailers are read; check both."});
        self.act(1, self.days_ago(4), &case, ("case", "note"), note).await?;
        Ok(())
    }

    async fn waiting(&self) -> Result<String, Ended> {
        let title = "Many small frames keep a connection busy for minutes";
        let body = "With one connection and 2 MB of traffic the process is busy for about four minutes. It takes 40,000 empty frames, sent one by one.";
        Ok(self.file(self.days_ago(1), title, body).await?.secret)
    }
}

/// The next patch release: 2.0.0 becomes 2.0.1.
fn next_patch(version: &str) -> String {
    match version.rsplit_once('.') {
        Some((head, last)) => {
            let next = last.parse::<u64>().map_or(1, |number| number + 1);
            format!("{head}.{next}")
        }
        None => format!("{version}-1"),
    }
}
