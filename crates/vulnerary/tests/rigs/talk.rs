//! One request and its whole answer to the byte: with headers, with bodies that are no JSON, and with the
//! cookies that a browser would hold.

use serde_json::Value;
use std::fmt::{Debug, Formatter};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use testkit::probe;

pub(crate) const BOUNDARY: &str = "rig-boundary";

/// What came back.
pub(crate) struct Heard {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Debug for Heard {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        write!(f, "{} {:?}\n{body}", self.status, self.headers)
    }
}

impl Heard {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// Everything that somebody could tell answers apart by, but the second in which it was given and
    /// its number.
    pub(crate) fn whole(&self) -> probe::Heard {
        let mut headers = self.headers.clone();
        headers.retain(|(name, _)| name != "date" && name != "x-request-id");
        headers.sort();
        let body = String::from_utf8_lossy(&self.body).into_owned();
        probe::Heard { status: self.status, headers, body, store: Vec::new() }
    }
}

/// Read an answer to its end.
pub(crate) fn heard(stream: TcpStream) -> Heard {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    let status = line.get(9..12).and_then(|code| code.parse().ok());
    let status = status.unwrap_or_else(|| panic!("no answer: {line:?}"));
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let mut body = Vec::new();
    let _ = stream.read_to_end(&mut body);
    Heard { status, headers, body }
}

/// A connection to whoever listens there.
pub(crate) fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

/// Until somebody listens there.
pub(crate) fn until_it_serves(port: u16) {
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "the server does not start");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// Somebody who asks, with what they show each time.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    port: u16,
    headers: Vec<(&'static str, String)>,
}

impl Visitor {
    pub(crate) fn new(port: u16) -> Self {
        Self { port, headers: Vec::new() }
    }

    fn showing(&self, name: &'static str, value: String) -> Self {
        let mut one = self.clone();
        one.headers.push((name, value));
        one
    }

    /// The same with a token, or with the secret of a report; with nothing where there is none.
    pub(crate) fn bearer(&self, token: &str) -> Self {
        if token.is_empty() {
            return self.clone();
        }
        self.showing("authorization", format!("Bearer {token}"))
    }

    /// The same in a browser that holds this cookie.
    pub(crate) fn cookie(&self, cookie: &str) -> Self {
        self.showing("cookie", cookie.to_owned())
    }

    /// The same from this address, as the proxy says.
    pub(crate) fn from(&self, address: &str) -> Self {
        self.showing("x-forwarded-for", address.to_owned())
    }

    /// The same when they have an answer with this tag.
    pub(crate) fn knowing(&self, tag: &str) -> Self {
        self.showing("if-none-match", tag.to_owned())
    }

    fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Heard {
        let mut stream = connect(self.port);
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: rig\r\nconnection: close\r\n");
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !kind.is_empty() {
            head.push_str(&format!("sec-fetch-site: same-origin\r\ncontent-type: {kind}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        // Whoever sends too much may be answered, and cut off, before the end.
        let _ = stream.write_all(&[head.as_bytes(), body].concat());
        heard(stream)
    }

    pub(crate) fn get(&self, path: &str) -> Heard {
        self.ask("GET", path, "", b"")
    }

    /// Send a form.
    pub(crate) fn form<N: AsRef<str>, V: AsRef<str>>(
        &self,
        path: &str,
        fields: &[(N, V)],
    ) -> Heard {
        let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_ref(), v.as_ref())).collect();
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.ask("POST", path, "application/x-www-form-urlencoded", body.as_bytes())
    }

    /// Ask a question of the probe.
    pub(crate) fn asks(&self, ask: &probe::Ask) -> Heard {
        let body = ask.body.as_deref().unwrap_or_default();
        let mut one = self.clone();
        one.headers.extend(ask.headers.iter().cloned());
        one.ask(ask.method, &ask.path, "", body.as_bytes())
    }

    /// Send a form with files.
    pub(crate) fn parts(&self, path: &str, body: &[u8]) -> Heard {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.ask("POST", path, &kind, body)
    }

    pub(crate) fn json(&self, path: &str, body: &Value) -> Heard {
        self.ask("POST", path, "application/json", body.to_string().as_bytes())
    }
}

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

pub(crate) fn field(name: &str, text: &str) -> Vec<u8> {
    let head = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
    format!("{head}{text}\r\n").into_bytes()
}

pub(crate) fn file_head(name: &str) -> Vec<u8> {
    let what = format!("form-data; name=\"file\"; filename=\"{name}\"");
    format!("--{BOUNDARY}\r\ncontent-disposition: {what}\r\ncontent-type: text/html\r\n\r\n").into()
}

pub(crate) fn file(name: &str, bytes: &[u8]) -> Vec<u8> {
    [&file_head(name), bytes, b"\r\n"].concat()
}

pub(crate) fn end() -> Vec<u8> {
    format!("--{BOUNDARY}--\r\n").into_bytes()
}
