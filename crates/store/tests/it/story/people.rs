//! Accounts, invitations, sessions and tokens.

use crate::samples::{account, account_id, at, secret};
use app::ports::store::{
    Account, Invite, Made, Seen, Session, Store, StoreError, Token, TokenGrant, Write,
};
use store::Database;

super::stories!(
    an_account_comes_back_whole,
    an_account_is_replaced_by_its_next_version_only,
    a_login_belongs_to_one_account,
    an_invitation_works_once,
    a_session_is_found_until_it_expires_or_ends,
    a_token_is_found_until_it_expires,
    ending_all_ends_the_sessions_and_tokens_of_one_account,
);

async fn an_account_comes_back_whole(db: Database) {
    let bare = Account {
        roles: [].into(),
        password: String::new(),
        totp: vec![],
        totp_step: i64::MIN,
        locked_until: None,
        active: false,
        ..account(2)
    };
    db.commit(vec![Write::Account(bare.clone()), Write::Account(account(1))]).await.unwrap();
    assert_eq!(db.account(&account_id(1)).await.unwrap(), Some(account(1)));
    assert_eq!(db.account_of_login("login2").await.unwrap(), Some(bare.clone()));
    assert_eq!(db.account_of_login("LOGIN2").await.unwrap(), None);
    assert_eq!(db.account(&account_id(3)).await.unwrap(), None);
    assert_eq!(db.accounts().await.unwrap(), [account(1), bare]);
}

async fn an_account_is_replaced_by_its_next_version_only(db: Database) {
    let put = |account| db.commit(vec![Write::Account(account)]);
    let taken = Err(StoreError::Conflict("the account".into()));
    put(account(1)).await.unwrap();
    put(Account { version: 2, failures: 3, ..account(1) }).await.unwrap();
    assert_eq!(put(Account { version: 2, ..account(1) }).await, taken);
    assert_eq!(put(Account { version: 4, ..account(1) }).await, taken);
    assert_eq!(put(Account { version: 2, ..account(2) }).await, taken);
    let kept = db.account(&account_id(1)).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.failures), (2, 3));
}

async fn a_login_belongs_to_one_account(db: Database) {
    let put = |account| db.commit(vec![Write::Account(account)]);
    let taken = Err(StoreError::Conflict("the login".into()));
    put(account(1)).await.unwrap();
    put(account(2)).await.unwrap();
    assert_eq!(put(Account { login: "login1".into(), ..account(3) }).await, taken);
    assert_eq!(put(Account { login: "login1".into(), version: 2, ..account(2) }).await, taken);
    put(Account { login: "other".into(), version: 2, ..account(1) }).await.unwrap();
    put(Account { login: "login1".into(), ..account(3) }).await.unwrap();
}

async fn an_invitation_works_once(db: Database) {
    let roles = ["lead".to_owned()].into();
    let invite = Invite { secret: secret(5), roles, expires_at: at(60), made: Made::default() };
    assert_eq!(db.invite(&secret(5)).await.unwrap(), None);
    db.commit(vec![Write::Invite(invite.clone())]).await.unwrap();
    assert_eq!(db.invite(&secret(5)).await.unwrap(), Some(invite));
    db.commit(vec![Write::UseInvite(secret(5))]).await.unwrap();
    assert_eq!(db.invite(&secret(5)).await.unwrap(), None);
    let gone = Err(StoreError::Conflict("the invitation".into()));
    assert_eq!(db.commit(vec![Write::UseInvite(secret(5))]).await, gone);
}

pub(super) fn session(number: u64, account: u64) -> Session {
    Session {
        secret: secret(number),
        account: account_id(account),
        form_token: format!("form{number}"),
        expires_at: at(60),
        seen: Seen::default(),
    }
}

fn token(number: u64, account: u64) -> Token {
    Token {
        secret: secret(number),
        account: account_id(account),
        label: "pipeline".to_owned(),
        expires_at: at(60),
        grant: TokenGrant::default(),
    }
}

async fn a_session_is_found_until_it_expires_or_ends(db: Database) {
    let first = session(1, 1);
    db.commit(vec![Write::Account(account(1)), Write::Session(first.clone())]).await.unwrap();
    assert_eq!(db.session(&secret(1), at(59)).await.unwrap(), Some(first.clone()));
    assert_eq!(db.session(&secret(1), at(60)).await.unwrap(), None);
    let longer = Session { expires_at: at(90), ..first };
    db.commit(vec![Write::Session(longer.clone())]).await.unwrap();
    assert_eq!(db.session(&secret(1), at(60)).await.unwrap(), Some(longer));
    db.commit(vec![Write::EndSession(secret(1)), Write::EndSession(secret(2))]).await.unwrap();
    assert_eq!(db.session(&secret(1), at(0)).await.unwrap(), None);
}

async fn a_token_is_found_until_it_expires(db: Database) {
    db.commit(vec![Write::Account(account(1)), Write::Token(token(1, 1))]).await.unwrap();
    assert_eq!(db.token(&secret(1), at(59)).await.unwrap(), Some(token(1, 1)));
    assert_eq!(db.token(&secret(1), at(60)).await.unwrap(), None);
    assert_eq!(db.session(&secret(1), at(0)).await.unwrap(), None);
    let taken = Err(StoreError::Conflict("the token".into()));
    assert_eq!(db.commit(vec![Write::Token(token(1, 1))]).await, taken);
}

async fn ending_all_ends_the_sessions_and_tokens_of_one_account(db: Database) {
    let mut unit = vec![Write::Account(account(1)), Write::Account(account(2))];
    unit.extend([session(1, 1), session(2, 1), session(3, 2)].map(Write::Session));
    unit.extend([token(4, 1), token(5, 2)].map(Write::Token));
    db.commit(unit).await.unwrap();
    db.commit(vec![Write::EndAll(account_id(1))]).await.unwrap();
    let mut left = Vec::new();
    for number in 1..=5 {
        let found = db.session(&secret(number), at(0)).await.unwrap().is_some()
            || db.token(&secret(number), at(0)).await.unwrap().is_some();
        left.extend(found.then_some(number));
    }
    assert_eq!(left, [3, 5]);
}
