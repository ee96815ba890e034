//! What does not fit together in a rating: the word, the vector and the score say one thing, or it
//! is said that they do not.

use super::{Cvss, CvssError, Score, Severity};
use serde::Serialize;

/// A rating as somebody stored it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rated<'a> {
    /// The word.
    pub severity: Option<Severity>,
    /// The vector.
    pub vector: Option<&'a str>,
    /// The number.
    pub score: Option<f64>,
}

/// Something about a rating that does not fit.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "rule", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence says what it means")]
pub enum RatingFinding {
    #[error("the severity is {severity} and no vector shows why", severity = severity.word())]
    SeverityWithoutVector { severity: Severity },
    #[error("the score is {score} and no vector shows why")]
    ScoreWithoutVector { score: f64 },
    #[error("there is a vector, which rates it {rating}, and neither severity nor score", rating = rating.word())]
    VectorWithoutSeverity { rating: Severity, computed: Score },
    #[error("the severity is {severity}; the vector scores {computed}, which is {rating}", severity = severity.word(), rating = rating.word())]
    RatingDiffers { severity: Severity, rating: Severity, computed: Score },
    #[error("the score is {score}; the vector scores {computed}")]
    ScoreDiffers { score: f64, computed: Score },
    #[error("{score} is no score: scores go from 0.0 to 10.0 in tenths")]
    NoScore { score: f64 },
    #[error("the vector is illegal: {error}")]
    IllegalVector { error: String },
}

impl RatingFinding {
    /// Its name.
    pub fn rule(&self) -> &'static str {
        match self {
            RatingFinding::SeverityWithoutVector { .. } => "severity-without-vector",
            RatingFinding::ScoreWithoutVector { .. } => "score-without-vector",
            RatingFinding::VectorWithoutSeverity { .. } => "vector-without-severity",
            RatingFinding::RatingDiffers { .. } => "rating-differs",
            RatingFinding::ScoreDiffers { .. } => "score-differs",
            RatingFinding::NoScore { .. } => "no-score",
            RatingFinding::IllegalVector { .. } => "illegal-vector",
        }
    }
}

/// Everything that does not fit; nothing for a rating that is empty altogether.
pub fn rating_findings(rated: &Rated<'_>) -> Vec<RatingFinding> {
    rating_findings_by(rated, Score::rating)
}

/// The same by a scale of one's own.
pub fn rating_findings_by(
    rated: &Rated<'_>,
    rate: impl Fn(Score) -> Severity,
) -> Vec<RatingFinding> {
    let mut found = Vec::new();
    let stored = rated.score.map(|score| (score, Score::read(score)));
    if let Some((score, None)) = stored {
        found.push(RatingFinding::NoScore { score });
    }
    match rated.vector.map(Cvss::read) {
        None => {
            let word = rated.severity;
            found.extend(word.map(|severity| RatingFinding::SeverityWithoutVector { severity }));
            if let (None, Some((score, Some(_)))) = (word, stored) {
                found.push(RatingFinding::ScoreWithoutVector { score });
            }
        }
        Some(Err(CvssError(faults))) => {
            let error = CvssError(faults).to_string();
            found.push(RatingFinding::IllegalVector { error });
        }
        Some(Ok(cvss)) => {
            let (computed, rating) = (cvss.score, rate(cvss.score));
            if rated.severity.is_none() && rated.score.is_none() {
                found.push(RatingFinding::VectorWithoutSeverity { rating, computed });
            }
            let differs = rated.severity.filter(|severity| *severity != rating);
            found.extend(differs.map(|severity| RatingFinding::RatingDiffers {
                severity,
                rating,
                computed,
            }));
            if let Some((score, Some(read))) = stored
                && read != computed
            {
                found.push(RatingFinding::ScoreDiffers { score, computed });
            }
        }
    }
    found
}
