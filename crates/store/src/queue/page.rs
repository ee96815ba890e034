//! Pages of cases. A page begins after a row and reads an index from there, so it costs the same
//! however many cases there are. A filter by phase, severity or handler becomes one short read per
//! phase and severity that it leaves open, each from its own place of one index, and the first rows
//! of them all are the page. How a search goes is said in `search`.

use super::case;
use crate::engine::Database;
use crate::failure::Failure;
use crate::value::Value;
use along::end_of_words;
use app::ports::store::{
    CaseOrder, CasePage, CaseQuery, CaseRow, HandledBy, QueueCursor, StoreError, severity_sort,
};
use domain::advisory::Severity;
use domain::case::Phase;
use search::{Bounds, end_of_walk, is_rare, looked_for, rarest};
use sqlx::AssertSqlSafe;

/// More than so many rows are never on one page.
const PAGE_MAX: u32 = 1000;
/// After the id of every case.
const LAST_ID: &str = "\u{10FFFF}";

/// The columns of a row, and after them the keys that rows of several reads are put in order by.
const COLUMNS: &str = "c.id, c.version, c.secret, c.phase, c.is_open, c.severity, c.due_at, \
    c.due_clock, c.embargo_ends_at, c.received_at, c.changed_at, c.handler, c.title, c.priority, c.recused, \
    c.due_sort, c.severity_sort";

/// A page of cases.
pub(crate) async fn page(db: &Database, query: &CaseQuery) -> Result<CasePage, StoreError> {
    Ok(page_within(db, query, Bounds::of(query.order)).await?)
}

/// How a page is found.
enum Way {
    /// In the list; cases of the word at this place, where it has few, are looked at one by one.
    List(Option<usize>),
    /// Along the list, to its end or as far as one walks.
    Walk,
    /// Along the cases of the word at this place, in the order of receipt.
    Words(usize),
}

async fn page_within(
    db: &Database,
    query: &CaseQuery,
    bounds: Bounds,
) -> Result<CasePage, Failure> {
    let words = looked_for(&query.words);
    let way = way(db, query, &words, bounds).await?;
    let mut statement = Statement::new(query, &words);
    let mut end = None;
    let sql = match &way {
        Way::List(few) => statement.page(*few),
        Way::Walk => statement.walk(bounds.walk),
        Way::Words(place) => {
            end = end_of_words(db, query, words[*place], bounds.walk).await?;
            statement.of_words(*place, end.as_ref())
        }
    };
    let rows = db.read(AssertSqlSafe(sql), statement.values).await?;
    let rows: Vec<CaseRow> =
        rows.iter().map(|row| case(row.cells())).collect::<Result<_, Failure>>()?;
    let full = rows.len() >= query.limit.min(PAGE_MAX) as usize;
    let looked_to = match way {
        _ if full => None,
        Way::List(_) => None,
        Way::Walk => end_of_walk(db, query, bounds.walk).await?,
        Way::Words(_) => end,
    };
    Ok(CasePage { rows, looked_to })
}

async fn way(
    db: &Database,
    query: &CaseQuery,
    words: &[&str],
    bounds: Bounds,
) -> Result<Way, Failure> {
    if words.is_empty() || query.keyed.is_some() {
        return Ok(Way::List(None));
    }
    let few = rarest(db, words, bounds.few).await?;
    if few.is_none() && is_rare(db, query, bounds.left).await? {
        return Ok(Way::List(None));
    }
    if query.order == CaseOrder::Received {
        return Ok(Way::Words(few.unwrap_or(0)));
    }
    Ok(if few.is_some() { Way::List(few) } else { Way::Walk })
}

fn is_faceted(query: &CaseQuery) -> bool {
    query.phase.is_some() || query.severity.is_some() || query.handler.is_some()
}

/// What is asked, with its values in the order in which they are bound.
struct Statement<'q> {
    query: &'q CaseQuery,
    /// Where each word is bound.
    words: Vec<usize>,
    values: Vec<Value>,
}

/// One phase, one severity and one handler; what is left out is anything.
#[derive(Clone, Copy, Default)]
struct Branch {
    phase: Option<Phase>,
    severity: Option<Option<Severity>>,
}

impl<'q> Statement<'q> {
    fn new(query: &'q CaseQuery, words: &[&str]) -> Self {
        let mut statement = Self { query, words: Vec::new(), values: Vec::new() };
        for word in words {
            let place = statement.bind(*word);
            statement.words.push(place);
        }
        statement
    }

    /// Bind a value; its number.
    fn bind(&mut self, value: impl Into<Value>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }

    /// The whole page; cases of one word, where it has few, are looked at one by one.
    fn page(&mut self, few: Option<usize>) -> String {
        let limit = self.bind(self.query.limit.min(PAGE_MAX));
        let query = self.query;
        if !is_faceted(query) || few.is_some() || query.keyed.is_some() {
            let one = Branch { phase: query.phase, severity: query.severity };
            return self.one(one, few, limit, false);
        }
        let reads = branches(query).into_iter().map(|branch| self.one(branch, None, limit, true));
        let reads = reads.enumerate().map(|(at, read)| format!("select * from ({read}) r{at}"));
        let all = reads.collect::<Vec<_>>().join("\nunion all ");
        format!("select * from ({all}) c order by {} limit ${limit}", order(query.order, false))
    }

    /// Where a read begins and ends, and what its cases are.
    fn conditions(&mut self, branch: Branch, apart: bool) -> Vec<String> {
        let open = self.bind(!self.query.closed);
        let mut and = vec![format!("c.is_open = ${open}")];
        and.extend(self.without("c.id"));
        and.extend(self.facets(branch));
        self.range(&mut and, branch, apart);
        and
    }

