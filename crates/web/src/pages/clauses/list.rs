//! The clauses in groups, filtered by what stands in the address, and the known clashes.

use super::{Link, kind_title, links, stands};
use crate::answer::{Answer, public_page};
use crate::layout::Layout;
use crate::state::WebState;
use crate::views::condition::ConditionView;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use domain::policy::Policy;
use domain::triage::{Clause, ClauseKind};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Which clauses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    kind: String,
    state: String,
}

#[derive(Template)]
#[template(path = "policy_clauses.html")]
struct ListPage {
    layout: Layout,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    groups: Vec<Group>,
    precedents: usize,
    clashes: usize,
}

/// A link of the filter.
struct Choice {
    title: String,
    to: String,
    chosen: bool,
}

/// Clauses of one kind.
pub(crate) struct Group {
    pub(crate) word: &'static str,
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
}

/// One clause of a list.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) stands: Option<String>,
    pub(crate) under: Option<String>,
}

fn address(kind: &str, state: &str) -> String {
    let given = [("kind", kind), ("state", state)];
    let given: Vec<String> = given
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if given.is_empty() {
        "/policy/clauses".to_owned()
    } else {
        format!("/policy/clauses?{}", given.join("&"))
    }
}

/// The clauses in groups by kind, as far as they are kept.
pub(crate) fn groups(
    policy: &Policy,
    kind: Option<ClauseKind>,
    keep: impl Fn(&Clause) -> bool,
    today: Date,
) -> Vec<Group> {
    let wanted = ClauseKind::ALL.iter().filter(|(_, one)| kind.is_none_or(|kind| kind == *one));
    let group = |(word, kind): &(&'static str, ClauseKind)| {
        let clauses = policy.clauses.iter().filter(|one| one.kind == *kind && keep(one));
        let row = |clause: &Clause| Row {
            id: clause.id.clone(),
            title: clause.title.clone(),
            stands: stands(clause, today),
            under: clause.under.clone(),
        };
        Group { word, title: kind_title(*kind), rows: nested(clauses.map(row).collect()) }
    };
    wanted.map(group).filter(|group| !group.rows.is_empty()).collect()
}

/// Each clause that belongs to another of the same list comes after it; only such a one is set in.
fn nested(rows: Vec<Row>) -> Vec<Row> {
    let ids: BTreeSet<String> = rows.iter().map(|row| row.id.clone()).collect();
    let inner = |row: &Row| row.under.as_ref().is_some_and(|under| ids.contains(under));
    let (below, mut above): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(inner);
    for row in &mut above {
        row.under = None;
    }
    for row in below {
        let parent = above.iter().position(|one| Some(&one.id) == row.under.as_ref());
        let place = parent.map_or(above.len(), |at| {
            let rest = &above[at + 1..];
            at + 1 + rest.iter().take_while(|one| one.under.is_some()).count()
        });
        above.insert(place, row);
    }
    above
}

/// `GET /policy/clauses`
pub(crate) async fn list(
    State(state): State<WebState>,
    headers: HeaderMap,
    Query(filter): Query<Filter>,
) -> Answer {
    let (policy, today) = (state.policy(), state.today());
    let kind = ClauseKind::ALL.iter().find(|(word, _)| *word == filter.kind);
    let (word, kind) = kind.map_or(("", None), |(word, kind)| (*word, Some(*kind)));
    let stand = ["not-in-force", "all"].into_iter().find(|one| *one == filter.state);
    let stand = stand.unwrap_or("");
    let keep = |clause: &Clause| stand == "all" || clause.in_force_on(today) == stand.is_empty();
    let choice = |title: String, kind: &str, state: &str, chosen| Choice {
        title,
        to: address(kind, state),
        chosen,
    };
    let mut kinds = vec![choice("All kinds".to_owned(), "", stand, word.is_empty())];
    let used = |kind| policy.clauses.iter().any(|clause| clause.kind == kind);
    for (one, kind) in ClauseKind::ALL.into_iter().filter(|(_, kind)| used(*kind)) {
        kinds.push(choice(kind_title(kind), one, stand, one == word));
    }
    let states = [("In force", ""), ("Ended or not yet in force", "not-in-force"), ("All", "all")];
    let states = states.map(|(title, one)| choice(title.to_owned(), word, one, one == stand));
    let page = ListPage {
        layout: Layout::public(&state, "Clauses", "policy"),
        kinds,
        states: states.into(),
        groups: groups(policy, kind, keep, today),
        precedents: policy.precedents.len(),
        clashes: policy.conflicts.len(),
    };
    public_page(&headers, &page)
}

#[derive(Template)]
#[template(path = "policy_clashes.html")]
struct ClashesPage {
    layout: Layout,
    clashes: Vec<Clash>,
}

struct Clash {
    id: String,
    title: String,
    text: String,
    since: Date,
    until: Option<Date>,
    between: Vec<Link>,
    precedents: Vec<String>,
    when: ConditionView,
}

/// `GET /policy/clashes`
pub(crate) async fn clashes(State(state): State<WebState>, headers: HeaderMap) -> Answer {
    let policy = state.policy();
    let clash = |one: &domain::triage::Conflict| Clash {
        id: one.id.clone(),
        title: one.title.clone(),
        text: one.text.clone(),
        since: one.since,
        until: one.until,
        between: links(policy, &one.between),
        precedents: one.precedents.clone(),
        when: ConditionView::new(policy, &one.when),
    };
    let page = ClashesPage {
        layout: Layout::public(&state, "Known clashes", "policy"),
        clashes: policy.conflicts.iter().map(clash).collect(),
    };
    public_page(&headers, &page)
}
