//! The advisory on the desk: its text, what it lacks, and exactly what would be published.

use super::reader::Reader;
use super::view::Offered;
use crate::refuse::sentence;
use crate::views::advisory::AdvisoryView;
use crate::views::forms::{FormView, Known};
use domain::advisory::AdvisoryState;
use domain::case::{By, Case, State as _};
use domain::embargo::Candidate;
use domain::words::visible;

/// The advisory on the desk.
pub(super) struct DeskAdvisory {
    /// How it stands.
    pub(super) word: &'static str,
    /// Which look.
    pub(super) look: &'static str,
    /// Who wrote it last.
    pub(super) author: String,
    /// Who approved exactly this text.
    pub(super) approved_by: Vec<String>,
    /// Exactly what would be published.
    pub(super) preview: Option<AdvisoryView>,
    /// What an approval names.
    pub(super) digest: String,
    /// What is lacking.
    pub(super) lacks: String,
    /// As what it is public.
    pub(super) published: Option<String>,
    /// Forms.
    pub(super) write: Option<FormView>,
    pub(super) request: Option<FormView>,
    pub(super) approve: Option<FormView>,
    pub(super) publish: Option<FormView>,
}

/// The advisory of this case.
pub(super) fn desk_advisory(reader: &Reader<'_>, offered: &Offered<'_>) -> DeskAdvisory {
    let shown = offered.shown;
    let case = &shown.case;
    let candidate = shown.candidate.as_ref().ok();
    let digest = candidate.map(Candidate::digest);
    let person = |id: &domain::words::AccountId| reader.name(&By::Person(id.clone()));
    let exact = case.approvals.iter().filter(|approval| Some(approval.candidate) == digest);
    let seen = Known {
        fixed: vec![("digest", digest.map(|digest| digest.to_string()).unwrap_or_default())],
        ..Known::default()
    };
    DeskAdvisory {
        word: shown.advisory.word(),
        look: match shown.advisory {
            AdvisoryState::None | AdvisoryState::Draft => "no",
            AdvisoryState::InReview => "open",
            AdvisoryState::Approved => "yes",
            AdvisoryState::Published => "published",
        },
        author: case.draft_by.as_ref().map(person).unwrap_or_default(),
        approved_by: exact.map(|approval| person(&approval.by)).collect(),
        preview: candidate.map(|one| AdvisoryView::preview(one, &shown.assumed)),
        digest: digest.map(|digest| digest.to_string()).unwrap_or_default(),
        lacks: shown.candidate.as_ref().err().map(|why| sentence(&why.says)).unwrap_or_default(),
        published: case.published.as_ref().map(|published| published.id.clone()),
        write: offered.form("advisory", "write", &text_known(case)),
        request: offered
            .form("advisory", "request", &Known::default())
            .filter(|_| digest.is_some()),
        approve: offered.form("advisory", "approve", &seen),
        publish: offered.form("advisory", "publish", &Known::default()),
    }
}

/// The text as it is; before there is one, what the reporter already said.
fn text_known(case: &Case) -> Known<'static> {
    let preset = match &case.draft {
        Some(draft) => {
            let credits: Vec<&str> = draft.credits.iter().map(|one| one.name.as_str()).collect();
            let links: Vec<&str> = draft.references.iter().map(|one| one.url.as_str()).collect();
            vec![
                ("title", draft.title.clone()),
                ("details", draft.details.clone()),
                ("workaround", draft.workaround.clone()),
                ("cve", draft.cve.join("\n")),
                ("cwe", draft.cwe.join("\n")),
                ("credits", credits.join("\n")),
                ("references", links.join("\n")),
            ]
        }
        None => {
            let said = |key: &str| {
                case.report_text.as_ref().map_or_else(String::new, |text| visible(text.get(key)))
            };
            vec![("title", said("title")), ("credits", said("credit"))]
        }
    };
    Known { preset, ..Known::default() }
}
