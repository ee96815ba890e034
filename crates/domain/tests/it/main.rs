//! The shipped packs and the real schedule, as they lie in the tree.

#[cfg(test)]
mod cvss;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod packs;
#[cfg(test)]
mod tree;
