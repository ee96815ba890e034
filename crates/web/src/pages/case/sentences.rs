//! Each fact of the journal in a sentence.

use super::reader::Reader;
use crate::views::verdict::verdict_title;
use crate::views::words::{end_reason, resolution, severity_title};
use domain::case::{Affect, Audience, By, Fact};

fn cited(words: &str, rules: &[String]) -> String {
    if rules.is_empty() { words.to_owned() } else { format!("{words}, by {}", rules.join(", ")) }
}

fn title(reader: &Reader<'_>, line: &str) -> String {
    reader.policy().lines.get(line).map_or_else(|| line.to_owned(), domain::policy::Line::title)
}

/// What happened, in a sentence that begins with who did it.
pub(super) fn sentence(reader: &Reader<'_>, fact: &Fact) -> String {
    match fact {
        Fact::Submitted { door, .. } => format!("filed the report ({door})"),
        Fact::RulesAccepted { rules } => cited("accepted the rules for reporters", rules),
        Fact::MessageSent { to: Audience::Team, .. } => "wrote a note for the team".to_owned(),
        Fact::MessageSent { to: Audience::Party(party), .. } => {
            format!("wrote to {}", reader.party(party))
        }
        Fact::MessageSent { .. } => "wrote to the reporter".to_owned(),
        Fact::InfoAsked { .. } => "asked the reporter for something".to_owned(),
        Fact::ReporterWrote { supplied: true, .. } => "supplied what was asked for".to_owned(),
        Fact::ReporterWrote { supplied: false, .. } => "wrote to the team".to_owned(),
        Fact::Judged { verdict, rules, missing, .. } => judged(verdict, rules, missing),
        Fact::ReviewOpened { verdict, rules, version } => format!(
            "noticed that the policy {version} would say {verdict}, by {}",
            rules.join(", ")
        ),
        Fact::Reviewed { outcome, .. } => format!("reviewed it: {}", outcome.title()),
        Fact::Validated { rules } => cited("confirmed the report", rules),
        Fact::Invalidated { rules } => cited("refused the report", rules),
        Fact::Accepted { handler } => {
            let name = reader.name(&domain::case::By::Person(handler.clone()));
            format!("accepted the case; {name} handles it")
        }
        Fact::HandlerLeft { handler } => {
            let name = reader.name(&domain::case::By::Person(handler.clone()));
            format!("put the case back: {name}, who handled it, works here no more")
        }
        Fact::SeveritySet { severity, .. } => {
            format!("set the severity to {}", severity_title(*severity).to_lowercase())
        }
        Fact::LineAssessed { line, affect } => assessed(&title(reader, line), affect),
        Fact::FixReady { line, version, .. } => {
            format!("recorded the fix of {} in {version}", title(reader, line))
        }
        Fact::LineReleased { line, version } => {
            format!("{} was released with {version}", title(reader, line))
        }
        Fact::AdvisoryWritten { .. } => "wrote the advisory".to_owned(),
        Fact::ApprovalAsked { .. } => "asked for approval of the advisory".to_owned(),
        Fact::AdvisoryApproved { candidate } => {
            format!("approved the advisory {}", candidate.short())
        }
        Fact::AdvisoryPublished { id, edition, .. } => format!("published {id}, edition {edition}"),
        Fact::Closed { resolution: how } => format!("closed the case: {}", resolution(*how)),
        Fact::ContactGiven { thread: Some(_), .. } => "gave a mail address for notices".to_owned(),
        Fact::ContactGiven { thread: None, .. } => "wants no more notices by mail".to_owned(),
        Fact::Unreachable => "noticed that mail does not reach the reporter".to_owned(),
        Fact::Withdrawn => "withdrew the report".to_owned(),
        Fact::Attached { of: 1, .. } => "sent a file with the report".to_owned(),
        Fact::Attached { of, .. } => format!("sent a file with the message of event {of}"),
        Fact::AttachmentHeld { attachment, held: true } => {
            format!("holds back the file {attachment}")
        }
        Fact::AttachmentHeld { attachment, .. } => format!("lets go of the file {attachment}"),
        Fact::Imported { source, reported_at, .. } => {
            format!(
                "brought it here from {}, where it was reported at {reported_at}",
                source.title()
            )
        }
        Fact::Redacted { event } => format!("erased the texts of event {event}"),
        other => embargoed(reader, other)
            .or_else(|| taking_part(reader, other))
            .or_else(|| in_the_world(reader, other))
            .or_else(|| numbered(other))
            .or_else(|| super::sentences_conduct::sentence(reader, other))
            .unwrap_or_else(|| handled(reader, other)),
    }
}

