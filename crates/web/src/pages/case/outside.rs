//! What lies outside of the team: who takes part, what is known in the world, and the terms that all
//! of them agree on or argue about.

use super::reader::Reader;
use super::view::Offered;
use crate::views::forms::{FormView, Known, Menu};
use crate::views::messages::{MessageView, messages};
use crate::when::When;
use domain::case::{Audience, By, Case, State as _};
use domain::embargo::{Needed, Proposal, Side, Terms, needed};
use domain::party::{ConsentState, Party};
use domain::words::{PartyId, visible};
use domain::world::{WorldFact, WorldKind, WorldState};

/// A participant.
pub(super) struct PartyView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) kind: &'static str,
    pub(super) word: String,
    pub(super) look: &'static str,
    pub(super) invited: When,
    /// Their own report, where that is their channel.
    pub(super) channel: Option<String>,
    pub(super) messages: Vec<MessageView>,
    /// Why no new content reaches them, if it does not.
    pub(super) held_back: String,
    pub(super) write: Option<FormView>,
    pub(super) remove: Option<FormView>,
}

/// Something that may be so in the world.
pub(super) struct WorldView {
    pub(super) title: &'static str,
    pub(super) word: &'static str,
    pub(super) look: &'static str,
    /// Who says so, when, and where it can be seen.
    pub(super) said: Vec<(String, When, String)>,
    pub(super) agreed: Vec<String>,
    pub(super) confirmed: Option<When>,
    pub(super) confirm: Option<FormView>,
    pub(super) dismiss: Option<FormView>,
}

/// What has to be decided because of attacks.
pub(super) struct AttackView {
    pub(super) due: When,
    pub(super) asked: Option<(String, When)>,
    pub(super) hold: Option<FormView>,
    pub(super) second: Option<FormView>,
}

/// Terms on the table.
pub(super) struct ProposalView {
    pub(super) ends: When,
    pub(super) by: String,
    pub(super) tlp: &'static str,
    /// Who still has to agree.
    pub(super) missing: Vec<&'static str>,
    /// How much later or earlier than what holds, in words.
    pub(super) against: String,
    pub(super) accept: Option<FormView>,
    pub(super) reject: Option<FormView>,
    pub(super) retract: Option<FormView>,
}

/// The whole of it.
pub(super) struct Outside {
    pub(super) parties: Vec<PartyView>,
    pub(super) invite: Option<FormView>,
    /// For usual rules of others, in days: how long a notice to them can wait.
    pub(super) delays: Vec<(i64, String)>,
    pub(super) world: Vec<WorldView>,
    pub(super) allege: Option<FormView>,
    pub(super) attack: Option<AttackView>,
    pub(super) proposals: Vec<ProposalView>,
    /// Later ends that somebody wished for.
    pub(super) later: Vec<When>,
    /// What held before, oldest first.
    pub(super) past: Vec<When>,
    /// How much later it ends now than first agreed; empty when it does not.
    pub(super) extended: String,
    /// Since when it is over although nobody has noticed.
    pub(super) overdue: Option<When>,
}

/// The outside of this case.
pub(super) fn outside(reader: &Reader<'_>, offered: &Offered<'_>) -> Outside {
    let case = &offered.shown.case;
    let embargo = &case.embargo;
    let binding = embargo.terms.as_ref().filter(|_| embargo.state.binds());
    let ends = |terms: &Terms| reader.when(terms.ends_at);
    let first = embargo.past.first().zip(binding);
    let extended = first.filter(|(first, now)| now.ends_at > first.ends_at).map(|(first, now)| {
        crate::when::relative(now.ends_at, first.ends_at).trim_start_matches("in ").to_owned()
    });
    Outside {
        parties: case.parties.iter().map(|one| party(reader, offered, one)).collect(),
        invite: offered.form("participant", "invite", &Known::default()),
        delays: binding.map(|terms| delays(reader, terms)).unwrap_or_default(),
        world: WorldKind::ALL.iter().map(|(_, what)| world(reader, offered, *what)).collect(),
        allege: offered.form("world", "allege", &Known::default()),
        attack: attack(reader, offered),
        proposals: proposals(reader, offered),
        later: embargo.later.iter().map(ends).collect(),
        past: embargo.past.iter().map(ends).collect(),
        extended: extended.unwrap_or_default(),
        overdue: binding.map(ends).filter(|ends| ends.past),
    }
}

