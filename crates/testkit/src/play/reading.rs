//! Reading: a case, the queue, the advisories. Nobody reads what is not theirs to read.

use super::Play;
use super::script::{Of, Who};
use crate::canaries;
use crate::fault::Fault;
use crate::watch::{Finding, hold};
use app::advisory::{public_advisory, public_page};
use app::case::{Shown, queue, show};
use app::{Ctx, Error};
use domain::access::{Action, Actor, ReadKind};
use domain::case::{Audience, Event, Fact};
use domain::words::CaseId;
use std::collections::BTreeSet;

/// Canaries of words that are not for this reader: everybody has their own channel, and what the
/// team says among itself is for nobody outside.
fn words_of_others(events: &[Event], reader: &Actor) -> BTreeSet<String> {
    let party = match reader {
        Actor::Participant { party, .. } => Some(party),
        _ => None,
    };
    let others = events.iter().filter(|event| match (&event.fact, party) {
        (Fact::MessageSent { to: Audience::Party(to), .. }, Some(me)) => to != me,
        (Fact::PartyWrote { party } | Fact::Invited { party, .. }, Some(me)) => party != me,
        (_, Some(_)) => true,
        (Fact::MessageSent { to, .. }, None) => *to != Audience::Reporter,
        (Fact::Submitted { .. } | Fact::InfoAsked { .. } | Fact::ReporterWrote { .. }, None) => {
            false
        }
        (Fact::Withdrawn | Fact::EmbargoProposed { .. }, None) => false,
        // What they wrote, and what they are told.
        (Fact::SanctionAppealed { .. } | Fact::AppealDecided { .. }, None) => false,
        (Fact::SanctionLifted { .. } | Fact::Sanctioned { .. }, None) => false,
        (_, None) => true,
    });
    let contents = others.filter_map(|event| event.content.as_ref());
    // Of a sanction the reporter reads what they are told, and not what it rests on.
    let sanctions = events.iter().filter(|event| matches!(event.fact, Fact::Sanctioned { .. }));
    let rests_on = sanctions.filter_map(|event| event.content.as_ref());
    let rests_on = rests_on.flat_map(|content| canaries(content.get("because")));
    let texts = contents.flat_map(|content| content.0.values()).flat_map(|text| canaries(text));
    texts.chain(rests_on).collect()
}

impl Play {
    pub(super) async fn somebody_looks(
        &mut self,
        who: &Who,
        of: Of,
        fault: Option<Fault>,
    ) -> Result<(), Finding> {
        let Some(id) = self.id_of(of) else { return Ok(()) };
        // Who takes part is read first: what was done to another case may have brought them here.
        let case = self.case(&id).await?;
        let ctx = self.opened(who).await?;
        self.arm(fault);
        let shown = show(&ctx, &id).await;
        let fired = self.after_faults().await;
        self.tally.one("somebody looked at a case");
        self.tell(&format!("{who:?} looks at {id}: {:?}", shown.as_ref().err()));
        if let Some(fault) = fired.first() {
            self.tally.one("a reading could not be logged");
            let nothing = matches!(shown, Err(Error::Outside(_)));
            hold(nothing, "I13", || format!("{fault:?}, and the case was shown"))?;
            return self.watch.were_read(&self.world, &ctx.by(), &id).await;
        }
        self.shown_is_logged(&ctx, shown.as_ref().ok()).await?;
        let heard = (case.as_ref(), shown.as_ref().err());
        let misheard = self.misheard((who, &self.actor(who)), Action::ReadCase, &id, heard);
        hold(misheard.is_none(), "I12", || misheard.unwrap_or_default())?;
        let glass = case.as_ref().is_some_and(|case| self.reads_by_glass(who, case));
        if glass && shown.is_ok() {
            self.tally.one("somebody read by the word of two auditors");
        }
        let (Ok(shown), false) = (shown, who.is_team() || glass) else { return Ok(()) };
        let seen = format!(
            "{:?} {:?} {:?} {:?} {:?} {:?}",
            shown.case, shown.events, shown.messages, shown.claim, shown.candidate, shown.shared
        );
        let secret = words_of_others(self.watch.events(&id), &ctx.actor);
        let leaked: Vec<_> = canaries(&seen).intersection(&secret).cloned().collect();
        hold(leaked.is_empty(), "read-notes", || format!("{who:?} was shown {leaked:?}"))
    }

