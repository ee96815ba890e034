//! Forms with files, read part by part as they come: fields first, so that whoever sends is known before
//! a byte of a file is taken; then each file, straight to where it is kept. Who sends slowly holds a small
//! buffer, and nothing that others wait for; who sends nothing, or next to nothing, is cut off.

use crate::form::Fields;
use crate::router::BODY_MAX;
use app::attachment::Files;
use app::{Ctx, Error};
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{FromRequest as _, Request};
use axum::http::{HeaderMap, header};
use futures::{Stream, StreamExt as _, stream};
use multer::{Field, Multipart};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// For so long nothing may come.
const SILENCE: Duration = Duration::from_secs(30);
/// After so long the pace is looked at,
const GRACE: Duration = Duration::from_secs(60);
/// and must be at least so many bytes a second, on average.
const PACE: u64 = 1024;
/// How much of what is not taken is still read, and for how long, so that its sender gets to read why.
const DRAINED: (u64, Duration) = (64 * 1024 * 1024, Duration::from_secs(5));
/// How much may come before the parser makes a field or a piece of a file of it: it keeps that in memory.
const BUFFER_MAX: u64 = 1024 * 1024;
/// More fields than any form has.
const FIELDS_MAX: usize = 2_000;

/// Why a body was not read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// It is not what its type says.
    Unreadable,
    /// Its fields are longer than [`BODY_MAX`].
    TooMuch,
    /// It came too slowly.
    Slow,
    /// The use case says why.
    App(Error),
}

impl From<Error> for Unread {
    fn from(error: Error) -> Self {
        Self::App(error)
    }
}

/// What is said of a slow sender.
pub(crate) const SLOW: &str = "what was sent came too slowly: at least 1 KiB a second is needed";

#[derive(Debug, thiserror::Error)]
#[error("{SLOW}")]
struct TooSlow;

/// What a browser or a program sent: fields, and perhaps files that are still on their way.
pub(crate) struct Form {
    pub(crate) fields: Fields,
    rest: Option<Rest>,
}

struct Rest {
    parts: Parts,
    file: Field<'static>,
}

/// How much came, and how much had come when the parser last gave something.
#[derive(Default)]
struct Meter {
    got: AtomicU64,
    given: AtomicU64,
}

/// The parts of a body, of which none grows in memory.
struct Parts {
    inner: Multipart<'static>,
    meter: Arc<Meter>,
}

impl Parts {
    fn new(body: Body, boundary: String) -> Self {
        let meter = Arc::new(Meter::default());
        Self { inner: Multipart::new(paced(body, Arc::clone(&meter)), boundary), meter }
    }

    fn gave(&self) {
        self.meter.given.store(self.meter.got.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// The next part.
    async fn next(&mut self) -> Result<Option<Field<'static>>, multer::Error> {
        let part = self.inner.next_field().await;
        self.gave();
        part
    }

    /// The next piece of a part.
    async fn piece(&self, part: &mut Field<'static>) -> Result<Option<Bytes>, multer::Error> {
        let piece = part.chunk().await;
        self.gave();
        piece
    }
}

/// Whether files may be in it.
pub(crate) fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().trim_start();
    kind.get(..19).is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/form-data"))
}

/// A body at the pace that is asked for, one piece at a time.
fn paced(
    body: Body,
    meter: Arc<Meter>,
) -> impl Stream<Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>> {
    struct Pace {
        body: Option<BodyDataStream>,
        began: Instant,
        meter: Arc<Meter>,
    }
    let body = Some(body.into_data_stream());
    stream::unfold(Pace { body, began: Instant::now(), meter }, async |mut pace| {
        let body = pace.body.as_mut()?;
        // A reader that takes all that is ready takes one piece and gives others a turn.
        tokio::task::yield_now().await;
        let next = match tokio::time::timeout(SILENCE, body.next()).await {
            Ok(None) => return None,
            Ok(Some(Ok(bytes))) => {
                let more = bytes.len() as u64;
                let got = pace.meter.got.fetch_add(more, Ordering::Relaxed) + more;
                let took = pace.began.elapsed();
                if took > GRACE && got < took.as_secs() * PACE {
                    Err(TooSlow.into())
                } else if got - pace.meter.given.load(Ordering::Relaxed) > BUFFER_MAX + more {
                    Err("no part of it ends".into())
                } else {
                    Ok(bytes)
                }
            }
            Ok(Some(Err(error))) => Err(error.into()),
            Err(_) => Err(TooSlow.into()),
        };
        if next.is_err() {
            tokio::spawn(run_dry(pace.body.take()?));
        }
        Some((next, pace))
    })
}

/// Read on for a while without taking anything, as [`drain`] does.
async fn run_dry(mut body: BodyDataStream) {
    let reads = async {
        let mut seen = 0;
        while let Some(Ok(bytes)) = body.next().await
            && seen <= DRAINED.0
        {
            seen += bytes.len() as u64;
        }
    };
    let _ = tokio::time::timeout(DRAINED.1, reads).await;
}