/// How long somebody who publishes so many days after they learn of it can be left untold, so that
/// their day is not before the end that holds.
fn delays(reader: &Reader<'_>, terms: &Terms) -> Vec<(i64, String)> {
    let left = terms.ends_at.duration_since(reader.now());
    let says = |days: i64| {
        let wait = left - jiff::SignedDuration::from_hours(24 * days);
        if wait <= jiff::SignedDuration::ZERO {
            return "tell them now".to_owned();
        }
        let at = reader.when(reader.now() + wait);
        format!("delay the notice by {} d, until {}", wait.as_hours() / 24, at.utc)
    };
    [7, 14, 30, 45, 90].map(|days| (days, says(days))).into()
}

fn party(reader: &Reader<'_>, offered: &Offered<'_>, (id, party): (&PartyId, &Party)) -> PartyView {
    let shown = offered.shown;
    let mine = |message: &&domain::case::Message| {
        message.to == Audience::Party(id.clone())
            || matches!(&message.by, By::Participant(by) if by == id)
    };
    let own: Vec<_> = shown.messages.iter().filter(mine).cloned().collect();
    let suffix = format!("-{id}");
    let known =
        Known { fixed: vec![("party", id.to_string())], suffix: &suffix, ..Known::default() };
    let here = party.removed_at.is_none();
    let form = |name| offered.form("participant", name, &known).filter(|_| here);
    let who = domain::party::PartyRef::Party(id.clone());
    let held_back = domain::party::may_get(&shown.case, &who).err();
    let ((word, look), shelf) = (consent(party), offered.shelf());
    PartyView {
        id: id.to_string(),
        name: name_of(id, party),
        address: visible(party.address.as_deref().unwrap_or_default()),
        kind: party.kind.word(),
        word,
        look,
        invited: reader.when(party.invited_at),
        channel: party.channel.as_ref().map(ToString::to_string),
        messages: messages(&own, &shelf, reader.policy(), reader.now(), |by| reader.name(by)),
        held_back: held_back.map(|why| crate::refuse::sentence(&why.says)).unwrap_or_default(),
        write: form("write").filter(|_| party.channel.is_none()),
        remove: form("remove"),
    }
}

/// How a participant is called.
pub(super) fn name_of(id: &PartyId, party: &Party) -> String {
    let text = id.to_string();
    let short = &text[..text.len().min(6)];
    party.name.as_deref().map_or_else(|| format!("participant {short}"), visible)
}

fn consent(party: &Party) -> (String, &'static str) {
    if party.removed_at.is_some() {
        return ("Access ended".to_owned(), "kept");
    }
    let (word, look) = match party.consent.state {
        ConsentState::None => ("Nothing to agree to", "kept"),
        ConsentState::Invited => ("Asked, no answer yet", "open"),
        ConsentState::Signatory => ("Bound by the terms", "yes"),
        ConsentState::Lapsed => ("Agreed to earlier terms only", "late"),
        ConsentState::Declined => ("Declined", "no"),
        ConsentState::Left => ("Left", "no"),
    };
    (word.to_owned(), look)
}

