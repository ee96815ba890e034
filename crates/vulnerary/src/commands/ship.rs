//! `vulnerary journal ship`: units of work as files in another place, as they are written.

use crate::out::counted;
use crate::wire::Place;
use crate::{Ended, Out};
use outside::{OpeningKey, Recipients};
use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File};
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::Database;
use store::backup::BackupError;
use store::shipping::{self, Parcel, Waiting};
use tokio::signal::unix::{SignalKind, signal};

/// How often to look for new units.
const IDLE: Duration = Duration::from_millis(500);
/// A larger file is nothing that this program wrote.
const FILE_MAX: usize = 1 << 30;

pub(super) const EXAMPLES: &str = "Examples:\n  vulnerary journal ship --to /mnt/other/vulnerary --follow\n  vulnerary journal ship --to /mnt/other/vulnerary --encrypt-to ops.asc   (what waits, and no more)\n  vulnerary journal ship --end\n\nTake a backup after the first call: units are shipped from then on, and `vulnerary restore --log`\nputs them on top of it.";

/// Ship units of work.
#[derive(Debug, clap::Args)]
pub(crate) struct Ship {
    #[command(flatten)]
    place: Place,
    /// The folder to ship to; a file that is in it is never changed.
    #[arg(long, value_name = "DIR", required_unless_present = "end")]
    to: Option<PathBuf>,
    /// Go on until told to stop.
    #[arg(long)]
    follow: bool,
    /// Encrypt each file to this OpenPGP certificate; may be repeated.
    #[arg(long = "encrypt-to", value_name = "FILE")]
    encrypt_to: Vec<PathBuf>,
    /// Ship no more, and keep no more units for it.
    #[arg(long, conflicts_with_all = ["to", "follow", "encrypt_to"])]
    end: bool,
}

fn at(path: &Path, error: &dyn std::fmt::Display) -> Ended {
    Ended::Outside(format!("{}: {error}", path.display()))
}

fn fail(error: &BackupError) -> Ended {
    match error {
        BackupError::Refused(says) => Ended::Usage(says.clone()),
        other => Ended::Outside(other.to_string()),
    }
}

/// Ship what waits, and go on if that is wanted.
pub(super) async fn ship(given: &Ship, out: &mut Out) -> Result<(), Ended> {
    given.place.must_exist()?;
    let to = Recipients::read(&given.encrypt_to).map_err(Ended::Usage)?;
    let database = given.place.open_database().await?;
    let Some(folder) = given.to.as_ref().filter(|_| !given.end) else {
        let before = shipping::end(&database).await.map_err(|error| fail(&error))?;
        database.close().await;
        return out.fact(&match before {
            Some(target) => format!("{target}: nothing more is shipped there"),
            None => "nothing was shipped".to_owned(),
        });
    };
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|e| at(folder, &e))?;
    let folder = folder.canonicalize().map_err(|error| at(folder, &error))?;
    let _alone = outside::hold(&folder).map_err(Ended::Outside)?;
    let target = folder.display().to_string();
    let new = shipping::begin(&database, &target).await.map_err(|error| fail(&error))?;
    if new && !files(&folder)?.is_empty() {
        shipping::end(&database).await.map_err(|error| fail(&error))?;
        let says = "holds units of another instance, or of before shipping was ended; name an \
                    empty folder";
        return Err(Ended::Usage(format!("{target}: {says}")));
    }
    let mut shipper = Shipper::new(database.clone(), folder, target, to)?;
    let mut stop = signal(SignalKind::terminate()).map_err(|e| Ended::Outside(e.to_string()))?;
    loop {
        shipper.all(out).await?;
        if !given.follow {
            break;
        }
        tokio::select! {
            () = tokio::time::sleep(IDLE) => {}
            _ = stop.recv() => break,
            _ = tokio::signal::ctrl_c() => break,
        }
    }
    shipper.all(out).await?;
    database.close().await;
    let (files, units) = (shipper.files, shipper.units);
    let files = counted(files, "file", "files");
    out.fact(&format!("{}: {files} with {}", shipper.target, counted(units, "unit", "units")))
}

