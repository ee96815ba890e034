//! The first step: the parts of the system, installed where we may and named where we may not.

use std::path::Path;
use std::process::Command;

use crate::children;
use crate::parts::{self, PARTS, Part};
use crate::say::say;
use crate::stop::Stop;
use crate::trouble::Trouble;
use crate::who;

/// Where Debian is told whether a new PostgreSQL gets a cluster that starts with the machine.
const CLUSTER_SETTING: &str = "/etc/postgresql-common/createcluster.conf";

/// Finds every part, and installs what is missing when that is possible.
pub(crate) fn ready(stop: &Stop) -> Result<String, Trouble> {
    let missing = missing();
    if missing.is_empty() {
        return Ok("all parts are here".to_owned());
    }
    let names: Vec<_> = missing.iter().map(|part| part.name).collect();
    let packages: Vec<_> = missing.iter().map(|part| part.package).collect();
    let (names, list) = (names.join(", "), packages.join(" "));
    if !who::is_root() || parts::on_path("apt-get").is_none() {
        return Err(Trouble::new(format!(
            "missing: {names}. On Debian or Ubuntu: apt-get install {list}; elsewhere, install \
             them and put their programs on the path"
        )));
    }
    say(&format!("   missing: {names}; installing with apt-get: {list}"));
    if packages.contains(&"postgresql") {
        keep_cluster_away()?;
    }
    apt(&["update"], stop)?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(&packages);
    apt(&words, stop)?;
    match self::missing().first() {
        None => Ok(format!("installed {list}")),
        Some(part) => Err(Trouble::new(format!(
            "{} is still missing after installing {}; on Ubuntu this package only points to a \
             snap, so install the program itself",
            part.name, part.package
        ))),
    }
}

fn missing() -> Vec<&'static Part> {
    PARTS.iter().filter(|part| (part.find)().is_none()).collect()
}

/// Debian's package makes a cluster and starts it; on somebody's machine that is not ours to do.
fn keep_cluster_away() -> Result<(), Trouble> {
    let file = Path::new(CLUSTER_SETTING);
    if file.exists() {
        return Ok(());
    }
    say(&format!("   writing {CLUSTER_SETTING}, so that no server starts with the machine"));
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)
            .map_err(Trouble::doing(format!("making {}", folder.display())))?;
    }
    std::fs::write(file, "create_main_cluster = false\n")
        .map_err(Trouble::doing(format!("writing {CLUSTER_SETTING}")))
}

fn apt(words: &[&str], stop: &Stop) -> Result<(), Trouble> {
    let mut command = Command::new("apt-get");
    command
        .args(["-qq", "-o=Dpkg::Use-Pty=0", "-o=Dpkg::Options::=--force-confold"])
        .args(words)
        .env("DEBIAN_FRONTEND", "noninteractive");
    children::run(&mut command, stop, children::PATIENT)
        .map_err(Trouble::doing(format!("running apt-get {}", words.join(" "))))
}
