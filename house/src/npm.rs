//! What tests need from npm: axe-core, which reads pages for what people with a screen reader or without a
//! mouse meet, and a provider of OpenID Connect. npm brings exactly what the lock file in `house/` names,
//! with its digest, beside the build.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::children;
use crate::parts;
use crate::stop::Stop;
use crate::trouble::Trouble;

/// Something that npm brings.
pub(crate) struct Wanted {
    /// Its folder in `house`, and beside the build.
    name: &'static str,
    /// What is copied, so that npm works in the build's folder and not in the project.
    files: &'static [&'static str],
    /// What must be there then.
    there: &'static str,
    /// What tests are told.
    told: &'static str,
}

/// The script that reads pages.
pub(crate) const AXE: Wanted = Wanted {
    name: "axe",
    files: &["package-lock.json", "package.json"],
    there: "node_modules/axe-core/axe.min.js",
    told: "node_modules/axe-core/axe.min.js",
};

/// The provider.
pub(crate) const OIDC: Wanted = Wanted {
    name: "oidc",
    files: &["package-lock.json", "package.json", "provider.mjs"],
    there: "node_modules/oidc-provider/package.json",
    told: "provider.mjs",
};

/// Where it is, installed if it is not there as it is wanted.
pub(crate) fn ready(wanted: &Wanted, root: &Path, stop: &Stop) -> Result<PathBuf, Trouble> {
    let folder = root.join("target/gate").join(wanted.name);
    let (there, told) = (folder.join(wanted.there), folder.join(wanted.told));
    let read = |name: &str| {
        let path = root.join("house").join(wanted.name).join(name);
        std::fs::read(&path).map_err(Trouble::doing(format!("reading {}", path.display())))
    };
    let mut same = true;
    for name in wanted.files {
        let is = read(name)?;
        same &= std::fs::read(folder.join(name)).is_ok_and(|here| here == is);
    }
    // npm puts its own note inside once everything is there and its digest was right.
    let done = folder.join("node_modules/.package-lock.json");
    if same && done.is_file() && there.is_file() {
        return Ok(told);
    }
    let npm = parts::on_path("npm").ok_or_else(|| {
        Trouble::new(format!(
            "there is no npm here to bring {}; run cargo gate --only system",
            wanted.name
        ))
    })?;
    let making = || Trouble::doing(format!("making {}", folder.display()));
    std::fs::create_dir_all(&folder).map_err(making())?;
    for name in wanted.files {
        std::fs::write(folder.join(name), read(name)?).map_err(making())?;
    }
    let mut command = Command::new(npm);
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]);
    children::run(command.current_dir(&folder), stop, children::USUAL)?;
    if there.is_file() {
        Ok(told)
    } else {
        Err(Trouble::new(format!("npm brought no {}", there.display())))
    }
}
