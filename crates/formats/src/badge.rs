//! The badge: what is true of a project's security policy today. It is made of the policy and the
//! date, and of nothing that a case could change.

use domain::policy::Policy;
use jiff::civil::Date;
use serde::Serialize;

/// Contacts count as looked after for so many days.
const FRESH_DAYS: i32 = 30;

/// What the badge says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Badge {
    /// The left part.
    pub label: String,
    /// The right part.
    pub message: String,
    /// `green` where all is well, `yellow` where somebody should look.
    pub color: &'static str,
    /// The policy, and the version in force.
    pub policy: String,
    /// The version in force.
    pub version: String,
    /// The day on which the contact confirmed longest ago was confirmed; nothing when one never was.
    pub contact_confirmed: Option<Date>,
    /// Whether every contact for reports was confirmed within the last 30 days.
    pub contact_fresh: bool,
    /// Whether promises were kept. Nothing: see `docs/decisions/0010-badge.md`.
    pub targets_met: Option<bool>,
    /// As of this day.
    pub as_of: Date,
}

/// The badge of this day (UTC).
pub fn badge(policy: &Policy, today: Date) -> Badge {
    let contacts = policy.contacts.iter().filter(|contact| contact.takes_reports());
    let confirmed: Option<Vec<Date>> = contacts.map(|contact| contact.confirmed).collect();
    let oldest = confirmed.and_then(|days| days.into_iter().min());
    let fresh = oldest.is_some_and(|day| (today - day).get_days() < FRESH_DAYS && day <= today);
    let message = match (oldest, fresh) {
        (Some(day), true) => format!("contact confirmed {day}"),
        (Some(day), false) => format!("contact last confirmed {day}"),
        (None, _) => "contact not confirmed".to_owned(),
    };
    Badge {
        label: "security policy".to_owned(),
        message,
        color: if fresh { "green" } else { "yellow" },
        policy: policy.id.clone(),
        version: policy.version_at(today).to_owned(),
        contact_confirmed: oldest,
        contact_fresh: fresh,
        targets_met: None,
        as_of: today,
    }
}

impl Badge {
    /// For programs.
    pub fn json(&self) -> String {
        crate::json::pretty(self)
    }

    /// As a picture, which says the same to those who cannot see it.
    pub fn svg(&self) -> String {
        let (left, right) = (width(&self.label), width(&self.message));
        let (whole, middle) = (left + right, left + right / 2);
        let fill = if self.color == "green" { "#1a6b3c" } else { "#7a5200" };
        let (label, message) = (escaped(&self.label), escaped(&self.message));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" role=\"img\" \
             aria-label=\"{label}: {message}\">\n\
             <title>{label}: {message}</title>\n\
             <rect width=\"{left}\" height=\"20\" fill=\"#444\"/>\n\
             <rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{fill}\"/>\n\
             <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,DejaVu Sans,sans-serif\" \
             font-size=\"11\">\n\
             <text x=\"{}\" y=\"14\">{label}</text>\n\
             <text x=\"{middle}\" y=\"14\">{message}</text>\n\
             </g>\n</svg>\n",
            left / 2,
        )
    }
}

/// How wide a text is drawn, with room beside it.
fn width(text: &str) -> usize {
    text.chars().count() * 7 + 12
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
