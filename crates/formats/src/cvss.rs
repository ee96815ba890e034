//! Which CVSS a vector is of, as OSV names it. A vector that is none is never passed on as one.

use domain::advisory::{Cvss, CvssVersion};

/// The type of a vector as OSV names it.
pub(crate) fn osv_type(vector: &str) -> Option<&'static str> {
    let cvss = Cvss::read(vector).ok()?;
    Some(if cvss.version == CvssVersion::V4_0 { "CVSS_V4" } else { "CVSS_V3" })
}
