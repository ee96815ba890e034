//! One report, two problems: a part of a case goes on as a case of its own.

use super::PartyKind;
use crate::case::{Case, Content, Fact, News};
use crate::words::{CaseId, Digest, PartyId, Refusal, plain_length};
use jiff::Timestamp;

/// The most parts of one case.
const MOST: usize = 50;
/// The longest title and text, in characters.
const LIMITS: (usize, usize) = (200, 50_000);

/// What a part is made of: its id, the reporter's id in it, and a secret that nobody holds.
pub struct Part {
    /// The new case.
    pub id: CaseId,
    /// The reporter in it.
    pub party: PartyId,
    /// Opens nothing.
    pub secret: Digest,
}

/// Split a part off: news of this case, and all news of the new one. The embargo that binds goes
/// with it, and so does the reporter's consent; the reporter stays in the channel they have.
pub fn split(
    case: &Case,
    part: Part,
    (title, body, because): (&str, &str, &str),
    now: Timestamp,
) -> Result<(News, Vec<News>), Refusal> {
    let wrong = |says: &str| Err(Refusal::new("e8", says));
    if case.report.is_over() || case.published.is_some() {
        return wrong("cannot split: the case is closed or published");
    }
    if case.joined.is_some() || case.split.from.is_some() {
        return wrong("cannot split: this case itself belongs to another one; split that one");
    }
    if case.world.any_so() {
        return wrong("cannot split: what is known to the world is decided here first");
    }
    if case.split.off.len() >= MOST {
        return wrong("a case has at most 50 parts");
    }
    let (most_title, most_body) = LIMITS;
    if !(1..=most_title).contains(&plain_length(title)) {
        return wrong("the part has a title of 1 to 200 characters");
    }
    if !(1..=most_body).contains(&plain_length(body)) {
        return wrong("the part says what it is about, in 1 to 50,000 characters");
    }
    let Part { id, party, secret } = part;
    let (title, body) = (title.trim(), body.trim());
    let received = Digest::of_parts(&[b"part of a case", title.as_bytes(), body.as_bytes()]);
    let due = crate::case::Dues::new();
    let first = Fact::Submitted { door: "split".to_owned(), received, secret, due, alike: None };
    let channel = Some(case.id.clone());
    let invited = Fact::Invited { party, role: PartyKind::Reporter, secret: None, channel };
    let mut there = vec![
        first.with(Content::one("title", title).and("body", body)),
        Fact::SplitFrom { case: case.id.clone() }.into(),
        invited.into(),
    ];
    // Who has no part in the whole has none in what is taken out of it.
    there.extend(case.recused.iter().cloned().map(|account| {
        let because = "kept out of the case that this was taken out of";
        Fact::Recused { account }.with(Content::one("because", because))
    }));
    if !case.conduct.barred.is_empty() {
        there.push(Fact::Barred { under: case.conduct.barred.iter().cloned().collect() }.into());
    }
    let terms = case.embargo.terms.clone().filter(|_| case.embargo.state.binds());
    if let Some(terms) = terms.filter(|terms| terms.ends_at > now) {
        let signed = case.consent.signed(terms.digest());
        there.push(Fact::EmbargoInherited { terms, signed }.into());
    }
    let here = Fact::SplitOff { case: id }.with(Content::default().and("because", because));
    Ok((here, there))
}
