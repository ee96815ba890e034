//! What a policy says beside its rules.

use super::Part;
use super::found::Found;
use super::span::quoted;
use crate::policy::{Covered, Moved, SecurityTxt, Statement, Statements};

pub(super) fn covers(found: &mut Found, old: &[Covered], new: &[Covered]) {
    found.part(Part::Papers);
    found.each(
        (old, new),
        |one| one.repository.clone(),
        |one| format!("The repository {}", one.repository),
        |one| {
            let cve = if one.cve { "CVE ids are asked for" } else { "no CVE ids" };
            one.says.as_ref().map_or_else(|| cve.to_owned(), |says| format!("{cve}. {says}"))
        },
        |found, old, new| {
            let Covered { repository: id, cve, contact, versions, says } = old;
            let of = |what: &str| format!("{what} for {id}");
            if *cve != new.cve {
                let not = if new.cve { "now" } else { "no longer" };
                let word = |yes: bool| if yes { "yes" } else { "no" };
                let sides = (Some(word(*cve)), Some(word(new.cve)));
                found.changed(id, "cve", sides, &format!("CVE ids are {not} asked for in {id}"));
            }
            found.value(id, "contact", &of("The contact"), contact, &new.contact);
            found.value(id, "versions", &of("What gets fixes"), versions, &new.versions);
            found.value(id, "says", &of("What differs"), says, &new.says);
        },
    );
}

pub(super) fn statements(found: &mut Found, old: &Statements, new: &Statements) {
    let Statements {
        safe_harbour,
        progress,
        cve_publication,
        membership,
        incident_response,
        comments,
    } = old;
    for (id, old, new) in [
        ("safe_harbour", safe_harbour, &new.safe_harbour),
        ("progress", progress, &new.progress),
        ("cve_publication", cve_publication, &new.cve_publication),
        ("membership", membership, &new.membership),
        ("incident_response", incident_response, &new.incident_response),
        ("comments", comments, &new.comments),
    ] {
        let list = |one: &Option<Statement>| -> Vec<Statement> { one.iter().cloned().collect() };
        let title = format!("The chapter \"{}\"", id.replace('_', " "));
        found.each(
            (&list(old), &list(new)),
            |_| id.to_owned(),
            |_| title.clone(),
            |one| one.says.clone(),
            |found, old, new| {
                let Statement { says, steps, address, source } = old;
                found.text(id, "says", &title, says, &new.says);
                found.list(id, "steps", &format!("Steps of {}", lower(&title)), steps, &new.steps);
                let of = |what: &str| format!("{what} of {}", lower(&title));
                found.value(id, "address", &of("The address"), address, &new.address);
                found.value(id, "source", &of("The source"), source, &new.source);
            },
        );
    }
}

fn lower(title: &str) -> String {
    title.replacen("The", "the", 1)
}

pub(super) fn security_txt(found: &mut Found, old: &SecurityTxt, new: &SecurityTxt) {
    let SecurityTxt { languages, encryption, acknowledgments, hiring, csaf } = old;
    let of = |what: &str| format!("{what} in security.txt");
    found.list("", "languages", &of("Languages"), languages, &new.languages);
    found.value("", "encryption", &of("The key"), encryption, &new.encryption);
    let name = of("The page of thanks");
    found.value("", "acknowledgments", &name, acknowledgments, &new.acknowledgments);
    found.value("", "hiring", &of("The page of open positions"), hiring, &new.hiring);
    found.value("", "csaf", &of("The address for CSAF"), csaf, &new.csaf);
}

pub(super) fn moved(found: &mut Found, old: &[Moved], new: &[Moved]) {
    found.each(
        (old, new),
        |one| one.from.clone(),
        |one| format!("The redirect from {}", one.from),
        |one| format!("to {}", one.to),
        |found, Moved { from, to }, new| {
            if *to != new.to {
                let (before, after) = (quoted(to), quoted(&new.to));
                let says = format!("{from} leads to {after} instead of {before}");
                found.changed(from, "to", (Some(to), Some(&new.to)), &says);
            }
        },
    );
}
