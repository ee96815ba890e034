//! Where the advisory formats are reached, so that pages name none of them.

use domain::advisory::Advisory;
use domain::embargo::Public;
use domain::policy::Policy;

/// One format in which an advisory can be taken away.
pub(crate) struct Format {
    /// Short name.
    pub(crate) id: &'static str,
    /// For people.
    pub(crate) title: &'static str,
    /// What follows the id and a dot in its address.
    pub(crate) extension: &'static str,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// Writes it.
    pub(crate) write: fn(&Public<Advisory>, &Policy) -> String,
}

/// Every format.
pub(crate) const ALL: &[&Format] = &[];

/// The feed for people.
pub(crate) fn atom(policy: &Policy, advisories: &[Public<Advisory>], public_url: &str) -> String {
    let _ = (policy, advisories, public_url);
    String::new()
}

/// Markdown as harmless HTML.
pub(crate) fn markdown_to_html(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<p>{safe}</p>")
}
