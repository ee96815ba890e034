//! Searches for whole words: where one begins, and how far it goes. In the order of receipt it reads the
//! cases of its rarest word, or of its first where none is rare; they are kept in that order. In another
//! order it begins with the cases of a rare word or of a rare filter, where there are few to look at; else
//! it walks the list, where cases with frequent words are near. It says so where it stops before the page
//! is full. Of words that are sealed nobody here sees the beginning.

use super::{Branch, COLUMNS, PAGE_MAX, Statement, branches, is_faceted, order};
use crate::engine::Database;
use crate::failure::Failure;
use app::ports::store::{CaseOrder, CaseQuery, QueueCursor};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// More than so many words are never looked for at once; the longest, which say most, are kept, and of
/// those that are equally long the first.
pub(super) const WORDS_MAX: usize = 12;

/// How much one search may look at.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// A word with fewer cases than this is rare,
    pub(super) few: i64,
    /// and so is a filter that leaves fewer than this: there a search begins.
    pub(super) left: i64,
    /// Else it walks, and looks at no more cases than this.
    pub(super) walk: i64,
}

impl Bounds {
    /// What is kept in the order of receipt need not be looked at whole.
    pub(super) fn of(order: CaseOrder) -> Self {
        match order {
            CaseOrder::Received => Self { few: 4_000, left: 500, walk: 4_000 },
            _ => Self { few: 10_000, left: 10_000, walk: 4_000 },
        }
    }
}

/// Distinct words, the longest first.
pub(super) fn looked_for(words: &[String]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let words = words.iter().map(String::as_str).filter(|word| !word.is_empty());
    let mut words: Vec<&str> = words.filter(|word| seen.insert(*word)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.truncate(WORDS_MAX);
    words
}

/// Which of these words the fewest cases have, if they are few enough to begin with them.
pub(super) async fn rarest(
    db: &Database,
    words: &[&str],
    few: i64,
) -> Result<Option<usize>, Failure> {
    let sql = "select count(*) from (select 1 from case_word where word = $1 limit $2) f";
    let mut rarest = None;
    for (index, word) in words.iter().enumerate() {
        let fewest = rarest.map_or(few, |(count, _)| count);
        let values = vec![(*word).into(), fewest.into()];
        let count = db.read_one(sql, values).await?.map_or(Ok(0), |row| row.cells().int())?;
        if count < fewest {
            rarest = Some((count, index));
        }
    }
    Ok(rarest.map(|(_, index)| index))
}

/// Whether this filter leaves so few cases that looking at each is short.
pub(super) async fn is_rare(db: &Database, query: &CaseQuery, few: i64) -> Result<bool, Failure> {
    if !is_faceted(query) {
        return Ok(false);
    }
    let mut statement = Statement::new(query, &[]);
    let sql = statement.count(few);
    let row = db.read_one(AssertSqlSafe(sql), statement.values).await?;
    Ok(row.map_or(Ok(0), |row| row.cells().int())? < few)
}

/// The last case of a walk; nothing where the list ended before.
pub(super) async fn end_of_walk(
    db: &Database,
    query: &CaseQuery,
    walk: i64,
) -> Result<Option<QueueCursor>, Failure> {
    let mut statement = Statement::new(query, &[]);
    let sql = statement.end_of_walk(walk);
    let Some(row) = db.read_one(AssertSqlSafe(sql), statement.values).await? else {
        return Ok(None);
    };
    let mut cells = row.cells();
    Ok(Some(QueueCursor { first: cells.int()?, second: cells.int()?, id: cells.text()? }))
}

impl Statement<'_> {
    /// How many cases the filter leaves, up to this.
    pub(super) fn count(&mut self, few: i64) -> String {
        let few = self.bind(few);
        let reads = branches(self.query).into_iter().map(|branch| {
            let and = self.conditions(branch, true).join(" and ");
            format!("select * from (select c.id from cases c where {and} limit ${few}) r")
        });
        let all = reads.collect::<Vec<_>>().join("\nunion all ");
        format!("select count(*) from (select * from ({all}) a limit ${few}) b")
    }

    /// The page, of those of the next so many cases of the list that have all that is asked for. The
    /// words are looked up for each case by itself: a planner that could, would rather read all cases
    /// of a frequent word.
    pub(super) fn walk(&mut self, walk: i64) -> String {
        let limit = self.bind(self.query.limit.min(PAGE_MAX));
        let list = self.list(walk);
        let branch = Branch { phase: self.query.phase, severity: self.query.severity };
        let mut and = self.facets(branch);
        for word in &self.words {
            let its = format!("w.case_id = c.id and w.word = ${word}");
            and.push(format!("(select 1 from case_word w where {its} limit 1) is not null"));
        }
        let order = order(self.query.order, false);
        format!(
            "select {COLUMNS} from cases c where c.id in (
                select id from (select c.id from ({list}) c where {} order by {order} limit ${limit}) f)
            order by {order}",
            and.join(" and ")
        )
    }

    /// The keys of the last case of a walk.
    pub(super) fn end_of_walk(&mut self, walk: i64) -> String {
        let list = self.list(walk);
        let (first, second) = match self.query.order {
            CaseOrder::Due => ("c.due_sort", "c.severity_sort"),
            CaseOrder::Priority => ("c.priority", "c.received_at"),
            CaseOrder::Received => ("c.received_at", "0"),
            CaseOrder::Embargo => ("c.embargo_ends_at", "0"),
        };
        let last = self.bind(walk - 1);
        let order = order(self.query.order, false);
        let second = format!("cast({second} as bigint)");
        format!(
            "select {first}, {second}, c.id from ({list}) c order by {order} limit 1 offset ${last}"
        )
    }

    /// The keys of the next so many cases of the list, whatever else is asked for.
    pub(super) fn list(&mut self, walk: i64) -> String {
        let walk = self.bind(walk);
        let open = self.bind(!self.query.closed);
        let mut and = vec![format!("c.is_open = ${open}")];
        and.extend(self.without("c.id"));
        self.range(&mut and, Branch::default(), false);
        let and = and.join(" and ");
        let keys = match (self.query.order, is_faceted(self.query)) {
            (_, true) => {
                "c.id, c.due_sort, c.severity_sort, c.priority, c.received_at, c.embargo_ends_at, \
                 c.phase, c.handler"
            }
            (CaseOrder::Due, false) => "c.id, c.due_sort, c.severity_sort",
            (CaseOrder::Priority, false) => "c.id, c.priority, c.received_at",
            (CaseOrder::Received, false) => "c.id, c.received_at",
            (CaseOrder::Embargo, false) => "c.id, c.embargo_ends_at",
        };
        let order = order(self.query.order, false);
        format!("select {keys} from cases c where {and} order by {order} limit ${walk}")
    }
}
