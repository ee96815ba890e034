//! Rows that an earlier version wrote in the clear, a table at a time: which of their columns are sealed,
//! and how. What is sealed already is passed over, so that it goes on wherever it was stopped.

use super::crypt::{is_marked, place};
use super::legacy::Progress;
use super::{Inner, SealError, Sealed};
use crate::engine::For;
use crate::rows::Kind;
use crate::value::{Cells, Value};
use app::ports::store::{
    Account, Invite, Once, SavedFilter, Seen, Session, Store as _, StoreError, Token, TokenGrant,
    Write,
};
use domain::words::{AccountId, Digest};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

/// Rows of one part.
const PART: u32 = 200;

/// How the rows of a table are sealed: by their first columns they are found, and `mark` is where those
/// that are sealed have the mark of it.
pub(super) struct Walk {
    table: &'static str,
    key: usize,
    columns: &'static [(&'static str, Kind)],
    mark: &'static str,
    seal: fn(&Inner, &[Value]) -> Option<Vec<Value>>,
}

use Kind::{Bytes, Int, Text};

pub(super) const WALKS: &[Walk] = &[
    Walk {
        table: "policy",
        key: 1,
        columns: &[("digest", Bytes), ("files", Text)],
        mark: "substr(files, 1, 3)",
        seal: |inner, row| {
            let place = place(&[b"policy", digest(&row[0])?.bytes()]);
            Some(vec![row[0].clone(), sealed(inner, text(&row[1])?, &place)])
        },
    },
    Walk {
        table: "job",
        key: 1,
        columns: &[("key", Text), ("payload", Text), ("says", Text)],
        mark: "substr(payload, 1, 3)",
        seal: |inner, row| {
            let key = inner.job_key(text(&row[0])?);
            let payload = sealed(inner, text(&row[1])?, &place(&[b"job", key.as_bytes()]));
            let at = place(&[b"says", key.as_bytes()]);
            let says = text(&row[2]).map(|says| inner.seal_text(says, &at));
            Some(vec![key.as_str().into(), payload, says.as_deref().into()])
        },
    },
    Walk {
        table: "once",
        key: 2,
        columns: &[("scope", Text), ("key", Text), ("request", Bytes), ("answer", Text)],
        mark: "substr(answer, 1, 3)",
        seal: |inner, row| {
            let (scope, key) = (text(&row[0])?.to_owned(), text(&row[1])?.to_owned());
            let (request, answer) = (digest(&row[2])?, text(&row[3])?.to_owned());
            let mut once = Once { scope, key, request, answer };
            inner.seal_once(&mut once);
            let Once { scope, key, request, answer } = once;
            Some(vec![(&scope).into(), (&key).into(), (&request).into(), (&answer).into()])
        },
    },
    Walk {
        table: "account",
        key: 2,
        columns: &[
            ("id", Text),
            ("version", Int),
            ("login", Text),
            ("name", Text),
            ("password", Text),
            ("totp", Bytes),
            ("roles", Text),
            ("active", Int),
            ("until", Text),
        ],
        mark: "substr(name, 1, 3)",
        seal: |inner, row| {
            let mut account = Account {
                id: AccountId::read(text(&row[0])?).ok()?,
                version: number(&row[1])?.try_into().ok()?,
                login: text(&row[2])?.to_owned(),
                name: text(&row[3])?.to_owned(),
                password: text(&row[4])?.to_owned(),
                totp: bytes(&row[5])?.to_vec(),
                roles: serde_json::from_str(text(&row[6])?).ok()?,
                active: number(&row[7])? != 0,
                until: serde_json::from_str(text(&row[8])?).ok()?,
                totp_step: 0,
                failures: 0,
                locked_until: None,
                // What an earlier version left in the clear says nothing of it.
                ties: Default::default(),
            };
            inner.seal_account(&mut account);
            let Account { login, name, password, totp, .. } = &account;
            let sealed = [login.into(), name.into(), password.into(), totp.as_slice().into()];
            Some([&row[..2], &sealed, &row[6..]].concat())
        },
    },
    Walk {
        table: "session",
        key: 1,
        columns: &[
            ("secret", Bytes),
            ("account", Text),
            ("expires_at", Int),
            ("form_token", Text),
            ("device", Text),
        ],
        mark: "substr(form_token, 1, 3)",
        seal: |inner, row| {
            let (secret, account, expires_at) = whose(row)?;
            let form_token = text(&row[3])?.to_owned();
            let seen = Seen { device: text(&row[4])?.to_owned(), ..Seen::default() };
            let mut session = Session { secret, account, form_token, expires_at, seen };
            inner.seal_session(&mut session);
            let sealed = [(&session.form_token).into(), (&session.seen.device).into()];
            Some([&row[..3], &sealed].concat())
        },
    },
    Walk {
        table: "token",
        key: 1,
        columns: &[
            ("secret", Bytes),
            ("account", Text),
            ("expires_at", Int),
            ("label", Text),
            ("scope", Text),
        ],
        mark: "substr(label, 1, 3)",
        seal: |inner, row| {
            let (secret, account, expires_at) = whose(row)?;
            let label = text(&row[3])?.to_owned();
            let scope = text(&row[4])?.to_owned();
            let grant = TokenGrant { scope, ..TokenGrant::default() };
            let mut token = Token { secret, account, label, expires_at, grant };
            inner.seal_token(&mut token);
            Some([&row[..3], &[(&token.label).into()], &row[4..]].concat())
        },
    },
    Walk {
        table: "invite",
        key: 1,
        columns: &[("secret", Bytes), ("expires_at", Int), ("roles", Text)],
        // The roles are a list in JSON, and sealed it has one text.
        mark: "substr(roles, 3, 3)",
        seal: |inner, row| {
            let (secret, expires_at) = (digest(&row[0])?, instant(&row[1])?);
            let roles = serde_json::from_str(text(&row[2])?).ok()?;
            let mut invite = Invite { secret, roles, expires_at, made: Default::default() };
            inner.seal_invite(&mut invite);
            Some([&row[..2], &[(&invite.roles).into()]].concat())
        },
    },
];

