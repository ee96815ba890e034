//! One clause: its text, when it applies, what follows, what belongs to it, and how it was applied.

use super::{Link, kind_title, links, nothing, stands, weaknesses};
use crate::answer::{Answer, public_page};
use crate::layout::Layout;
use crate::refuse::sentence;
use crate::state::WebState;
use crate::views::condition::ConditionView;
use crate::views::facts::answers_of;
use crate::views::precedents::PrecedentView;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::triage::{Example, explain_with};
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "policy_clause.html")]
struct ClausePage {
    layout: Layout,
    id: String,
    title: String,
    kind: String,
    word: &'static str,
    text: String,
    because: String,
    stands: Option<String>,
    since: Date,
    until: Option<Date>,
    when: Option<ConditionView>,
    requires: Vec<Link>,
    then: String,
    also: Vec<Link>,
    over: Vec<Link>,
    over_all: bool,
    source: String,
    source_line: Option<u32>,
    under: Vec<Link>,
    below: Vec<Link>,
    named_by: Vec<Link>,
    clashes: Vec<(String, String)>,
    cwe: Vec<(String, String)>,
    precedents: Vec<PrecedentView>,
    examples: Vec<ExampleView>,
}

struct ExampleView {
    say: String,
    expect: &'static str,
    answers: Vec<(String, String)>,
}

/// `GET /policy/clauses/{id}`
pub(crate) async fn show(
    State(state): State<WebState>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer {
    let (policy, now) = (state.policy(), (state.now)());
    let clause = policy.clause(&id).ok_or_else(nothing)?;
    let bearings = state.bearings();
    let about = explain_with(policy, clause, &bearings);
    let example = |example: &Example| ExampleView {
        say: example.say.clone(),
        expect: example.expect.title(),
        answers: answers_of(policy, &example.claim),
    };
    let clash = |id: &String| {
        let clash = policy.conflicts.iter().find(|clash| &clash.id == id);
        (id.clone(), clash.map(|clash| clash.title.clone()).unwrap_or_default())
    };
    let also = clause.effect.as_ref().map(|effect| effect.also.clone()).unwrap_or_default();
    let page = ClausePage {
        layout: Layout::public(&state, &format!("{id}: {}", clause.title), "policy"),
        title: about.title,
        kind: kind_title(clause.kind),
        word: clause.kind.word(),
        text: about.text,
        because: about.because.unwrap_or_default(),
        stands: stands(clause, state.today()),
        since: about.since,
        until: about.until,
        when: clause.when.as_ref().map(|when| ConditionView::new(policy, when)),
        requires: links(policy, &about.requires_all),
        then: about.then.map(|then| sentence(&then)).unwrap_or_default(),
        also: links(policy, &also),
        over_all: about.over.iter().any(|id| id == "*"),
        over: links(policy, &about.over),
        source: about.source.unwrap_or_default(),
        source_line: about.source_line,
        under: links(policy, about.under.as_slice()),
        below: links(policy, &about.below),
        named_by: links(policy, &about.named_by),
        clashes: about.conflicts.iter().map(clash).collect(),
        cwe: weaknesses(&about.cwe),
        precedents: bearings
            .on(policy, &id)
            .into_iter()
            .map(|one| PrecedentView::of(one, now))
            .collect(),
        examples: clause.examples.iter().map(example).collect(),
        id,
    };
    public_page(&headers, &page)
}
