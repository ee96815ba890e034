//! Accounts, invitations, sessions and tokens. Secrets are only known by their digest, and what has
//! expired is not found.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, OrTaken, must_touch};
use crate::value::{Cells, Value};
use app::ports::store::{Account, Invite, Made, Seen, Session, StoreError, Token, TokenGrant};
use domain::words::{AccountId, Digest};
use jiff::Timestamp;

/// Version 1 is new and takes its login; each later version replaces the one before it.
pub(crate) async fn put_account(tx: &mut Tx, account: &Account) -> Result<(), Failure> {
    let mut values: Vec<Value> = vec![
        (&account.id).into(),
        (&account.login).into(),
        (&account.name).into(),
        (&account.roles).into(),
        (&account.password).into(),
        account.totp.as_slice().into(),
        account.totp_step.into(),
        account.failures.into(),
        account.locked_until.into(),
        account.active.into(),
        account.version.into(),
        Value::json(&account.until)?,
        (&account.ties).into(),
    ];
    if account.version <= 1 {
        let sql =
            "insert into account (id, login, name, roles, password, totp, totp_step, failures,
                locked_until, active, version, until, ties)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing";
        return must_touch(tx.run(sql, values).await?, "the login");
    }
    values.push((account.version - 1).into());
    let sql = "update account set login = $2, name = $3, roles = $4, password = $5, totp = $6,
            totp_step = $7, failures = $8, locked_until = $9, active = $10, version = $11, until = $12,
            ties = $13
        where id = $1 and version = $14";
    must_touch(tx.run(sql, values).await.or_taken("the login")?, "the account")
}

fn account(mut cells: Cells<'_>) -> Result<Account, Failure> {
    Ok(Account {
        id: cells.account()?,
        login: cells.text()?,
        name: cells.text()?,
        roles: cells.words()?,
        password: cells.text()?,
        totp: cells.bytes()?,
        totp_step: cells.int()?,
        failures: cells.count()?,
        locked_until: cells.maybe_at()?,
        active: cells.yes()?,
        version: cells.count()?,
        until: cells.json()?,
        ties: cells.words()?,
    })
}

/// An account.
pub(crate) async fn of_id(db: &Database, id: &AccountId) -> Result<Option<Account>, StoreError> {
    let sql = "select id, login, name, roles, password, totp, totp_step, failures, locked_until,
        active, version, until, ties from account where id = $1";
    let row = db.read_one(sql, vec![id.into()]).await?;
    Ok(row.map(|row| account(row.cells())).transpose()?)
}

/// An account by its login.
pub(crate) async fn of_login(db: &Database, login: &str) -> Result<Option<Account>, StoreError> {
    let sql = "select id, login, name, roles, password, totp, totp_step, failures, locked_until,
        active, version, until, ties from account where login = $1";
    let row = db.read_one(sql, vec![login.into()]).await?;
    Ok(row.map(|row| account(row.cells())).transpose()?)
}

/// All accounts, by login.
pub(crate) async fn all(db: &Database) -> Result<Vec<Account>, StoreError> {
    let sql = "select id, login, name, roles, password, totp, totp_step, failures, locked_until,
        active, version, until, ties from account order by login";
    let rows = db.read(sql, vec![]).await?;
    Ok(rows.iter().map(|row| account(row.cells())).collect::<Result<_, Failure>>()?)
}

/// Insert an invitation.
pub(crate) async fn put_invite(tx: &mut Tx, invite: &Invite) -> Result<(), Failure> {
    let sql = "insert into invite (secret, roles, expires_at, made_by, made_at)
        values ($1, $2, $3, $4, $5) on conflict do nothing";
    let values = vec![
        (&invite.secret).into(),
        (&invite.roles).into(),
        invite.expires_at.into(),
        invite.made.by.as_ref().map(AccountId::as_str).into(),
        invite.made.at.into(),
    ];
    must_touch(tx.run(sql, values).await?, "the invitation")
}

/// Use an invitation up: it works once.
pub(crate) async fn use_invite(tx: &mut Tx, secret: &Digest) -> Result<(), Failure> {
    let sql = "delete from invite where secret = $1";
    must_touch(tx.run(sql, vec![secret.into()]).await?, "the invitation")
}

