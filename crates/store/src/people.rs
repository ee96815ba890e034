//! Accounts, invitations, sessions and tokens. Secrets are only known by their digest, and what has
//! expired is not found.

use crate::engine::{Database, Tx};
use crate::failure::{Failure, OrTaken, must_touch};
use crate::value::{Cells, Value};
use app::ports::store::{Account, Invite, Session, StoreError, Token};
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
    ];
    if account.version <= 1 {
        let sql =
            "insert into account (id, login, name, roles, password, totp, totp_step, failures,
                locked_until, active, version)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing";
        return must_touch(tx.run(sql, values).await?, "the login");
    }
    values.push((account.version - 1).into());
    let sql = "update account set login = $2, name = $3, roles = $4, password = $5, totp = $6,
            totp_step = $7, failures = $8, locked_until = $9, active = $10, version = $11
        where id = $1 and version = $12";
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
    })
}

/// An account.
pub(crate) async fn of_id(db: &Database, id: &AccountId) -> Result<Option<Account>, StoreError> {
    let sql = "select id, login, name, roles, password, totp, totp_step, failures, locked_until,
        active, version from account where id = $1";
    let row = db.read_one(sql, vec![id.into()]).await?;
    Ok(row.map(|row| account(row.cells())).transpose()?)
}

/// An account by its login.
pub(crate) async fn of_login(db: &Database, login: &str) -> Result<Option<Account>, StoreError> {
    let sql = "select id, login, name, roles, password, totp, totp_step, failures, locked_until,
        active, version from account where login = $1";
    let row = db.read_one(sql, vec![login.into()]).await?;
    Ok(row.map(|row| account(row.cells())).transpose()?)
}

/// All accounts, by login.
pub(crate) async fn all(db: &Database) -> Result<Vec<Account>, StoreError> {
    let sql = "select id, login, name, roles, password, totp, totp_step, failures, locked_until,
        active, version from account order by login";
    let rows = db.read(sql, vec![]).await?;
    Ok(rows.iter().map(|row| account(row.cells())).collect::<Result<_, Failure>>()?)
}

/// Insert an invitation.
pub(crate) async fn put_invite(tx: &mut Tx, invite: &Invite) -> Result<(), Failure> {
    let sql = "insert into invite (secret, roles, expires_at) values ($1, $2, $3)
        on conflict do nothing";
    let values = vec![(&invite.secret).into(), (&invite.roles).into(), invite.expires_at.into()];
    must_touch(tx.run(sql, values).await?, "the invitation")
}

/// Use an invitation up: it works once.
pub(crate) async fn use_invite(tx: &mut Tx, secret: &Digest) -> Result<(), Failure> {
    let sql = "delete from invite where secret = $1";
    must_touch(tx.run(sql, vec![secret.into()]).await?, "the invitation")
}

/// A pending invitation.
pub(crate) async fn invite(db: &Database, secret: &Digest) -> Result<Option<Invite>, StoreError> {
    let sql = "select roles, expires_at from invite where secret = $1";
    let Some(row) = db.read_one(sql, vec![secret.into()]).await? else { return Ok(None) };
    let mut cells = row.cells();
    Ok(Some(Invite { secret: *secret, roles: cells.words()?, expires_at: cells.at()? }))
}

/// Insert or replace a session.
pub(crate) async fn put_session(tx: &mut Tx, session: &Session) -> Result<(), Failure> {
    let sql = "insert into session (secret, account, form_token, expires_at)
        values ($1, $2, $3, $4) on conflict (secret) do update set account = excluded.account,
            form_token = excluded.form_token, expires_at = excluded.expires_at";
    let values = vec![
        (&session.secret).into(),
        (&session.account).into(),
        (&session.form_token).into(),
        session.expires_at.into(),
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
    let sql = "select account, form_token, expires_at from session
        where secret = $1 and expires_at > $2";
    let row = db.read_one(sql, vec![secret.into(), now.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let mut cells = row.cells();
    Ok(Some(Session {
        secret: *secret,
        account: cells.account()?,
        form_token: cells.text()?,
        expires_at: cells.at()?,
    }))
}

/// Insert a token.
pub(crate) async fn put_token(tx: &mut Tx, token: &Token) -> Result<(), Failure> {
    let sql = "insert into token (secret, account, label, expires_at) values ($1, $2, $3, $4)
        on conflict do nothing";
    let values = vec![
        (&token.secret).into(),
        (&token.account).into(),
        (&token.label).into(),
        token.expires_at.into(),
    ];
    must_touch(tx.run(sql, values).await?, "the token")
}

/// A token that has not expired.
pub(crate) async fn token(
    db: &Database,
    secret: &Digest,
    now: Timestamp,
) -> Result<Option<Token>, StoreError> {
    let sql = "select account, label, expires_at from token where secret = $1 and expires_at > $2";
    let row = db.read_one(sql, vec![secret.into(), now.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let mut cells = row.cells();
    Ok(Some(Token {
        secret: *secret,
        account: cells.account()?,
        label: cells.text()?,
        expires_at: cells.at()?,
    }))
}
