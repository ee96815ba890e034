//! What a command prints and how it ends. A reader that closes the pipe is not an error.

use app::Error;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// The command line itself was wrong.
pub(crate) const USAGE: u8 = 64;
/// Something outside failed.
const OUTSIDE: u8 = 70;

/// How a command ended.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// With this exit code and nothing more to say.
    #[error("exit {0}")]
    Code(u8),
    /// A use case said no.
    #[error("{0}")]
    App(#[from] Error),
    /// What was given is wrong.
    #[error("{0}")]
    Usage(String),
    /// Something outside failed.
    #[error("{0}")]
    Outside(String),
    /// The reader went away.
    #[error("writing: {0}")]
    Write(#[from] std::io::Error),
}

impl Ended {
    /// The exit code: 1 for a no, 64 for a wrong command line, 70 for a failure outside.
    pub fn code(&self) -> u8 {
        match self {
            Ended::Code(code) => *code,
            Ended::App(Error::Outside(_)) | Ended::Outside(_) => OUTSIDE,
            Ended::App(_) => 1,
            Ended::Usage(_) => USAGE,
            Ended::Write(error) if error.kind() == ErrorKind::BrokenPipe => 0,
            Ended::Write(_) => OUTSIDE,
        }
    }
}

/// So many of something: "1 file", "2 files".
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Text with every character escaped that could steer a terminal or turn text around. Outside of
/// strings JSON has none of them, and inside an escape means the same: the value stays what it was.
pub(crate) fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if domain::words::is_plain(c) {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// Where a command prints.
pub struct Out {
    /// Facts.
    pub facts: Box<dyn Write>,
    /// Words beside them.
    pub words: Box<dyn Write>,
}

impl Out {
    /// Standard output and standard error.
    pub fn standard() -> Self {
        Self {
            facts: Box::new(std::io::BufWriter::new(std::io::stdout())),
            words: Box::new(std::io::stderr()),
        }
    }

    /// Print facts. What they quote from packs, claims and reports cannot steer the terminal.
    pub fn fact(&mut self, text: &str) -> Result<(), Ended> {
        writeln!(self.facts, "{}", inert(text)).map_err(Ended::Write)
    }

    /// Say something beside the facts.
    pub fn say(&mut self, text: &str) {
        let _ = writeln!(self.words, "{}", inert(text));
    }

    /// Flush, say why if it went wrong, and give the exit code.
    pub(crate) fn end(mut self, ended: Result<(), Ended>) -> ExitCode {
        let flushed = self.facts.flush().map_err(Ended::Write);
        match ended.and(flushed) {
            Ok(()) => ExitCode::SUCCESS,
            Err(Ended::Code(code)) => ExitCode::from(code),
            Err(why) => {
                if why.code() != 0 {
                    self.say(&format!("vulnerary: {why}"));
                }
                if matches!(why, Ended::App(Error::NotThere)) {
                    self.say(
                        "Or nothing that you may see: say who you are with --token or VULNERARY_TOKEN.",
                    );
                }
                ExitCode::from(why.code())
            }
        }
    }
}
