//! A form that was refused and is no longer on the page: why, and what was typed.

use super::view::Offered;
use crate::views::forms::Refused;
use app::find_verb;

/// Why a form was refused that is no longer on the page: somebody else was faster.
pub(super) fn stray(offered: &Offered<'_>, refused: Option<&Refused>) -> Vec<String> {
    refused
        .filter(|refused| !offered.shown.offers(&refused.group, &refused.verb))
        .map(|refused| refused.says.clone())
        .unwrap_or_default()
}

/// What was typed into a form that is no longer on the page: it is not lost.
pub(super) fn typed(
    offered: &Offered<'_>,
    refused: Option<&Refused>,
) -> Vec<(&'static str, String)> {
    let gone = refused.filter(|refused| !offered.shown.offers(&refused.group, &refused.verb));
    let Some(refused) = gone else { return Vec::new() };
    let verb = find_verb(&refused.group, &refused.verb);
    let fields = verb.map_or(&[][..], |verb| verb.fields);
    let has_text = |kind| {
        matches!(kind, app::Kind::Text | app::Kind::Json | app::Kind::Line | app::Kind::List)
    };
    fields
        .iter()
        .filter(|field| has_text(field.kind))
        .map(|field| {
            let label = crate::views::verbs::label(&refused.group, &refused.verb, field.name);
            (label, refused.fields.all(field.name).collect::<Vec<_>>().join("\n"))
        })
        .filter(|(_, text)| !text.is_empty())
        .collect()
}