fn sealed(inner: &Inner, text: &str, place: &Digest) -> Value {
    inner.seal_text(text, place).as_str().into()
}

/// The first three columns of what lets somebody in.
fn whose(row: &[Value]) -> Option<(Digest, AccountId, Timestamp)> {
    Some((digest(&row[0])?, AccountId::read(text(&row[1])?).ok()?, instant(&row[2])?))
}

fn text(value: &Value) -> Option<&str> {
    if let Value::Text(text) = value { text.as_deref() } else { None }
}

fn bytes(value: &Value) -> Option<&[u8]> {
    if let Value::Bytes(bytes) = value { bytes.as_deref() } else { None }
}

fn number(value: &Value) -> Option<i64> {
    if let Value::Int(number) = value { *number } else { None }
}

fn digest(value: &Value) -> Option<Digest> {
    Digest::from_bytes(bytes(value)?)
}

fn instant(value: &Value) -> Option<Timestamp> {
    Timestamp::from_microsecond(number(value)?).ok()
}

fn read(kind: Kind, cells: &mut Cells<'_>) -> Result<Value, SealError> {
    Ok(match kind {
        Int => Value::Int(cells.maybe_int()?),
        Text => Value::Text(cells.maybe_text()?),
        Bytes => Value::Bytes(cells.maybe_bytes()?),
    })
}

impl Walk {
    fn names(&self) -> Vec<&'static str> {
        self.columns.iter().map(|(name, _)| *name).collect()
    }

    /// The next rows that are in the clear.
    fn select(&self) -> String {
        let (names, table, mark) = (self.names(), self.table, self.mark);
        let (columns, key) = (names.join(", "), names[..self.key].join(", "));
        format!("select {columns} from {table} where {mark} <> '~1~' order by {key} limit {PART}")
    }

    /// Write a row again; its key as it was is bound after its columns.
    fn update(&self) -> String {
        let names = self.names();
        let equal = |count: usize, from: usize, between: &str| {
            let each = names[..count].iter().zip(from..);
            each.map(|(name, at)| format!("{name} = ${at}")).collect::<Vec<_>>().join(between)
        };
        let set = equal(names.len(), 1, ", ");
        let which = equal(self.key, names.len() + 1, " and ");
        format!("update {} set {set} where {which}", self.table)
    }
}

impl Sealed {
    /// Seal the rows of a table, a part at a time.
    pub(super) async fn walk(&self, walk: &Walk, done: &mut Progress) -> Result<(), SealError> {
        let (select, update) = (walk.select(), walk.update());
        loop {
            let rows = self.0.db.read(AssertSqlSafe(select.clone()), vec![]).await?;
            if rows.is_empty() {
                return Ok(());
            }
            let mut tx = self.0.db.begin(For::Writing).await?;
            for row in &rows {
                let mut cells = row.cells();
                let before = walk.columns.iter().map(|(_, kind)| read(*kind, &mut cells));
                let before: Vec<Value> = before.collect::<Result<_, _>>()?;
                let mut values = (walk.seal)(&self.0, &before).ok_or_else(|| {
                    SealError::Refused(format!("a row of {} cannot be read", walk.table))
                })?;
                values.extend(before.into_iter().take(walk.key));
                tx.run(AssertSqlSafe(update.clone()), values).await?;
            }
            tx.commit().await?;
            done.rows += rows.len() as u64;
        }
    }

    /// Seal the filters that people keep.
    pub(super) async fn seal_filters(&self, done: &mut Progress) -> Result<(), SealError> {
        for account in self.0.db.accounts().await? {
            for filter in self.0.db.filters(&account.id).await? {
                if filter.asks.values().any(|asks| is_marked(asks)) {
                    continue;
                }
                let SavedFilter { account, name, .. } = filter.clone();
                let mut sealed = filter;
                self.0.seal_filter(&mut sealed);
                let unit = vec![Write::DropFilter { account, name }, Write::Filter(sealed)];
                match self.0.db.commit(unit).await {
                    // Dropped meanwhile by whoever kept it, or kept anew: then it is sealed.
                    Ok(()) | Err(StoreError::Conflict(_)) => done.rows += 1,
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }
}