fn unread(error: multer::Error) -> Unread {
    match error {
        multer::Error::StreamReadFailed(why) if why.is::<TooSlow>() => Unread::Slow,
        _ => Unread::Unreadable,
    }
}

impl Form {
    /// Read the fields before the first file; all of them where there is none.
    pub(crate) async fn read(request: Request) -> Result<Self, Unread> {
        if !is_multipart(request.headers()) {
            let body = Bytes::from_request(request, &()).await.map_err(|_| Unread::TooMuch)?;
            let fields = Fields::read(&body).map_err(|_| Unread::Unreadable)?;
            return Ok(Self { fields, rest: None });
        }
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let boundary = multer::parse_boundary(kind.unwrap_or_default());
        let boundary = boundary.map_err(|_| Unread::Unreadable)?;
        let mut form = Self { fields: Fields::default(), rest: None };
        let parts = Parts::new(request.into_body(), boundary);
        form.read_on(parts).await?;
        Ok(form)
    }

    /// Read fields up to the next file.
    async fn read_on(&mut self, mut parts: Parts) -> Result<(), Unread> {
        while let Some(mut part) = parts.next().await.map_err(unread)? {
            // Browsers send a file without a name and without a byte where none was chosen.
            if part.file_name().is_some_and(|name| !name.is_empty()) {
                self.rest = Some(Rest { parts, file: part });
                return Ok(());
            }
            let (is_file, name) = (part.file_name().is_some(), part.name().unwrap_or_default());
            let name = name.to_owned();
            let mut text = Vec::new();
            let length = |fields: &Fields| -> usize {
                fields.0.iter().map(|(name, text)| name.len() + text.len()).sum()
            };
            let before = length(&self.fields) + name.len();
            while let Some(bytes) = parts.piece(&mut part).await.map_err(unread)? {
                if before + text.len() + bytes.len() > BODY_MAX {
                    return Err(Unread::TooMuch);
                }
                text.extend_from_slice(&bytes);
            }
            if is_file && text.is_empty() {
                continue;
            }
            if self.fields.0.len() >= FIELDS_MAX {
                return Err(Unread::TooMuch);
            }
            let text = String::from_utf8(text).map_err(|_| Unread::Unreadable)?;
            self.fields.0.push((name, text.replace("\r\n", "\n")));
        }
        Ok(())
    }

    /// Whether files are on their way.
    pub(crate) fn has_files(&self) -> bool {
        self.rest.is_some()
    }

    /// Receive the files, and the fields between and after them. Only for who was found to be allowed.
    pub(crate) async fn receive(&mut self, ctx: &Ctx) -> Result<Files, Unread> {
        let mut files = Files::new(ctx);
        while let Some(rest) = self.rest.take() {
            match one(rest, &mut files).await {
                Ok(parts) => {
                    if let Err(error) = self.read_on(parts).await {
                        files.discard().await;
                        return Err(error);
                    }
                }
                Err((error, rest)) => {
                    files.discard().await;
                    if let Some(rest) = rest {
                        tokio::spawn(drain(rest));
                    }
                    return Err(error);
                }
            }
        }
        Ok(files)
    }

    /// Nothing of what is on its way is taken.
    pub(crate) fn refuse(&mut self) {
        if let Some(rest) = self.rest.take() {
            tokio::spawn(drain(rest));
        }
    }
}

/// Receive one file.
async fn one(mut rest: Rest, files: &mut Files) -> Result<Parts, (Unread, Option<Rest>)> {
    let name = rest.file.file_name().unwrap_or_default().to_owned();
    if let Err(error) = files.begin(&name).await {
        return Err((error.into(), Some(rest)));
    }
    loop {
        match rest.parts.piece(&mut rest.file).await {
            Ok(Some(bytes)) => {
                if let Err(error) = files.write(&bytes).await {
                    return Err((error.into(), Some(rest)));
                }
            }
            Ok(None) => break,
            Err(error) => return Err((unread(error), None)),
        }
    }
    match files.end().await {
        Ok(()) => Ok(rest.parts),
        Err(error) => Err((error.into(), Some(rest))),
    }
}

/// Read on for a while without taking anything: a connection that is closed on its sender's words looks
/// to them as if it had broken, and they never read the answer.
async fn drain(rest: Rest) {
    let (most, patience) = DRAINED;
    let Rest { mut parts, file } = rest;
    let reads = async move {
        let (mut file, mut seen) = (Some(file), 0_u64);
        while let Some(mut part) = file.take() {
            while let Ok(Some(bytes)) = parts.piece(&mut part).await {
                seen += bytes.len() as u64;
                if seen > most {
                    return;
                }
            }
            drop(part);
            file = parts.next().await.unwrap_or_default();
        }
    };
    let _ = tokio::time::timeout(patience, reads).await;
}