/// A pending invitation.
pub(crate) async fn invite(db: &Database, secret: &Digest) -> Result<Option<Invite>, StoreError> {
    let sql = "select secret, roles, expires_at, made_by, made_at from invite where secret = $1";
    let row = db.read_one(sql, vec![secret.into()]).await?;
    Ok(row.map(|row| read_invite(row.cells())).transpose()?)
}

pub(crate) fn read_invite(mut cells: Cells<'_>) -> Result<Invite, Failure> {
    Ok(Invite {
        secret: cells.digest()?,
        roles: cells.words()?,
        expires_at: cells.at()?,
        made: Made { by: cells.maybe_account()?, at: cells.at()? },
    })
}

/// Insert or replace a session.
pub(crate) async fn put_session(tx: &mut Tx, session: &Session) -> Result<(), Failure> {
    let sql = "insert into session (secret, account, form_token, expires_at, how, device,
            opened_at, used_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (secret) do update
            set account = excluded.account, form_token = excluded.form_token,
            expires_at = excluded.expires_at, how = excluded.how, device = excluded.device,
            opened_at = excluded.opened_at, used_at = excluded.used_at";
    let values = vec![
        (&session.secret).into(),
        (&session.account).into(),
        (&session.form_token).into(),
        session.expires_at.into(),
        (&session.seen.how).into(),
        (&session.seen.device).into(),
        session.seen.opened_at.into(),
        session.seen.used_at.into(),
    ];
    tx.run(sql, values).await.map(drop)
}

/// End a session, if it has not ended yet.
pub(crate) async fn end_session(tx: &mut Tx, secret: &Digest) -> Result<(), Failure> {
    tx.run("delete from session where secret = $1", vec![secret.into()]).await.map(drop)
}

/// End all sessions and tokens of an account.
pub(crate) async fn end_all(tx: &mut Tx, account: &AccountId) -> Result<(), Failure> {
    tx.run("delete from session where account = $1", vec![account.into()]).await?;
    tx.run("delete from token where account = $1", vec![account.into()]).await.map(drop)
}

/// A session that has not expired.
pub(crate) async fn session(
    db: &Database,
    secret: &Digest,
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let sql = "select secret, account, form_token, expires_at, how, device, opened_at, used_at
        from session where secret = $1 and expires_at > $2";
    let row = db.read_one(sql, vec![secret.into(), now.into()]).await?;
    Ok(row.map(|row| read_session(row.cells())).transpose()?)
}

pub(crate) fn read_session(mut cells: Cells<'_>) -> Result<Session, Failure> {
    Ok(Session {
        secret: cells.digest()?,
        account: cells.account()?,
        form_token: cells.text()?,
        expires_at: cells.at()?,
        seen: Seen {
            how: cells.text()?,
            device: cells.text()?,
            opened_at: cells.at()?,
            used_at: cells.at()?,
        },
    })
}

/// Insert a token.
pub(crate) async fn put_token(tx: &mut Tx, token: &Token) -> Result<(), Failure> {
    let sql = "insert into token (secret, account, label, expires_at, scope, made_at, used_at)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
    let values = vec![
        (&token.secret).into(),
        (&token.account).into(),
        (&token.label).into(),
        token.expires_at.into(),
        (&token.grant.scope).into(),
        token.grant.made_at.into(),
        token.grant.used_at.into(),
    ];
    must_touch(tx.run(sql, values).await?, "the token")
}

/// A token that has not expired.
pub(crate) async fn token(
    db: &Database,
    secret: &Digest,
    now: Timestamp,
) -> Result<Option<Token>, StoreError> {
    let sql = "select secret, account, label, expires_at, scope, made_at, used_at
        from token where secret = $1 and expires_at > $2";
    let row = db.read_one(sql, vec![secret.into(), now.into()]).await?;
    Ok(row.map(|row| read_token(row.cells())).transpose()?)
}

pub(crate) fn read_token(mut cells: Cells<'_>) -> Result<Token, Failure> {
    Ok(Token {
        secret: cells.digest()?,
        account: cells.account()?,
        label: cells.text()?,
        expires_at: cells.at()?,
        grant: TokenGrant {
            scope: cells.text()?,
            made_at: cells.at()?,
            used_at: cells.maybe_at()?,
        },
    })
}