fn judged(verdict: &str, rules: &[String], missing: &[String]) -> String {
    let kind = verdict_title(verdict);
    if missing.is_empty() {
        cited(&format!("had the facts judged: {kind}"), rules)
    } else {
        format!("had the facts judged: {kind} ({})", missing.join(", "))
    }
}

fn assessed(line: &str, affect: &Affect) -> String {
    match affect {
        Affect::Unknown => format!("set {line} back to not assessed"),
        Affect::Affected { introduced } => {
            format!("stated that {line} is affected from {introduced}")
        }
        Affect::AffectedEnded { introduced } => {
            format!("stated that {line}, at its end of life, is affected from {introduced}")
        }
        Affect::NotAffected { .. } => format!("stated that {line} is not affected"),
    }
}

/// Who takes part, and on which terms.
fn taking_part(reader: &Reader<'_>, fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::Invited { party, role, .. } => {
            format!("invited {} as a {}", reader.party(party), role.word())
        }
        Fact::TermsAccepted { party, .. } => {
            format!("{} is bound by the terms", reader.party(party))
        }
        Fact::TermsDeclined { .. } => "declined the terms".to_owned(),
        Fact::PartyLeft { .. } => "left the case".to_owned(),
        Fact::PartyRemoved { party } => format!("ended the access of {}", reader.party(party)),
        Fact::PartyWrote { .. } => "wrote to the team".to_owned(),
        _ => return None,
    })
}

/// What became known outside.
fn in_the_world(reader: &Reader<'_>, fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::WorldAlleged { what, .. } => format!("says that {}", what.says()),
        Fact::WorldAgreed { what, .. } => format!("agrees that {}", what.says()),
        Fact::WorldConfirmed { what, breach, .. } => match breach {
            Some(party) => {
                format!("confirmed that {}, by breach of {}", what.says(), reader.party_ref(party))
            }
            None => format!("confirmed that {}", what.says()),
        },
        Fact::WorldDismissed { what } => format!("dismissed that {}", what.says()),
        Fact::AttackHoldAsked { until } => {
            format!(
                "asked to keep the embargo in spite of attacks until {}",
                reader.when(*until).utc
            )
        }
        Fact::AttackHeld { until } => {
            format!(
                "agreed to keep the embargo in spite of attacks until {}",
                reader.when(*until).utc
            )
        }
        _ => return None,
    })
}

/// What became of a CVE id.
fn numbered(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::CveRequested { entry, from } => {
            format!("asked for a CVE id from {} (request {entry})", from.says())
        }
        Fact::CveAssigned { id, from, .. } => format!("recorded {id}, from {}", from.says()),
        Fact::CveDrafted { entry, container } => {
            format!("wrote the record {} of the CVE id {entry}", container.short())
        }
        Fact::CveApproved { entry, container } => {
            format!("approved the record {} of the CVE id {entry}", container.short())
        }
        Fact::CvePublished { entry, container } => format!(
            "read the record of the CVE id {entry} back: it is what was approved, {}",
            container.short()
        ),
        Fact::CveStuck { entry, .. } => format!(
            "read the record of the CVE id {entry} back: it is what was approved, and the id is \
             still listed as reserved"
        ),
        Fact::CveDiffers { entry, container } => format!(
            "read the record of the CVE id {entry} back: it is not what was approved, but {}",
            container.short()
        ),
        Fact::CveRejected { entry } => format!("recorded that the CVE id {entry} is rejected"),
        Fact::CveNoted { entry } => format!("noted something about the CVE id {entry}"),
        Fact::TimerFired { timer, step, due_at: _ } => {
            let number = timer.strip_prefix("cve:")?;
            match step.as_str() {
                "unused" => format!("noticed that the CVE id {number} is not used"),
                "due" => format!("noticed that the record of the CVE id {number} is overdue"),
                _ => format!("noticed that the record of the CVE id {number} is owed"),
            }
        }
        _ => return None,
    })
}

