//! One file of text: read within a bound, written as a whole or not at all.

use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The bytes of a file, unless it has more than `bytes_max`.
pub fn read_bounded(path: &Path, bytes_max: usize) -> Result<Vec<u8>, String> {
    let at = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    if waits(path) {
        return Err(at(&"a named pipe, where a file is wanted"));
    }
    let file = fs::File::open(path).map_err(|error| at(&error))?;
    if file.metadata().map_err(|error| at(&error))?.is_dir() {
        return Err(at(&"a folder, where a file is wanted"));
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    file.take(limit).read_to_end(&mut bytes).map_err(|error| at(&error))?;
    if bytes.len() > bytes_max {
        return Err(at(&format!("larger than {bytes_max} bytes")));
    }
    Ok(bytes)
}

/// A new file for its owner alone. What has this name goes first, and a link is not followed.
pub fn create_private(path: &Path) -> std::io::Result<fs::File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether opening waits until somebody writes, perhaps for ever. A shell's own pipes are open already.
#[cfg(unix)]
fn waits(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    let shells = path.starts_with("/dev") || path.starts_with("/proc");
    !shells && fs::metadata(path).is_ok_and(|found| found.file_type().is_fifo())
}

#[cfg(not(unix))]
fn waits(_: &Path) -> bool {
    false
}

/// The text of a file, unless it has more than `bytes_max` bytes or is no UTF-8.
pub fn read_text(path: &Path, bytes_max: usize) -> Result<String, String> {
    String::from_utf8(read_bounded(path, bytes_max)?).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("{}: not UTF-8 (line {line})", path.display())
    })
}

/// Write a file so that a reader, or a crash, sees the old one or the new one. It keeps the old
/// one's permissions, and where the path is a link, what it points to is written.
pub fn write_whole(path: &Path, text: &str) -> Result<(), String> {
    let at = |path: &Path, error: std::io::Error| format!("writing {}: {error}", path.display());
    let real = match fs::canonicalize(path) {
        Ok(real) => real,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(at(path, error)),
    };
    let name = real.file_name().ok_or_else(|| format!("{}: not a file", path.display()))?;
    let mut new_name = std::ffi::OsString::from(".");
    new_name.push(name);
    new_name.push(format!(".{}.new", std::process::id()));
    let new: PathBuf = real.with_file_name(new_name);
    let write = || -> std::io::Result<()> {
        let mut file = fs::File::create_new(&new)?;
        if let Ok(old) = fs::metadata(&real) {
            file.set_permissions(old.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, &real)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&new);
        at(path, error)
    })
}
