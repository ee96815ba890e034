//! One immutable snapshot of what is known: for each product its records and its schedule.
//!
//! Made with [`write()`] or [`Database::new`], turned into bytes with [`Database::to_bytes`], and
//! taken back with [`Database::read`], which believes nothing whose digest does not match. How
//! the bytes are laid out is known to `encoding` alone. A database never changes once it is made.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::node_core::Record;
use crate::platform::Platform;
use crate::range::Range;
use crate::schedule::Schedule;
use crate::severity::Severity;
use crate::target::is_product;

mod encoding;
#[cfg(test)]
mod tests;

/// Why a database could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes do not begin as a database does.
    #[error("opening the database: the file is not a database")]
    NotADatabase,
    /// The file was made by a program that knows another layout.
    #[error("opening the database: it has layout {found}, this program reads layout {known}")]
    Layout {
        /// The layout of the file.
        found: u32,
        /// The layout this program reads.
        known: u32,
    },
    /// The file is shorter or longer than it says.
    #[error("opening the database: it should have {expected} bytes and has {found}")]
    Length {
        /// The length in the header.
        expected: u64,
        /// The length of the file.
        found: u64,
    },
    /// The content is not what was written.
    #[error("opening the database: it is damaged, its SHA-256 digest does not match")]
    Damaged,
    /// The digest matches, yet the content makes no sense.
    #[error("opening the database: reading its content")]
    Content(#[source] serde_json::Error),
    /// A product has a name no target could name.
    #[error("making a database: {0:?} cannot be the name of a product")]
    ProductName(String),
    /// Two products have the same name.
    #[error("making a database: the product {0} is there twice")]
    ProductTwice(String),
}

/// What a snapshot is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// The name of the product in a target: the `node` of `node@20.3.0`.
    pub product: String,
    /// The date of the data, from which its age counts.
    pub data: Date,
}

impl Meta {
    /// A snapshot of Node's own records as of a date.
    #[must_use]
    pub fn node(data: Date) -> Self {
        Self { product: "node".to_owned(), data }
    }
}

/// One record as the matcher needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) severity: Severity,
    pub(crate) summary: String,
    pub(crate) reference: Option<String>,
    pub(crate) platforms: Vec<Platform>,
    pub(crate) vulnerable: Option<Range>,
    pub(crate) patched: Option<Range>,
}

impl From<&Record> for Entry {
    fn from(record: &Record) -> Self {
        Self {
            id: record.id(),
            aliases: record.cve.clone(),
            severity: record.severity,
            summary: record.summary(),
            reference: record.reference.clone(),
            platforms: record.platforms.clone(),
            vulnerable: record.vulnerable.clone(),
            patched: record.patched.clone(),
        }
    }
}

/// What is known of one product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    name: String,
    data: Date,
    schedule: Schedule,
    records: Vec<Entry>,
}

impl Product {
    /// Gathers the records and the schedule of a product.
    pub fn new(records: &[Record], schedule: &Schedule, meta: &Meta) -> Result<Self, Error> {
        if !is_product(&meta.product) {
            return Err(Error::ProductName(meta.product.clone()));
        }
        Ok(Self {
            name: meta.product.clone(),
            data: meta.data,
            schedule: schedule.clone(),
            records: records.iter().map(Entry::from).collect(),
        })
    }

    /// Its name in a target.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The date of its data.
    #[must_use]
    pub fn data(&self) -> Date {
        self.data
    }

    /// Its release schedule.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// How many records it has.
    #[must_use]
    pub fn record_count(&self) -> usize {
        self.records.len()
    }

    pub(crate) fn records(&self) -> &[Entry] {
        &self.records
    }
}

/// Products and what is known of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Database {
    products: Vec<Product>,
}

/// Makes the database file of one product.
pub fn write(records: &[Record], schedule: &Schedule, meta: &Meta) -> Result<Vec<u8>, Error> {
    Ok(Database::new(vec![Product::new(records, schedule, meta)?])?.to_bytes())
}

impl Database {
    /// Gathers products, each of its own name.
    pub fn new(mut products: Vec<Product>) -> Result<Self, Error> {
        products.sort_by(|one, other| one.name.cmp(&other.name));
        for (one, next) in products.iter().zip(products.iter().skip(1)) {
            if one.name == next.name {
                return Err(Error::ProductTwice(one.name.clone()));
            }
        }
        Ok(Self { products })
    }

    /// Opens a database file, or says what is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        Self::new(encoding::read(bytes)?)
    }

    /// The database as a file. Equal databases give equal bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encoding::write(&self.products)
    }

    /// The products, by name.
    #[must_use]
    pub fn products(&self) -> &[Product] {
        &self.products
    }

    /// The product of a name.
    #[must_use]
    pub fn product(&self, name: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.name == name)
    }
}
