//! Against a real server of the S3 protocol, which checks every signature.

use super::*;
use crate::objects::ObjectFolder;
use app::ports::objects::Objects as _;
use domain::attachment::FileKey;
use futures::TryStreamExt as _;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto;
use jiff::Timestamp;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A server with one bucket, and whose keys are known.
async fn server(disk: &TempDir) -> String {
    std::fs::create_dir(disk.path().join("reports")).unwrap();
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(disk.path()).unwrap());
    builder.set_auth(SimpleAuth::from_single("AKTEST", "the-secret-of-the-bucket"));
    let service = builder.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let server = auto::Builder::new(TokioExecutor::new());
                drop(server.serve_connection(TokioIo::new(stream), service).await);
            });
        }
    });
    address
}

fn bucket(address: &str, endpoint: &str, secret: &str) -> Result<Bucket, String> {
    let settings = [
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "eu-north-1"),
        ("AWS_ACCESS_KEY_ID", "AKTEST"),
        ("AWS_SECRET_ACCESS_KEY", secret),
        ("HOME", "/root"),
    ];
    Bucket::with(address, settings.into_iter().map(|(name, value)| (name.into(), value.into())))
}

async fn kept(objects: &ObjectFolder, bytes: &[u8]) -> Result<app::ports::objects::Kept, String> {
    let mut incoming = objects.begin(&FileKey::from_chance([7; 32])).await?;
    for part in bytes.chunks(100_003) {
        incoming.write(part).await?;
    }
    incoming.finish().await
}

#[tokio::test]
async fn what_is_put_into_a_bucket_is_sealed_found_listed_and_removed() {
    let (disk, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let endpoint = server(&disk).await;
    let bucket = bucket("s3://reports/objects", &endpoint, "the-secret-of-the-bucket").unwrap();
    let objects = ObjectFolder::before_bucket(data.path().join("objects"), bucket);
    let key = FileKey::from_chance([7; 32]);
    // One that goes at once, one of several parts.
    for length in [11, 12 * 1024 * 1024 + 5] {
        let bytes: Vec<u8> = b"a secret proof ".iter().copied().cycle().take(length).collect();
        let kept = kept(&objects, &bytes).await.unwrap();
        assert_eq!(kept.length, length as u64);
        let name = kept.object.to_string();
        let file = disk.path().join("reports/objects").join(&name[..2]).join(&name);
        let stored = std::fs::read(file).unwrap();
        assert!(!stored.windows(8).any(|part| part == b"secret p"));
        let opened: Vec<Vec<u8>> =
            objects.open(&kept.object, &key).await.unwrap().try_collect().await.unwrap();
        assert!(opened.concat() == bytes);
        assert_eq!(std::fs::read_dir(data.path().join("objects/incoming")).unwrap().count(), 0);
        let soon = crate::now() + jiff::SignedDuration::from_secs(60);
        assert_eq!(objects.before(soon).await.unwrap(), [kept.object]);
        assert!(objects.before(Timestamp::UNIX_EPOCH).await.unwrap().is_empty());
        objects.remove(&kept.object).await.unwrap();
        objects.remove(&kept.object).await.unwrap();
        let Err(missing) = objects.open(&kept.object, &key).await else { panic!("it is gone") };
        assert!(missing.contains("is missing"), "{missing}");
    }
}

#[tokio::test]
async fn a_bucket_that_refuses_keeps_nothing_and_says_so_without_the_key() {
    let (disk, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let endpoint = server(&disk).await;
    let secret = "another-secret";
    let bucket = bucket("s3://reports", &endpoint, secret).unwrap();
    let objects = ObjectFolder::before_bucket(data.path().join("objects"), bucket);
    let says = kept(&objects, b"a proof").await.unwrap_err();
    assert!(says.contains("in the bucket"), "{says}");
    assert!(!says.contains(secret) && !says.contains("the-secret"), "{says}");
    assert_eq!(std::fs::read_dir(data.path().join("objects/incoming")).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(disk.path().join("reports")).unwrap().count(), 0);
    println!("{says}");
}

#[test]
fn an_address_that_names_no_bucket_is_refused_with_how_one_looks() {
    for wrong in ["reports", "s3://", "s3:///objects", "https://reports.example", "s3://a b/c"] {
        let says = bucket(wrong, "http://127.0.0.1:1", "secret").unwrap_err();
        assert!(says.contains("s3://NAME"), "{wrong}: {says}");
    }
    assert!(bucket("s3://reports/a//b", "http://127.0.0.1:1", "secret").is_err());
}
