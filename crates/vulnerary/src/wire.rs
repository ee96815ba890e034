//! The only file that joins use cases to concrete adapters.

use crate::Ended;
use crate::master::{MasterArgs, ended};
use crate::out::counted;
use app::App;
use app::ports::store::Store;
use domain::policy::{Policy, read};
use include_dir::{Dir, include_dir};
use outside::{
    Bucket, ObjectFolder, PostOffice, PublicFolder, ReceiptKeyFile, SpoolFolder, SystemChance,
    SystemCredentials, WebPasskeys, read_policy_folder,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::sealed::Sealed;

/// The pack that a new instance begins with.
static STARTING_PACK: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../policies/minimal");

/// Over the options that nearly every command has, so that its own come first.
pub(crate) const INSTANCE: &str = "Which instance";

/// Links are made from it, so a slip here would be in every one of them.
fn public_address(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.starts_with('/') => Ok(text.to_owned()),
        _ => Err("a public address begins with https://, such as https://security.example.org"
            .to_owned()),
    }
}

/// Where an instance lives.
#[derive(Debug, Clone, clap::Args)]
pub struct Place {
    /// The data folder.
    #[arg(
        long,
        value_name = "DIR",
        env = "VULNERARY_DATA",
        default_value = "data",
        help_heading = INSTANCE
    )]
    pub data: PathBuf,
    /// The database: sqlite:PATH or postgres://…; SQLite in the data folder when left out.
    #[arg(
        long,
        value_name = "URL",
        env = "VULNERARY_DATABASE",
        hide_env_values = true,
        help_heading = INSTANCE
    )]
    pub database: Option<String>,
    /// The policy pack; the folder `policy` in the data folder when left out.
    #[arg(long, value_name = "DIR", env = "VULNERARY_POLICY", help_heading = INSTANCE)]
    pub policy: Option<PathBuf>,
    /// The bucket for the files of reports: s3://NAME or s3://NAME/FOLDER, reached as the AWS_ settings
    /// of the environment say; the folder `objects` in the data folder when left out.
    #[arg(
        long,
        value_name = "URL",
        env = "VULNERARY_OBJECTS",
        value_parser = Bucket::read,
        help_heading = INSTANCE
    )]
    pub objects: Option<Bucket>,
    /// The public address, as others reach it.
    #[arg(
        long,
        value_name = "URL",
        env = "VULNERARY_URL",
        default_value = "http://127.0.0.1:8080",
        value_parser = public_address,
        help_heading = INSTANCE
    )]
    pub url: String,
    /// Where its master keys are.
    #[command(flatten)]
    pub master: MasterArgs,
}

/// What a command may be given instead of what it would open: tests run commands against an instance
/// and a clock of their own.
#[derive(Clone)]
pub struct Setting {
    /// What time it is.
    pub now: fn() -> jiff::Timestamp,
    /// The instance to use, whatever the command line says.
    pub app: Option<Arc<App>>,
}

impl Setting {
    /// The system's clock, and the instance that the command line names.
    pub fn standard() -> Self {
        Self { now: outside::now, app: None }
    }

    /// The use cases of this place.
    pub async fn app(&self, place: &Place) -> Result<Arc<App>, Ended> {
        match &self.app {
            Some(app) => Ok(Arc::clone(app)),
            None => Ok(place.open().await?.app),
        }
    }
}

/// An instance, joined together.
pub struct Instance {
    /// Its use cases.
    pub app: Arc<App>,
    /// Its database, for what only an operator does.
    pub database: store::Database,
    /// The same as the use cases see it: what is sealed is open.
    pub sealed: Sealed,
    /// Where the master key was made just now, if it was.
    pub made_key: Option<PathBuf>,
}

