//! A bucket of objects that speaks the S3 protocol: whose it is, where, and with which keys is said by the
//! `AWS_` settings of the environment that every client of such buckets knows.

use async_trait::async_trait;
use http_body_util::BodyExt as _;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector as Connector;
use hyper_util::rt::TokioExecutor;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::client::{
    ClientConfigKey, ClientOptions, HttpClient, HttpConnector, HttpError, HttpErrorKind,
    HttpRequest, HttpRequestBody, HttpResponse, HttpResponseBody, HttpService,
};
use object_store::path::Path as ObjectPath;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt as _, RetryConfig, WriteMultipart};
use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

/// How long the bucket may take to begin an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a request is tried again, within how long.
const AGAIN: (usize, Duration) = (3, Duration::from_secs(60));
/// A file is sent in parts of so many bytes; buckets take no smaller ones.
const PART: usize = 5 * 1024 * 1024;
/// So many parts are on their way at once.
const AT_ONCE: usize = 2;

/// Where objects are kept that no disk of ours holds.
#[derive(Debug, Clone)]
pub struct Bucket(Arc<dyn ObjectStore>);

impl Bucket {
    /// The bucket of an address such as `s3://reports/objects`, with the settings of the environment.
    pub fn read(address: &str) -> Result<Self, String> {
        let text = |(name, value): (OsString, OsString)| {
            name.into_string().ok().zip(value.into_string().ok())
        };
        Self::with(address, std::env::vars_os().filter_map(text))
    }

    /// The same with these settings.
    fn with(
        address: &str,
        settings: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, String> {
        let wrong = |says: &dyn std::fmt::Display| format!("{address}: {says}");
        let (bucket, path) = parts(address).ok_or_else(|| {
            wrong(&"a bucket is s3://NAME or s3://NAME/FOLDER, such as s3://reports/objects")
        })?;
        let (most, within) = AGAIN;
        let retry = RetryConfig { max_retries: most, retry_timeout: within, ..Default::default() };
        let known = settings.filter_map(|(name, value)| {
            let name = name.strip_prefix("AWS_").is_some().then(|| name.to_ascii_lowercase())?;
            Some((name.parse::<AmazonS3ConfigKey>().ok()?, value))
        });
        let store = known
            .fold(AmazonS3Builder::new(), |store, (key, value)| store.with_config(key, value))
            .with_bucket_name(bucket)
            .with_retry(retry)
            .with_http_connector(Hyper)
            .build()
            .map_err(|error| wrong(&error))?;
        let path = ObjectPath::parse(path).map_err(|error| wrong(&error))?;
        Ok(Self(Arc::new(PrefixStore::new(store, path))))
    }

    pub(super) fn store(&self) -> Arc<dyn ObjectStore> {
        Arc::clone(&self.0)
    }

    /// Put this file there. Nobody sees it before the whole of it is there.
    pub(super) async fn put(&self, file: &Path, place: &str) -> Result<(), String> {
        let at = |error: std::io::Error| format!("reading {}: {error}", file.display());
        let says = |error: object_store::Error| format!("keeping {place} in the bucket: {error}");
        let length = tokio::fs::metadata(file).await.map_err(at)?.len();
        let to = ObjectPath::from(place);
        if length <= PART as u64 {
            let whole = tokio::fs::read(file).await.map_err(at)?;
            return self.0.put(&to, whole.into()).await.map(drop).map_err(says);
        }
        let sent = self.0.put_multipart(&to).await.map_err(says)?;
        let mut sent = WriteMultipart::new_with_chunk_size(sent, PART);
        match send(file, &mut sent).await {
            Ok(()) => sent.finish().await.map(drop).map_err(says),
            Err(failure) => {
                // What is not wanted any more is forgotten there; the first reason is the one to tell.
                let _ = sent.abort().await;
                Err(failure)
            }
        }
    }
}

async fn send(file: &Path, to: &mut WriteMultipart) -> Result<(), String> {
    let at = |error: std::io::Error| format!("reading {}: {error}", file.display());
    let mut opened = File::open(file).await.map_err(at)?;
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = opened.read(&mut piece).await.map_err(at)?;
        if read == 0 {
            return Ok(());
        }
        to.wait_for_capacity(AT_ONCE).await.map_err(|error| error.to_string())?;
        to.write(&piece[..read]);
    }
}

/// The name and the folder of an address.
fn parts(address: &str) -> Option<(&str, &str)> {
    let rest = address.strip_prefix("s3://")?;
    let (bucket, path) = rest.split_once('/').unwrap_or((rest, ""));
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let good = !bucket.is_empty() && bucket.chars().all(named);
    good.then_some((bucket, path.trim_matches('/')))
}

/// Requests to the bucket go the same way as ours to anybody: rustls, with the roots that browsers know.
#[derive(Debug)]
struct Hyper;

#[derive(Debug)]
struct Asking(Client<HttpsConnector<Connector>, HttpRequestBody>);

impl HttpConnector for Hyper {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let https = HttpsConnectorBuilder::new().with_webpki_roots();
        // Without TLS anybody on the way reads the keys of this session.
        let in_the_clear = options.get_config_value(&ClientConfigKey::AllowHttp);
        let https = match in_the_clear.as_deref() == Some("true") {
            true => https.https_or_http(),
            false => https.https_only(),
        };
        let client = Client::builder(TokioExecutor::new()).build(https.enable_http1().build());
        Ok(HttpClient::new(Asking(client)))
    }
}

#[async_trait]
impl HttpService for Asking {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = tokio::time::timeout(PATIENCE, self.0.request(request)).await;
        let answer = answer.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?;
        let answer = answer.map_err(|error| {
            let kind = match error.is_connect() {
                true => HttpErrorKind::Connect,
                false => HttpErrorKind::Request,
            };
            HttpError::new(kind, error)
        })?;
        let broke = |error| HttpError::new(HttpErrorKind::Interrupted, error);
        Ok(answer.map(|body| HttpResponseBody::new(body.map_err(broke))))
    }
}

#[cfg(test)]
mod tests;
