//! Write the advisory's text.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::advisory::{self, AdvisoryDraft, Credit, Reference};
use domain::words::Refusal;

/// Write the advisory's text.
pub(super) const VERB: Verb = Verb {
    group: "advisory",
    name: "write",
    action: Action::WriteAdvisory,
    says: "Write or rewrite the text of the advisory; approvals of another text are void.",
    fields: &[
        Field {
            name: "title",
            kind: Kind::Line,
            required: true,
            says: "One line, 1 to 200 characters.",
        },
        Field {
            name: "details",
            kind: Kind::Text,
            required: true,
            says: "What happens and to whom, Markdown, 1 to 40,000 characters.",
        },
        Field {
            name: "workaround",
            kind: Kind::Text,
            required: false,
            says: "What to do until the fix is installed.",
        },
        Field {
            name: "cve",
            kind: Kind::List,
            required: false,
            says: "Assigned CVE ids, one a line.",
        },
        Field { name: "cwe", kind: Kind::List, required: false, says: "CWE ids, one a line." },
        Field {
            name: "credits",
            kind: Kind::List,
            required: false,
            says: "Whom to thank, with their consent, one a line.",
        },
        Field {
            name: "references",
            kind: Kind::List,
            required: false,
            says: "Web addresses, one a line.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let text = |name: &str| input.text(name).trim().to_owned();
    let draft = AdvisoryDraft {
        title: text("title"),
        details: text("details"),
        workaround: text("workaround"),
        cve: input.list("cve"),
        cwe: input.list("cwe"),
        credits: input.list("credits").into_iter().map(|name| Credit { name }).collect(),
        references: input.list("references").into_iter().map(|url| Reference { url }).collect(),
    };
    Ok(advisory::write(asked.case, &draft)?.into())
}
