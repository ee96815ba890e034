//! A policy pack from a folder, as the map that `domain::policy::read` takes.

use std::collections::BTreeMap;
use std::path::Path;

/// The most files, the largest file and the deepest folder of a pack.
const LIMITS: (usize, u64, usize) = (2_000, 1 << 20, 4);

/// Every `.toml` and `.json` file of the folder, by path relative to it.
pub fn read_policy_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut files = BTreeMap::new();
    read_into(folder, "", 0, &mut files)?;
    if files.is_empty() {
        return Err(format!("{}: holds no policy; a pack has a policy.toml", folder.display()));
    }
    Ok(files)
}

fn read_into(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), String> {
    let (files_max, bytes_max, depth_max) = LIMITS;
    let at = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let entries = std::fs::read_dir(folder)
        .map_err(|error| at(folder, &format!("cannot be read as a policy pack: {error}")))?;
    for entry in entries {
        let entry = entry.map_err(|error| at(folder, &error))?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(|error| at(&path, &error))?;
        if kind.is_dir() && depth < depth_max && !name.starts_with('.') {
            read_into(&path, &format!("{prefix}{name}/"), depth + 1, files)?;
        } else if kind.is_file() && (name.ends_with(".toml") || name.ends_with(".json")) {
            let length = entry.metadata().map_err(|error| at(&path, &error))?.len();
            if length > bytes_max || files.len() >= files_max {
                let says = format!("a pack has at most {files_max} files of {bytes_max} bytes");
                return Err(at(&path, &says));
            }
            let bytes = std::fs::read(&path).map_err(|error| at(&path, &error))?;
            files.insert(format!("{prefix}{name}"), bytes);
        }
    }
    Ok(())
}
