//! The world of a test: a project with its people, a clock that stands until it is moved, and a
//! store that outlives every process.

mod files;
mod people;

pub use people::Person;

use crate::{
    Edit, Faults, Flaky, MemoryFolder, MemoryObjects, MemorySpool, QuickCredentials, SeededChance,
    words,
};
use app::jobs::{Ran, run_one};
use app::ports::passkeys::NoPasskeys;
use app::ports::store::Store;
use app::{App, Ctx, Error, Input};
use domain::access::Actor;
use domain::case::{Case, Event, Link, fold, read_event};
use domain::intake::Draft;
use domain::policy::Policy;
use domain::words::{CaseId, Secret};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Database;
use tempfile::TempDir;

/// When every world begins: a Monday, ten o'clock in Madrid.
const BEGINNING: &str = "2026-03-02T09:00:00Z";

/// A world.
pub struct World {
    /// The process as it now runs.
    pub app: Arc<App>,
    /// What time it is.
    pub now: Timestamp,
    /// What fails.
    pub faults: Arc<Faults>,
    /// What was announced.
    pub spool: Arc<MemorySpool>,
    /// What plain files show.
    pub folder: Arc<MemoryFolder>,
    /// The files that were attached.
    pub objects: Arc<MemoryObjects>,
    /// Everybody with an account, by login.
    pub people: BTreeMap<String, Person>,
    base: Database,
    /// The same, opened.
    truth: Arc<dyn Store>,
    /// Whether nothing is sealed, as before sealing was there.
    plain: bool,
    /// Where the database is, when it is a file that goes away with the world.
    file: Option<TempDir>,
    nonces: Arc<SeededChance>,
    edit: Option<Edit>,
    words: u32,
}

fn url_in(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("vulnerary.db").display())
}

/// What is remembered in this database, as processes see it.
async fn truth(base: &Database, nonces: &Arc<SeededChance>, plain: bool) -> Arc<dyn Store> {
    match plain {
        true => Arc::new(base.clone()),
        false => Arc::new(crate::sealed(base, Arc::clone(nonces)).await),
    }
}

/// A report that is complete, about this.
pub fn draft(title: &str) -> Draft {
    Draft {
        title: title.to_owned(),
        body: format!("{title}: send two headers and watch it go."),
        version: "2.9.7".to_owned(),
        accept_terms: true,
        ..Draft::default()
    }
}

impl World {
    /// In memory.
    pub async fn new(seed: u64) -> Self {
        Self::at("sqlite::memory:", seed).await
    }

    /// In a file, which a process that starts again opens again.
    pub async fn in_file(seed: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let world = Self::at(&url_in(&folder), seed).await;
        Self { file: Some(folder), ..world }
    }

    /// In this database.
    pub async fn at(url: &str, seed: u64) -> Self {
        let base = store::open(url).await.expect("the database opens");
        Self::over(base, seed, None, false).await
    }

    /// In memory, where every unit of work is changed before it is written.
    pub async fn edited(seed: u64, edit: Edit) -> Self {
        let base = store::open("sqlite::memory:").await.expect("the database opens");
        Self::over(base, seed, Some(edit), false).await
    }

    /// In this database, where nothing is sealed, as before sealing was there.
    pub async fn unsealed(base: Database, seed: u64) -> Self {
        Self::over(base, seed, None, true).await
    }

    async fn over(base: Database, seed: u64, edit: Option<Edit>, plain: bool) -> Self {
        let faults = Arc::new(Faults::default());
        let spool = Arc::new(MemorySpool::new(Arc::clone(&faults)));
        let folder = Arc::new(MemoryFolder::new(Arc::clone(&faults)));
        let objects = Arc::new(MemoryObjects::new(Arc::clone(&faults)));
        let chance = Arc::new(SeededChance::new(seed));
        // Keys and nonces have a chance of their own, so that a seed means the same world as without.
        let nonces = Arc::new(SeededChance::new(seed ^ 0x5ea1_5ea1));
        let truth = truth(&base, &nonces, plain).await;
        let store = Arc::new(Flaky::new(Arc::clone(&truth), Arc::clone(&faults), None));
        let app = Arc::new(App {
            store,
            policy: Arc::new(crate::policy()),
            shelf: Default::default(),
            clock: Default::default(),
            chance,
            credentials: Arc::new(QuickCredentials),
            passkeys: Arc::new(NoPasskeys),
            sign_on: None,
            public_files: Arc::clone(&folder) as _,
            receipts: Arc::new(crate::QuickReceipts),
            spool: Arc::clone(&spool) as _,
            objects: Arc::clone(&objects) as _,
            post: Arc::new(crate::QuickPost),
        });
        let now = BEGINNING.parse().expect("an instant");
        let people = BTreeMap::new();
        // Two worlds of neighbouring seeds share no canary.
        let words = (seed as u32).wrapping_mul(4096);
        let mut world = Self {
            app,
            now,
            faults,
            spool,
            folder,
            objects,
            people,
            base,
            truth,
            plain,
            file: None,
            nonces,
            edit,
            words,
        };
        world.enrol_everybody().await;
        world.restart();
        world
    }

