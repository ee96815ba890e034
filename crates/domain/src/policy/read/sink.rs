//! Where complaints are gathered while a pack is read.

use crate::policy::Complaint;
use std::cell::RefCell;

/// More complaints than anyone reads.
pub(super) const COMPLAINTS_MAX: usize = 1_000;

/// Where complaints are gathered, as long as anybody would read them.
#[derive(Default)]
pub(super) struct Sink(RefCell<Vec<Complaint>>);

impl Sink {
    pub(super) fn push(&self, complaint: Complaint) {
        if !self.is_full() {
            self.0.borrow_mut().push(complaint);
        }
    }

    pub(super) fn extend(&self, complaints: Vec<Complaint>) {
        complaints.into_iter().for_each(|complaint| self.push(complaint));
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.borrow().len() >= COMPLAINTS_MAX
    }

    pub(super) fn take(self) -> Vec<Complaint> {
        self.0.into_inner()
    }
}
