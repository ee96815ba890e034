//! axe-core, which reads pages for what people with a screen reader or without a mouse meet. npm
//! brings exactly what `house/axe/package-lock.json` names, with its digest, beside the build.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::children;
use crate::parts;
use crate::stop::Stop;
use crate::trouble::Trouble;

/// What is copied, so that npm works in the build's folder and not in the project.
const FILES: &[&str] = &["package.json", "package-lock.json"];

/// The script, installed if it is not there in the version that is wanted.
pub(crate) fn ready(root: &Path, stop: &Stop) -> Result<PathBuf, Trouble> {
    let folder = root.join("target/gate/axe");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    let wanted = |name: &str| {
        let path = root.join("house/axe").join(name);
        std::fs::read(&path).map_err(Trouble::doing(format!("reading {}", path.display())))
    };
    let lock = wanted("package-lock.json")?;
    // npm puts its own note inside once everything is there and its digest was right.
    let done = folder.join("node_modules/.package-lock.json");
    let same = std::fs::read(folder.join("package-lock.json")).is_ok_and(|here| here == lock);
    if same && done.is_file() && script.is_file() {
        return Ok(script);
    }
    let npm = parts::on_path("npm").ok_or_else(|| {
        Trouble::new("there is no npm here to bring axe-core; run cargo gate --only system")
    })?;
    let making = || Trouble::doing(format!("making {}", folder.display()));
    std::fs::create_dir_all(&folder).map_err(making())?;
    for name in FILES {
        std::fs::write(folder.join(name), wanted(name)?).map_err(making())?;
    }
    let mut command = Command::new(npm);
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]);
    children::run(command.current_dir(&folder), stop, children::USUAL)?;
    if script.is_file() {
        Ok(script)
    } else {
        Err(Trouble::new(format!("npm brought no {}", script.display())))
    }
}
