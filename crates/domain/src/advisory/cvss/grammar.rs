//! What a vector may say: the metrics of each version with their values. Everything that is wrong is
//! named; the arithmetic is not done here.

use super::{CvssFault, CvssVersion};
use crate::words::one_line;

/// A metric: its short name, its name, and its values. A word stands where a letter is not enough.
pub(super) struct Metric {
    pub(super) name: &'static str,
    title: &'static str,
    values: &'static [&'static str],
    pub(super) group: Group,
}

/// What a metric tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// Must be there.
    Base,
    /// Exploits and fixes as they stand: temporal in 3.x, threat in 4.0.
    Threat,
    /// The place where it runs.
    Environment,
    /// Said beside the score.
    Supplement,
}

const fn metric(
    group: Group,
    name: &'static str,
    title: &'static str,
    values: &'static [&'static str],
) -> Metric {
    Metric { name, title, values, group }
}

use Group::{Base, Environment, Supplement, Threat};

/// Versions 3.0 and 3.1; in any order.
const V3: &[Metric] = &[
    metric(Base, "AV", "attack vector", &["N", "A", "L", "P"]),
    metric(Base, "AC", "attack complexity", &["L", "H"]),
    metric(Base, "PR", "privileges required", &["N", "L", "H"]),
    metric(Base, "UI", "user interaction", &["N", "R"]),
    metric(Base, "S", "scope", &["U", "C"]),
    metric(Base, "C", "confidentiality", &["H", "L", "N"]),
    metric(Base, "I", "integrity", &["H", "L", "N"]),
    metric(Base, "A", "availability", &["H", "L", "N"]),
    metric(Threat, "E", "exploit code maturity", &["X", "H", "F", "P", "U"]),
    metric(Threat, "RL", "remediation level", &["X", "U", "W", "T", "O"]),
    metric(Threat, "RC", "report confidence", &["X", "C", "R", "U"]),
    metric(Environment, "CR", "confidentiality requirement", &["X", "H", "M", "L"]),
    metric(Environment, "IR", "integrity requirement", &["X", "H", "M", "L"]),
    metric(Environment, "AR", "availability requirement", &["X", "H", "M", "L"]),
    metric(Environment, "MAV", "modified attack vector", &["X", "N", "A", "L", "P"]),
    metric(Environment, "MAC", "modified attack complexity", &["X", "L", "H"]),
    metric(Environment, "MPR", "modified privileges required", &["X", "N", "L", "H"]),
    metric(Environment, "MUI", "modified user interaction", &["X", "N", "R"]),
    metric(Environment, "MS", "modified scope", &["X", "U", "C"]),
    metric(Environment, "MC", "modified confidentiality", &["X", "N", "L", "H"]),
    metric(Environment, "MI", "modified integrity", &["X", "N", "L", "H"]),
    metric(Environment, "MA", "modified availability", &["X", "N", "L", "H"]),
];

/// Version 4.0; only in this order.
const V4: &[Metric] = &[
    metric(Base, "AV", "attack vector", &["N", "A", "L", "P"]),
    metric(Base, "AC", "attack complexity", &["L", "H"]),
    metric(Base, "AT", "attack requirements", &["N", "P"]),
    metric(Base, "PR", "privileges required", &["N", "L", "H"]),
    metric(Base, "UI", "user interaction", &["N", "P", "A"]),
    metric(Base, "VC", "confidentiality of the vulnerable system", &["H", "L", "N"]),
    metric(Base, "VI", "integrity of the vulnerable system", &["H", "L", "N"]),
    metric(Base, "VA", "availability of the vulnerable system", &["H", "L", "N"]),
    metric(Base, "SC", "confidentiality of later systems", &["H", "L", "N"]),
    metric(Base, "SI", "integrity of later systems", &["H", "L", "N"]),
    metric(Base, "SA", "availability of later systems", &["H", "L", "N"]),
    metric(Threat, "E", "exploit maturity", &["X", "A", "P", "U"]),
    metric(Environment, "CR", "confidentiality requirement", &["X", "H", "M", "L"]),
    metric(Environment, "IR", "integrity requirement", &["X", "H", "M", "L"]),
    metric(Environment, "AR", "availability requirement", &["X", "H", "M", "L"]),
    metric(Environment, "MAV", "modified AV", &["X", "N", "A", "L", "P"]),
    metric(Environment, "MAC", "modified AC", &["X", "L", "H"]),
    metric(Environment, "MAT", "modified AT", &["X", "N", "P"]),
    metric(Environment, "MPR", "modified PR", &["X", "N", "L", "H"]),
    metric(Environment, "MUI", "modified UI", &["X", "N", "P", "A"]),
    metric(Environment, "MVC", "modified VC", &["X", "H", "L", "N"]),
    metric(Environment, "MVI", "modified VI", &["X", "H", "L", "N"]),
    metric(Environment, "MVA", "modified VA", &["X", "H", "L", "N"]),
    metric(Environment, "MSC", "modified SC", &["X", "H", "L", "N"]),
    metric(Environment, "MSI", "modified SI", &["X", "S", "H", "L", "N"]),
    metric(Environment, "MSA", "modified SA", &["X", "S", "H", "L", "N"]),
    metric(Supplement, "S", "safety", &["X", "N", "P"]),
    metric(Supplement, "AU", "automatable", &["X", "N", "Y"]),
    metric(Supplement, "R", "recovery", &["X", "A", "U", "I"]),
    metric(Supplement, "V", "value density", &["X", "D", "C"]),
    metric(Supplement, "RE", "response effort", &["X", "L", "M", "H"]),
    metric(Supplement, "U", "provider urgency", &["X", "Clear", "Green", "Amber", "Red"]),
];

impl CvssVersion {
    fn metrics(self) -> &'static [Metric] {
        if self == CvssVersion::V4_0 { V4 } else { V3 }
    }
}

/// The metrics of a vector's body with their values, or everything that is wrong with it.
pub(super) fn metrics(
    version: CvssVersion,
    body: &str,
) -> Result<Vec<(&'static Metric, &str)>, Vec<CvssFault>> {
    let table = version.metrics();
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    let mut last = 0;
    for part in body.split('/') {
        let Some((name, value)) = part.split_once(':') else {
            wrong.push(CvssFault::Shape(one_line(part, 20)));
            continue;
        };
        let Some(at) = table.iter().position(|metric| metric.name == name) else {
            wrong.push(CvssFault::Unknown { version, name: one_line(name, 20) });
            continue;
        };
        let metric = &table[at];
        let (name, title) = (metric.name, metric.title);
        if !metric.values.contains(&value) {
            let (value, known) = (one_line(value, 20), metric.values);
            wrong.push(CvssFault::Value { name, title, value, known });
        }
        if found.iter().any(|(known, _): &(&Metric, &str)| known.name == name) {
            wrong.push(CvssFault::Twice { name, title });
        } else if version == CvssVersion::V4_0 && at < last {
            wrong.push(CvssFault::Order { name, title, after: table[last].name });
        }
        last = last.max(at);
        found.push((metric, value));
    }
    let there = |metric: &Metric| found.iter().any(|(known, _)| known.name == metric.name);
    let missing = table.iter().filter(|metric| metric.group == Base && !there(metric));
    let missing: Vec<_> = missing.map(|metric| (metric.name, metric.title)).collect();
    if !missing.is_empty() {
        wrong.push(CvssFault::Missing(missing));
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}
