//! Answers that no honest provider gives: a small false one says what each test wants it to say.

use super::OpenIdProvider;
use app::ports::sign_on::{Brought, SignOn as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const SECRET: &str = "a shared secret of the test that is long enough";

fn coded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

/// A token with these claims, signed by this key.
fn signed(claims: &Value, by: &SigningKey) -> String {
    let text = format!("{}.{}", coded(&json!({ "alg": "EdDSA", "kid": "one" })), coded(claims));
    let signature = URL_SAFE_NO_PAD.encode(by.sign(text.as_bytes()).to_bytes());
    format!("{text}.{signature}")
}

/// What it says of itself, and the answer to the next code.
struct False {
    issuer: String,
    token: Arc<Mutex<String>>,
}

async fn answer(mut stream: TcpStream, issuer: String, token: String) {
    let (mut asked, mut part) = (Vec::new(), [0; 4096]);
    // A request comes in one piece here, or in two where there is a body.
    while let Ok(read) = stream.read(&mut part).await {
        asked.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&asked);
        let whole = text.starts_with("GET ") || text.contains("code_verifier=");
        if read == 0 || (whole && text.contains("\r\n\r\n")) {
            break;
        }
    }
    let asked = String::from_utf8_lossy(&asked);
    let public = URL_SAFE_NO_PAD.encode(key(1).verifying_key().to_bytes());
    let said = match asked.split(' ').nth(1).unwrap_or_default() {
        "/.well-known/openid-configuration" => json!({
            "issuer": issuer, "authorization_endpoint": format!("{issuer}/auth"),
            "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["none", "HS256", "EdDSA"],
            "authorization_response_iss_parameter_supported": true,
        }),
        "/keys" => json!({ "keys": [
            { "kty": "OKP", "crv": "Ed25519", "kid": "one", "use": "sig", "x": public },
        ] }),
        "/token" => json!({ "access_token": "a", "token_type": "Bearer", "id_token": token }),
        _ => json!({}),
    };
    let said = said.to_string();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let whole = format!("{head}content-length: {}\r\n\r\n{said}", said.len());
    let _ = stream.write_all(whole.as_bytes()).await;
}

impl False {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let token = Arc::new(Mutex::new(String::new()));
        let (says, gives) = (issuer.clone(), Arc::clone(&token));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let token = gives.lock().unwrap().clone();
                tokio::spawn(answer(stream, says.clone(), token));
            }
        });
        Self { issuer, token }
    }

    /// Whoever believes it; the folder must stay.
    fn believer(&self, folder: &tempfile::TempDir) -> OpenIdProvider {
        let file = folder.path().join("provider.toml");
        let issuer = &self.issuer;
        let text = format!("name = \"False\"\nissuer = \"{issuer}\"\nclient_id = \"us\"\n");
        std::fs::write(&file, text).unwrap();
        OpenIdProvider::read(&file, Some(SECRET), "https://here.example").unwrap()
    }
}

fn of_address(address: &str, name: &str) -> String {
    let url = openidconnect::url::Url::parse(address).unwrap();
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[tokio::test]
async fn only_what_the_issuer_signed_for_us_now_in_answer_to_this_is_believed() {
    let provider = False::start().await;
    let folder = tempfile::tempdir().unwrap();
    let believer = provider.believer(&folder);
    let now = crate::now().as_second();
    let issuer = provider.issuer.as_str();
    let good = |nonce: &str| {
        json!({
            "iss": issuer, "sub": "mia", "aud": "us", "nonce": nonce, "iat": now, "exp": now + 300,
            "groups": ["security"], "amr": ["mfa"],
        })
    };
    let with = |claims: Value, name: &str, value: Value| {
        let mut claims = claims;
        claims[name] = value;
        claims
    };
    let unsigned =
        |claims: &Value| format!("{}.{}.", coded(&json!({ "alg": "none" })), coded(claims));
    type Make<'m> = Box<dyn Fn(&str) -> String + 'm>;
    let wrong: Vec<(&str, Make<'_>, Option<&str>)> = vec![
        ("another nonce", Box::new(|_| signed(&good("other"), &key(1))), Some(issuer)),
        (
            "no nonce",
            Box::new(|n| signed(&with(good(n), "nonce", Value::Null), &key(1))),
            Some(issuer),
        ),
        ("another key", Box::new(|n| signed(&good(n), &key(2))), Some(issuer)),
        ("unsigned", Box::new(|n| unsigned(&good(n))), Some(issuer)),
        (
            "for somebody else",
            Box::new(|n| signed(&with(good(n), "aud", json!("them")), &key(1))),
            Some(issuer),
        ),
        (
            "of another issuer",
            Box::new(|n| signed(&with(good(n), "iss", json!("https://evil.example")), &key(1))),
            Some(issuer),
        ),
        (
            "too old",
            Box::new(|n| signed(&with(good(n), "exp", json!(now - 3600)), &key(1))),
            Some(issuer),
        ),
        ("no token at all", Box::new(|_| "x".to_owned()), Some(issuer)),
        ("sent by another", Box::new(|n| signed(&good(n), &key(1))), Some("https://evil.example")),
        ("sent by nobody", Box::new(|n| signed(&good(n), &key(1))), None),
    ];
    for (what, token, from) in wrong {
        let sent = believer.send("word").await.unwrap();
        *provider.token.lock().unwrap() = token(&of_address(&sent.address, "nonce"));
        let brought = Brought { code: "code", issuer: from };
        let found = believer.vouched(brought, &sent.state).await;
        assert!(found.is_err(), "{what}: {found:?}");
    }
    let sent = believer.send("word").await.unwrap();
    assert_eq!(of_address(&sent.address, "state"), "word");
    assert_eq!(of_address(&sent.address, "code_challenge_method"), "S256");
    assert_eq!(
        of_address(&sent.address, "redirect_uri"),
        "https://here.example/login/provider/back"
    );
    *provider.token.lock().unwrap() = signed(&good(&of_address(&sent.address, "nonce")), &key(1));
    let brought = Brought { code: "code", issuer: Some(issuer) };
    let found = believer.vouched(brought, &sent.state).await.unwrap();
    assert_eq!((found.issuer.as_str(), found.subject.as_str()), (issuer, "mia"));
    assert_eq!(found.claims["groups"], json!(["security"]));
    assert_eq!(found.claims["amr"], json!(["mfa"]));
}

#[tokio::test]
async fn a_secret_that_is_shared_signs_nothing() {
    let provider = False::start().await;
    let folder = tempfile::tempdir().unwrap();
    let believer = provider.believer(&folder);
    let sent = believer.send("word").await.unwrap();
    let now = crate::now().as_second();
    let claims = json!({
        "iss": provider.issuer, "sub": "mia", "aud": "us", "iat": now, "exp": now + 300,
        "nonce": of_address(&sent.address, "nonce"),
    });
    let text = format!("{}.{}", coded(&json!({ "alg": "HS256" })), coded(&claims));
    let signature = URL_SAFE_NO_PAD.encode(hmac_sha256(SECRET.as_bytes(), text.as_bytes()));
    *provider.token.lock().unwrap() = format!("{text}.{signature}");
    let brought = Brought { code: "code", issuer: Some(&provider.issuer) };
    let found = believer.vouched(brought, &sent.state).await.unwrap_err();
    assert!(found.contains("the ID token does not hold"), "{found}");
}

/// RFC 2104, for a key that fits a block.
fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let padded = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}
