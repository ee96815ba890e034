//! Promises, rights and waits.

use super::Part;
use super::found::Found;
use super::span::sentence;
use crate::policy::{
    Clock, CveLimits, Escalation, Limit, NeedsInfo, PauseReason, Policy, Rota, Starts, Stops,
    WorldLimits,
};
use crate::words::one_line;

/// "3 days instead of 5" of the same unit, "3 days instead of 5 hours" of another.
pub(super) fn instead(old: &Limit, new: &Limit) -> String {
    // A mention of both units where they differ, or where "1 day" meets "2 days".
    if old.unit == new.unit && (old.n == 1) == (new.n == 1) {
        format!("{new} instead of {}", old.n)
    } else {
        format!("{new} instead of {old}")
    }
}

fn starts(starts: Starts) -> &'static str {
    match starts {
        Starts::Receipt => "the arrival of the report",
        Starts::Reply => "the last message of the project",
    }
}

fn stops(stops: Stops) -> &'static str {
    match stops {
        Stops::Reply => "an answer stops it",
        Stops::Decision => "the decision stops it",
        Stops::Publication => "the end of the case stops it",
        Stops::Supply => "what was asked for stops it",
        Stops::Never => "nothing stops it",
    }
}

/// Everything that a policy says about time, but for its calendar.
pub(super) fn time(
    found: &mut Found,
    (old, rotas, needs_info, world, cve): (&[Clock], &[Rota], &NeedsInfo, &WorldLimits, &CveLimits),
    new: &Policy,
) {
    clocks(found, old, &new.clocks);
    self::rotas(found, rotas, &new.rotas);
    waits(found, (needs_info, &new.needs_info), (world, &new.world));
    records(found, cve, &new.cve);
}

fn clocks(found: &mut Found, old: &[Clock], new: &[Clock]) {
    found.part(Part::Clocks);
    found.each(
        (old, new),
        |clock| clock.id.clone(),
        |clock| format!("The {} {}", if clock.right { "right" } else { "promise" }, clock.id),
        |clock| {
            let (title, limit, from) = (&clock.title, clock.limit, starts(clock.starts));
            let stops = stops(clock.stops);
            sentence(&format!("{title}: {limit} from {from}; {stops}. {}", clock.says))
        },
        clock,
    );
}

fn clock(found: &mut Found, old: &Clock, new: &Clock) {
    let Clock { id, title, limit, starts: from, stops: until, right, says, source, .. } = old;
    // Taken apart once more without dots, so that a new field does not compile until it is compared.
    let Clock {
        id: _,
        title: _,
        limit: _,
        starts: _,
        stops: _,
        right: _,
        says: _,
        source: _,
        warn,
        escalate,
        paused_by,
    } = old;
    if *limit != new.limit {
        let told = instead(limit, &new.limit);
        let told = if new.right {
            format!("The right {id} ({}) opens after {told}", new.title)
        } else {
            format!("The {} ({id}) is promised within {told}", lower(&new.title))
        };
        let (old, new) = (limit.to_string(), new.limit.to_string());
        found.changed(id, "limit", (Some(&old), Some(&new)), &told);
    }
    if *from != new.starts {
        let (old, new) = (starts(*from), starts(new.starts));
        let told = format!("{id} counts from {new} instead of {old}");
        found.changed(id, "starts", (Some(old), Some(new)), &told);
    }
    if *until != new.stops {
        let (old, new) = (stops(*until), stops(new.stops));
        let told = format!("{id} ends otherwise: {new}; before: {old}");
        found.changed(id, "stops", (Some(old), Some(new)), &told);
    }
    if *right != new.right {
        let word = |right: bool| if right { "a right of the reporter" } else { "a promise" };
        let (old, new) = (word(*right), word(new.right));
        let told = format!("{id} is {new} instead of {old}");
        found.changed(id, "right", (Some(old), Some(new)), &told);
    }
    found.list(id, "warn", &format!("Warnings of {id}"), &percents(warn), &percents(&new.warn));
    let (old_steps, new_steps) = (steps(escalate), steps(&new.escalate));
    found.list(id, "escalate", &format!("Escalations of {id}"), &old_steps, &new_steps);
    let (may, may_now) = (reasons(paused_by), reasons(&new.paused_by));
    found.list(id, "paused_by", &format!("What lets {id} stand still"), &may, &may_now);
    found.value(id, "title", &format!("The title of {id}"), title, &new.title);
    found.text(id, "says", &format!("The sentence of {id}"), says, &new.says);
    found.value(id, "source", &format!("The source of {id}"), source, &new.source);
}

