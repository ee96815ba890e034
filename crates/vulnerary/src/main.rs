//! The binary: reads the command line, runs it, and turns the end into an exit code.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// What one thread takes another often gives back, and the system's allocator locks for that.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    vulnerary::main(std::env::args_os())
}
