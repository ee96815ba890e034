//! The steps of the gate, in order. To add one, write a function and a row of the table.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::browser::Driver;
use crate::children;
use crate::npm;
use crate::options::Options;
use crate::postgres::Cluster;
use crate::say::say;
use crate::stop::Stop;
use crate::system;
use crate::trouble::Trouble;

/// One step.
pub(crate) struct Step {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What it does, on one line.
    pub(crate) about: &'static str,
    /// Does it.
    pub(crate) run: fn(&mut Gate) -> Result<Done, Trouble>,
}

/// How a step ended well.
pub(crate) enum Done {
    /// It holds; with a note, which may be empty.
    Holds(String),
    /// It had nothing to work with, and why that is no failure.
    Skipped(String),
}

/// Every step, in order.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "system", about: "the parts of the system that tests use", run: parts },
    Step { name: "fmt", about: "cargo fmt --all --check", run: fmt },
    Step { name: "clippy", about: "cargo clippy, every warning an error", run: clippy },
    Step { name: "deny", about: "cargo deny: bans, licences, sources", run: deny },
    Step { name: "postgres", about: "start a throw-away PostgreSQL cluster", run: postgres },
    Step { name: "browser", about: "start chromedriver; axe-core, a provider", run: browser },
    Step { name: "tests", about: "every test of the workspace", run: tests },
    Step { name: "pictures", about: "a picture of every page (only when named)", run: pictures },
    Step { name: "plays", about: "200 000 plays of the simulated world (with --long)", run: plays },
    Step { name: "doc", about: "cargo doc, broken links denied", run: doc },
    Step { name: "policies", about: "vulnerary policy check on the packs we ship", run: policies },
    Step { name: "peers", about: "comparisons with other programs (with --peers)", run: peers },
];

/// Comparisons with other programs. Each will be a step of its own behind `--peers`.
const PEERS: &[Step] = &[];

/// What the steps share: the wishes, the place, and the servers that run until the end.
pub(crate) struct Gate {
    /// The wishes.
    pub(crate) options: Options,
    stop: Stop,
    root: PathBuf,
    scratch: PathBuf,
    cluster: Option<Cluster>,
    driver: Option<Driver>,
    axe: Option<PathBuf>,
    oidc: Option<PathBuf>,
}

impl Gate {
    /// A gate over the workspace this program was built from.
    pub(crate) fn new(options: Options, scratch: PathBuf, stop: Stop) -> Self {
        let house = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = house.parent().unwrap_or(Path::new(".")).to_owned();
        Self { options, stop, root, scratch, cluster: None, driver: None, axe: None, oidc: None }
    }

    fn run(&self, command: &mut Command) -> Result<Done, Trouble> {
        children::run(command, &self.stop, children::USUAL)?;
        Ok(Done::Holds(String::new()))
    }

