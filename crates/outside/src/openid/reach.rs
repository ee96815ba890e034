//! How a provider is reached: by TLS, or on this machine; for a short while, for an answer of bounded
//! length, and without following where it leads.

use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{HttpRequest, HttpResponse};
use std::io::Cursor;
use std::pin::Pin;
use std::time::Duration;

/// No answer of a provider is longer.
const ANSWER_MAX: usize = 1024 * 1024;
/// How long a provider may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Failed(String);

/// A request that is under way.
type Asked = Pin<Box<dyn Future<Output = Result<HttpResponse, Failed>> + Send>>;

/// A client that goes where it is sent, and no further.
#[derive(Clone)]
pub(super) struct Reach(Client<HttpsConnector<HttpConnector>, Full<Cursor<Vec<u8>>>>);

/// Whether an address is one to go to: nobody on the way can read or change what is said.
pub(super) fn may_go(address: &str) -> Result<(), String> {
    let url =
        openidconnect::url::Url::parse(address).map_err(|error| format!("{address}: {error}"))?;
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        "https" => Ok(()),
        "http" if here => Ok(()),
        _ => Err(format!("{address}: not https, and not on this machine")),
    }
}

impl Reach {
    pub(super) fn new() -> Self {
        let https = HttpsConnectorBuilder::new().with_webpki_roots().https_or_http();
        Self(Client::builder(TokioExecutor::new()).build(https.enable_http1().build()))
    }

    /// This, as the library calls it.
    pub(super) fn asking(&self) -> impl Fn(HttpRequest) -> Asked + Send + Sync + 'static {
        let reach = self.clone();
        move |request| {
            let reach = reach.clone();
            Box::pin(async move { reach.ask(request).await })
        }
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Failed> {
        may_go(&request.uri().to_string()).map_err(Failed)?;
        let asked = tokio::time::timeout(PATIENCE, self.whole(request));
        asked.await.map_err(|_| Failed(format!("no answer in {} s", PATIENCE.as_secs())))?
    }

    async fn whole(&self, request: HttpRequest) -> Result<HttpResponse, Failed> {
        let request = request.map(|body| Full::new(Cursor::new(body)));
        let answer = self.0.request(request).await;
        let (parts, body) = answer.map_err(|error| Failed(super::all(&error)))?.into_parts();
        let body = Limited::new(body, ANSWER_MAX).collect().await;
        let body = body.map_err(|error| Failed(error.to_string()))?.to_bytes();
        Ok(HttpResponse::from_parts(parts, body.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::may_go;

    #[test]
    fn a_provider_is_reached_by_tls_or_on_this_machine() {
        for good in [
            "https://id.example/",
            "http://localhost:4000/x",
            "http://127.0.0.1:1/",
            "http://[::1]:9/",
        ] {
            assert_eq!(may_go(good), Ok(()), "{good}");
        }
        for bad in [
            "http://id.example/",
            "http://127.0.0.1.example/",
            "http://localhost.example/",
            "http://localhost@id.example/",
            "file:///etc/passwd",
            "id.example",
        ] {
            assert!(may_go(bad).is_err(), "{bad}");
        }
    }
}
