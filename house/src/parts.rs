//! The parts of the system that tests use, where they are found, and which package brings them.

use std::path::{Path, PathBuf};

/// One part of the system.
pub(crate) struct Part {
    /// What to call it in a message.
    pub(crate) name: &'static str,
    /// The Debian package that brings it.
    pub(crate) package: &'static str,
    /// Where it is, if it is there.
    pub(crate) find: fn() -> Option<PathBuf>,
}

/// Every part the gate wants.
pub(crate) const PARTS: &[Part] = &[
    Part { name: "PostgreSQL server", package: "postgresql", find: postgres },
    Part { name: "Chromium", package: "chromium", find: chromium },
    Part { name: "chromedriver", package: "chromium-driver", find: chromedriver },
    Part { name: "npm", package: "npm", find: || on_path("npm") },
    Part { name: "git", package: "git", find: || on_path("git") },
    Part { name: "GnuPG", package: "gnupg", find: || on_path("gpg") },
    Part { name: "aiosmtpd", package: "python3-aiosmtpd", find: aiosmtpd },
];

/// The folder with `initdb` and `postgres`, the newest version first where Debian keeps several.
pub(crate) fn postgres() -> Option<PathBuf> {
    let whole =
        |folder: &Path| is_program(&folder.join("initdb")) && is_program(&folder.join("postgres"));
    if let Some(folder) = on_path("initdb").and_then(|p| p.parent().map(Path::to_owned))
        && whole(&folder)
    {
        return Some(folder);
    }
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| whole(folder))
        .collect();
    versions.sort();
    versions.pop().map(|(_, folder)| folder)
}

/// The browser.
pub(crate) fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .iter()
        .find_map(|name| on_path(name))
}

/// The browser's driver, which some distributions keep off the path.
pub(crate) fn chromedriver() -> Option<PathBuf> {
    on_path("chromedriver").or_else(|| {
        ["/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"]
            .iter()
            .map(PathBuf::from)
            .find(|path| is_program(path))
    })
}

/// The mail server of the tests, a library of Debian's Python.
fn aiosmtpd() -> Option<PathBuf> {
    let library = PathBuf::from("/usr/lib/python3/dist-packages/aiosmtpd");
    library.is_dir().then_some(library)
}

/// The first program of this name on the path.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| is_program(file))
}

fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}
