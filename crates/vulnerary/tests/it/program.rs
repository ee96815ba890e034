//! The built program as a process.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// What a run printed and how it ended.
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vulnerary"));
    for variable in ["VULNERARY_TOKEN", "VULNERARY_DATA", "VULNERARY_POLICY", "VULNERARY_URL"] {
        command.env_remove(variable);
    }
    command.args(args).env("VULNERARY_LOG", "warn");
    command
}

fn ran(output: Output) -> Ran {
    Ran {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// Run a command to its end.
pub(crate) fn vulnerary(args: &[&str]) -> Ran {
    ran(command(args).output().unwrap())
}

/// Run a command to its end with this on its standard input.
pub(crate) fn vulnerary_reading(args: &[&str], input: &[u8]) -> Ran {
    vulnerary_told(Path::new("."), args, input)
}

/// The same in a folder.
pub(crate) fn vulnerary_told(folder: &Path, args: &[&str], input: &[u8]) -> Ran {
    let mut command = command(args);
    command.current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that ends early does not read on.
    let _ = child.stdin.take().unwrap().write_all(input);
    ran(child.wait_with_output().unwrap())
}

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The folder of real third-party data; says so and gives nothing where there is none.
pub(crate) fn fixtures() -> Option<PathBuf> {
    let folder = std::env::var_os("VULNERARY_FIXTURES")
        .map_or_else(|| root().join("../shared/fixtures"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("VULNERARY_REQUIRE_FIXTURES").is_none(), "no {}", folder.display());
    println!("skipped: there is no {}", folder.display());
    None
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    lines: BufReader<ChildStdout>,
    /// Its address.
    pub(crate) url: String,
    /// What it printed on its way.
    pub(crate) greeting: String,
}

impl Server {
    /// Start one on a free port; returns when it serves.
    pub(crate) fn start(args: &[&str]) -> Self {
        Self::start_telling(args, Stdio::inherit())
    }

    /// The same, with its log going where nobody reads any more.
    pub(crate) fn start_unheard(args: &[&str]) -> Self {
        Self::start_telling(args, Stdio::piped())
    }

    fn start_telling(args: &[&str], log: Stdio) -> Self {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(args);
        let mut child = command(&all).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        drop(child.stderr.take());
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let (mut greeting, mut url) = (String::new(), String::new());
        while !greeting.contains("Data:") {
            let mut line = String::new();
            assert_ne!(lines.read_line(&mut line).unwrap(), 0, "it ended: {greeting}");
            if let Some(rest) = line.strip_prefix("Pages:") {
                url = rest.trim().trim_end_matches('/').to_owned();
            }
            greeting.push_str(&line);
        }
        Self { child, lines, url, greeting }
    }

    /// The one-time link that follows when nobody has an account.
    pub(crate) fn first_link(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.lines.read_line(&mut line).unwrap(), 0, "it ended");
            if line.contains("/join/") {
                return line.trim().to_owned();
            }
        }
    }

    /// Ask it to end; whether it did so in time.
    pub(crate) fn ends_within(mut self, limit: Duration) -> bool {
        let id = self.child.id().to_string();
        let tell = |signal: &str| Command::new("kill").args([signal, &id]).status().unwrap();
        tell("-TERM");
        let (ended, end) = mpsc::channel();
        std::thread::spawn(move || ended.send(self.child.wait().is_ok()));
        let in_time = end.recv_timeout(limit) == Ok(true);
        if !in_time {
            tell("-KILL");
        }
        in_time
    }

    /// Kill it where it stands.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
