//! The folder of one run of the gate. It outlives every process of the run, so that nothing can
//! write into it any more when it is removed.

use std::fs::{Permissions, create_dir, set_permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::trouble::Trouble;

/// Makes the folder. Its path is short, because the path of a socket in it may have 107 bytes,
/// and other accounts may pass through it, because PostgreSQL does not run as root.
pub(crate) fn make() -> Result<TempDir, Trouble> {
    let short = Path::new("/tmp");
    let parent = if short.is_dir() { short.to_owned() } else { std::env::temp_dir() };
    let doing = format!("making a folder in {}", parent.display());
    let folder = tempfile::Builder::new()
        .prefix("gate-")
        .tempdir_in(&parent)
        .map_err(Trouble::doing(doing.clone()))?;
    set_permissions(folder.path(), Permissions::from_mode(0o711)).map_err(Trouble::doing(doing))?;
    Ok(folder)
}

/// Makes a folder inside it for one server, which nobody else can enter.
pub(crate) fn inside(folder: &Path, name: &str) -> Result<PathBuf, Trouble> {
    let path = folder.join(name);
    let doing = format!("making {}", path.display());
    create_dir(&path).map_err(Trouble::doing(doing.clone()))?;
    set_permissions(&path, Permissions::from_mode(0o700)).map_err(Trouble::doing(doing))?;
    Ok(path)
}
