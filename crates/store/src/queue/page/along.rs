//! A search in the order of receipt: along the cases of the rarest word, which are kept in that order,
//! with the other words asked for each.

use super::{Branch, COLUMNS, PAGE_MAX, Statement};
use crate::engine::Database;
use crate::failure::Failure;
use app::ports::store::{CaseQuery, QueueCursor};
use sqlx::AssertSqlSafe;

/// The first case of this word that is not looked at any more; nothing where all are.
pub(super) async fn end_of_words(
    db: &Database,
    query: &CaseQuery,
    word: &str,
    walk: i64,
) -> Result<Option<QueueCursor>, Failure> {
    let mut statement = Statement::new(query, &[word]);
    let sql = statement.end_of_words(walk);
    let Some(row) = db.read_one(AssertSqlSafe(sql), statement.values).await? else {
        return Ok(None);
    };
    let mut cells = row.cells();
    Ok(Some(QueueCursor { first: cells.int()?, second: 0, id: cells.text()? }))
}

impl Statement<'_> {
    /// The page, of the cases of the word at one place in the order of receipt, up to `end`. What can be
    /// asked of the words alone is asked before a case is looked at.
    pub(super) fn of_words(&mut self, place: usize, end: Option<&QueueCursor>) -> String {
        let limit = self.bind(self.query.limit.min(PAGE_MAX));
        let open = self.bind(!self.query.closed);
        let mut and = self.received();
        if let Some(end) = end {
            let (first, id) = (self.bind(end.first), self.bind(&end.id));
            and.push(format!("(w.received_at, w.case_id) >= (${first}, ${id})"));
        }
        let others = self.words.iter().enumerate().filter(|(at, _)| *at != place);
        and.extend(others.map(|(_, word)| {
            // In the order of receipt too, so that neighbours are found together; the added nothing
            // keeps a planner away from the index of each case's words. By itself for each case: as
            // "exists" a planner may look at the case first.
            let key = "o.received_at = w.received_at and o.case_id || '' = w.case_id";
            let found = format!("o.word = ${word} and {key}");
            format!("(select 1 from case_word o where {found} limit 1) is not null")
        }));
        and.extend(["c.id = w.case_id".to_owned(), format!("c.is_open = ${open}")]);
        and.extend(self.facets(Branch { phase: self.query.phase, severity: self.query.severity }));
        let (word, and) = (self.words[place], and.join(" and "));
        format!(
            "select {COLUMNS} from case_word w cross join cases c where w.word = ${word} and {and}
            order by w.received_at desc, w.case_id desc limit ${limit}"
        )
    }

    /// The keys of the last case of the word that is looked at.
    fn end_of_words(&mut self, walk: i64) -> String {
        let and: String = self.received().iter().map(|one| format!(" and {one}")).collect();
        let (word, last) = (self.words[0], self.bind(walk - 1));
        format!(
            "select w.received_at, w.case_id from case_word w where w.word = ${word}{and}
            order by w.received_at desc, w.case_id desc limit 1 offset ${last}"
        )
    }

    /// From where to where in the order of receipt, for a word's cases.
    fn received(&mut self) -> Vec<String> {
        let mut and: Vec<String> = self.without("w.case_id").into_iter().collect();
        for (bound, sign) in [(self.query.from, ">="), (self.query.before, "<")] {
            if let Some(at) = bound {
                let place = self.bind(at);
                and.push(format!("w.received_at {sign} ${place}"));
            }
        }
        if let Some(after) = &self.query.after {
            let (first, id) = (self.bind(after.first), self.bind(&after.id));
            and.push(format!("(w.received_at, w.case_id) < (${first}, ${id})"));
        }
        and
    }
}
