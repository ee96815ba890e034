//! vulnerary
