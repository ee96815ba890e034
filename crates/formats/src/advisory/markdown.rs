//! The advisory as a document for people, in Markdown with tables.

use crate::markdown::words;
use crate::{Context, Format, document};
use domain::advisory::Advisory;
use domain::embargo::Public;

pub(super) const FORMAT: Format = Format {
    id: "markdown",
    title: "Markdown",
    says: "For people, and for pages and mails made from it.",
    extension: "md",
    media_type: "text/markdown; charset=utf-8",
    everyone: true,
    write,
};

fn write(advisory: &Public<Advisory>, context: &Context<'_>) -> String {
    let advisory = advisory.get();
    let body = document::below_title(advisory, context);
    format!("# {}\n\n{body}", words(&advisory.draft.title))
}