/// A title in the middle of a sentence; one that begins with an abbreviation stays.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}

fn percents(warn: &[u32]) -> Vec<String> {
    warn.iter().map(|percent| format!("after {percent} %")).collect()
}

pub(super) fn limits(list: &[Limit]) -> Vec<String> {
    list.iter().map(Limit::to_string).collect()
}

fn steps(list: &[Escalation]) -> Vec<String> {
    let step = |Escalation { after, to, says }: &Escalation| {
        format!("after {after} to {}: {}", to.word(), one_line(says, 200))
    };
    list.iter().map(step).collect()
}

fn reasons(list: &[PauseReason]) -> Vec<String> {
    let word = |reason: &PauseReason| match reason {
        PauseReason::WaitingReporter => "waiting-reporter".to_owned(),
    };
    list.iter().map(word).collect()
}

fn rotas(found: &mut Found, old: &[Rota], new: &[Rota]) {
    found.part(Part::Clocks);
    found.each(
        (old, new),
        |rota| format!("rota {}", rota.role),
        |rota| format!("The rota of the role {}", rota.role),
        |rota| rota.to.join(", "),
        |found, old, new| {
            let Rota { role, to } = old;
            let name = format!("Addresses of the role {role}");
            found.list(&format!("rota {role}"), "to", &name, to, &new.to);
        },
    );
}

fn waits(
    found: &mut Found,
    (old, new): (&NeedsInfo, &NeedsInfo),
    (world, world_now): (&WorldLimits, &WorldLimits),
) {
    found.part(Part::Clocks);
    let NeedsInfo { remind_days, close_days } = old;
    let days = |n: u32| Limit::days(n).to_string();
    let all = |list: &[u32]| list.iter().map(|n| days(*n)).collect::<Vec<_>>();
    let name = "Reminders of a reporter who was asked";
    found.list("needs-info", "remind_days", name, &all(remind_days), &all(&new.remind_days));
    let WorldLimits { allege } = world;
    for (id, key, name, old, new) in [
        (
            "needs-info",
            "close_days",
            "The wait until a case without an answer is closed",
            days(*close_days),
            days(new.close_days),
        ),
        (
            "world",
            "allege",
            "The time to decide whether something is public",
            allege.to_string(),
            world_now.allege.to_string(),
        ),
    ] {
        if old != new {
            let told = format!("{name} is {new} instead of {old}");
            found.changed(id, key, (Some(&old), Some(&new)), &told);
        }
    }
}

fn records(found: &mut Found, old: &CveLimits, new: &CveLimits) {
    found.part(Part::Clocks);
    let CveLimits { publish, overdue, unused_days } = old;
    for (key, name, old, new) in [
        ("publish", "The time until a CVE record should be public", *publish, new.publish),
        ("overdue", "The time until a CVE record has to be public", *overdue, new.overdue),
        (
            "unused_days",
            "The time after which an unused CVE id is looked at",
            Limit::days(*unused_days),
            Limit::days(new.unused_days),
        ),
    ] {
        let (old, new) = (old.to_string(), new.to_string());
        if old != new {
            let told = format!("{name} is {new} instead of {old}");
            found.changed("cve", key, (Some(&old), Some(&new)), &told);
        }
    }
}
