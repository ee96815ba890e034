//! Decided cases of the pack, which everybody may know: all of them, and one with its facts.

use super::{nothing, weaknesses};
use crate::answer::{Answer, public_page};
use crate::layout::Layout;
use crate::state::WebState;
use crate::views::facts::{answer, answers_of};
use crate::views::precedents::PrecedentView;
use crate::views::verdict::VerdictView;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use domain::triage::{FactValue, Precedent, judge};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which precedents.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    cwe: String,
    area: String,
}

#[derive(Template)]
#[template(path = "policy_precedents.html")]
struct ListPage {
    layout: Layout,
    narrowed: String,
    years: Vec<(i16, Vec<PrecedentView>)>,
}

/// `GET /policy/precedents`
pub(crate) async fn list(
    State(state): State<WebState>,
    headers: HeaderMap,
    Query(filter): Query<Filter>,
) -> Answer {
    let (policy, now) = (state.policy(), (state.now)());
    let keep = |one: &&Precedent| {
        (filter.cwe.is_empty() || one.cwe.contains(&filter.cwe))
            && (filter.area.is_empty() || one.area.as_ref() == Some(&filter.area))
    };
    let mut years: BTreeMap<i16, Vec<PrecedentView>> = BTreeMap::new();
    for one in policy.precedents.iter().filter(keep) {
        years.entry(one.decided.year()).or_default().push(PrecedentView::of(one, now));
    }
    let area = area(&state, &filter.area);
    let narrowed = [filter.cwe, area].into_iter().filter(|one| !one.is_empty());
    let page = ListPage {
        layout: Layout::public(&state, "Precedents", "policy"),
        narrowed: narrowed.collect::<Vec<_>>().join(", "),
        years: years.into_iter().rev().collect(),
    };
    public_page(&headers, &page)
}

/// The part of the product as the policy's question words it.
fn area(state: &WebState, word: &str) -> String {
    match word {
        "" => String::new(),
        word => answer(state.policy().fact("area"), &FactValue::word(word)),
    }
}

#[derive(Template)]
#[template(path = "policy_precedent.html")]
struct PrecedentPage {
    layout: Layout,
    one: PrecedentView,
    cwe: Vec<(String, String)>,
    area: Option<(String, String)>,
    source: String,
    departs: String,
    answers: Vec<(String, String)>,
    verdict: VerdictView,
    clashes: Vec<(String, String)>,
}

/// `GET /policy/precedents/{id}`
pub(crate) async fn show(
    State(state): State<WebState>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Answer {
    let (policy, now) = (state.policy(), (state.now)());
    let precedent = policy.precedent(&id).ok_or_else(nothing)?;
    let named = policy.conflicts.iter().filter(|clash| clash.precedents.contains(&id));
    let page = PrecedentPage {
        layout: Layout::public(&state, &format!("{id}: {}", precedent.title), "policy"),
        one: PrecedentView::of(precedent, now),
        cwe: weaknesses(&precedent.cwe),
        area: precedent.area.as_ref().map(|word| (word.clone(), area(&state, word))),
        source: precedent.source.clone().unwrap_or_default(),
        departs: precedent.departs.clone().unwrap_or_default(),
        answers: answers_of(policy, &precedent.claim),
        verdict: VerdictView::new(policy, &judge(policy, &precedent.claim, now)),
        clashes: named.map(|clash| (clash.id.clone(), clash.title.clone())).collect(),
    };
    public_page(&headers, &page)
}
