//! Child processes: each leads a process group, so that it can be ended with all it started.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::stop::Stop;
use crate::trouble::Trouble;

const LOOK_AGAIN: Duration = Duration::from_millis(30);

/// One signal, and how long to wait for its effect.
pub(crate) type Blow = (Signal, Duration);

/// How ordinary commands are ended: politely, then not.
pub(crate) const USUAL: &[Blow] = &[(Signal::TERM, Duration::from_secs(5))];

/// For a package manager, which must not be cut in the middle of its database.
pub(crate) const PATIENT: &[Blow] = &[(Signal::TERM, Duration::from_secs(120))];

/// Runs a command to its end with its output left as it is.
pub(crate) fn run(command: &mut Command, stop: &Stop, blows: &[Blow]) -> Result<(), Trouble> {
    let name = name(command);
    command.stdin(Stdio::null()).process_group(0);
    let mut child = command.spawn().map_err(Trouble::doing(format!("starting {name}")))?;
    loop {
        match child.try_wait().map_err(Trouble::doing(format!("waiting for {name}"))) {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(Trouble::new(format!("{name}: {status}"))),
            Ok(None) => {}
            Err(trouble) => {
                end(&mut child, blows);
                return Err(trouble);
            }
        }
        if let Err(stopped) = stop.check() {
            end(&mut child, blows);
            return Err(stopped);
        }
        sleep(LOOK_AGAIN);
    }
}

/// Starts a server in the background. It is asked to end with the gate even if the gate is killed.
pub(crate) fn serve(command: Command) -> Result<Child, Trouble> {
    let name = name(&command);
    let mut command = command;
    command.stdin(Stdio::null()).process_group(0);
    command.spawn().map_err(Trouble::doing(format!("starting {name}")))
}

/// Waits until a server answers `ready`; a server that ends, a signal and patience's end are errors.
pub(crate) fn wait_until(
    child: &mut Child,
    stop: &Stop,
    patience: Duration,
    ready: impl Fn() -> bool,
) -> Result<(), Trouble> {
    let began = Instant::now();
    while !ready() {
        stop.check()?;
        if let Ok(Some(status)) = child.try_wait() {
            return Err(Trouble::new(format!("it ended at once ({status})")));
        }
        if began.elapsed() > patience {
            return Err(Trouble::new(format!("it was not ready in {} s", patience.as_secs())));
        }
        sleep(LOOK_AGAIN);
    }
    Ok(())
}

/// Ends a child and its group with the given signals, and by force when they do not help.
pub(crate) fn end(child: &mut Child, blows: &[Blow]) {
    if matches!(child.try_wait(), Ok(Some(_))) {
        return;
    }
    let group = Pid::from_child(child);
    for (signal, patience) in blows {
        let _ = kill_process_group(group, *signal);
        let began = Instant::now();
        while began.elapsed() < *patience {
            if matches!(child.try_wait(), Ok(Some(_))) {
                return;
            }
            sleep(LOOK_AGAIN);
        }
    }
    let _ = kill_process_group(group, Signal::KILL);
    let _ = child.wait();
}

/// A command that starts `program` so that the system ends it when the gate dies without a word.
///
/// Only `setpriv` of util-linux can do this without unsafe code; elsewhere the program is started
/// plainly, and only a SIGKILL of the gate leaves it behind.
pub(crate) fn bound_to_gate(program: &Path, signal: &str) -> Command {
    let able = Command::new("setpriv")
        .arg("--help")
        .output()
        .is_ok_and(|help| String::from_utf8_lossy(&help.stdout).contains("--pdeathsig"));
    if able {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", signal, "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// A loopback port that was free a moment ago. Another program may take it first, so that whoever
/// uses it tries again with another.
pub(crate) fn free_port() -> Result<u16, Trouble> {
    std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(Trouble::doing("looking for a free port"))
}

/// The last lines of a log, for a server that did not start.
pub(crate) fn tail(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(8)..].join("\n")
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or_default().to_string_lossy().into_owned()];
    words.extend(command.get_args().take(1).map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