    /// What is remembered, opened and without faults: for checks.
    pub fn truth(&self) -> &dyn Store {
        &*self.truth
    }

    /// The database itself, where everything is sealed.
    pub fn database(&self) -> &Database {
        &self.base
    }

    /// Close the database and open it again, where it is a file.
    pub async fn reopen(&mut self) {
        if let Some(folder) = &self.file {
            self.base.close().await;
            self.base = store::open(&url_in(folder)).await.expect("the database opens again");
            self.truth = truth(&self.base, &self.nonces, self.plain).await;
        }
        self.restart();
    }

    /// A new process with the same policy.
    pub fn restart(&mut self) {
        self.restart_with(Arc::clone(&self.app.policy));
    }

    /// A new process with this policy, over the same store.
    pub fn restart_with(&mut self, policy: Arc<Policy>) {
        self.faults.revive();
        let (truth, faults) = (Arc::clone(&self.truth), Arc::clone(&self.faults));
        let store = Flaky::new(truth, faults, self.edit.clone());
        self.app = self.process(Arc::new(store), policy);
    }

    /// Another process with the same policy over the same store, without faults of its own.
    pub fn another_server(&self) -> Arc<App> {
        self.process(Arc::clone(&self.truth), Arc::clone(&self.app.policy))
    }

    fn process(&self, store: Arc<dyn Store>, policy: Arc<Policy>) -> Arc<App> {
        let (shelf, clock) = (Arc::default(), Arc::default());
        Arc::new(App { store, policy, shelf, clock, ..(*self.app).clone() })
    }

    /// The project changes its policy: it is adopted, and a new process starts with it.
    pub async fn change_policy(&mut self, files: &BTreeMap<String, Vec<u8>>) {
        let policy = crate::read_whole(files);
        app::adopt(self.truth(), &policy, files, self.now).await.expect("a policy is adopted");
        self.restart_with(Arc::new(policy));
    }

    /// Time passes.
    pub fn pass(&mut self, length: SignedDuration) {
        self.now = self.now.checked_add(length).expect("time goes on");
    }

    /// Days pass.
    pub fn pass_days(&mut self, days: i64) {
        self.pass(SignedDuration::from_hours(days * 24));
    }

    /// A word that was never used before in this world.
    pub fn word(&mut self) -> String {
        self.words = self.words.wrapping_add(1);
        words::canary(self.words)
    }

    /// A request by this actor, now.
    pub fn ctx(&self, actor: &Actor) -> Ctx {
        Ctx::new(&self.app, actor.clone(), self.now)
    }

    /// Somebody with an account, as one who asks.
    pub fn actor(&self, login: &str) -> Actor {
        self.people[login].actor()
    }

    /// File a report as nobody in particular.
    pub async fn report(&self, draft: &Draft) -> Result<(CaseId, Secret), Error> {
        let receipt = app::intake::submit(&self.ctx(&Actor::Anonymous), draft, "web").await?;
        Ok((receipt.id, Secret::read(&receipt.secret)))
    }

    /// Perform a verb, named as `group name`.
    pub async fn perform(
        &self,
        actor: &Actor,
        verb: &str,
        id: &CaseId,
        given: Value,
    ) -> Result<Case, Error> {
        let (group, name) = verb.split_once(' ').expect("a verb has a group and a name");
        let verb = app::find_verb(group, name).expect("a verb of this name");
        let input = Input::read(verb, given).map_err(Error::Invalid)?;
        // Whoever rewrites a text has read the one before.
        let rewrites = verb.name == "write" && verb.group == "advisory";
        let seen = if rewrites { Some(self.case(id).await.version) } else { None };
        // On the heap: a story of many steps would outgrow the stack of a test.
        Box::pin(app::perform(&self.ctx(actor), id, verb, &input, seen)).await
    }

    /// Do every job that is due, and say what was done.
    pub async fn drain(&self) -> Result<Vec<Ran>, Error> {
        let mut all = Vec::new();
        loop {
            match run_one(&self.app, self.now).await? {
                Ran::Nothing => return Ok(all),
                ran => all.push(ran),
            }
        }
    }

    /// The journal of a case, as stored.
    pub async fn links(&self, id: &CaseId) -> Vec<Link> {
        self.truth().stream(&format!("case/{id}")).await.expect("the database reads")
    }

    /// The events of a case.
    pub async fn events(&self, id: &CaseId) -> Vec<Event> {
        let links = self.links(id).await;
        links.iter().map(|link| read_event(link).expect("an event reads")).collect()
    }

    /// The case, folded afresh.
    pub async fn case(&self, id: &CaseId) -> Case {
        fold(id, &self.events(id).await).expect("events make a case")
    }
}
