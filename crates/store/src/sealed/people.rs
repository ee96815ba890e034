//! What is sealed of people, of what lets them in, and of work for later. It lies under the key of the
//! instance; logins, names of filters and addresses are found by what the key of the index makes of them.
//! Roles, and whose a session is, are bound to it: who can write to the database, and has no key, makes
//! nobody an administrator and lets nobody in.

use super::Inner;
use super::crypt::place;
use super::outgoing::{NAME, once_place};
use app::ports::store::{
    Account, GivenUp, Invite, Job, MailRow, NewJob, Once, SavedFilter, Session, StoreError, Token,
};
use domain::words::{AccountId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is sealed of an account, in the place of its name.
#[derive(Serialize, Deserialize)]
struct Person {
    login: String,
    name: String,
    password: String,
    #[serde(with = "domain::words::hex_bytes")]
    totp: Vec<u8>,
    #[serde(default)]
    ties: BTreeSet<String>,
}

/// What is sealed of a filter, in the place of what it asks for.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    asks: BTreeMap<String, String>,
}

/// The field of a filter that holds the rest of it.
const SEALED: &str = "sealed";

fn account_place(account: &Account) -> Digest {
    let roles = json(&(&account.roles, &account.until));
    let version = account.version.to_be_bytes();
    let id = account.id.as_str().as_bytes();
    place(&[b"account", id, roles.as_bytes(), &[u8::from(account.active)], &version])
}

fn secret_place(what: &[u8], secret: &Digest, whose: &str, until: Timestamp) -> Digest {
    let until = until.as_microsecond().to_be_bytes();
    place(&[what, secret.bytes(), whose.as_bytes(), &until])
}

fn session_place(session: &Session) -> Digest {
    secret_place(b"session", &session.secret, session.account.as_str(), session.expires_at)
}

fn token_place(token: &Token) -> Digest {
    let whose = format!("{} {}", token.account, token.grant.scope);
    secret_place(b"token", &token.secret, &whose, token.expires_at)
}

fn mail_place(id: &Digest, field: &str) -> Digest {
    place(&[b"mail", id.bytes(), field.as_bytes()])
}

fn device_place(session: &Session) -> Digest {
    place(&[b"device", session.secret.bytes()])
}

fn filter_place(account: &AccountId, name: &str) -> Digest {
    place(&[b"filter", account.as_str().as_bytes(), name.as_bytes()])
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts are plain data")
}

fn unreadable(what: &str, error: &serde_json::Error) -> StoreError {
    StoreError::Outside(format!("{what}: {error}"))
}

impl Inner {
    /// What a login is found by.
    pub(super) fn login(&self, login: &str) -> String {
        self.index.blind_text("login", login, NAME)
    }

    pub(super) fn seal_account(&self, account: &mut Account) {
        let Account { login, name, password, totp, ties, .. } = account.clone();
        account.login = self.login(&login);
        let person = json(&Person { login, name, password, totp, ties });
        account.name = self.seal_text(&person, &account_place(account));
        account.password = String::new();
        account.totp = Vec::new();
        account.ties.clear();
    }

    pub(super) fn open_account(&self, mut account: Account) -> Result<Account, StoreError> {
        let what = format!("the account {}", account.id);
        let text = self.open_text(&what, &account.name, &account_place(&account))?;
        if text == account.name {
            // In the clear: from an earlier version.
            return Ok(account);
        }
        let person: Person =
            serde_json::from_str(&text).map_err(|error| unreadable(&what, &error))?;
        account.login = person.login;
        account.name = person.name;
        account.password = person.password;
        account.totp = person.totp;
        account.ties = person.ties;
        Ok(account)
    }

    pub(super) fn seal_session(&self, session: &mut Session) {
        session.form_token = self.seal_text(&session.form_token, &session_place(session));
        if !session.seen.device.is_empty() {
            session.seen.device = self.seal_text(&session.seen.device, &device_place(session));
        }
    }

    pub(super) fn open_session(&self, mut session: Session) -> Result<Session, StoreError> {
        let place = session_place(&session);
        session.form_token = self.open_text("a session", &session.form_token, &place)?;
        if !session.seen.device.is_empty() {
            let place = device_place(&session);
            session.seen.device = self.open_text("a device", &session.seen.device, &place)?;
        }
        Ok(session)
    }

    pub(super) fn seal_token(&self, token: &mut Token) {
        token.label = self.seal_text(&token.label, &token_place(token));
    }

    pub(super) fn open_token(&self, mut token: Token) -> Result<Token, StoreError> {
        let place = token_place(&token);
        token.label = self.open_text("a token", &token.label, &place)?;
        Ok(token)
    }

