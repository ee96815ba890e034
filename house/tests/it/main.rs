//! The rules of the house, run as tests.
//!
//! Each module holds one kind of rule with its tables. A table of exceptions is compared for
//! equality: it fails when it grows without a reason, and when it could shrink.

mod asvs;
mod comments;
mod docs;
mod doors;
mod layers;
mod names;
mod packs;
mod registries;
mod sizes;
mod tree;
