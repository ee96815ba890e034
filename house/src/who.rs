//! Which account a server runs as: PostgreSQL refuses to run as root.

use std::path::Path;
use std::process::Command;

use crate::trouble::Trouble;

/// An account without rights, to become for a while.
pub(crate) struct Account {
    name: String,
    uid: u32,
    gid: u32,
}

/// Whether we may install packages and change accounts.
pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

impl Account {
    /// The account to become, or none when we have no rights to drop.
    pub(crate) fn to_become() -> Result<Option<Self>, Trouble> {
        if !is_root() {
            return Ok(None);
        }
        let list = std::fs::read_to_string("/etc/passwd")
            .map_err(Trouble::doing("reading the list of accounts"))?;
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| Self::named(name, &list))
            .map(Some)
            .ok_or_else(|| {
                Trouble::new(
                    "PostgreSQL refuses to run as root, and there is no account postgres or nobody",
                )
            })
    }

    fn named(name: &str, list: &str) -> Option<Self> {
        let fields: Vec<_> =
            list.lines().map(|l| l.split(':').collect::<Vec<_>>()).find(|f| f[0] == name)?;
        let uid = fields.get(2)?.parse().ok().filter(|uid| *uid != 0)?;
        Some(Self { name: name.to_owned(), uid, gid: fields.get(3)?.parse().ok()? })
    }

    /// Makes the command run as this account. The standard library drops the other groups too.
    pub(crate) fn run(&self, command: &mut Command) {
        use std::os::unix::process::CommandExt as _;
        command.uid(self.uid).gid(self.gid);
    }

    /// Hands a folder to this account.
    pub(crate) fn own(&self, folder: &Path) -> Result<(), Trouble> {
        std::os::unix::fs::chown(folder, Some(self.uid), Some(self.gid))
            .map_err(Trouble::doing(format!("giving {} to {}", folder.display(), self.name)))
    }
}
