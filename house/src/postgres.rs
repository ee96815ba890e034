//! A throw-away PostgreSQL cluster: made, used and removed within one run of the gate.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::Signal;

use crate::children::{self, Blow};
use crate::parts;
use crate::scratch;
use crate::stop::Stop;
use crate::trouble::Trouble;
use crate::who::Account;

const USER: &str = "vulnerary";

/// Fast shutdown, then immediate; nothing in the cluster is worth waiting for.
const BLOWS: &[Blow] =
    &[(Signal::INT, Duration::from_secs(5)), (Signal::QUIT, Duration::from_secs(5))];

/// A running cluster. Dropping it stops the server; its folder goes with the run's.
pub(crate) struct Cluster {
    server: Child,
    port: u16,
}

impl Cluster {
    /// Makes the cluster in the run's folder and waits until it takes connections.
    pub(crate) fn start(folder: &Path, stop: &Stop) -> Result<Self, Trouble> {
        let tools = parts::postgres().ok_or_else(|| {
            Trouble::new("there is no PostgreSQL server here; run cargo gate --only system")
        })?;
        let account = Account::to_become()?;
        let folder = scratch::inside(folder, "postgres")?;
        if let Some(account) = &account {
            account.own(&folder)?;
        }
        initdb(&tools, &folder, account.as_ref(), stop)?;
        let mut last = None;
        for _ in 0..3 {
            let port = children::free_port()?;
            match serve(&tools, &folder, port, account.as_ref(), stop) {
                Ok(server) => return Ok(Self { server, port }),
                Err(trouble) => last = Some(trouble),
            }
            stop.check()?;
        }
        Err(last.unwrap_or_else(|| Trouble::new("starting PostgreSQL")))
    }

    /// Where tests connect; each makes databases of its own.
    pub(crate) fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        children::end(&mut self.server, BLOWS);
    }
}

fn initdb(
    tools: &Path,
    folder: &Path,
    account: Option<&Account>,
    stop: &Stop,
) -> Result<(), Trouble> {
    let log = log(folder, "initdb.log")?;
    let mut command = Command::new(tools.join("initdb"));
    command
        .args(["--auth=trust", "--no-sync", "--no-locale", "--encoding=UTF8", "--username", USER])
        .arg("--pgdata")
        .arg(folder.join("data"));
    prepare(&mut command, folder, account, &log)?;
    children::run(&mut command, stop, children::USUAL).map_err(|trouble| {
        if stop.signal().is_some() {
            return trouble;
        }
        let said = children::tail(&folder.join("initdb.log"));
        Trouble::new(format!("making a PostgreSQL cluster: {trouble}\n{said}"))
    })
}

fn serve(
    tools: &Path,
    folder: &Path,
    port: u16,
    account: Option<&Account>,
    stop: &Stop,
) -> Result<Child, Trouble> {
    let log = log(folder, "server.log")?;
    let data = folder.join("data");
    let mut command = children::bound_to_gate(&tools.join("postgres"), "QUIT");
    command.arg("-D").arg(&data);
    for setting in [
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        format!("unix_socket_directories={}", folder.display()),
        "max_connections=200".to_owned(),
        "fsync=off".to_owned(),
        "synchronous_commit=off".to_owned(),
        "full_page_writes=off".to_owned(),
    ] {
        command.arg("-c").arg(setting);
    }
    prepare(&mut command, folder, account, &log)?;
    let mut server = children::serve(command)?;
    let ready = || is_ready(&data.join("postmaster.pid"));
    children::wait_until(&mut server, stop, Duration::from_secs(60), ready).map_err(|trouble| {
        children::end(&mut server, BLOWS);
        if stop.signal().is_some() {
            return trouble;
        }
        let said = children::tail(&folder.join("server.log"));
        Trouble::new(format!("starting PostgreSQL on port {port}: {trouble}\n{said}"))
    })?;
    Ok(server)
}

/// The server writes its state into the eighth line of this file; an open port alone does not
/// mean that it takes connections yet.
fn is_ready(file: &PathBuf) -> bool {
    std::fs::read_to_string(file)
        .is_ok_and(|text| text.lines().nth(7).is_some_and(|line| line.trim() == "ready"))
}

fn log(folder: &Path, name: &str) -> Result<File, Trouble> {
    let path = folder.join(name);
    File::create(&path).map_err(Trouble::doing(format!("writing {}", path.display())))
}

fn prepare(
    command: &mut Command,
    folder: &Path,
    account: Option<&Account>,
    log: &File,
) -> Result<(), Trouble> {
    let copy = || log.try_clone().map(Stdio::from).map_err(Trouble::doing("sharing a log"));
    command.stdout(copy()?).stderr(copy()?).current_dir(folder).env("LC_ALL", "C");
    if let Some(account) = account {
        account.run(command);
    }
    Ok(())
}
