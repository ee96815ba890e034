//! Break-glass: an auditor, who sees no case, may read one for a few hours after a second auditor agreed
//! that it is needed. The team and the reporter hear of it when it is over.

use super::event::{Audience, By, Content, Dues, Event, News};
use super::fact::Fact;
use super::state::Case;
use crate::party::{PartyRef, may_get};
use crate::words::{AccountId, Refusal};
use jiff::{SignedDuration, Timestamp};

/// How long the case can be read after a second person agreed.
pub const GLASS_OPEN: SignedDuration = SignedDuration::from_hours(4);
/// How long a second person may take to agree.
pub const GLASS_ASKED: SignedDuration = SignedDuration::from_hours(24);
/// The timer at whose end the case is closed again.
pub const GLASS: &str = "glass";

/// What an auditor asked for, or has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Glass {
    /// Who asked to read the case, and nobody has agreed yet.
    pub asked: Option<GlassAsked>,
    /// Who may read it.
    pub open: Option<GlassOpen>,
}

/// Somebody asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlassAsked {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Why; nothing where that was erased.
    pub because: Option<String>,
}

/// Somebody may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlassOpen {
    /// Who.
    pub reader: AccountId,
    /// Who agreed.
    pub agreed_by: AccountId,
    /// Since when.
    pub since: Timestamp,
    /// Until when; not at that instant any more.
    pub until: Timestamp,
    /// Why; nothing where that was erased.
    pub because: Option<String>,
}

impl GlassAsked {
    /// Whether a second person can still agree.
    pub fn waits(&self, now: Timestamp) -> bool {
        now.duration_since(self.at) < GLASS_ASKED
    }
}

impl Glass {
    /// Whether this person may read the case because two agreed to it. Nothing has to run for it to end.
    pub fn lets_in(&self, account: &AccountId, now: Timestamp) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| open.reader == *account && open.since <= now && now < open.until)
    }

    /// What waits for a second person.
    pub fn waiting(&self, now: Timestamp) -> Option<&GlassAsked> {
        self.asked.as_ref().filter(|asked| asked.waits(now))
    }

    /// Whether there is anything to list.
    pub fn is_empty(&self) -> bool {
        self.asked.is_none() && self.open.is_none()
    }
}

/// Ask to read the case.
pub fn ask(case: &Case, now: Timestamp, because: &str) -> Result<News, Refusal> {
    let refused = |says: &str| Err(Refusal::new(GLASS, says));
    if case.glass.waiting(now).is_some() {
        return refused("somebody has asked already; a second person agrees, or it is taken back");
    }
    if case.glass.open.is_some() {
        return refused(
            "somebody may read this case already; it can be asked for again afterwards",
        );
    }
    if because.trim().is_empty() {
        return refused("reading a case without a part in it needs its reason in words");
    }
    Ok(Fact::GlassAsked.with(Content::one("because", because.trim())))
}

/// Agree as a second person.
pub fn agree(case: &Case, by: &By, now: Timestamp) -> Result<News, Refusal> {
    let Some(asked) = case.glass.waiting(now) else {
        return Err(Refusal::new(GLASS, "nobody waits for a second person here"));
    };
    if case.glass.open.is_some() {
        let says = "somebody may read this case already; agree when that is over";
        return Err(Refusal::new(GLASS, says));
    }
    if by.account().is_none_or(|second| *second == asked.by) {
        return Err(Refusal::new("I10", "a second person agrees: nobody confirms their own wish"));
    }
    let until = now.checked_add(GLASS_OPEN).map_err(|e| Refusal::new(GLASS, e.to_string()))?;
    Ok(Fact::GlassOpened { reader: asked.by.clone(), until }.into())
}

/// End it before its time, or take the wish back.
pub fn end(case: &Case, now: Timestamp) -> Result<Vec<News>, Refusal> {
    if case.glass.waiting(now).is_some() {
        return Ok(vec![Fact::GlassTakenBack.into()]);
    }
    match &case.glass.open {
        Some(_) => Ok(over(case, now)),
        None => Err(Refusal::new(GLASS, "nobody asks to read this case, or may")),
    }
}

/// It is over: by the clock or by hand. The reporter hears of it.
pub(super) fn over(case: &Case, now: Timestamp) -> Vec<News> {
    let Some(open) = &case.glass.open else { return Vec::new() };
    let ended = Fact::GlassEnded { reader: open.reader.clone() };
    let until = open.until.min(now);
    let says = format!(
        "From {} to {until}, an auditor who has no part in this case could read it. Two people had \
         agreed that it was needed; the team knows them and their reason.",
        open.since
    );
    let told = Fact::MessageSent { to: Audience::Reporter, automatic: true, due: Dues::new() };
    let reaches = may_get(case, &PartyRef::Reporter).is_ok();
    let told = reaches.then(|| told.with(Content::one("body", says)));
    std::iter::once(ended.into()).chain(told).collect()
}

/// One event more.
pub(super) fn apply(case: &mut Case, event: &Event) {
    let because = || event.content.as_ref().map(|content| content.get("because").to_owned());
    let glass = &mut case.glass;
    match (&event.fact, event.by.account()) {
        (Fact::GlassAsked, Some(by)) => {
            let (by, at) = (by.clone(), event.at);
            glass.asked = Some(GlassAsked { by, at, because: because() });
        }
        (Fact::GlassOpened { reader, until }, Some(second)) => {
            let because = glass.asked.take().and_then(|asked| asked.because);
            let (reader, agreed_by) = (reader.clone(), second.clone());
            glass.open =
                Some(GlassOpen { reader, agreed_by, since: event.at, until: *until, because });
        }
        (Fact::GlassTakenBack, _) => glass.asked = None,
        (Fact::GlassEnded { .. }, _) => glass.open = None,
        _ => {}
    }
}
