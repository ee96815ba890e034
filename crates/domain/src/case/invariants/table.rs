//! The table of invariants. A row without a check is kept by something that no single case can see;
//! what keeps it, and what is still missing, stands beside it and in the generated page.

use super::{Check, Invariant, cases, conduct, cves, others, steps};

/// Every invariant, in order; then the rules of single moves that are checked like them.
pub const INVARIANTS: &[Invariant] = &[
    Invariant {
        id: "I1",
        says: "Nothing takes an embargo out of force before its end without a reason, evidence and \
               an actor; two people unless a rule forces it.",
        checks: &[Check::Step(steps::embargo_left)],
        kept_by: "The move needs a wish in words from one person and the agreement of another.",
    },
    Invariant {
        id: "I2",
        says: "Once the matter or an exploit is public, no embargo binds and none is on the table, \
               in the same unit of work.",
        checks: &[Check::Case(cases::embargo_outlives_publication)],
        kept_by: "Confirming that it is public ends the embargo in the same unit of work; publication is \
                  refused while one stands.",
    },
    Invariant {
        id: "I3",
        says: "Public knowledge is never taken back; a wrong confirmation is annotated.",
        checks: &[Check::Step(others::world_taken_back)],
        kept_by: "The table of moves has no row that leads away from \"confirmed\"; the journal only grows.",
    },
    Invariant {
        id: "I4",
        says: "The end of an embargo is no publication; publication needs its own command.",
        checks: &[Check::Step(steps::published_by_itself)],
        kept_by: "No job publishes; the simulation lets a hundred days pass and looks.",
    },
    Invariant {
        id: "I5",
        says: "Nothing public starts while an embargo binds.",
        checks: &[
            Check::Step(steps::published_under_embargo),
            Check::Step(cves::published_under_embargo),
        ],
        kept_by: "Everything public takes a `Public<T>`, which one file makes; the simulation \
                  searches all that is public for words of embargoed cases.",
    },
    Invariant {
        id: "I6",
        says: "Content reaches a participant only if they have signed the terms in force, or no \
               embargo binds.",
        checks: &[Check::Step(others::told_unbound)],
        kept_by: "Writing to a participant is refused without their signature; the simulation reads as each \
                  participant.",
    },
    Invariant {
        id: "I7",
        says: "A report is not closed while its reporter is bound by an embargo.",
        checks: &[Check::Case(cases::closed_while_bound)],
        kept_by: "Closing and withdrawing end the embargo in the same unit of work.",
    },
    Invariant {
        id: "I8",
        says: "A confirmed report is not closed before it was accepted; accepted is only what was \
               confirmed, and fixed only what was accepted.",
        checks: &[Check::Step(steps::report_jumped)],
        kept_by: "The table of moves has no such row.",
    },
    Invariant {
        id: "I9",
        says: "A fix is ready when what was reproduced before no longer is, or somebody signs an \
               exception.",
        checks: &[Check::Step(steps::ready_unproven)],
        kept_by: "A person states what was seen before and on the fix, or why nothing is shown, and a second \
                  one looks at exactly that fix. There are no reproduction runs of our own yet.",
    },
    Invariant {
        id: "I10",
        says: "Nobody approves their own work; an approval names the thing to the letter, and any \
               change voids it.",
        checks: &[
            Check::Case(cases::published_alone),
            Check::Step(steps::agreed_alone),
            Check::Step(others::confirmed_alone),
            Check::Step(others::read_alone),
            Check::Step(cves::approved_alone),
        ],
        kept_by: "The one function that answers \"may they?\" refuses the first person; a changed candidate \
                  has another digest. A shortened embargo needs its second person by the policy, \
                  which a case alone cannot tell.",
    },
    Invariant {
        id: "I11",
        says: "Who is recused or whose grant has ended neither reads nor commands; administrators \
               never have content.",
        checks: &[Check::Step(others::recused_acted)],
        kept_by: "Roles are read at each request; the access matrix is a golden file. That nothing is read \
                  is kept by the one function that opens a case.",
    },
    Invariant {
        id: "I12",
        says: "Existence is secret: an id that is unknown and one that is forbidden are answered \
               alike.",
        checks: &[],
        kept_by: "No case can see it, so a probe does: at every door of the server's own table, as every \
                  kind of outsider, it asks for what never was and for what is hidden, and \
                  compares statuses, headers, bytes and the questions to the store. Planted leaks \
                  are found under this rule. Of equal questions the time is printed, not judged.",
    },
    Invariant {
        id: "I13",
        says: "Every reading of content is in the read log before bytes leave.",
        checks: &[Check::Simulated],
        kept_by: "The one function that opens a case writes the log before it hands the case over, and \
                  so does each list before its titles; where that fails, nothing is shown. What the \
                  program reads by itself is not logged, nor is what somebody reads in the database.",
    },
    Invariant {
        id: "I14",
        says: "Every due instant follows from journal, calendar and policy; nothing moves it \
               because a server was down.",
        checks: &[Check::Step(steps::clock_moved)],
        kept_by: "Due instants are computed once and written into the event that starts the clock; \
                  the simulation computes each of them again from the policy that the event names.",
    },
    Invariant {
        id: "I15",
        says: "A changed policy decides nothing again; it only asks people to look.",
        checks: &[Check::Step(steps::review_decided)],
        kept_by: "The job that compares policies can only open a review.",
    },
    Invariant {
        id: "I16",
        says: "A case has one active embargo, and every consent names the digest of its terms.",
        checks: &[
            Check::Case(cases::embargo_without_terms),
            Check::Case(others::bound_to_other_terms),
            Check::Step(steps::consented_to_nothing),
            Check::Step(others::consented_for_another),
        ],
        kept_by: "The case has room for one; a joined report follows the embargo of the other case.",
    },
    Invariant {
        id: "I17",
        says: "Instants of awareness are stated, evidenced and only added to.",
        checks: &[Check::Step(others::allegation_edited)],
        kept_by: "The journal only grows. That an allegation has evidence is asked for at the door; \
                  obligations that start with awareness are not built yet.",
    },
    Invariant {
        id: "I18",
        says: "A CVE that we call published was last read back as we wrote it.",
        checks: &[
            Check::Step(cves::published_unread),
            Check::Step(cves::published_by_nothing),
            Check::Case(cves::published_as_something_else),
        ],
        kept_by: "A person gives the record as the list of CVE records shows it, and its container is \
                  compared as data with what a second person approved. No CVE service is spoken to \
                  yet: that the record came from the list, only that person knows.",
    },
    Invariant {
        id: "I19",
        says: "Finders of the same thing share its status, never each other's words.",
        checks: &[Check::Step(others::channel_crossed), Check::Case(others::joined_with_parties)],
        kept_by: "Each report stays a case with its own journal and secret; the simulation reads as each \
                  finder and looks for words of the others.",
    },
    Invariant {
        id: "I20",
        says: "What the world knows and what the project has done come in one of the 70 orders that \
               are possible.",
        checks: &[Check::Case(cases::exploit_in_secret), Check::Step(steps::history_broken)],
        kept_by: "The set is computed from its rules and counted in a test.",
    },
    Invariant {
        id: "I21",
        says: "A suggestion of a machine is no command, and text from outside is no instruction.",
        checks: &[Check::Step(steps::decided_by_no_person)],
        kept_by: "Text is stored and shown, never read for commands.",
    },
    Invariant {
        id: "I22",
        says: "Deleting is redaction: a tombstone in the chain, which still verifies.",
        checks: &[Check::Step(steps::erased_nothing)],
        kept_by: "The chain holds salted digests of content; the simulation verifies every chain \
                  after every erasure.",
    },
    Invariant {
        id: "W.P",
        says: "A CVE record comes out only once the matter is public.",
        checks: &[Check::Step(cves::published_in_secret)],
        kept_by: "Recording that a record is public is refused before; our own advisory, or two people \
                  who confirm it, make the matter public.",
    },
    Invariant {
        id: "b.2",
        says: "A sanction has its rule, evidence, words for its reporter and an end that is to come, from \
               somebody who did not look into the report; it lapses at its end and not before, and one \
               appeal in time is answered by somebody else.",
        checks: &[
            Check::Step(conduct::sanctioned_unfit),
            Check::Step(conduct::ended_unfit),
            Check::Step(conduct::appealed_unfit),
        ],
        kept_by: "That the rule can lead to the sanction is asked of the policy in force, whose digest is in \
                  the event; the simulation asks again.",
    },
    Invariant {
        id: "b.3",
        says: "What came from somebody under a sanction is closed after two people have read it, and is \
               not paid.",
        checks: &[Check::Step(conduct::closed_unread)],
        kept_by: "The mark is in the journal of the report; nothing pays yet.",
    },
    Invariant {
        id: "c.2",
        says: "No affected line is published without its fix.",
        checks: &[Check::Case(cases::published_without_fix)],
        kept_by: "Publication is refused while a fix is owed.",
    },
    Invariant {
        id: "r6",
        says: "An accepted case has a handler, until that person works here no more.",
        checks: &[Check::Case(cases::accepted_without_handler)],
        kept_by: "To accept is to take or to name one; a handler who leaves is in the journal.",
    },
];
