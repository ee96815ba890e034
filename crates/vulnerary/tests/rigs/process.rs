//! The built program as a server process that can be killed at any moment, while it starts too.

use crate::place::Place;
use std::ffi::OsString;
use std::fs::File;
use std::process::{Child, Command, Stdio};

/// The built program, or another build of it that somebody names.
pub(crate) fn program() -> OsString {
    let built = || env!("CARGO_BIN_EXE_vulnerary").into();
    std::env::var_os("VULNERARY_PROGRAM").unwrap_or_else(built)
}

/// A server process.
pub(crate) struct Process(Child);

impl Process {
    /// Start one on this place; its listening port is the place's. What it says is appended to a log.
    pub(crate) fn start(place: &Place) -> Self {
        Self::start_at(place, place.port.number)
    }

    /// Behind a proxy on this machine, which says where each request came from.
    pub(crate) fn start_behind_a_proxy(place: &Place) -> Self {
        Self::start_with(place, place.port.number, &["--trusted-proxy", "127.0.0.1"])
    }

    /// One that logs everything it can.
    pub(crate) fn start_talking(place: &Place) -> Self {
        Self::start_told(place, &[])
    }

    /// One that logs everything it can, and is told this besides.
    pub(crate) fn start_told(place: &Place, more: &[&str]) -> Self {
        Self::start_as(place, place.port.number, more, "trace")
    }

    /// Another one beside it, at another port.
    pub(crate) fn start_at(place: &Place, port: u16) -> Self {
        Self::start_with(place, port, &[])
    }

    fn start_with(place: &Place, port: u16, more: &[&str]) -> Self {
        Self::start_as(place, port, more, "warn,app=info")
    }

    fn start_as(place: &Place, port: u16, more: &[&str], talk: &str) -> Self {
        let log = || File::options().create(true).append(true).open(place.log()).unwrap();
        let mut command = Command::new(program());
        for variable in ["VULNERARY_TOKEN", "VULNERARY_DATA", "VULNERARY_POLICY", "VULNERARY_URL"] {
            command.env_remove(variable);
        }
        command
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--url", testkit::SITE])
            .args(["--database", &place.url])
            .arg("--data")
            .arg(place.data())
            .arg("--policy")
            .arg(place.policy_folder())
            .args(more)
            .env("VULNERARY_LOG", talk)
            .env("TOKIO_WORKER_THREADS", "2")
            .stdin(Stdio::null())
            .stdout(log())
            .stderr(log());
        Self(command.spawn().unwrap())
    }

    /// Whether it ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// SIGKILL; gone when this returns.
    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
