//! Which CVSS a vector is of, by its full grammar. A vector that is none is never passed on as one.

/// Metrics of versions 3.0 and 3.1 with their values, in any order.
const V3: &[(&str, &str)] = &[
    ("AV", "NALP"),
    ("AC", "LH"),
    ("PR", "NLH"),
    ("UI", "NR"),
    ("S", "UC"),
    ("C", "NLH"),
    ("I", "NLH"),
    ("A", "NLH"),
    ("E", "XUPFH"),
    ("RL", "XOTWU"),
    ("RC", "XURC"),
    ("CR", "XLMH"),
    ("IR", "XLMH"),
    ("AR", "XLMH"),
    ("MAV", "XNALP"),
    ("MAC", "XLH"),
    ("MPR", "XNLH"),
    ("MUI", "XNR"),
    ("MS", "XUC"),
    ("MC", "XNLH"),
    ("MI", "XNLH"),
    ("MA", "XNLH"),
];

/// How many of the first metrics of version 3 must be there.
const V3_BASE: usize = 8;

/// Metrics of version 4.0, in this order.
const V4: &[(&str, &str)] = &[
    ("AV", "NALP"),
    ("AC", "LH"),
    ("AT", "NP"),
    ("PR", "NLH"),
    ("UI", "NPA"),
    ("VC", "HLN"),
    ("VI", "HLN"),
    ("VA", "HLN"),
    ("SC", "HLN"),
    ("SI", "HLN"),
    ("SA", "HLN"),
    ("E", "XAPU"),
    ("CR", "XHML"),
    ("IR", "XHML"),
    ("AR", "XHML"),
    ("MAV", "XNALP"),
    ("MAC", "XLH"),
    ("MAT", "XNP"),
    ("MPR", "XNLH"),
    ("MUI", "XNPA"),
    ("MVC", "XNLH"),
    ("MVI", "XNLH"),
    ("MVA", "XNLH"),
    ("MSC", "XNLH"),
    ("MSI", "XNLHS"),
    ("MSA", "XNLHS"),
    ("S", "XNP"),
    ("AU", "XNY"),
    ("R", "XAUI"),
    ("V", "XDC"),
    ("RE", "XLMH"),
    ("U", "X"),
];

/// How many of the first metrics of version 4 must be there.
const V4_BASE: usize = 11;

/// The colours of the one metric of version 4 whose values are words.
const URGENCY: &[&str] = &["Clear", "Green", "Amber", "Red"];

/// The type of a vector as OSV names it.
pub(crate) fn osv_type(vector: &str) -> Option<&'static str> {
    let v3 = ["CVSS:3.0/", "CVSS:3.1/"].iter().find_map(|prefix| vector.strip_prefix(prefix));
    if let Some(body) = v3 {
        return is_v3(&metrics(body)?).then_some("CVSS_V3");
    }
    is_v4(&metrics(vector.strip_prefix("CVSS:4.0/")?)?).then_some("CVSS_V4")
}

fn metrics(body: &str) -> Option<Vec<(&str, &str)>> {
    body.split('/').map(|metric| metric.split_once(':')).collect()
}

fn takes((name, values): (&str, &str), value: &str) -> bool {
    (value.len() == 1 && values.contains(value)) || (name == "U" && URGENCY.contains(&value))
}

fn place(table: &[(&str, &str)], (name, value): (&str, &str)) -> Option<usize> {
    table.iter().position(|metric| metric.0 == name).filter(|at| takes(table[*at], value))
}

fn is_v3(metrics: &[(&str, &str)]) -> bool {
    let Some(mut places) = metrics.iter().map(|m| place(V3, *m)).collect::<Option<Vec<_>>>() else {
        return false;
    };
    let all = places.len();
    places.sort_unstable();
    places.dedup();
    places.len() == all && places.iter().copied().take(V3_BASE).eq(0..V3_BASE)
}

fn is_v4(metrics: &[(&str, &str)]) -> bool {
    let Some(places) = metrics.iter().map(|m| place(V4, *m)).collect::<Option<Vec<_>>>() else {
        return false;
    };
    places.is_sorted_by(|one, next| one < next)
        && places.iter().copied().take(V4_BASE).eq(0..V4_BASE)
}
