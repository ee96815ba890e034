//! Who has access, what is covered, and the chapters that a policy states in prose.

use super::{Block, Item, Section, paragraph};
use crate::policy::{Covered, Member, Policy, Statement, Team};

/// A statement as blocks: its text, its steps, where to go.
fn blocks(statement: &Statement) -> Vec<Block> {
    let steps = statement.steps.iter().map(|step| Item { text: step.clone(), ..Item::default() });
    let go = statement
        .address
        .as_ref()
        .map(|address| Item { address: Some(address.clone()), ..Item::default() });
    vec![
        paragraph(statement.says.clone()),
        Block::Steps(steps.collect()),
        Block::List(go.into_iter().collect()),
    ]
}

fn chapter(id: &'static str, title: &str, statement: Option<&Statement>) -> Option<Section> {
    Section::new(id, title, blocks(statement?))
}

pub(super) fn safe_harbour(policy: &Policy) -> Option<Section> {
    chapter("safe-harbour", "Safe harbour", policy.statements.safe_harbour.as_ref())
}

pub(super) fn cve_publication(policy: &Policy) -> Option<Section> {
    let statement = policy.statements.cve_publication.as_ref();
    chapter("cve", "When CVE records become public", statement)
}

pub(super) fn incident_response(policy: &Policy) -> Option<Section> {
    let statement = policy.statements.incident_response.as_ref();
    chapter("incidents", "When something goes wrong", statement)
}

pub(super) fn comments(policy: &Policy) -> Option<Section> {
    chapter("comments", "Comments on this policy", policy.statements.comments.as_ref())
}

/// What differs for a repository; what does not is not repeated.
fn differs(one: &Covered) -> Vec<String> {
    let same = |text: &Option<String>, same: &str| text.clone().unwrap_or_else(|| same.to_owned());
    vec![
        one.repository.clone(),
        if one.cve { "yes" } else { "no" }.to_owned(),
        same(&one.contact, "as above"),
        same(&one.versions, "as above"),
        same(&one.says, ""),
    ]
}

pub(super) fn covers(policy: &Policy) -> Option<Section> {
    let head = ["Repository", "CVE ids", "Report to", "Supported versions", "Note"];
    let rows: Vec<Vec<String>> = policy.covers.iter().map(differs).collect();
    if rows.is_empty() {
        return None;
    }
    let first = "A policy can be shown in repositories that it was not written for. This one holds \
                 for these, with what differs:";
    let table = Block::Table(head.map(str::to_owned).to_vec(), rows);
    Section::new("covers", "Repositories covered", vec![paragraph(first), table])
}

fn member(member: &Member) -> Item {
    let text = match &member.handle {
        Some(handle) => format!("{} (@{handle})", member.name),
        None => member.name.clone(),
    };
    Item { text, ..Item::default() }
}

fn team(team: &Team) -> Item {
    let groups = team.groups.iter().map(|group| {
        let mut group = group.clone();
        if let Some(first) = group.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Item { text: group, ..Item::default() }
    });
    Item {
        title: Some(team.title.clone()),
        text: team.says.clone(),
        address: team.address.clone(),
        source: team.source.clone(),
        below: groups.chain(team.members.iter().map(member)).collect(),
        ..Item::default()
    }
}

/// Who deals with reports: what they keep to themselves, how they come to have access, and who
/// they are.
pub(super) fn people(policy: &Policy) -> Option<Section> {
    let membership = policy.statements.membership.as_ref();
    let mut all = vec![paragraph(
        "Nobody sees a report unless a role says so, and whoever knows of a report keeps it to \
         themselves, even that it exists.",
    )];
    all.extend(membership.map(blocks).unwrap_or_default());
    all.push(Block::List(policy.teams.iter().map(team).collect()));
    let roles = policy.roles.0.values().map(|role| Item {
        title: Some(role.title.clone()),
        text: role.says.clone(),
        ..Item::default()
    });
    if policy.teams.is_empty() {
        all.push(Block::List(roles.collect()));
    }
    Section::new("people", "Who deals with reports", all)
}
