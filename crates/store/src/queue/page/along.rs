//! A search in the order of receipt: along the cases of the rarest word, which are kept in that order,
//! with the other words asked for each.

use super::search::prefix;
use super::{Branch, COLUMNS, PAGE_MAX, Statement};
use crate::engine::Database;
use crate::failure::Failure;
use app::ports::store::{CaseQuery, QueueCursor};
use sqlx::AssertSqlSafe;

/// A search along the cases of words that begin alike.
pub(super) struct Along {
    /// These.
    pub(super) alike: Vec<String>,
    /// How each of the words looked for is found, in their order.
    pub(super) others: Vec<Other>,
}

/// How a word is found in a case.
pub(super) enum Other {
    /// It is the one that the search goes along.
    Here,
    /// By any of these words.
    These(Vec<String>),
    /// By any of too many words to name.
    Many,
}

impl Along {
    /// Along the word at this place; nothing where too many begin with it.
    pub(super) async fn new(
        db: &Database,
        words: &[&str],
        place: usize,
        most: i64,
    ) -> Result<Option<Self>, Failure> {
        let Some(own) = alike(db, words[place], most).await? else { return Ok(None) };
        let mut others = Vec::new();
        for (index, word) in words.iter().enumerate() {
            others.push(match index == place {
                true => Other::Here,
                false => alike(db, word, most).await?.map_or(Other::Many, Other::These),
            });
        }
        Ok(Some(Self { alike: own, others }))
    }

    /// Whether no case can have all words.
    pub(super) fn is_nowhere(&self) -> bool {
        let missing = |other: &Other| matches!(other, Other::These(these) if these.is_empty());
        self.alike.is_empty() || self.others.iter().any(missing)
    }
}

/// The words that begin with this one; nothing where there are too many.
async fn alike(db: &Database, word: &str, most: i64) -> Result<Option<Vec<String>>, Failure> {
    let sql = "with recursive a (word) as (
            select min(word) from case_word where word >= $1 and word < $2
            union all
            select (select min(w.word) from case_word w where w.word > a.word and w.word < $2)
                from a where a.word is not null)
        select word from a where word is not null limit $3";
    let values = prefix(word).into_iter().chain([(most + 1).into()]).collect();
    let rows = db.read(sql, values).await?;
    let words: Vec<String> =
        rows.iter().map(|row| row.cells().text()).collect::<Result<_, Failure>>()?;
    Ok((words.len() as i64 <= most).then_some(words))
}

/// The first case of these words that is not looked at any more; nothing where all are.
pub(super) async fn end_of_words(
    db: &Database,
    query: &CaseQuery,
    alike: &[String],
    walk: i64,
) -> Result<Option<QueueCursor>, Failure> {
    let mut statement = Statement::new(query, &[]);
    let sql = statement.end_of_words(alike, walk);
    let Some(row) = db.read_one(AssertSqlSafe(sql), statement.values).await? else {
        return Ok(None);
    };
    let mut cells = row.cells();
    Ok(Some(QueueCursor { first: cells.int()?, second: 0, id: cells.text()? }))
}

impl Statement<'_> {
    /// The page, of the cases of the words of one place in the order of receipt, up to `end`. What can
    /// be asked of the words alone is asked before a case is looked at.
    pub(super) fn of_words(&mut self, along: &Along, end: Option<&QueueCursor>) -> String {
        let limit = self.bind(self.query.limit.min(PAGE_MAX));
        let open = self.bind(!self.query.closed);
        let mut and = self.received();
        if let Some(end) = end {
            let (first, id) = (self.bind(end.first), self.bind(&end.id));
            and.push(format!("(w.received_at, w.case_id) >= (${first}, ${id})"));
        }
        let words = self.words.clone();
        for (low, other) in words.iter().zip(&along.others) {
            let range = format!("o.word >= ${low} and o.word < ${}", low + 1);
            let (is_not, found) = match other {
                // A case that has several words of the place is found by the first.
                Other::Here => {
                    ("", format!("{range} and o.word < w.word and o.case_id = w.case_id"))
                }
                Other::Many => ("not ", format!("{range} and o.case_id = w.case_id")),
                Other::These(these) => {
                    let these = these.iter().map(|word| format!("${}", self.bind(word.as_str())));
                    let these = these.collect::<Vec<_>>().join(", ");
                    // In the order of receipt too, so that neighbours are found together; the added
                    // nothing keeps a planner away from the index of each case's words.
                    let key = "o.received_at = w.received_at and o.case_id || '' = w.case_id";
                    ("not ", format!("o.word in ({these}) and {key}"))
                }
            };
            // By itself for each case: as "exists" a planner may look at the case first.
            and.push(format!("(select 1 from case_word o where {found} limit 1) is {is_not}null"));
        }
        and.extend(["c.id = w.case_id".to_owned(), format!("c.is_open = ${open}")]);
        and.extend(self.facets(Branch { phase: self.query.phase, severity: self.query.severity }));
        let alike = &along.alike;
        let and = and.join(" and ");
        let reads = alike.iter().map(|word| {
            let word = self.bind(word.as_str());
            let from = "case_word w cross join cases c";
            let keys = "w.received_at as key_1, w.case_id as key_2";
            format!("select {COLUMNS}, {keys} from {from} where w.word = ${word} and {and}")
        });
        let all = reads.collect::<Vec<_>>().join("\nunion all ");
        format!("{all} order by key_1 desc, key_2 desc limit ${limit}")
    }

    /// The keys of the last case of these words that is looked at.
    fn end_of_words(&mut self, alike: &[String], walk: i64) -> String {
        let and: String = self.received().iter().map(|one| format!(" and {one}")).collect();
        let reads = alike.iter().map(|word| {
            let word = self.bind(word.as_str());
            format!("select w.received_at, w.case_id from case_word w where w.word = ${word}{and}")
        });
        let all = reads.collect::<Vec<_>>().join("\nunion all ");
        let last = self.bind(walk - 1);
        format!("{all} order by received_at desc, case_id desc limit 1 offset ${last}")
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
