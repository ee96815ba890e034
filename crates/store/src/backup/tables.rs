//! What a backup holds: every table whose rows are carried over, with its columns.

use crate::failure::Failure;
use crate::rows::Kind;
use crate::value::{Cells, Value};
use serde_json::Value as Json;

/// A column with the expression that reads it.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) read: &'static str,
}

/// A table with the columns that order its rows alike in every backup.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) order: &'static str,
    pub(super) columns: &'static [Column],
}

const fn int(name: &'static str) -> Column {
    Column { name, kind: Kind::Int, read: name }
}

const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, read: name }
}

const fn bytes(name: &'static str) -> Column {
    Column { name, kind: Kind::Bytes, read: name }
}

/// Tables that let people in; they are emptier after a restore, and secrets are issued anew. And what
/// is on its way to another place, which a restored database does not go on with by itself, and
/// numbers that mean something to running processes only.
pub(super) const LEFT_BEHIND: &[&str] = &[
    "session",
    "invite",
    "token",
    "calendar",
    "shipping",
    "unit_log",
    "revision",
    "recovery",
    "challenge",
];

/// Tables that are made from another one when that is restored.
pub(super) const MADE: &[&str] = &["read_case"];

/// Every other table.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "account",
        order: "id",
        columns: &[
            text("id"),
            text("login"),
            text("name"),
            text("roles"),
            text("password"),
            bytes("totp"),
            int("totp_step"),
            int("failures"),
            int("locked_until"),
            int("active"),
            int("version"),
            text("until"),
        ],
    },
    Table {
        name: "passkey",
        order: "handle",
        columns: &[
            bytes("handle"),
            bytes("id"),
            text("account"),
            text("name"),
            text("record"),
            int("made_at"),
            int("used_at"),
        ],
    },
    Table {
        name: "identity",
        order: "handle",
        columns: &[
            bytes("handle"),
            text("account"),
            text("issuer"),
            text("subject"),
            int("made_at"),
            int("used_at"),
        ],
    },
    Table { name: "stream", order: "name", columns: &[text("name"), int("seq"), bytes("hash")] },
    Table {
        name: "event",
        order: "stream, seq",
        columns: &[
            text("stream"),
            int("seq"),
            text("facts"),
            bytes("content"),
            bytes("salt"),
            bytes("content_digest"),
            bytes("hash"),
        ],
    },
    Table {
        name: "cases",
        order: "id",
        columns: &[
            text("id"),
            int("version"),
            bytes("secret"),
            text("phase"),
            int("is_open"),
            text("severity"),
            int("due_at"),
            text("due_clock"),
            int("embargo_ends_at"),
            int("received_at"),
            int("changed_at"),
            text("handler"),
            text("title"),
            int("due_sort"),
            int("severity_sort"),
            int("priority"),
            text("recused"),
        ],
    },
    Table {
        name: "case_key",
        order: "case_id, key",
        columns: &[text("key"), int("at"), text("case_id")],
    },
    Table {
        name: "measure",
        order: "case_id, name, episode, nth",
        columns: &[
            text("case_id"),
            text("name"),
            int("episode"),
            int("nth"),
            int("received_at"),
            int("started_at"),
            int("ended_at"),
            int("due_at"),
        ],
    },
    Table {
        name: "case_word",
        order: "case_id, word",
        columns: &[text("word"), int("received_at"), text("case_id")],
    },
    Table {
        name: "publication",
        order: "number",
        columns: &[int("number"), text("id"), int("edition"), int("modified_at"), text("record")],
    },
    Table {
        name: "job",
        order: "key",
        columns: &[
            text("key"),
            text("kind"),
            text("payload"),
            int("run_at"),
            // A lease does not outlive its database: what runs there waits here.
            Column {
                name: "due_at",
                kind: Kind::Int,
                read: "case when state = 'running' then run_at else due_at end",
            },
            Column {
                name: "state",
                kind: Kind::Text,
                read: "case when state = 'running' then 'waiting' else state end",
            },
            int("attempt"),
            text("says"),
        ],
    },
    Table {
        name: "mail",
        order: "id",
        columns: &[
            bytes("id"),
            int("at"),
            bytes("sender"),
            text("state"),
            text("case_id"),
            int("acked_at"),
            bytes("challenge"),
            int("confirmed_at"),
            text("says"),
            text("raw"),
        ],
    },
    Table {
        name: "once",
        order: "scope, key",
        columns: &[text("scope"), text("key"), bytes("request"), text("answer")],
    },
    Table {
        name: "saved_filter",
        order: "account, name",
        columns: &[text("account"), text("name"), text("asks")],
    },
    Table {
        name: "sealing_key",
        order: "owner",
        columns: &[text("owner"), text("master"), bytes("wrapped")],
    },
    Table { name: "unsealed", order: "what", columns: &[text("what")] },
    Table { name: "policy", order: "digest", columns: &[bytes("digest"), text("files")] },
    Table {
        name: "read_log",
        order: "at, id",
        columns: &[
            int("at"),
            int("id"),
            text("reader"),
            text("door"),
            text("kind"),
            bytes("policy"),
            text("cases"),
        ],
    },
];

impl Table {
    /// Reads all its rows in order.
    pub(super) fn select(&self) -> String {
        let columns: Vec<_> = self.columns.iter().map(|column| column.read).collect();
        format!("select {} from {} order by {}", columns.join(", "), self.name, self.order)
    }

    /// Writes one row of these columns.
    pub(super) fn insert(&self, columns: &[&Column]) -> String {
        let names: Vec<_> = columns.iter().map(|column| column.name).collect();
        let places: Vec<_> = (1..=columns.len()).map(|place| format!("${place}")).collect();
        format!("insert into {} ({}) values ({})", self.name, names.join(", "), places.join(", "))
    }
}

impl Kind {
    /// The next cell as JSON.
    pub(super) fn read(self, cells: &mut Cells<'_>) -> Result<Json, Failure> {
        Ok(match self {
            Kind::Int => cells.maybe_int()?.map_or(Json::Null, Json::from),
            Kind::Text => cells.maybe_text()?.map_or(Json::Null, Json::from),
            Kind::Bytes => {
                cells.maybe_bytes()?.map_or(Json::Null, |bytes| hex::encode(bytes).into())
            }
        })
    }

    /// A cell back from JSON, if it is one of this kind.
    pub(super) fn value(self, json: &Json) -> Option<Value> {
        Some(match (self, json) {
            (Kind::Int, Json::Null) => Value::Int(None),
            (Kind::Text, Json::Null) => Value::Text(None),
            (Kind::Bytes, Json::Null) => Value::Bytes(None),
            (Kind::Int, json) => Value::Int(Some(json.as_i64()?)),
            (Kind::Text, json) => json.as_str()?.into(),
            (Kind::Bytes, json) => Value::Bytes(Some(hex::decode(json.as_str()?).ok()?)),
        })
    }
}
