//! Who works at Acme, enrolled as everybody is: by invitations.

use super::World;
use crate::code_at;
use app::access::{Join, enrolment, invite, invite_first, join};
use domain::access::{Actor, Scope};
use domain::case::Case;
use domain::words::{AccountId, CaseId, Secret};
use std::collections::BTreeSet;

/// Logins with the one role that each is invited with; `founder` comes first with two.
const STAFF: &[(&str, &str)] = &[
    ("lead", "lead"),
    ("triager", "triager"),
    ("fixer", "fixer"),
    ("reviewer", "reviewer"),
    ("publisher", "publisher"),
    ("releaser", "releaser"),
    ("cna", "cna"),
    ("admin", "admin"),
    ("auditor", "auditor"),
    ("auditor-2", "auditor"),
];

/// Somebody with an account.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their account.
    pub account: AccountId,
    /// Their roles.
    pub roles: BTreeSet<String>,
    /// Their password.
    pub password: String,
    /// The secret of their second factor.
    pub totp: Vec<u8>,
}

impl Person {
    /// As one who asks.
    pub fn actor(&self) -> Actor {
        let roles = self.roles.clone();
        Actor::Person { account: self.account.clone(), roles, scope: Scope::whole() }
    }
}

impl World {
    pub(super) async fn enrol_everybody(&mut self) {
        let secret = invite_first(&self.app, self.now).await.expect("the first invitation");
        let secret = secret.expect("nobody is here yet");
        self.enrol("founder", &secret).await;
        let founder = self.ctx(&self.actor("founder"));
        for (login, role) in STAFF {
            let roles = BTreeSet::from([(*role).to_owned()]);
            let secret = invite(&founder, roles).await.expect("an invitation");
            self.enrol(login, &secret).await;
        }
    }

    /// Let somebody join with an invitation.
    pub async fn enrol(&mut self, login: &str, secret: &Secret) {
        let ctx = self.ctx(&Actor::Anonymous);
        let offered = enrolment(&ctx, secret).await.expect("the invitation is good");
        let password = format!("password of {login}");
        let given = Join {
            login: login.to_owned(),
            name: login.to_owned(),
            password: password.clone(),
            code: code_at(&offered.totp, self.now),
        };
        let account = join(&ctx, secret, &given).await.expect("joining");
        let roles = offered.roles.into_iter().collect();
        let person = Person { account, roles, password, totp: offered.totp };
        self.people.insert(login.to_owned(), person);
    }
}

impl World {
    /// The fix of a line is recorded by one person and found good by another.
    pub async fn fix(&self, id: &CaseId, who: (&str, &str), line: &str, version: &str) -> Case {
        let fix = serde_json::json!({
            "line": line, "version": version, "proof": "reproduced",
            "because": "It ended before, and goes on with this version.",
        });
        let done = self.perform(&self.actor(who.0), "release fix", id, fix).await;
        done.unwrap_or_else(|error| panic!("{}: {error}", who.0));
        self.review(id, who.1, line, "good").await
    }

    /// A second person looks at the fix that is there.
    pub async fn review(&self, id: &CaseId, who: &str, line: &str, verdict: &str) -> Case {
        let case = self.case(id).await;
        let fix = case.lines[line].fix.as_ref().expect("a fix").digest.to_string();
        let seen = serde_json::json!({
            "line": line, "fix": fix, "verdict": verdict, "because": "Tried it.",
        });
        let done = self.perform(&self.actor(who), "release review", id, seen).await;
        done.unwrap_or_else(|error| panic!("{who}: {error}"))
    }
}
