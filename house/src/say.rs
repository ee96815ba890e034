//! One way to print, which survives a reader that has gone away.

use std::io::Write as _;

/// Prints one line. A closed pipe is no reason to leave servers running, so it is ignored here.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
