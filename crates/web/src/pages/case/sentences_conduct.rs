//! Facts about how a reporter behaves, each in a sentence.

use super::reader::Reader;
use domain::case::Fact;

/// What happened, if it is about that.
pub(super) fn sentence(reader: &Reader<'_>, fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::Sanctioned { number, terms } => {
            let end = match terms.until {
                Some(until) => format!(" until {}", reader.when(until).utc),
                None => String::new(),
            };
            format!(
                "sanctioned the reporter (sanction {number}): {} by {}{end}",
                terms.sanction, terms.rule
            )
        }
        Fact::SanctionLifted { number } => format!("lifted the sanction {number}"),
        Fact::SanctionLapsed { number, effective_at } => format!(
            "noticed that the sanction {number} ended at {}",
            reader.when(*effective_at).utc
        ),
        Fact::SanctionAppealed { number } => format!("appealed against the sanction {number}"),
        Fact::AppealDecided { number, upheld: true } => {
            format!("answered the appeal: the sanction {number} stands")
        }
        Fact::AppealDecided { number, .. } => {
            format!("answered the appeal: the sanction {number} is overturned")
        }
        Fact::Barred { .. } => "marked it: its sender is under a sanction".to_owned(),
        Fact::BarLifted { .. } => "took the mark of an overturned sanction away".to_owned(),
        Fact::Seen => "has read the whole report".to_owned(),
        _ => return None,
    })
}
