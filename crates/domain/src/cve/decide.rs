//! What may be said of a CVE id, and the facts that record it.

use super::{
    CVE_MOVES, CVES_MOST, CveEntry, CveId, CveSource, CveState, read_container, read_record,
};
use crate::case::{By, Case, Content, Fact, News, step};
use crate::words::{Digest, Refusal, plain_length};

/// The longest name of who assigns, or of what an id is for, in characters.
const LINE_LIMIT: usize = 200;
/// The longest note or reason, in characters.
const TEXT_LIMIT: usize = 10_000;

fn refuse(says: impl Into<String>) -> Refusal {
    Refusal::new("cve", says.into())
}

fn fits(what: &str, text: &str, limit: usize) -> Result<(), Refusal> {
    if plain_length(text) <= limit {
        return Ok(());
    }
    Err(refuse(format!("{what} has at most {limit} characters")))
}

/// The id that is meant: by itself, or by its number in the case.
pub fn named<'a>(case: &'a Case, word: &str) -> Result<(u32, &'a CveEntry), Refusal> {
    let word = word.trim();
    let is = |entry: &CveEntry| entry.id.as_ref().is_some_and(|id| id.as_str() == word);
    let number: Option<u32> = word.parse().ok();
    let found = case.cves.iter().find(|(n, entry)| Some(**n) == number || is(entry));
    found.map(|(number, entry)| (*number, entry)).ok_or_else(|| {
        if case.cves.is_empty() {
            return refuse("this case has no CVE id, and nobody asked for one");
        }
        let word = crate::words::one_line(word, 40);
        let all = case.cves.iter().map(|(n, entry)| format!("{n} ({})", entry.title(*n)));
        let all: Vec<String> = all.collect();
        let says = format!("entry: this case has no {word:?}; it has {}", all.join(", "));
        Refusal::new("entry", says)
    })
}

/// An id is for a report that was found to be a vulnerability.
fn refuse_unconfirmed(case: &Case) -> Result<(), Refusal> {
    if case.joined.is_some() {
        return Err(refuse("this report repeats another one; its CVE id belongs to that case"));
    }
    // What is public can be corrected for ever, also when its case is long closed.
    if case.is_confirmed() || case.published.is_some() {
        return Ok(());
    }
    Err(refuse("a CVE id is for a confirmed report, and nobody has confirmed this one"))
}

fn refuse_many(case: &Case) -> Result<(), Refusal> {
    if case.cves.len() < CVES_MOST {
        return Ok(());
    }
    Err(refuse(format!("one case has at most {CVES_MOST} CVE ids")))
}

fn next(case: &Case) -> u32 {
    case.cves.keys().next_back().map_or(1, |last| last + 1)
}

fn origin(whom: &str, about: &str) -> Result<Content, Refusal> {
    fits("who assigns the id", whom, LINE_LIMIT)?;
    fits("what the id is for", about, LINE_LIMIT)?;
    Ok(Content::default().and("whom", whom.trim()).and("about", about.trim()))
}

/// Say that an id was asked for: from whom, and for which vulnerability of the case.
pub fn request(case: &Case, from: CveSource, (whom, about): (&str, &str)) -> Result<News, Refusal> {
    step(CVE_MOVES, CveState::None, "request")?;
    refuse_unconfirmed(case)?;
    refuse_many(case)?;
    let content = origin(whom, about)?;
    Ok(Fact::CveRequested { entry: next(case), from }.with(content))
}

/// Which request an assigned id answers, if it answers one.
fn answered(case: &Case, word: Option<&str>) -> Result<Option<u32>, Refusal> {
    match word.map(str::trim) {
        Some("new") => return Ok(None),
        Some(word) => return Ok(Some(named(case, word)?.0)),
        None => {}
    }
    let open = case.cves.iter().filter(|(_, entry)| entry.state == CveState::Requested);
    let open: Vec<u32> = open.map(|(number, _)| *number).collect();
    match open.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        several => {
            let list: Vec<String> = several.iter().map(ToString::to_string).collect();
            let says = format!(
                "entry: several requests are open: {}; say which one this id answers, or new",
                list.join(", ")
            );
            Err(Refusal::new("entry", says))
        }
    }
}

/// Record an id that was assigned, to a request or without one.
pub fn assign(
    case: &Case,
    request: Option<&str>,
    id: &str,
    from: Option<CveSource>,
    (whom, about): (&str, &str),
) -> Result<News, Refusal> {
    let Some(id) = CveId::read(id.trim()) else {
        let says = "id: a CVE id is CVE, a year, and four or more digits, such as CVE-2026-12345";
        return Err(Refusal::new("id", says));
    };
    let request = answered(case, request)?;
    let (entry, before) = match request {
        Some(number) => (number, case.cves.get(&number)),
        None => (next(case), None),
    };
    step(CVE_MOVES, before.map_or(CveState::None, |entry| entry.state), "assign")?;
    refuse_unconfirmed(case)?;
    match before {
        None => refuse_many(case)?,
        Some(CveEntry { id: Some(known), .. }) => {
            return Err(refuse(format!("it is {known} already; another id is another entry")));
        }
        Some(_) => {}
    }
    let same =
        |(number, known): (&u32, &CveEntry)| *number != entry && known.id == Some(id.clone());
    if case.cves.iter().any(same) {
        return Err(refuse(format!("{id} is recorded in this case already")));
    }
    let Some(from) = from.or(before.map(|entry| entry.from)) else {
        return Err(refuse("say from whom the id comes; nobody had asked for one"));
    };
    let content = origin(whom, about)?;
    Ok(Fact::CveAssigned { entry, id, from }.with(content))
}