fn world(reader: &Reader<'_>, offered: &Offered<'_>, what: WorldKind) -> WorldView {
    let case = &offered.shown.case;
    let fact: &WorldFact = case.world.fact(what);
    let suffix = format!("-{}", what.word());
    let options = case.parties.iter().map(|(id, party)| (id.to_string(), name_of(id, party)));
    let reporter = std::iter::once(("reporter".to_owned(), "The reporter".to_owned()));
    let menu = Menu { blank: "Nobody we know", options: reporter.chain(options).collect() };
    let known = Known {
        fixed: vec![("what", what.word().to_owned())],
        menu: vec![("breach", menu)],
        suffix: &suffix,
        ..Known::default()
    };
    let form = |name| {
        let alleged = fact.state == WorldState::Alleged;
        offered.form("world", name, &known).filter(|_| alleged)
    };
    WorldView {
        title: match what {
            WorldKind::Public => "Publicly known",
            WorldKind::Exploit => "Exploit public",
            WorldKind::Attacks => "Attacked",
        },
        word: fact.state.word(),
        look: match fact.state {
            WorldState::Unknown => "kept",
            WorldState::Alleged => "open",
            WorldState::Confirmed => "late",
        },
        said: fact
            .alleged
            .iter()
            .map(|one| {
                let source = one.source.as_deref().unwrap_or("(erased)");
                (reader.name(&one.by), reader.when(one.at), visible(source))
            })
            .collect(),
        agreed: fact.agreed.iter().map(|id| reader.name(&By::Person(id.clone()))).collect(),
        confirmed: fact.confirmed_at.map(|at| reader.when(at)),
        confirm: form("confirm"),
        dismiss: form("dismiss"),
    }
}

fn attack(reader: &Reader<'_>, offered: &Offered<'_>) -> Option<AttackView> {
    let case = &offered.shown.case;
    let decision = case.world.attack.as_ref().filter(|_| case.embargo.state.binds())?;
    let asked = decision
        .asked
        .as_ref()
        .map(|asked| (reader.name(&By::Person(asked.by.clone())), reader.when(asked.until)));
    Some(AttackView {
        due: reader.when(decision.due_at),
        asked,
        hold: offered.form("world", "hold", &Known::default()),
        second: offered.form("world", "second", &Known::default()),
    })
}

/// Terms on the table; the first that the team is asked about has the form that steps lead to.
fn proposals(reader: &Reader<'_>, offered: &Offered<'_>) -> Vec<ProposalView> {
    let case = &offered.shown.case;
    let mut first = true;
    let view = |one: &Proposal| {
        let missing = needed(case, reader.policy(), one);
        let asked = asks_the_team(&missing);
        let leads = asked && std::mem::take(&mut first);
        proposal(reader, offered, (one, missing), leads)
    };
    case.embargo.proposals.iter().map(view).collect()
}

fn proposal(
    reader: &Reader<'_>,
    offered: &Offered<'_>,
    (proposal, missing): (&Proposal, Vec<Needed>),
    leads: bool,
) -> ProposalView {
    let case = &offered.shown.case;
    let digest = proposal.terms.digest().to_string();
    let suffix = if leads { String::new() } else { format!("-{}", &digest[..8]) };
    let known = Known { fixed: vec![("terms", digest)], suffix: &suffix, ..Known::default() };
    let teams = Side::of(&proposal.by) == Side::Team;
    let form = |name| offered.form("embargo", name, &known);
    ProposalView {
        ends: reader.when(proposal.terms.ends_at),
        by: match &proposal.by {
            By::System => "The policy".to_owned(),
            by => reader.name(by),
        },
        tlp: proposal.terms.tlp.label(),
        against: against(case, &proposal.terms),
        accept: form("accept").filter(|_| asks_the_team(&missing)),
        reject: form("reject").filter(|_| !teams),
        retract: form("retract").filter(|_| teams),
        missing: missing.into_iter().map(Needed::says).collect(),
    }
}

fn asks_the_team(missing: &[Needed]) -> bool {
    missing.iter().any(|one| *one != Needed::Reporter)
}

/// These terms beside those that hold.
pub(super) fn against(case: &Case, terms: &Terms) -> String {
    let Some(holds) = case.embargo.terms.as_ref().filter(|_| case.embargo.state.binds()) else {
        return String::new();
    };
    let span = crate::when::relative(terms.ends_at, holds.ends_at);
    match terms.ends_at.cmp(&holds.ends_at) {
        std::cmp::Ordering::Greater => {
            format!("{} later than what holds", span.trim_start_matches("in "))
        }
        std::cmp::Ordering::Less => {
            format!("{} earlier than what holds", span.trim_end_matches(" ago"))
        }
        std::cmp::Ordering::Equal => "the same end as what holds".to_owned(),
    }
}
