//! Release lines in a case: which are affected, and where their fixes are.

mod decide;

pub use decide::{JUSTIFICATIONS, assess, record_fix};
