//! Mail comes in: LMTP (RFC 2033) behind the operator's own mail server, which knows spam, TLS and
//! the world. Every answer to a message is given after it is on disk, one for each recipient. All
//! limits hold while the message is still coming in.

mod session;

pub(crate) use session::MAIL_MAX;

use jiff::Timestamp;
use session::Session;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{Semaphore, watch};

/// So many mails at once; a mail server waits and comes again.
const CONNECTIONS_MAX: usize = 20;
/// No session takes longer, whatever is sent in it.
const SESSION: Duration = Duration::from_secs(600);

/// Where mail comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// On this machine, by TCP.
    Tcp(SocketAddr),
    /// Through a socket in the file system.
    Socket(PathBuf),
}

impl Address {
    /// `127.0.0.1:2525`, or a path to a socket. What comes in here is believed about recipients and
    /// senders, so it comes from this machine only.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        if text.starts_with('/') || text.starts_with("./") {
            return Ok(Self::Socket(PathBuf::from(text)));
        }
        let says = "a loopback address such as 127.0.0.1:2525, or the path of a socket";
        let address: SocketAddr = text.parse().map_err(|_| says.to_owned())?;
        match address.ip().is_loopback() {
            true => Ok(Self::Tcp(address)),
            false => Err(says.to_owned()),
        }
    }
}

/// A listener.
pub(crate) enum Listener {
    /// By TCP.
    Tcp(TcpListener),
    /// By a socket.
    Socket(UnixListener),
}

impl Listener {
    /// Listen here. What a process before left behind is taken away.
    pub(crate) async fn bind(address: &Address) -> Result<Self, String> {
        match address {
            Address::Tcp(at) => {
                let bound = TcpListener::bind(at).await;
                bound.map(Self::Tcp).map_err(|error| format!("listening on {at}: {error}"))
            }
            Address::Socket(path) => {
                unless_in_use(path).await?;
                let bound = UnixListener::bind(path);
                let says = |error| format!("listening on {}: {error}", path.display());
                bound.map(Self::Socket).map_err(says)
            }
        }
    }

    /// Where it listens.
    pub(crate) fn says(&self) -> String {
        match self {
            Self::Tcp(listener) => {
                listener.local_addr().map_or_else(|error| error.to_string(), |at| at.to_string())
            }
            Self::Socket(listener) => {
                let at = listener.local_addr().ok();
                let path =
                    at.and_then(|at| at.as_pathname().map(|path| path.display().to_string()));
                path.unwrap_or_default()
            }
        }
    }
}

async fn unless_in_use(path: &Path) -> Result<(), String> {
    if tokio::net::UnixStream::connect(path).await.is_ok() {
        return Err(format!("{}: another process listens here", path.display()));
    }
    match std::fs::symlink_metadata(path) {
        Ok(found) if std::os::unix::fs::FileTypeExt::is_socket(&found.file_type()) => {
            std::fs::remove_file(path).map_err(|error| format!("{}: {error}", path.display()))
        }
        Ok(_) => Err(format!("{}: there is a file that is no socket", path.display())),
        Err(_) => Ok(()),
    }
}

/// Take mail until told to stop.
pub(crate) async fn take_mail(
    listener: Listener,
    app: Arc<app::App>,
    now: fn() -> Timestamp,
    mut stopped: watch::Receiver<bool>,
) {
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(turn) = Arc::clone(&room).acquire_owned().await else { return };
        let app = Arc::clone(&app);
        let stop = stopped.clone();
        let accepted: Result<(), std::io::Error> = tokio::select! {
            _ = stopped.changed() => return,
            accepted = accept(&listener) => accepted.map(|stream| {
                tokio::spawn(async move {
                    serve(stream, app, now, stop).await;
                    drop(turn);
                });
            }),
        };
        if let Err(error) = accepted {
            tracing::warn!(%error, "a mail server could not connect");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

/// Either way in.
type Stream = Box<dyn Both>;
trait Both: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Both for T {}

async fn accept(listener: &Listener) -> std::io::Result<Stream> {
    Ok(match listener {
        Listener::Tcp(listener) => Box::new(listener.accept().await?.0),
        Listener::Socket(listener) => Box::new(listener.accept().await?.0),
    })
}

async fn serve(
    stream: Stream,
    app: Arc<app::App>,
    now: fn() -> Timestamp,
    stopped: watch::Receiver<bool>,
) {
    let session = Session::new(stream, app, now, stopped);
    match tokio::time::timeout(SESSION, session.run()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a mail server went away"),
        Err(_) => tracing::warn!("a mail server took too long and was cut off"),
    }
}

#[cfg(test)]
mod tests;
