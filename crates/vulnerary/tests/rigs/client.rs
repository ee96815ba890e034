//! A client that does what a good client does: it says the same with the same key until somebody
//! answers, and remembers what was acknowledged.

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// How long anybody keeps asking.
const PATIENCE: Duration = Duration::from_secs(120);

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    /// How often it was asked before somebody answered.
    pub(crate) tries: u32,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ask {
    pub(crate) path: String,
    pub(crate) token: String,
    pub(crate) body: Option<Value>,
    pub(crate) key: Option<String>,
    pub(crate) version: Option<u64>,
    /// The address that a proxy says it came from.
    pub(crate) from: Option<String>,
}

/// A client of the servers at these ports.
pub(crate) struct Client {
    ports: Vec<u16>,
    turn: usize,
    kept: Option<(u16, BufReader<TcpStream>)>,
}

impl Client {
    pub(crate) fn new(ports: &[u16]) -> Self {
        Self { ports: ports.to_vec(), turn: 0, kept: None }
    }

    /// Turn to another of the servers.
    pub(crate) fn turn(&mut self, to: usize) {
        self.turn = to;
    }

    /// Ask until there is an answer that says something: a broken connection, a server that is not
    /// there and a failure on its side say nothing.
    pub(crate) fn ask(&mut self, ask: &Ask) -> Answer {
        let began = Instant::now();
        let mut tries = 0;
        loop {
            tries += 1;
            match self.once(ask) {
                Some((status, body)) if status < 500 => return Answer { status, body, tries },
                _ => self.turn += 1,
            }
            assert!(began.elapsed() < PATIENCE, "nobody answers {ask:?}");
            std::thread::park_timeout(Duration::from_millis(3));
        }
    }

    /// Ask once; nothing when no whole answer came.
    pub(crate) fn once(&mut self, ask: &Ask) -> Option<(u16, Value)> {
        let answer = self.exchange(ask).ok();
        if answer.is_none() {
            self.kept = None;
        }
        answer
    }

    fn exchange(&mut self, ask: &Ask) -> std::io::Result<(u16, Value)> {
        let port = self.ports[self.turn % self.ports.len()];
        let kept = self.kept.take().filter(|(at, _)| *at == port);
        let mut stream = match kept {
            Some((_, stream)) => stream,
            None => {
                let stream = TcpStream::connect(("127.0.0.1", port))?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(Duration::from_secs(20)))?;
                BufReader::new(stream)
            }
        };
        stream.get_mut().write_all(words(ask).as_bytes())?;
        let answer = read(&mut stream)?;
        self.kept = Some((port, stream));
        Ok(answer)
    }
}

fn words(ask: &Ask) -> String {
    let method = if ask.body.is_some() { "POST" } else { "GET" };
    let body = ask.body.as_ref().map(Value::to_string).unwrap_or_default();
    let mut head = format!("{method} {} HTTP/1.1\r\nhost: rig\r\n", ask.path);
    if !ask.token.is_empty() {
        head.push_str(&format!("authorization: Bearer {}\r\n", ask.token));
    }
    if let Some(key) = &ask.key {
        head.push_str(&format!("idempotency-key: {key}\r\n"));
    }
    if let Some(from) = &ask.from {
        head.push_str(&format!("x-forwarded-for: {from}\r\n"));
    }
    if let Some(version) = ask.version {
        head.push_str(&format!("if-match: \"{version}\"\r\n"));
    }
    format!("{head}content-length: {}\r\n\r\n{body}", body.len())
}

fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<(u16, Value)> {
    let cut = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    let (mut status, mut length) = (0, 0);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Err(cut());
        }
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(rest) = line.strip_prefix("http/1.1 ") {
            status = rest.get(..3).and_then(|code| code.parse().ok()).ok_or_else(cut)?;
        }
        if let Some(rest) = line.strip_prefix("content-length:") {
            length = rest.trim().parse().map_err(|_| cut())?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok((status, serde_json::from_slice(&body).map_err(|_| cut())?))
}
