//! What a database file keeps, and which damage it notices.

use jiff::civil::date;
use proptest::prelude::*;

use super::{Database, Error, Meta, Product};
use crate::matcher::tests_support::{database, records, schedule};

fn meta(product: &str) -> Meta {
    Meta { product: product.to_owned(), data: date(2031, 3, 1) }
}

fn product(name: &str) -> Product {
    Product::new(&records(), &schedule(), &meta(name)).unwrap()
}

#[test]
fn a_database_reads_back_as_it_was_written() {
    let database = Database::new(vec![product("lantern"), product("candle")]).unwrap();
    assert_eq!(Database::read(&database.to_bytes()).unwrap(), database);
}

#[test]
fn a_database_finds_each_of_its_products() {
    let database = Database::new(vec![product("lantern"), product("candle")]).unwrap();
    assert_eq!(database.product("candle").map(Product::record_count), Some(6));
    assert!(database.product("torch").is_none());
}

#[test]
fn the_same_snapshot_gives_the_same_bytes() {
    let write = || super::write(&records(), &schedule(), &meta("lantern")).unwrap();
    assert_eq!(write(), write());
}

#[test]
fn any_flipped_bit_is_noticed() {
    let bytes = database(&records()[..1]).to_bytes();
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        assert!(Database::read(&damaged).is_err(), "byte {at} may be flipped unnoticed");
    }
}

#[test]
fn each_kind_of_damage_has_its_own_error() {
    let bytes = database(&records()).to_bytes();
    assert!(matches!(Database::read(b"PK\x03\x04"), Err(Error::NotADatabase)));
    assert!(matches!(Database::read(b""), Err(Error::NotADatabase)));
    assert!(matches!(Database::read(&bytes[..30]), Err(Error::Length { .. })));
    assert!(matches!(Database::read(&bytes[..bytes.len() - 1]), Err(Error::Length { .. })));
    let longer = [&bytes[..], b"\n"].concat();
    assert!(matches!(Database::read(&longer), Err(Error::Length { .. })));
    let mut newer = bytes.clone();
    newer[8] = 9;
    assert!(matches!(Database::read(&newer), Err(Error::Layout { found: 9, .. })));
    let mut damaged = bytes;
    *damaged.last_mut().unwrap() = b' ';
    let error = Database::read(&damaged).unwrap_err();
    assert_eq!(
        error.to_string(),
        "opening the database: it is damaged, its SHA-256 digest does not match"
    );
}

#[test]
fn a_product_no_target_could_name_is_refused() {
    let error = Product::new(&records(), &schedule(), &meta("Lan tern")).unwrap_err();
    assert!(matches!(error, Error::ProductName(_)));
}

#[test]
fn two_products_of_one_name_are_refused() {
    let error = Database::new(vec![product("lantern"), product("lantern")]).unwrap_err();
    assert!(matches!(error, Error::ProductTwice(_)));
}

proptest! {
    #[test]
    fn opening_any_bytes_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Database::read(&bytes);
        let _ = Database::read(&[b"VULNDB\r\n\x01\0\0\0", &bytes[..]].concat());
    }
}
