//! Is it a vulnerability? Facts of a claim in, a verdict with cited clauses out.
//! Nothing here guesses: what is not known is asked for. Begin with [`judge`].

mod claim;
mod clause;
mod compare;
mod condition;
mod conflict;
mod decide;
mod duplicate;
mod ending;
mod examples;
mod explain;
mod judge;
mod model;
mod precedent;
mod rejudge;
mod review;
mod said;
mod severity;
mod suggest;
mod value;
mod verdict;
mod weigh;

pub use claim::Claim;
pub(crate) use claim::{day, no_choice, number};
pub use clause::{Clause, ClauseKind, Effect, Example};
pub use compare::{Compared, compare};
pub(crate) use condition::DEPTH_MAX;
pub use condition::{Condition, Test, Truth};
pub use conflict::{Conflict, Disagreement};
pub use decide::{accept, current_claim, invalidate, record_judgement, reported_claim, validate};
pub use duplicate::{mark_duplicate, readmit, recuse};
pub use ending::{ask_retest, close, defer, reopen, resume, retested, withdraw};
pub use examples::run_examples;
pub use explain::{Bearings, Explanation, explain, explain_other, explain_with};
pub use judge::judge;
pub use model::Model;
pub use precedent::{Near, Precedent, Reversed, cited_weaknesses, precedents};
pub use rejudge::{Answer, Bench, CaseRejudged, Rejudged, rejudge, rejudge_case};
pub use review::{REVIEW_KEY, compare_with_judgement, keys_near, keys_of, precedent_of, review};
pub(crate) use said::Stated;
pub use said::{Said, Source};
pub use severity::{set_severity, severity_findings};
pub use suggest::{OpenModifier, Suggestion, SuggestionStep, suggest};
pub use value::FactValue;
pub use verdict::{Cited, Verdict, VerdictKind, Weighed};

#[cfg(test)]
mod tests;
