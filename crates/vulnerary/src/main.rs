//! The binary: reads the command line, runs it, and turns the end into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    vulnerary::main(std::env::args_os())
}