    /// The cases that are left out, by this column; most often there are none.
    fn without(&mut self, column: &str) -> Option<String> {
        let query = self.query;
        let cases = &query.without;
        let places: Vec<String> =
            cases.iter().map(|case| format!("${}", self.bind(case))).collect();
        (!places.is_empty()).then(|| format!("{column} not in ({})", places.join(", ")))
    }

    /// The fields of the filter.
    fn facets(&mut self, branch: Branch) -> Vec<String> {
        let mut and = Vec::new();
        if let Some(phase) = branch.phase {
            and.push(format!("c.phase = '{}'", phase.word()));
        }
        if let Some(severity) = branch.severity {
            and.push(format!("c.severity_sort = {}", severity_sort(severity)));
        }
        if let Some(handler) = &self.query.handler {
            let id = match handler {
                HandledBy::Nobody => "",
                HandledBy::Person(id) => id.as_str(),
            };
            let id = self.bind(id);
            and.push(format!("coalesce(c.handler, '') = ${id}"));
        }
        and
    }

    /// One read; `apart` where its severity is its own, so that the order need not speak of it.
    fn one(&mut self, branch: Branch, few: Option<usize>, limit: usize, apart: bool) -> String {
        let mut from = "cases c".to_owned();
        let mut and = self.conditions(branch, apart);
        if let Some(key) = &self.query.keyed {
            // The cases of a key are looked at one by one; it is never the whole list.
            from = format!("case_key k cross join {from}");
            and.push(format!("k.key = ${} and c.id = k.case_id", self.bind(key)));
        }
        for (index, word) in self.words.iter().enumerate() {
            if few == Some(index) {
                from = format!("case_word f cross join {from}");
                and.push(format!("f.word = ${word} and c.id = f.case_id"));
            } else {
                let its = format!("w.case_id = c.id and w.word = ${word}");
                and.push(format!("exists (select 1 from case_word w where {its})"));
            }
        }
        format!(
            "select {COLUMNS} from {from} where {} order by {} limit ${limit}",
            and.join(" and "),
            order(self.query.order, apart)
        )
    }

    /// From where to where in the order.
    fn range(&mut self, and: &mut Vec<String>, branch: Branch, apart: bool) {
        let query = self.query;
        let (column, micros) = match query.order {
            CaseOrder::Due => ("c.due_sort", false),
            CaseOrder::Priority => ("c.priority", true),
            CaseOrder::Received => ("c.received_at", true),
            CaseOrder::Embargo => ("c.embargo_ends_at", true),
        };
        if query.order == CaseOrder::Embargo {
            and.push("c.embargo_ends_at is not null".to_owned());
        }
        let number = |at: jiff::Timestamp| {
            if micros { at.as_microsecond() } else { at.as_millisecond() }
        };
        for (bound, sign) in [(query.from, ">="), (query.before, "<")] {
            if let Some(at) = bound.filter(|_| query.order != CaseOrder::Priority) {
                let place = self.bind(number(at));
                and.push(format!("{column} {sign} ${place}"));
            }
        }
        let Some(after) = &query.after else { return };
        let first = self.bind(after.first);
        match query.order {
            CaseOrder::Due if apart => {
                let own = severity_sort(branch.severity.flatten());
                let id = self.bind(id_after(after, own));
                and.push(format!("(c.due_sort, c.id) > (${first}, ${id})"));
            }
            CaseOrder::Due => {
                let (second, id) = (self.bind(after.second), self.bind(&after.id));
                let keys = "(c.due_sort, c.severity_sort, c.id)";
                and.push(format!("{keys} > (${first}, ${second}, ${id})"));
            }
            CaseOrder::Priority => {
                let (second, id) = (self.bind(after.second), self.bind(&after.id));
                let keys = "(c.priority, c.received_at, c.id)";
                and.push(format!("{keys} > (${first}, ${second}, ${id})"));
            }
            CaseOrder::Received | CaseOrder::Embargo => {
                let id = self.bind(&after.id);
                let sign = if query.order == CaseOrder::Received { "<" } else { ">" };
                and.push(format!("({column}, c.id) {sign} (${first}, ${id})"));
            }
        }
    }
}

/// Among cases of one severity, the id after which the rows due at the cursor's instant begin.
fn id_after(after: &QueueCursor, severity: i64) -> &str {
    match severity.cmp(&after.second) {
        std::cmp::Ordering::Less => LAST_ID,
        std::cmp::Ordering::Equal => &after.id,
        std::cmp::Ordering::Greater => "",
    }
}

fn order(order: CaseOrder, apart: bool) -> &'static str {
    match order {
        CaseOrder::Due if apart => "c.due_sort, c.id",
        CaseOrder::Due => "c.due_sort, c.severity_sort, c.id",
        CaseOrder::Priority => "c.priority, c.received_at, c.id",
        CaseOrder::Received => "c.received_at desc, c.id desc",
        CaseOrder::Embargo => "c.embargo_ends_at, c.id",
    }
}

/// One read for each phase and severity that the filter leaves open.
fn branches(query: &CaseQuery) -> Vec<Branch> {
    let phases = query.phase.map_or(Phase::ALL.to_vec(), |phase| vec![phase]);
    let severities = query.severity.map_or_else(every_severity, |severity| vec![severity]);
    let each = |phase| {
        let severities = severities.iter().copied();
        severities.map(move |severity| Branch { phase: Some(phase), severity: Some(severity) })
    };
    phases.into_iter().flat_map(each).collect()
}

fn every_severity() -> Vec<Option<Severity>> {
    std::iter::once(None).chain(Severity::ALL.iter().copied().map(Some)).collect()
}

mod along;
mod search;
#[cfg(test)]
mod tests;
