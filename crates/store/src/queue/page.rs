//! Pages of cases. A page begins after a row and reads an index from there, so it costs the same
//! however many cases there are. A filter by phase, severity or handler becomes one short read per
//! phase and severity that it leaves open, each from its own place of one index, and the first rows
//! of them all are the page.

use super::case;
use crate::engine::Database;
use crate::failure::Failure;
use crate::value::Value;
use app::ports::store::{
    CaseOrder, CaseQuery, CaseRow, HandledBy, QueueCursor, StoreError, severity_sort,
};
use domain::advisory::Severity;
use domain::case::Phase;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// More than so many rows are never on one page.
const PAGE_MAX: u32 = 1000;
/// More than so many words are never looked for at once; the longest, which say most, are kept.
const WORDS_MAX: usize = 12;
/// A word with fewer cases than this is where a search begins; else it walks the queue, where cases
/// with such a word are near.
const FEW: i64 = 10_000;
/// After the id of every case.
const LAST_ID: &str = "\u{10FFFF}";

/// The columns of a row, and after them the keys that rows of several reads are put in order by.
const COLUMNS: &str = "c.id, c.version, c.secret, c.phase, c.is_open, c.severity, c.due_at, \
    c.due_clock, c.embargo_ends_at, c.received_at, c.changed_at, c.handler, c.title, c.priority, c.recused, \
    c.due_sort, c.severity_sort";

/// A page of cases.
pub(crate) async fn page(db: &Database, query: &CaseQuery) -> Result<Vec<CaseRow>, StoreError> {
    let words = looked_for(&query.words);
    let few = rarest(db, &words).await?;
    let mut statement = Statement::new(query, &words);
    let sql = statement.page(few);
    let rows = db.read(AssertSqlSafe(sql), statement.values).await?;
    Ok(rows.iter().map(|row| case(row.cells())).collect::<Result<_, Failure>>()?)
}

/// What is asked, with its values in the order in which they are bound.
struct Statement<'q> {
    query: &'q CaseQuery,
    /// Where each word's lower bound is bound; the upper one follows.
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
            statement.bind(format!("{word}{LAST_ID}").as_str());
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
        let faceted = query.phase.is_some() || query.severity.is_some() || query.handler.is_some();
        if !faceted || few.is_some() {
            let one = Branch { phase: query.phase, severity: query.severity };
            return self.one(one, few, limit, false);
        }
        let phases = query.phase.map_or(Phase::ALL.to_vec(), |phase| vec![phase]);
        let severities = query.severity.map_or_else(every_severity, |severity| vec![severity]);
        let mut reads = Vec::new();
        for phase in phases.into_iter().map(Some) {
            for severity in severities.iter().copied().map(Some) {
                let read = self.one(Branch { phase, severity }, None, limit, true);
                reads.push(format!("select * from ({read}) r{}", reads.len()));
            }
        }
        let all = reads.join("\nunion all ");
        format!("select * from ({all}) c order by {} limit ${limit}", order(query.order, false))
    }

    /// One read; `apart` where its severity is its own, so that the order need not speak of it.
    fn one(&mut self, branch: Branch, few: Option<usize>, limit: usize, apart: bool) -> String {
        let open = self.bind(!self.query.closed);
        let mut from = "cases c".to_owned();
        let mut and = vec![format!("c.is_open = ${open}")];
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
        self.range(&mut and, branch, apart);
        for (index, low) in self.words.iter().enumerate() {
            let range = format!("w.word >= ${low} and w.word < ${}", low + 1);
            if few == Some(index) {
                let cases = format!("select distinct w.case_id from case_word w where {range}");
                from = format!("({cases}) f cross join {from}");
                and.push("c.id = f.case_id".to_owned());
            } else {
                let found = format!("select 1 from case_word w where w.case_id = c.id and {range}");
                and.push(format!("exists ({found})"));
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

fn every_severity() -> Vec<Option<Severity>> {
    std::iter::once(None).chain(Severity::ALL.iter().copied().map(Some)).collect()
}

/// Distinct words, the longest first.
fn looked_for(words: &[String]) -> Vec<&str> {
    let distinct: BTreeSet<&str> =
        words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let mut words: Vec<&str> = distinct.into_iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.truncate(WORDS_MAX);
    words
}

/// The bounds of all words that begin with this one: no character comes after the last.
fn prefix(word: &str) -> [Value; 2] {
    [word.into(), format!("{word}{LAST_ID}").as_str().into()]
}

/// Which of these words the fewest cases have, if they are few enough to begin with them.
async fn rarest(db: &Database, words: &[&str]) -> Result<Option<usize>, Failure> {
    let sql = "select count(*) from
        (select 1 from case_word where word >= $1 and word < $2 limit $3) f";
    let mut rarest = None;
    for (index, word) in words.iter().enumerate() {
        let fewest = rarest.map_or(FEW, |(count, _)| count);
        let values = prefix(word).into_iter().chain([fewest.into()]).collect();
        let count = db.read_one(sql, values).await?.map_or(Ok(0), |row| row.cells().int())?;
        if count < fewest {
            rarest = Some((count, index));
        }
    }
    Ok(rarest.map(|(_, index)| index))
}

#[cfg(test)]
mod tests;
