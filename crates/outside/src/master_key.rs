//! Where the master keys are: a file beside the database, a variable, or a command that prints them.
//! What they hold is in no message.

use crate::{create_private, read_text, write_whole};
use app::ports::master::MasterText;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

/// More text than this holds something else.
const MAX: usize = 100_000;

/// A file of master keys, a key on each line.
#[derive(Debug, Clone)]
pub struct MasterKeyFile(PathBuf);

impl MasterKeyFile {
    /// This file.
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Make it, for its owner alone. Of two processes that begin at once one makes it, and both read
    /// it; whether it was this one.
    pub fn make(&self, line: &str) -> Result<bool, String> {
        let make = || -> std::io::Result<bool> {
            let own = self.0.with_extension(format!("{}.new", std::process::id()));
            let mut file = create_private(&own)?;
            file.write_all(format!("{line}\n").as_bytes())?;
            file.sync_all()?;
            let made = std::fs::hard_link(&own, &self.0);
            std::fs::remove_file(&own)?;
            match made {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
                made => made.map(|()| true),
            }
        };
        make().map_err(|error| format!("making {}: {error}", self.0.display()))
    }

    /// Put a key first, which seals from now on.
    pub fn put_first(&self, line: &str) -> Result<(), String> {
        let before = self.read()?;
        write_whole(&self.0, &format!("{line}\n{before}"))
    }

    /// Leave out the lines of these ids.
    pub fn leave_out(&self, ids: &[String]) -> Result<(), String> {
        let text = self.read()?;
        let kept = |line: &&str| {
            line.split_whitespace().nth(1).is_none_or(|id| !ids.iter().any(|i| i == id))
        };
        let kept: Vec<&str> = text.lines().filter(kept).collect();
        write_whole(&self.0, &format!("{}\n", kept.join("\n")))
    }
}

impl MasterText for MasterKeyFile {
    fn read(&self) -> Result<String, String> {
        read_text(&self.0, MAX)
    }

    fn stamp(&self) -> Option<(SystemTime, u64)> {
        let found = std::fs::metadata(&self.0).ok()?;
        Some((found.modified().ok()?, found.len()))
    }

    fn name(&self) -> String {
        self.0.display().to_string()
    }
}

/// Master keys that were given as they are, by a variable.
pub struct MasterKeyValue {
    /// The variable.
    pub variable: &'static str,
    /// Its text.
    pub text: String,
}

impl MasterText for MasterKeyValue {
    fn read(&self) -> Result<String, String> {
        Ok(self.text.clone())
    }

    fn name(&self) -> String {
        format!("the variable {}", self.variable)
    }
}

/// A command of the shell that prints master keys. It is run at the start, and where a key is missing.
#[derive(Debug, Clone)]
pub struct MasterKeyCommand(pub String);

impl MasterText for MasterKeyCommand {
    fn read(&self) -> Result<String, String> {
        let run = || -> Result<String, String> {
            let mut child = Command::new("sh")
                .args(["-c", &self.0])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .spawn()
                .map_err(|error| error.to_string())?;
            let mut text = String::new();
            let said = child.stdout.take().map(|said| said.take(MAX as u64));
            let read = said.map_or(Ok(0), |mut said| said.read_to_string(&mut text));
            let ended = child.wait().map_err(|error| error.to_string())?;
            read.map_err(|error| error.to_string())?;
            if ended.success() { Ok(text) } else { Err(ended.to_string()) }
        };
        run().map_err(|says| format!("{}: {says}", self.name()))
    }

    fn name(&self) -> String {
        "the command of the master key".to_owned()
    }
}