/// Files of a folder by number.
fn files(folder: &Path) -> Result<BTreeMap<u64, PathBuf>, Ended> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| at(folder, &error))? {
        let path = entry.map_err(|error| at(folder, &error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let number = name.strip_prefix("units-").and_then(|rest| rest.split_once('.'));
        let number = number.filter(|(_, kind)| ["jsonl.zst", "jsonl.zst.pgp"].contains(kind));
        if let Some(number) = number.and_then(|(number, _)| number.parse().ok())
            && let Some(other) = found.insert(number, path)
        {
            return Err(Ended::Usage(format!("{}: two files have its number", other.display())));
        }
    }
    Ok(found)
}

fn sha256(bytes: &[u8]) -> String {
    domain::words::Digest::of(bytes).to_string()
}

struct Shipper {
    database: Database,
    folder: PathBuf,
    target: String,
    to: Option<Recipients>,
    /// The number and the digest of the last file.
    last: (u64, String),
    files: usize,
    units: usize,
}

impl Shipper {
    fn new(
        database: Database,
        folder: PathBuf,
        target: String,
        to: Option<Recipients>,
    ) -> Result<Self, Ended> {
        let last = match files(&folder)?.pop_last() {
            Some((number, path)) => {
                let bytes = outside::read_bounded(&path, FILE_MAX).map_err(Ended::Outside)?;
                (number, sha256(&bytes))
            }
            None => (0, String::new()),
        };
        Ok(Self { database, folder, target, to, last, files: 0, units: 0 })
    }

    /// Ship until nothing waits. A crash between writing a file and recording that it is there ships
    /// its units twice; whoever restores writes each once.
    async fn all(&mut self, out: &mut Out) -> Result<(), Ended> {
        loop {
            let waiting = shipping::waiting(&self.database).await.map_err(|error| fail(&error))?;
            if waiting.is_empty() {
                return Ok(());
            }
            let number = self.last.0 + 1;
            let (path, digest) = self.write(number, &waiting)?;
            self.last = (number, digest);
            let taken = shipping::taken(&self.database, &waiting, number).await;
            taken.map_err(|error| fail(&error))?;
            self.files += 1;
            self.units += waiting.len();
            out.say(&format!("{}: {}", path.display(), counted(waiting.len(), "unit", "units")));
        }
    }

    fn write(&self, number: u64, units: &[Waiting]) -> Result<(PathBuf, String), Ended> {
        let about = (self.target.as_str(), number, self.last.1.as_str());
        let mut bytes = Vec::new();
        let name = match &self.to {
            None => {
                shipping::pack(&mut bytes, about, units).map_err(|error| fail(&error))?;
                format!("units-{number:08}.jsonl.zst")
            }
            Some(to) => {
                let mut sealing = to.seal(&mut bytes).map_err(Ended::Outside)?;
                shipping::pack(&mut sealing, about, units).map_err(|error| fail(&error))?;
                sealing.finish().map_err(Ended::Outside)?;
                format!("units-{number:08}.jsonl.zst.pgp")
            }
        };
        let path = self.folder.join(&name);
        let digest = sha256(&bytes);
        self.put(&name, &bytes)?;
        self.put(&format!("{name}.sha256"), format!("{digest}  {name}\n").as_bytes())?;
        Ok((path, digest))
    }

    /// A file that appears only when it is whole and on disk.
    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Ended> {
        let (half, path) = (self.folder.join(".half"), self.folder.join(name));
        let write = || -> std::io::Result<()> {
            let mut file = outside::create_private(&half)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&half, &path)?;
            File::open(&self.folder)?.sync_all()
        };
        write().map_err(|error| at(&path, &error))
    }
}

/// The files of a folder, one after another, as a restore wants them.
pub(super) fn parcels(
    folder: &Path,
    key: Option<&OpeningKey>,
) -> Result<impl Iterator<Item = Result<Parcel, String>> + Send + use<>, Ended> {
    let key = key.cloned();
    let found = files(folder)?;
    if found.is_empty() {
        let says = "holds no shipped units; is the disk there? Without --log, the backup alone is restored";
        return Err(Ended::Usage(format!("{}: {says}", folder.display())));
    }
    Ok(found.into_iter().map(move |(number, path)| {
        let name = path.display().to_string();
        let bytes = outside::read_bounded(&path, FILE_MAX)?;
        let sha256 = sha256(&bytes);
        let bytes = match &key {
            None if !name.ends_with(".pgp") => bytes,
            // Who encrypts everything expects no plain file here.
            Some(_) if !name.ends_with(".pgp") => {
                return Err(format!("{name}: is not encrypted, and with --key all of it must be"));
            }
            None => return Err(format!("{name}: is encrypted; name a key with --key")),
            Some(key) => {
                let mut opened = Vec::new();
                let mut reader = key.open(std::io::Cursor::new(bytes))?;
                std::io::Read::read_to_end(&mut reader, &mut opened)
                    .map_err(|error| format!("{name}: {error}"))?;
                opened
            }
        };
        Ok(Parcel { name, number, sha256, bytes })
    }))
}