    /// What somebody was shown is in the read log, and nothing else is.
    pub(super) async fn shown_is_logged(
        &mut self,
        ctx: &Ctx,
        shown: Option<&Shown>,
    ) -> Result<(), Finding> {
        let Some(shown) = shown else { return self.watch.was_read(&self.world, &[]).await };
        let mut all = vec![(ctx.by(), ReadKind::Opened, [shown.case.id.clone()].into())];
        let near = shown.near.iter().filter_map(|near| CaseId::read(&near.id).ok());
        let near: BTreeSet<CaseId> = near.collect();
        if !near.is_empty() {
            all.push((ctx.by(), ReadKind::Listed, near));
        }
        self.watch.was_read(&self.world, &all).await
    }

    /// A request by them; a reporter's goes through the secret.
    async fn opened(&self, who: &Who) -> Result<Ctx, Finding> {
        let Who::Reporter(own) = who else {
            return Ok(Ctx::new(&self.world.app, self.actor(who), self.world.now));
        };
        let anonymous = Ctx::new(&self.world.app, Actor::Anonymous, self.world.now);
        let Some(report) = self.reports.get(own) else { return Ok(anonymous) };
        let own = &report.id;
        let Some(secret) = &report.secret else {
            return Ok(anonymous.by_actor(Actor::Reporter(own.clone())));
        };
        let opened = anonymous.as_reporter(secret).await;
        let opened = opened.map_err(|error| Finding::new("receipts", error.to_string()))?;
        hold(opened.actor == Actor::Reporter(own.clone()), "receipts", || {
            "a secret opened somebody else's case".to_owned()
        })?;
        Ok(opened)
    }

    pub(super) async fn somebody_searches(
        &mut self,
        who: &Who,
        number: usize,
    ) -> Result<(), Finding> {
        let Some((id, case)) = self.reported(number).await? else { return Ok(()) };
        let ctx = Ctx::new(&self.world.app, self.actor(who), self.world.now);
        let word = canaries(&self.reports[&number].title).into_iter().next().unwrap_or_default();
        self.tally.one("somebody searched");
        let mut found = false;
        for closed in [false, true] {
            let page = queue(&ctx, closed, &word, None, 50).await;
            let rows = page.as_ref().map(|page| page.rows.as_slice()).unwrap_or_default();
            let listed: BTreeSet<CaseId> = rows.iter().map(|row| row.id.clone()).collect();
            let listed = (ctx.by(), ReadKind::Listed, listed);
            let listed: Vec<_> =
                Some(listed).filter(|(_, _, ids)| !ids.is_empty()).into_iter().collect();
            self.watch.was_read(&self.world, &listed).await?;
            match (page, who) {
                (Ok(page), _) if who.is_team() => {
                    found |= page.rows.iter().any(|row| row.id == id);
                }
                (Err(Error::NotThere), Who::Anonymous | Who::Reporter(_) | Who::Party(..)) => {
                    return Ok(());
                }
                (Err(Error::NotAllowed(_)), Who::Person(_)) if !who.is_team() => return Ok(()),
                (page, _) => {
                    let heard = page.err();
                    return Err(Finding::new("I12", format!("{who:?} searched: {heard:?}")));
                }
            }
        }
        let kept_out = ctx.account().is_some_and(|me| case.recused.contains(me));
        let there = case.report_text.is_some() && !kept_out;
        hold(found == there, "search", || {
            format!("{word} of {id} was found: {found}, and is there: {there}")
        })
    }

    pub(super) async fn everybody_looks(&mut self) -> Result<(), Finding> {
        let ctx = Ctx::new(&self.world.app, Actor::Anonymous, self.world.now);
        let outside = |error: Error| Finding::new("public", error.to_string());
        self.tally.one("everybody looked at the advisories");
        let page = public_page(&ctx, None, 50).await.map_err(outside)?;
        for public in &page.advisories {
            let one = public_advisory(&ctx, &public.get().id).await.map_err(outside)?;
            hold(one == *public, "public", || "the page and the advisory differ".to_owned())?;
            self.watch.nothing_secret_in("the page", &format!("{one:?}"))?;
        }
        let none = public_advisory(&ctx, "ACME-2026-999").await;
        hold(none == Err(Error::NotThere), "public", || format!("heard of nothing: {none:?}"))
    }
}