/// How the report and its case were handled.
fn handled(reader: &Reader<'_>, fact: &Fact) -> String {
    match fact {
        Fact::Deferred { until } => format!("put it off until {}", reader.when(*until).utc),
        Fact::Resumed => "took it up again".to_owned(),
        Fact::Duplicated { of, .. } => format!("joined it to the case {of}"),
        Fact::Reopened { .. } => "opened it again".to_owned(),
        Fact::RetestAsked => "asked the reporter to try the fix".to_owned(),
        Fact::Retested { passed: true } => "tried the fix, and it works".to_owned(),
        Fact::Retested { passed: false } => "tried the fix, and it does not work".to_owned(),
        Fact::Recused { account } => {
            format!("{} has no part in the case", reader.name(&By::Person(account.clone())))
        }
        Fact::RecusalLifted { account } => {
            format!("{} may take part again", reader.name(&By::Person(account.clone())))
        }
        Fact::GlassAsked => "asked to read the case as an auditor".to_owned(),
        Fact::GlassOpened { reader: who, until } => format!(
            "agreed that {} reads the case until {}",
            reader.name(&By::Person(who.clone())),
            reader.when(*until).utc
        ),
        Fact::GlassTakenBack => "ended the wish to read the case as an auditor".to_owned(),
        Fact::GlassEnded { reader: who } => {
            format!("{} can read the case no more", reader.name(&By::Person(who.clone())))
        }
        Fact::LineTesting { line } => format!("tries {}", title(reader, line)),
        Fact::FixDeclined { line } => format!("leaves {} without a fix", title(reader, line)),
        Fact::FixStarted { line } => format!("works on the fix of {}", title(reader, line)),
        Fact::FixReviewed { line, passed: true, .. } => {
            format!("reviewed the fix of {}: it holds", title(reader, line))
        }
        Fact::FixReviewed { line, passed: false, .. } => {
            format!("reviewed the fix of {}: it does not hold", title(reader, line))
        }
        Fact::SplitOff { case } => format!("split a part off as the case {case}"),
        Fact::SplitFrom { case } => format!("split it from the case {case}"),
        Fact::TimerFired { timer, step, due_at } => format!(
            "noticed that {} was due at {}: {}",
            timer.replace('-', " "),
            reader.when(*due_at).utc,
            step.replace('-', " ")
        ),
        other => other.kind().replace('-', " "),
    }
}

/// What became of the embargo.
fn embargoed(reader: &Reader<'_>, fact: &Fact) -> Option<String> {
    let until = |terms: &domain::embargo::Terms| reader.when(terms.ends_at).utc;
    Some(match fact {
        Fact::EmbargoProposed { terms } => format!("proposed an embargo until {}", until(terms)),
        Fact::EmbargoAccepted { .. } => "accepted the embargo; it holds".to_owned(),
        Fact::EmbargoConsented { .. } => "agreed to the proposed embargo".to_owned(),
        Fact::EmbargoRejected { .. } => "said no to the proposed embargo".to_owned(),
        Fact::EmbargoProposalWithdrawn { .. } => "took the proposed embargo back".to_owned(),
        Fact::EmbargoMerged { terms } => {
            format!("joined a report whose embargo ends earlier; it ends at {}", until(terms))
        }
        Fact::EmbargoEndProposed { reason } => {
            format!("asked to end the embargo early: {}", end_reason(*reason))
        }
        Fact::EmbargoEnded { reason, .. } => format!("ended the embargo: {}", end_reason(*reason)),
        Fact::EmbargoExpired { effective_at } => {
            format!("noticed that the embargo ended at {}", reader.when(*effective_at).utc)
        }
        _ => return None,
    })
}
