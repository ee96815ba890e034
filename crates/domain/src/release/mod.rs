//! Release lines in a case: which are affected, and where their fixes are.

mod apply;
mod decide;
mod standing;

pub(crate) use apply::{apply, drop_fixes};
pub use decide::{
    FixGiven, JUSTIFICATIONS, assess, decline_fix, record_fix, refuse_unknown, review_fix,
    start_fix, test_line,
};
pub use standing::{EndsFirst, LineStatus, assumed, ends_first, statuses};

#[cfg(test)]
mod tests;
