//! Release lines in a case: which are affected, and where their fixes are.

mod decide;
mod standing;

pub use decide::{JUSTIFICATIONS, assess, record_fix};
pub use standing::{EndsFirst, LineStatus, assumed, ends_first, statuses};

#[cfg(test)]
mod tests;