impl Place {
    /// The database's address.
    pub fn database_url(&self) -> String {
        self.database
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data.join("vulnerary.db").display()))
    }

    /// The pack's folder. A new data folder begins with the starting pack.
    pub fn policy_folder(&self) -> Result<PathBuf, Ended> {
        if let Some(folder) = &self.policy {
            return Ok(folder.clone());
        }
        let folder = self.data.join("policy");
        if !folder.exists() {
            let write = || -> std::io::Result<()> {
                std::fs::create_dir_all(&folder)?;
                STARTING_PACK.extract(&folder)
            };
            write().map_err(|error| {
                Ended::Outside(format!("writing {}: {error}", folder.display()))
            })?;
        }
        Ok(folder)
    }

    /// Create the data folder, for its owner alone.
    pub fn prepare(&self) -> Result<(), Ended> {
        use std::os::unix::fs::DirBuilderExt as _;
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.data)
            .map_err(|error| Ended::Outside(format!("creating {}: {error}", self.data.display())))
    }

    /// Refuse a place where nothing was ever started: a slip in `--data` must not give an empty
    /// backup, or a journal without a fault.
    pub fn must_exist(&self) -> Result<(), Ended> {
        let url = self.database_url();
        let path = url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path));
        match path {
            Some(path) if path != ":memory:" && !Path::new(path).exists() => {
                let says =
                    "there is no database here; name the data folder of an instance with --data";
                Err(Ended::Usage(format!("{path}: {says}")))
            }
            _ => Ok(()),
        }
    }

    /// The keys that sign receipts.
    pub fn receipt_keys(&self) -> ReceiptKeyFile {
        let (_, host) = self.url.split_once("://").unwrap_or(("", &self.url));
        let name = host.trim_end_matches('/').to_owned();
        ReceiptKeyFile::new(self.data.join("receipts.key"), name)
    }

    /// Open the database.
    pub async fn open_database(&self) -> Result<store::Database, Ended> {
        self.prepare()?;
        store::open(&self.database_url()).await.map_err(|error| Ended::Outside(error.to_string()))
    }

    /// The use cases of what is there already, with this policy: no folder is made, no policy is kept, and
    /// no key is made where nothing is sealed.
    pub async fn open_to_read(&self, policy: Arc<Policy>) -> Result<Arc<App>, Ended> {
        self.must_exist()?;
        let database = store::open(&self.database_url())
            .await
            .map_err(|error| Ended::Outside(error.to_string()))?;
        let store: Arc<dyn Store> = match Sealed::is_sealed(&database).await.map_err(ended)? {
            true => Arc::new(self.unseal(&database).await?.0),
            false => Arc::new(database),
        };
        Ok(Arc::new(self.join(store, policy)))
    }

    fn join(&self, store: Arc<dyn Store>, policy: Arc<Policy>) -> App {
        let site = self.url.trim_end_matches('/').to_owned();
        let public = PublicFolder::new(self.data.join("public"), Arc::clone(&policy), site.clone());
        let spool = SpoolFolder::new(self.data.join("spool"), Arc::clone(&policy), site.clone());
        let post = PostOffice::new(self.data.join("mail.key"), &policy);
        let folder = self.data.join("objects");
        let objects = match &self.objects {
            Some(bucket) => ObjectFolder::before_bucket(folder, bucket.clone()),
            None => ObjectFolder::new(folder),
        };
        let passkeys = Arc::new(WebPasskeys::at(&self.url, &policy.project.name));
        App {
            store,
            policy,
            shelf: Default::default(),
            clock: Default::default(),
            chance: Arc::new(SystemChance),
            credentials: Arc::new(SystemCredentials),
            passkeys,
            sign_on: None,
            public_files: Arc::new(public),
            receipts: Arc::new(self.receipt_keys()),
            spool: Arc::new(spool),
            objects: Arc::new(objects),
            post: Arc::new(post),
        }
    }

    /// Join everything together.
    pub async fn open(&self) -> Result<Instance, Ended> {
        self.prepare()?;
        let folder = self.policy_folder()?;
        let files = read_policy_folder(&folder).map_err(Ended::Outside)?;
        let policy = Arc::new(policy_of(&folder.display().to_string(), &files)?);
        let database = self.open_database().await?;
        let (sealed, made_key) = self.unseal(&database).await?;
        app::adopt(&sealed, &policy, &files, outside::now()).await?;
        let app = Arc::new(self.join(Arc::new(sealed.clone()), policy));
        Ok(Instance { app, database, sealed, made_key })
    }
}

/// Read a pack, or say everything that is wrong with it.
pub fn read_policy(folder: &Path) -> Result<Policy, Ended> {
    let files = read_policy_folder(folder).map_err(Ended::Outside)?;
    policy_of(&folder.display().to_string(), &files)
}

fn policy_of(name: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Policy, Ended> {
    let (policy, complaints) = read(files);
    match policy {
        Some(policy) if complaints.is_empty() => Ok(policy),
        _ => {
            let lines: Vec<String> = complaints.iter().map(|c| format!("{name}/{c}")).collect();
            let count = counted(lines.len(), "problem", "problems");
            Err(Ended::Usage(format!("the policy has {count}\n{}", lines.join("\n"))))
        }
    }
}
