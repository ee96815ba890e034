//! The shipped packs and the real schedule, as they lie in the tree.

#[cfg(test)]
mod cve_records;
#[cfg(test)]
mod cvss;
#[cfg(test)]
mod every_pack;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod hostile_claims;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod node;
#[cfg(test)]
mod packs;
#[cfg(test)]
mod precedents;
#[cfg(test)]
mod precedents_page;
#[cfg(test)]
mod severity;
#[cfg(test)]
mod ssvc;
#[cfg(test)]
mod transfer_tool;
#[cfg(test)]
mod tree;
