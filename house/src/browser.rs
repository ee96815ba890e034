//! A WebDriver for Chromium, on a port of its own and in a folder of its own.

use std::fs::File;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::children;
use crate::parts;
use crate::scratch;
use crate::stop::Stop;
use crate::trouble::Trouble;

/// A running driver. Dropping it ends the driver with its group; browsers that outlive it are
/// ended as leftovers, and only then the folder with their profiles goes.
pub(crate) struct Driver {
    server: Child,
    port: u16,
    chromium: PathBuf,
}

impl Driver {
    /// Starts the driver in the run's folder and waits until it answers.
    pub(crate) fn start(folder: &Path, stop: &Stop) -> Result<Self, Trouble> {
        let missing = || {
            Trouble::new("there is no Chromium with its driver here; run cargo gate --only system")
        };
        let chromium = parts::chromium().ok_or_else(missing)?;
        let driver = parts::chromedriver().ok_or_else(missing)?;
        let folder = scratch::inside(folder, "browser")?;
        let mut last = None;
        for _ in 0..3 {
            let port = children::free_port()?;
            match serve(&driver, &folder, port, stop) {
                Ok(server) => return Ok(Self { server, port, chromium }),
                Err(trouble) => last = Some(trouble),
            }
            stop.check()?;
        }
        Err(last.unwrap_or_else(|| Trouble::new("starting the browser's driver")))
    }

    /// Where tests ask for a browser.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The browser to name in a test's wishes.
    pub(crate) fn chromium(&self) -> &Path {
        &self.chromium
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        children::end(&mut self.server, children::USUAL);
    }
}

fn serve(driver: &Path, folder: &Path, port: u16, stop: &Stop) -> Result<Child, Trouble> {
    let path = folder.join("driver.log");
    let log = File::create(&path).map_err(Trouble::doing(format!("writing {}", path.display())))?;
    let copy = log.try_clone().map_err(Trouble::doing("sharing a log"))?;
    let mut command = children::bound_to_gate(driver, "TERM");
    command.arg(format!("--port={port}")).stdout(Stdio::from(log)).stderr(Stdio::from(copy));
    // Browsers write profiles, caches and crash reports under these; all go with the folder.
    for name in ["TMPDIR", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] {
        command.env(name, folder);
    }
    let mut server = children::serve(command)?;
    let ready = || TcpStream::connect(("127.0.0.1", port)).is_ok();
    children::wait_until(&mut server, stop, Duration::from_secs(30), ready).map_err(|trouble| {
        children::end(&mut server, children::USUAL);
        let said = children::tail(&path);
        Trouble::new(format!("starting the browser's driver: {trouble}\n{said}"))
    })?;
    Ok(server)
}
