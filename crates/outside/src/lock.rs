//! One process at a time in a folder that several share. The lock ends with its process, however
//! that ends.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long to wait for the others. A disk that hangs under one of them must not hold all.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often to look again.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Wait a little until nobody else writes in this folder; until the lock is dropped nobody does.
pub fn hold(folder: &Path) -> Result<File, String> {
    let path = folder.join(".lock");
    let at = |error: std::io::Error| format!("locking {}: {error}", path.display());
    fs::create_dir_all(folder).map_err(at)?;
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(at)?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(at(error)),
            Err(TryLockError::WouldBlock) if began.elapsed() > PATIENCE => {
                return Err(format!("{}: another process has held it too long", path.display()));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK_AGAIN),
        }
    }
}
