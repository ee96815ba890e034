//! Record a CVE id that was assigned.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::cve::{self, CveSource};
use domain::words::Refusal;

/// Record a CVE id that was assigned.
pub(super) const VERB: Verb = Verb {
    group: "cve",
    name: "assign",
    action: Action::RequestCve,
    says: "Record the CVE id that was assigned, to a request or without one; nothing about it is public yet.",
    fields: &[
        Field {
            name: "id",
            kind: Kind::Line,
            required: true,
            says: "The id, such as CVE-2026-12345.",
        },
        Field {
            name: "entry",
            kind: Kind::Line,
            required: false,
            says: "Which request it answers, by its number; new when nobody asked. Left out, it answers the only open one.",
        },
        Field {
            name: "from",
            kind: Kind::Choice(CveSource::WORDS),
            required: false,
            says: "From whom; as it was asked for, when left out.",
        },
        Field::WHOM,
        Field::ABOUT,
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let from = input.given("from").map(|_| input.word("from")).transpose()?;
    let words = (input.text("whom"), input.text("about"));
    let (entry, id) = (input.given("entry"), input.text("id"));
    Ok(cve::assign(asked.case, entry, id, from, words)?.into())
}