    /// A cargo command in the workspace.
    ///
    /// The variables that cargo set for the gate itself are taken away: build scripts that watch
    /// them would otherwise run again at home, where somebody calls cargo without the gate.
    fn cargo<S: AsRef<OsStr>>(&self, words: &[S]) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(words).current_dir(&self.root);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
                .iter()
                .any(|prefix| text.starts_with(prefix))
            {
                command.env_remove(&name);
            }
        }
        command
    }

    fn has_cargo_tool(&self, tool: &str) -> bool {
        self.cargo(&[tool, "--version"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// The folder of real documents, if there is one.
    fn fixtures(&self) -> Option<PathBuf> {
        let folder = match std::env::var_os("VULNERARY_FIXTURES") {
            Some(folder) => self.root.join(folder),
            None => self.root.join("../shared/fixtures"),
        };
        folder.canonicalize().ok().filter(|folder| folder.is_dir())
    }
}

fn parts(gate: &mut Gate) -> Result<Done, Trouble> {
    system::ready(&gate.stop).map(Done::Holds)
}

fn fmt(gate: &mut Gate) -> Result<Done, Trouble> {
    gate.run(&mut gate.cargo(&["fmt", "--all", "--check"]))
}

fn clippy(gate: &mut Gate) -> Result<Done, Trouble> {
    let words = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    gate.run(&mut gate.cargo(&words))
}

fn deny(gate: &mut Gate) -> Result<Done, Trouble> {
    if !gate.has_cargo_tool("deny") {
        return Ok(Done::Skipped("cargo-deny is not installed here".to_owned()));
    }
    gate.run(&mut gate.cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"]))
}

fn postgres(gate: &mut Gate) -> Result<Done, Trouble> {
    let cluster = Cluster::start(&gate.scratch, &gate.stop)?;
    let note = cluster.url();
    gate.cluster = Some(cluster);
    Ok(Done::Holds(note))
}

fn browser(gate: &mut Gate) -> Result<Done, Trouble> {
    let driver = Driver::start(&gate.scratch, &gate.stop)?;
    let note = driver.url();
    gate.driver = Some(driver);
    gate.axe = Some(npm::ready(&npm::AXE, &gate.root, &gate.stop)?);
    gate.oidc = Some(npm::ready(&npm::OIDC, &gate.root, &gate.stop)?);
    Ok(Done::Holds(note))
}

/// A server that was asked for and did not start is required all the same, so that its tests say
/// so; one that was not asked for is not.
fn tests(gate: &mut Gate) -> Result<Done, Trouble> {
    let mut command = if gate.has_cargo_tool("nextest") {
        gate.cargo(&["nextest", "run", "--workspace", "--locked"])
    } else {
        gate.cargo(&["test", "--workspace", "--locked", "--no-fail-fast"])
    };
    if gate.options.wants("postgres") {
        command.env("VULNERARY_REQUIRE_POSTGRES", "1");
    }
    if let Some(cluster) = &gate.cluster {
        command.env("VULNERARY_TEST_POSTGRES", cluster.url());
    }
    if gate.options.wants("browser") {
        command.env("VULNERARY_REQUIRE_BROWSER", "1");
    }
    if gate.options.wants("system") {
        command.env("VULNERARY_REQUIRE_MAIL", "1");
    }
    if let Some(driver) = &gate.driver {
        command.env("VULNERARY_TEST_WEBDRIVER", driver.url());
        command.env("VULNERARY_TEST_CHROMIUM", driver.chromium());
    }
    if gate.options.long && std::env::var_os("VULNERARY_RUNS").is_none() {
        command.env("VULNERARY_RUNS", "500");
    }
    if let Some(axe) = &gate.axe {
        command.env("VULNERARY_TEST_AXE", axe);
    }
    if let Some(oidc) = &gate.oidc {
        command.env("VULNERARY_TEST_OIDC", oidc);
    }
    let fixtures = gate.fixtures();
    match &fixtures {
        Some(folder) => {
            say(&format!("   real documents: {}", folder.display()));
            command.env("VULNERARY_FIXTURES", folder);
        }
        None => say("   real documents: none found; tests that read them have less to say"),
    }
    if fixtures.is_some() || std::env::var_os("CI").is_some() {
        command.env("VULNERARY_REQUIRE_FIXTURES", "1");
    }
    gate.run(&mut command)
}

/// Pictures for people to look at, in the folder that is named or in one that stays.
fn pictures(gate: &mut Gate) -> Result<Done, Trouble> {
    let (Some(driver), Some(axe)) = (&gate.driver, &gate.axe) else {
        return Err(Trouble::new("there is no browser; run cargo gate --only browser,pictures"));
    };
    let folder = std::env::var_os("VULNERARY_PICTURES")
        .map_or_else(|| std::env::temp_dir().join("vulnerary-pictures"), PathBuf::from);
    let folder = gate.root.join(folder);
    std::fs::create_dir_all(&folder)
        .map_err(Trouble::doing(format!("making {}", folder.display())))?;
    let mut command = gate.cargo(&["test", "-p", "vulnerary", "--test", "it", "--locked"]);
    command.args(["--", "pages::narrow"]);
    command.env("VULNERARY_TEST_WEBDRIVER", driver.url());
    command.env("VULNERARY_TEST_CHROMIUM", driver.chromium());
    command.env("VULNERARY_TEST_AXE", axe).env("VULNERARY_PICTURES", &folder);
    gate.run(&mut command)?;
    Ok(Done::Holds(folder.display().to_string()))
}

/// The simulation again, built to be quick: the tests have played its first seeds already.
fn plays(gate: &mut Gate) -> Result<Done, Trouble> {
    let words = ["test", "--profile", "plays", "-p", "testkit", "--test", "it", "--locked"];
    let mut command = gate.cargo(&words);
    command.args(["--", "simulation", "--nocapture"]);
    if std::env::var_os("VULNERARY_SEEDS").is_none() {
        command.env("VULNERARY_SEEDS", "200000");
    }
    gate.run(&mut command)
}

fn doc(gate: &mut Gate) -> Result<Done, Trouble> {
    let mut command = gate.cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
    gate.run(command.env("RUSTDOCFLAGS", "-D warnings -D rustdoc::broken_intra_doc_links"))
}

/// Builds the same targets as the tests do, so that crates keep their features and nothing is
/// built twice, and then runs the program itself.
fn policies(gate: &mut Gate) -> Result<Done, Trouble> {
    gate.run(&mut gate.cargo(&["build", "--workspace", "--bins", "--tests", "--locked"]))?;
    let gate_itself =
        std::env::current_exe().map_err(Trouble::doing("asking where the gate was built"))?;
    let mut command = Command::new(gate_itself.with_file_name("vulnerary"));
    command.args(["policy", "check"]).args(packs(&gate.root)?).current_dir(&gate.root);
    gate.run(&mut command)
}

/// The packs that are part of the product: every folder of `policies`.
fn packs(root: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let listing = Trouble::doing("listing the packs");
    let entries = std::fs::read_dir(root.join("policies")).map_err(listing)?;
    let mut packs: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    packs.sort();
    Ok(packs)
}

fn peers(gate: &mut Gate) -> Result<Done, Trouble> {
    if PEERS.is_empty() {
        return Ok(Done::Skipped("no peer runs exist yet".to_owned()));
    }
    for peer in PEERS {
        say(&format!("   {}: {}", peer.name, peer.about));
        (peer.run)(gate)?;
    }
    Ok(Done::Holds(format!("{} peers", PEERS.len())))
}
