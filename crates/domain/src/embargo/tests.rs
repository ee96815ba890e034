//! Moves of this region, in small.
