//! What goes into a statement and what comes out of a row, alike for both engines: whole numbers,
//! text, bytes, and the absence of each.

use crate::failure::Failure;
use domain::words::{AccountId, CaseId, Digest};
use jiff::Timestamp;
use sqlx::postgres::{PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{Decode, Row as _, Type};
use std::collections::BTreeSet;

/// A value to bind. Absence has a type too, because PostgreSQL wants to know it.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(Some(number.into()))
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Int(Some(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Int(Some(yes.into()))
    }
}

/// PostgreSQL cannot keep the character zero; neither engine does.
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.replace('\0', "\u{FFFD}")))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Text(None), Self::from)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(Some(bytes.to_vec()))
    }
}

impl From<Option<&[u8]>> for Value {
    fn from(bytes: Option<&[u8]>) -> Self {
        Self::Bytes(bytes.map(<[u8]>::to_vec))
    }
}

impl From<&Digest> for Value {
    fn from(digest: &Digest) -> Self {
        digest.bytes().as_slice().into()
    }
}

impl From<Option<&Digest>> for Value {
    fn from(digest: Option<&Digest>) -> Self {
        Self::Bytes(digest.map(|digest| digest.bytes().to_vec()))
    }
}

impl From<&CaseId> for Value {
    fn from(id: &CaseId) -> Self {
        id.as_str().into()
    }
}

impl From<&AccountId> for Value {
    fn from(id: &AccountId) -> Self {
        id.as_str().into()
    }
}

/// Instants are microseconds since 1970.
impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        at.as_microsecond().into()
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Int(at.map(Timestamp::as_microsecond))
    }
}

/// Words in order, as JSON.
impl From<&BTreeSet<String>> for Value {
    fn from(words: &BTreeSet<String>) -> Self {
        serde_json::json!(words).to_string().as_str().into()
    }
}

impl Value {
    /// Anything as JSON.
    pub(crate) fn json(value: &impl serde::Serialize) -> Result<Self, Failure> {
        let text = serde_json::to_string(value);
        let text = text.map_err(|error| Failure::Unreadable(format!("a column: {error}")))?;
        Ok(text.as_str().into())
    }
}

/// A row of either engine.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// Its cells, to be read from left to right.
    pub(crate) fn cells(&self) -> Cells<'_> {
        Cells { row: self, at: 0 }
    }
}

/// The cells of a row that are not read yet.
pub(crate) struct Cells<'r> {
    row: &'r Row,
    at: usize,
}

impl Cells<'_> {
    fn next<T>(&mut self) -> Result<T, Failure>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite>,
        T: for<'r> Decode<'r, Postgres> + Type<Postgres>,
    {
        let at = self.at;
        self.at += 1;
        Ok(match self.row {
            Row::Sqlite(row) => row.try_get(at)?,
            Row::Postgres(row) => row.try_get(at)?,
        })
    }

    /// What was read last is not what was once written there.
    pub(crate) fn unreadable(&self, what: &str) -> Failure {
        Failure::Unreadable(format!("column {} of a row holds no {what}", self.at))
    }

    pub(crate) fn int(&mut self) -> Result<i64, Failure> {
        self.next()
    }

    pub(crate) fn maybe_int(&mut self) -> Result<Option<i64>, Failure> {
        self.next()
    }

    pub(crate) fn text(&mut self) -> Result<String, Failure> {
        self.next()
    }

    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>, Failure> {
        self.next()
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, Failure> {
        self.next()
    }

    pub(crate) fn maybe_bytes(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        self.next()
    }

    pub(crate) fn yes(&mut self) -> Result<bool, Failure> {
        Ok(self.int()? != 0)
    }

    /// A number that cannot be negative.
    pub(crate) fn count<T: TryFrom<i64>>(&mut self) -> Result<T, Failure> {
        let number = self.int()?;
        T::try_from(number).map_err(|_| self.unreadable("number of the right size"))
    }

    pub(crate) fn digest(&mut self) -> Result<Digest, Failure> {
        self.maybe_digest()?.ok_or_else(|| self.unreadable("digest"))
    }

    pub(crate) fn maybe_digest(&mut self) -> Result<Option<Digest>, Failure> {
        let Some(bytes) = self.maybe_bytes()? else { return Ok(None) };
        Digest::from_bytes(&bytes).map(Some).ok_or_else(|| self.unreadable("digest"))
    }

    pub(crate) fn at(&mut self) -> Result<Timestamp, Failure> {
        self.maybe_at()?.ok_or_else(|| self.unreadable("instant"))
    }

    pub(crate) fn maybe_at(&mut self) -> Result<Option<Timestamp>, Failure> {
        let Some(micros) = self.maybe_int()? else { return Ok(None) };
        Timestamp::from_microsecond(micros).map(Some).map_err(|_| self.unreadable("instant"))
    }

    pub(crate) fn case(&mut self) -> Result<CaseId, Failure> {
        let text = self.text()?;
        CaseId::read(&text).map_err(|_| self.unreadable("id"))
    }

    pub(crate) fn account(&mut self) -> Result<AccountId, Failure> {
        self.maybe_account()?.ok_or_else(|| self.unreadable("id"))
    }

    pub(crate) fn maybe_account(&mut self) -> Result<Option<AccountId>, Failure> {
        let Some(text) = self.maybe_text()? else { return Ok(None) };
        AccountId::read(&text).map(Some).map_err(|_| self.unreadable("id"))
    }

    pub(crate) fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, Failure> {
        let text = self.text()?;
        serde_json::from_str(&text).map_err(|_| self.unreadable("JSON of the right form"))
    }

    pub(crate) fn words(&mut self) -> Result<BTreeSet<String>, Failure> {
        let text = self.text()?;
        serde_json::from_str(&text).map_err(|_| self.unreadable("list of words"))
    }
}