fn has_id(entry: &CveEntry) -> Result<&CveId, Refusal> {
    entry.id.as_ref().ok_or_else(|| refuse("there is no CVE id yet: record it first"))
}

/// Write the record that is to be published under an id; an earlier approval is void.
pub fn draft(case: &Case, entry: &str, container: &str) -> Result<News, Refusal> {
    let (number, known) = named(case, entry)?;
    step(CVE_MOVES, known.state, "draft")?;
    refuse_unconfirmed(case)?;
    let container = read_container(container, has_id(known)?)?;
    let digest = container.digest();
    if known.state == CveState::Published && known.written == Some(digest) {
        return Err(refuse("the public record says exactly this already"));
    }
    let fact = Fact::CveDrafted { entry: number, container: digest };
    Ok(fact.with(Content::one("container", container.text())))
}

/// Approve exactly the record with this digest, as somebody who did not write it.
pub fn approve(case: &Case, entry: &str, seen: Digest, by: &By) -> Result<News, Refusal> {
    let (number, known) = named(case, entry)?;
    step(CVE_MOVES, known.state, "approve")?;
    let Some(draft) = &known.draft else {
        return Err(refuse("there is no record to approve"));
    };
    if by.account().is_none() || by.account() == draft.by.as_ref() {
        let says = "a second person approves a CVE record, not who wrote it";
        return Err(Refusal::new("I10", says));
    }
    if draft.digest != seen {
        let says = "the record has changed since you read it; read it again and approve that";
        return Err(Refusal::new("I10", says));
    }
    if draft.approved_by.is_some() {
        return Err(refuse("this record was approved already"));
    }
    if draft.text.is_none() {
        return Err(refuse("the words of this record were erased; it has to be written again"));
    }
    Ok(Fact::CveApproved { entry: number, container: seen }.into())
}

/// A record comes out once the matter is public, and by this it is not (W.P).
fn refuse_secret(case: &Case) -> Result<(), Refusal> {
    if case.world.public.is_so() {
        return Ok(());
    }
    let (rule, holds) = match &case.embargo.terms {
        Some(terms) if case.embargo.state.binds() => {
            ("I5", format!("the embargo holds until {}", terms.ends_at))
        }
        _ => ("W.P", "the matter is not public".to_owned()),
    };
    let says = format!(
        "cannot record that a CVE record is public: {holds}. Publish the advisory first; if the \
         record is out all the same, everybody knows: say so with world allege"
    );
    Err(Refusal::new(rule, says))
}

/// Record that the record is public, as it was read back. Is it what was approved, the id is
/// published; is it not, that is what is recorded, with both digests, and somebody has to look.
pub fn confirm(case: &Case, entry: &str, record: &str, stuck: bool) -> Result<News, Refusal> {
    let (number, known) = named(case, entry)?;
    step(CVE_MOVES, known.state, "confirm")?;
    refuse_secret(case)?;
    let read = read_record(record, has_id(known)?)?;
    let container = read.digest();
    let Some(expected) = known.expected() else {
        let says = "nobody but its author has approved the record; a second person reads it first";
        return Err(Refusal::new("I10", says));
    };
    if container == expected {
        let fact = match stuck {
            true => Fact::CveStuck { entry: number, container },
            false => Fact::CvePublished { entry: number, container },
        };
        return Ok(fact.into());
    }
    if known.written == Some(container) {
        let says = "the list still shows the record as it was before the change; read it again \
                    once the change is there, or write the record anew to give the change up";
        return Err(Refusal::new("I18", says));
    }
    let fact = Fact::CveDiffers { entry: number, container };
    Ok(fact.with(Content::one("record", read.text())))
}

/// Record that an id was rejected, or that the request for it came to nothing.
pub fn reject(case: &Case, entry: &str, because: &str) -> Result<News, Refusal> {
    let (number, known) = named(case, entry)?;
    step(CVE_MOVES, known.state, "reject")?;
    if because.trim().is_empty() {
        return Err(refuse("say in words why it was rejected"));
    }
    fits("a reason", because, TEXT_LIMIT)?;
    Ok(Fact::CveRejected { entry: number }.with(Content::one("because", because.trim())))
}

/// Note something about an id; what was recorded stays as it is.
pub fn note(case: &Case, entry: &str, body: &str) -> Result<News, Refusal> {
    let (number, _) = named(case, entry)?;
    if body.trim().is_empty() {
        return Err(refuse("a note has words"));
    }
    fits("a note", body, TEXT_LIMIT)?;
    Ok(Fact::CveNoted { entry: number }.with(Content::one("note", body.trim())))
}
