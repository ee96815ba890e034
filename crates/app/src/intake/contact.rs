//! Say where one is told that there is something to read, as the reporter.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::mail;
use domain::words::Refusal;

/// Give an address for notices, and perhaps a key.
pub(super) const VERB: Verb = Verb {
    group: "case",
    name: "contact",
    action: Action::Answer,
    says: "Give a mail address for notices as the reporter, or take it back; with a key, what the team \
           writes comes encrypted.",
    fields: &[
        Field {
            name: "address",
            kind: Kind::Line,
            required: false,
            says: "Where a mail goes when there is something to read, without a word of it; nothing, \
                   to get none.",
        },
        Field {
            name: "key",
            kind: Kind::Text,
            required: false,
            says: "An OpenPGP public key in letters and digits: with it the mail holds what the team \
                   wrote, encrypted.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let token = mail::token(asked.fresh.secret);
    Ok(mail::give(input.text("address"), input.text("key"), &token)?.into())
}
