//! A step is played. One that speaks of a report that this play does not have does nothing: that is
//! how steps can be left out.

use super::Play;
use super::script::{Of, Step};
use crate::watch::Finding;
use domain::case::Case;
use domain::embargo::candidate;
use domain::words::CaseId;
use jiff::SignedDuration;
use serde_json::Value;

impl Play {
    /// Play this step, and look whether everything still holds.
    pub async fn act(&mut self, step: &Step) -> Result<(), Finding> {
        match step {
            Step::Report { number, who, draft, key, fault } => {
                self.file(*number, who, (draft.clone(), key.clone()), *fault).await
            }
            Step::ReportAgain { fault } => self.file_again(*fault).await,
            Step::Does(deed) => self.attempt(deed).await,
            Step::Together { of, verb, given, apart } => {
                self.two_act_at_once(*of, verb, given, *apart).await
            }
            Step::Passes { minutes } => {
                self.world.pass(SignedDuration::from_mins(*minutes));
                self.tell("time has passed");
                Ok(())
            }
            Step::EndComes { of, seconds } => self.an_embargo_comes_to_its_end(*of, *seconds).await,
            Step::Works { faults } => self.a_worker_works(faults).await,
            Step::WorkTogether => self.two_servers_work().await,
            Step::Restarts { policy } => self.the_process_restarts(*policy).await,
            Step::Looks { who, of, fault } => self.somebody_looks(who, *of, *fault).await,
            Step::Searches { who, of } => self.somebody_searches(who, *of).await,
            Step::EverybodyLooks => self.everybody_looks().await,
        }
    }

    /// The id that is meant; none where this play has no such report.
    pub(super) fn id_of(&self, of: Of) -> Option<CaseId> {
        match of {
            Of::Report(number) => self.reports.get(&number).map(|report| report.id.clone()),
            Of::Nothing(chance) => Some(CaseId::from_chance([chance; 16])),
        }
    }

    /// What is given, with what the case now says in place of the words that stand for it.
    pub(super) fn filled_in(&self, given: &Value, case: Option<&Case>) -> Value {
        match given {
            Value::String(text) if text.starts_with('$') => self.stands_for(text, case),
            Value::Object(fields) => fields
                .iter()
                .map(|(name, value)| (name.clone(), self.filled_in(value, case)))
                .collect(),
            other => other.clone(),
        }
    }

    fn stands_for(&self, word: &str, case: Option<&Case>) -> Value {
        match (word, case) {
            ("$candidate", Some(case)) => {
                let stands = candidate(case, &self.world.app.policy).ok();
                stands.map_or(Value::Null, |one| one.digest().to_string().into())
            }
            (word, _) => self.names(word, case).map_or(Value::Null, Value::String),
        }
    }

    /// `$party 0`, `$report 1` and `$person lead` are ids.
    fn names(&self, word: &str, case: Option<&Case>) -> Option<String> {
        let (kind, which) = word.split_once(' ')?;
        let number = which.parse::<usize>();
        match kind {
            "$party" => Some(case?.parties.keys().nth(number.ok()?)?.to_string()),
            "$report" => Some(self.reports.get(&number.ok()?)?.id.to_string()),
            "$person" => Some(self.world.people.get(which)?.account.to_string()),
            _ => None,
        }
    }
}