    /// A mail that waits for somebody is sealed for the instance: it belongs to no case yet.
    pub(super) fn seal_mail(&self, row: &mut MailRow) {
        for (field, text) in [("says", &mut row.says), ("raw", &mut row.raw)] {
            if !text.is_empty() {
                *text = self.seal_text(text, &mail_place(&row.id, field));
            }
        }
    }

    pub(super) fn open_mail(&self, mut row: MailRow) -> Result<MailRow, StoreError> {
        for (field, text) in [("says", &mut row.says), ("raw", &mut row.raw)] {
            if !text.is_empty() {
                *text = self.open_text("a mail", text, &mail_place(&row.id, field))?;
            }
        }
        Ok(row)
    }

    pub(super) fn open_given_up(&self, mut job: GivenUp) -> Result<GivenUp, StoreError> {
        let place = place(&[b"says", job.key.as_bytes()]);
        job.says = self.open_text(&format!("the job {}", job.key), &job.says, &place)?;
        Ok(job)
    }

    pub(super) fn seal_invite(&self, invite: &mut Invite) {
        let place = secret_place(b"invite", &invite.secret, "", invite.expires_at);
        invite.roles = BTreeSet::from([self.seal_text(&json(&invite.roles), &place)]);
    }

    pub(super) fn open_invite(&self, mut invite: Invite) -> Result<Invite, StoreError> {
        let place = secret_place(b"invite", &invite.secret, "", invite.expires_at);
        let Some(sealed) = invite.roles.first().cloned() else { return Ok(invite) };
        let text = self.open_text("an invitation", &sealed, &place)?;
        if text != sealed {
            let read = serde_json::from_str(&text);
            invite.roles = read.map_err(|error| unreadable("an invitation", &error))?;
        }
        Ok(invite)
    }

    /// What a filter is found by.
    pub(super) fn filter_name(&self, account: &AccountId, name: &str) -> String {
        self.index.blind_text("filter", &format!("{account} {name}"), NAME)
    }

    pub(super) fn seal_filter(&self, filter: &mut SavedFilter) {
        let SavedFilter { account, name, asks } = filter.clone();
        filter.name = self.filter_name(&account, &name);
        let place = filter_place(&account, &filter.name);
        let sealed = self.seal_text(&json(&Kept { name, asks }), &place);
        filter.asks = BTreeMap::from([(SEALED.to_owned(), sealed)]);
    }

    pub(super) fn open_filter(&self, filter: SavedFilter) -> Result<SavedFilter, StoreError> {
        let Some(sealed) = filter.asks.get(SEALED) else {
            // In the clear, where that may be; else nothing that this program wrote.
            let what = "a filter that is not sealed";
            return self.open_text(what, &filter.name, &place(&[])).map(|_| filter);
        };
        let place = filter_place(&filter.account, &filter.name);
        let text = self.open_text("a filter", sealed, &place)?;
        let kept = serde_json::from_str(&text).map_err(|error| unreadable("a filter", &error))?;
        let Kept { name, asks } = kept;
        Ok(SavedFilter { account: filter.account, name, asks })
    }

    /// The key of a job, without the addresses in it: each part of it that has one stands for it by
    /// what the index makes of it. A key that is written so already stays as it is.
    pub(super) fn job_key(&self, key: &str) -> String {
        if !key.contains('@') {
            return key.to_owned();
        }
        let part = |part: &str| match part.contains('@') {
            true => format!("~{}", self.index.blind_text("address", part, NAME)),
            false => part.to_owned(),
        };
        key.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    pub(super) fn seal_job(&self, job: &mut NewJob) {
        job.key = self.job_key(&job.key);
        job.payload = self.seal_text(&job.payload, &place(&[b"job", job.key.as_bytes()]));
    }

    pub(super) fn open_job(&self, mut job: Job) -> Result<Job, StoreError> {
        let place = place(&[b"job", job.key.as_bytes()]);
        job.payload = self.open_text(&format!("the job {}", job.key), &job.payload, &place)?;
        Ok(job)
    }

    /// An answer as it was given; `key` as it was asked for.
    pub(super) fn open_once(&self, once: Once, key: &str) -> Result<Once, StoreError> {
        let place = once_place(&once.scope, &once.key);
        let text = self.open_text("an answer", &once.answer, &place)?;
        if text == once.answer {
            return Ok(once);
        }
        let wrong = || StoreError::Outside("an answer: it is not in its form".to_owned());
        let (request, answer) = text.split_once(' ').ok_or_else(wrong)?;
        let request = Digest::read(request).ok_or_else(wrong)?;
        Ok(Once { scope: once.scope, key: key.to_owned(), request, answer: answer.to_owned() })
    }
}
