//! What pages show, prepared: words, chips, forms. Nothing here decides anything.

pub(crate) mod advisory;
pub(crate) mod clocks;
pub(crate) mod condition;
pub(crate) mod device;
pub(crate) mod embargo;
pub(crate) mod facts;
pub(crate) mod files;
pub(crate) mod forms;
pub(crate) mod judging;
pub(crate) mod messages;
pub(crate) mod negotiation;
pub(crate) mod precedents;
pub(crate) mod progress;
pub(crate) mod rating;
pub(crate) mod reached;
pub(crate) mod sanctions;
pub(crate) mod verbs;
pub(crate) mod verdict;
pub(crate) mod words;
